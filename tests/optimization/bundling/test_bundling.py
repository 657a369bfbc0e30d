"""Modules that exist in no file are put into one text, and the text is run."""

from __future__ import annotations

from typing import Any

import pytest

from optimization.bundling.bundle import bundled
from optimization.bundling.gathering import BundleError, Rules


def bundle(program: str, rules: Rules | None = None, **modules: str) -> str:
    """The program with the modules ``optimization.<name>``; each text stands for a file."""
    given = rules or Rules()
    texts = {f"optimization.{name}": text for name, text in {"program": program, **modules}.items()}
    changed = Rules(
        texts={**texts, **given.texts},
        stand_ins=given.stand_ins,
        headings=given.headings,
        register=given.register,
        described=given.described,
    )
    return bundled("optimization.program", rules=changed)


def ran(text: str) -> dict[str, Any]:
    """What the text defines once it was run."""
    names: dict[str, Any] = {}
    exec(compile(text, "bundle", "exec"), names)
    return names


def test_what_is_used_comes_along_and_what_is_not_stays_behind() -> None:
    text = bundle(
        "from optimization.sums import double\n\nANSWER = double(21)\n",
        sums='"""Sums.\n\nLong."""\n\nimport json\nFACTOR = 2\n"""Twice."""\nOTHER = 3\n\ndef double(x):\n    return FACTOR * x\n\n'
        "def unused(x):\n    return json.dumps(OTHER)\n",
    )
    assert ran(text)["ANSWER"] == 42
    assert "# Sums.\n" in text
    assert '"""Twice."""' in text
    assert all(left_out not in text for left_out in ("unused", "OTHER", "json", "optimization", "Long"))


def test_two_definitions_of_one_name_get_names_of_their_own_also_under_aliases_and_beside_locals() -> None:
    text = bundle(
        "from optimization.one import size as first\nfrom optimization.two import size\n\ndef main(size_of=1):\n    def inner(size):\n"
        "        return size\n    return first(), size(), inner(5)\n\nANSWER = main()\n",
        one="SIDE = 1\n\ndef size():\n    return SIDE\n",
        two="SIDE = 2\n\ndef size():\n    return max(SIDE for _ in range(3))\n",
    )
    assert ran(text)["ANSWER"] == (1, 2, 5)


def test_a_name_of_a_public_library_is_not_taken_by_a_definition() -> None:
    text = bundle(
        "from math import floor\nfrom optimization.own import floor as own_floor\n\nANSWER = floor(2.5), own_floor(2.5)\n",
        own="def floor(x):\n    return -1\n",
    )
    assert ran(text)["ANSWER"] == (2, -1)


def test_the_same_constant_in_two_modules_stands_once() -> None:
    text = bundle(
        "from optimization.one import width\nfrom optimization.two import height\n\nANSWER = width() + height()\n",
        one="SIDE = 4\n\ndef width():\n    return SIDE\n",
        two="SIDE = 4\n\ndef height():\n    return SIDE\n",
    )
    assert ran(text)["ANSWER"] == 8
    assert text.count("SIDE = 4") == 1


def test_methods_that_nothing_mentions_are_left_out_but_those_of_derived_classes_stay() -> None:
    text = bundle(
        "from optimization.shapes import Derived, Plain\n\nANSWER = Plain().area(), Derived().called_by_a_library()\n",
        shapes="class Plain:\n    def area(self):\n        return self._side() ** 2\n\n    def _side(self):\n        return 3\n\n"
        "    def volume(self):\n        return expensive()\n\n\nclass Derived(Exception):\n    SIDE = 5\n\n"
        "    def called_by_a_library(self):\n        return 1\n\n    def other(self):\n        return 2\n\n\n"
        "def expensive():\n    return 0\n",
    )
    assert ran(text)["ANSWER"] == (9, 1)
    assert "volume" not in text
    assert "expensive" not in text
    assert "other" in text


REGISTER = """\
from optimization.shapes import Thing, big, small

BIG = Thing(title="big", make=big, twin="optimization.shapes:twin_of_big")
SMALL = Thing(title="small", make=small, twin="optimization.shapes:twin_of_small")
"""
SHAPES = """\
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Thing:
    title: str
    make: object
    twin: object
    \"\"\"Its twin.\"\"\"


def big():
    return "big"


def small():
    return "small"


def twin_of_big():
    return "twin of big"


def twin_of_small():
    return "twin of small"
"""
DESCRIBED = Rules(register="optimization.register", described=frozenset({("optimization.shapes", "Thing")}))


def test_of_a_register_only_the_thing_and_the_fields_that_are_used_come_along() -> None:
    text = bundle("from optimization.register import BIG\n\nANSWER = BIG.make()\n", DESCRIBED, register=REGISTER, shapes=SHAPES)
    assert ran(text)["ANSWER"] == "big"
    assert all(left_out not in text for left_out in ("title", "twin", "Its twin", "small", "SMALL"))


def test_a_function_named_by_a_text_of_the_register_comes_along_as_itself() -> None:
    text = bundle("from optimization.register import SMALL\n\nANSWER = SMALL.twin()\n", DESCRIBED, register=REGISTER, shapes=SHAPES)
    assert ran(text)["ANSWER"] == "twin of small"
    assert "twin_of_big" not in text


def test_a_thing_of_the_register_is_no_default_elsewhere() -> None:
    text = bundle(
        "from optimization.made import made\nfrom optimization.register import SMALL\n\nANSWER = made(thing=SMALL)\n",
        DESCRIBED,
        register=REGISTER,
        shapes=SHAPES,
        made="from optimization.register import BIG\n\ndef made(*, thing = BIG):\n    return thing.make()\n",
    )
    assert ran(text)["ANSWER"] == "small"
    assert "BIG" not in text


def test_a_stand_in_takes_the_place_of_a_definition() -> None:
    rules = Rules(stand_ins={("optimization.cached", "load"): ("optimization.plain", "load")})
    text = bundle(
        "from optimization.cached import load\n\nANSWER = load()\n",
        rules,
        cached="def load():\n    return 'cached'\n",
        plain="def load():\n    return 'plain'\n",
    )
    assert ran(text)["ANSWER"] == "plain"


def test_comments_for_our_own_tools_are_left_out_and_others_stay() -> None:
    text = bundle("# The reason.\nANSWER = 1  # type: ignore[assignment]\nOTHER = 2  # noqa: E501 - long\nLAST = 3  # as it should be\n")
    assert "type: ignore" not in text
    assert "noqa" not in text
    assert "# The reason.\nANSWER = 1\n" in text
    assert "LAST = 3  # as it should be" in text


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("from optimization.labs import no_such_thing\n\nANSWER = no_such_thing\n", "optimization.labs has no no_such_thing"),
        ("from optimization.nowhere import thing\n\nANSWER = thing\n", "there is no module optimization.nowhere"),
    ],
)
def test_a_name_that_is_nowhere_defined_is_refused(program: str, message: str) -> None:
    with pytest.raises(BundleError, match=message):
        bundle(program)


def test_one_name_for_two_imports_is_refused() -> None:
    with pytest.raises(BundleError, match="floor is imported from both"):
        bundle(
            "from math import floor\nfrom optimization.other import up\n\nANSWER = floor(up(1.5))\n",
            other="from numpy import floor\n\ndef up(x):\n    return floor(x) + 1\n",
        )
