"""Every style sheet parses, gives no property twice, and has no rule for a key that no Python code gives an element."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from style_declarations import blocks, faults, selectors

VIEWS = Path(__file__).resolve().parents[2] / "views"
SHEETS = sorted(VIEWS.rglob("*.css"))
WHOLE, BEGINNING = re.compile(r"\.st-key-([\w-]+)"), re.compile(r'\[class\*="st-key-([\w-]+)"\]')
MAKES_A_KEY = "by_id"
Constants = dict[str, list[ast.expr]]
"""Name -> what it stands for, in whichever module."""


@dataclass
class Keys:
    """Those that Python gives elements: ``whole`` ones, and what others begin with."""

    whole: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)

    def has(self, key: str) -> bool:
        return key in self.whole or any(key.startswith(one) for one in self.beginnings)

    def has_one_that_begins(self, start: str) -> bool:
        return any(one.startswith(start) for one in self.whole | self.beginnings) or any(start.startswith(one) for one in self.beginnings)


def keys_of(modules: list[ast.Module]) -> Keys:
    """What is given as ``key`` or ``…_key``, written out, in pieces, by a constant's name, or made by ``keyed.by_id``."""
    constants: Constants = {}
    for name, value in (one for module in modules for one in _constants(module)):
        constants.setdefault(name, []).append(value)
    keys = Keys()
    for node in (one for module in modules for one in ast.walk(module) if isinstance(one, ast.Call)):
        for value in [one.value for one in node.keywords if one.arg is not None and one.arg.endswith("key")]:
            _add(keys, value, constants)
        if _name(node) == MAKES_A_KEY:
            _add(keys, node, constants)
    return keys


def _constants(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from ((one.id, value) for one, value in zip(target.elts, node.value.elts, strict=True) if isinstance(one, ast.Name))
            elif isinstance(target, ast.Name):
                yield target.id, node.value


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


def _add(keys: Keys, value: ast.expr, constants: Constants) -> None:
    for text, is_whole in _texts(value, constants):
        if is_whole:
            keys.whole.add(text)
        elif re.fullmatch(r"[a-z]+-.*", text):
            keys.beginnings.add(text)


def _texts(value: ast.expr, constants: Constants) -> Iterator[tuple[str, bool]]:
    """Each text that the value may be, or, with False, may begin with."""
    match value:
        case ast.Constant(value=str(text)):
            yield text, True
        case ast.IfExp(body=body, orelse=otherwise):
            yield from (*_texts(body, constants), *_texts(otherwise, constants))
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), ast.FormattedValue(value=more), *_]):
            chosen = [f"{text}{one}" for one, _ in _texts(more, constants)] if isinstance(more, ast.IfExp) else [text]
            yield from ((one, False) for one in chosen)
        case ast.JoinedStr(values=[ast.FormattedValue(value=first), *_]):
            yield from ((text, False) for text, _ in _texts(first, constants))
        case ast.Call(args=[first, *_]) if _name(value) == MAKES_A_KEY:
            yield from ((f"{text}-" if is_whole else text, False) for text, is_whole in _texts(first, constants))
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield from (text for one in constants.get(name, ()) for text in _texts(one, {}))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_parses_and_gives_no_property_twice(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert faults(text) == []
    assert list(selectors(text))
    twice = [(block.selector, name) for block in blocks(text) for name, times in Counter(block.names).items() if times > 1]
    assert twice == []


def without_an_element(texts: list[str], keys: Keys) -> list[str]:
    css = "\n".join(texts)
    whole = [one for one in set(WHOLE.findall(css)) if not keys.has(one)]
    return sorted(whole + [one for one in set(BEGINNING.findall(css)) if not keys.has_one_that_begins(one)])


def test_every_key_that_is_styled_is_given_to_an_element() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SHEETS]
    assert len(WHOLE.findall("".join(texts))) > 20
    assert without_an_element(texts, keys_of([ast.parse(path.read_text(encoding="utf-8")) for path in sorted(VIEWS.rglob("*.py"))])) == []


PAGE = """
KEY = "in-a-name"
st.button("A", key="whole")
st.container(key=f"slot-{number}")
st.container(key=KEY)
st.button("B", key=keyed.by_id("choice", full))
st.button("C", key=keyed.by_id(f"told-{kind}", full))
st.button("D", key="left" if here else "right")
st.button("E", key=f"bet-{'sure' if sure else 'unsure'}-{number}")
"""


def test_keys_are_found_however_they_are_made() -> None:
    keys = keys_of([ast.parse(PAGE)])
    rules = ".st-key-whole, .st-key-slot-0, .st-key-in-a-name, .st-key-choice-x, .st-key-left, .st-key-right, .st-key-bet-sure-1 {}"
    starts = '[class*="st-key-choice-"], [class*="st-key-told-right"], [class*="st-key-bet-"], [class*="st-key-who"] {}'
    assert without_an_element([rules, starts], keys) == []
    gone = '.st-key-wholly, .st-key-slots, .st-key-choices {} [class*="st-key-chosen-"] {} [class*="st-key-bet-maybe"] {}'
    assert without_an_element([gone], keys) == ["bet-maybe", "choices", "chosen-", "slots", "wholly"]


@pytest.mark.parametrize(
    "text", ["p {color red}", "p {color: red; : blue}", "p {color: red", ") {color: red}", "@media (x) {p {color blue}}", "p {margin: 0 ]}"]
)
def test_what_a_browser_would_drop_is_a_fault(text: str) -> None:
    assert faults(text) != []
