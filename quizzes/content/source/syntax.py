"""What libyaml says about broken YAML, in words that a teacher can act on, at the place where the mending starts."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from quizzes.content.source.problems import Place, Refusal


@dataclass(frozen=True)
class _Words:
    wrong: str
    allowed: str
    at_start: bool = False
    """Point at what was opened (a quote, a bracket, a key), not at where the parser gave up."""


_TAB = _Words("a tab stands where spaces are needed", "indent with spaces")
_QUOTE = _Words("this quote is never closed", "close it with the same kind of quote", at_start=True)
_BACKSLASH = _Words("double quotes do not know this backslash", "put LaTeX and paths in single quotes or in a block (|)")
_DIRECTIVE = _Words("a directive (a line that starts with %)", "remove it", at_start=True)
_INDENTATION = _Words("the indentation fits no line above", "start the keys of one mapping, and the “- ” of one list, in the same column")
_AFTER_QUOTE = _Words(
    "text goes on after a value that has ended", "close the quotes of the lines above, and inside '…' write '' for one quote"
)
_AFTER_VALUE = _Words(_AFTER_QUOTE.wrong, "put the whole text in quotes")
_FIRST_LETTER = _Words("text cannot start with {letter}", "put the text in quotes")
_NO_VALUE = _Words("a value is missing here", "write one, or take the line out")

_WORDS = {
    "found a tab character that violates indentation": _TAB,
    "found a tab character where an indentation space is expected": _TAB,
    "found unexpected end of stream": _QUOTE,
    "found unexpected document indicator": _QUOTE,
    "found unknown escape character": _BACKSLASH,
    "found invalid Unicode character escape code": _BACKSLASH,
    "did not find expected hexdecimal number": _BACKSLASH,
    "found unknown directive name": _DIRECTIVE,
    "found duplicate %YAML directive": _DIRECTIVE,
    "found incompatible YAML document": _DIRECTIVE,
    "did not find expected <document start>": _INDENTATION,
    "found character that cannot start any token": _FIRST_LETTER,
    "did not find expected node content": _FIRST_LETTER,
    "did not find expected alphabetic or numeric character": _Words(_FIRST_LETTER.wrong, _FIRST_LETTER.allowed, at_start=True),
    "found undefined alias": _FIRST_LETTER,
    "did not find expected ',' or ']'": _Words("this “[” is not closed", "close it, or put the text in quotes", at_start=True),
    "did not find expected ',' or '}'": _Words("this “{” is not closed", "close it, or put the text in quotes", at_start=True),
    "mapping values are not allowed in this context": _Words(
        "a colon that cannot stand here", "put text with a colon in quotes, and a space after the colon of each key"
    ),
    "could not find expected ':'": _Words(
        "this line is not “key: value”", "put a colon and a space after the key, or indent the line below its text", at_start=True
    ),
    "did not find expected '-' indicator": _INDENTATION,
    "block sequence entries are not allowed in this context": _Words("a list starts on the line of its key", "start it on the next line"),
    "did not find expected comment or line break": _Words(
        "text on the line of “|” or “>”", "start the text on the next line, indented", at_start=True
    ),
    "second occurrence": _Words("two anchors have the same name", "give each anchor (&) its own name"),
    "control characters are not allowed": _Words("the character {letter} cannot be printed", "remove it"),
}


def syntax_refusal(error: yaml.YAMLError, text: str) -> Refusal:
    """The first thing to mend in a text that is not YAML."""
    if isinstance(error, yaml.reader.ReaderError):
        problem, fault_place = str(error.reason), _place_of_byte(text, int(error.position))
        start_place = fault_place
    else:
        problem = str(getattr(error, "problem", None) or "this is not YAML")
        fault_place = _place(getattr(error, "problem_mark", None), text)
        mark = getattr(error, "context_mark", None)
        start_place = _place(mark, text) if mark else fault_place
    words = _WORDS.get(problem) or _Words(problem, "check indentation, quotes and the colon with a space after each key")
    if problem == "did not find expected key":
        line_before = _text_before(text, fault_place).rstrip()
        words = _INDENTATION if not line_before else _AFTER_QUOTE if line_before[-1] in "'\"" else _AFTER_VALUE
    place = start_place if words.at_start else fault_place
    letter = _letter(text, place)
    if words is _FIRST_LETTER and letter in ("\t", ""):
        words = _TAB if letter else _NO_VALUE
    return Refusal(place, "syntax", words.wrong.replace("{letter}", repr(letter)), words.allowed, "syntax")


def _place(mark: yaml.Mark | None, text: str) -> Place:
    """A mark as a place inside the text: libyaml reports the end of the file as a line after the last one."""
    if mark is None:
        return (1, 1)
    lines = text.splitlines() or [""]
    if mark.line >= len(lines):
        return (len(lines), len(lines[-1]) + 1)
    return (mark.line + 1, min(mark.column, len(lines[mark.line])) + 1)


def _place_of_byte(text: str, offset: int) -> Place:
    lines = (text.encode()[:offset].decode(errors="replace") + "|").splitlines()
    return (len(lines), len(lines[-1]))


def _text_before(text: str, place: Place) -> str:
    lines = text.splitlines() or [""]
    return lines[place[0] - 1][: place[1] - 1]


def _letter(text: str, place: Place) -> str:
    lines = text.splitlines() or [""]
    return lines[place[0] - 1][place[1] - 1 : place[1]]
