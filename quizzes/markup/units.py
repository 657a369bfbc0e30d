"""A number and its unit stay on one line."""

from __future__ import annotations

import re

from quizzes.markup.pictures import CODE

UNITS = "%|×|x|ns|µs|us|ms|s|kB|MB|GB|TB|bits?|bytes?|(?:percentage )?points?"
_KEPT_AS_THEY_ARE = re.compile(rf"{CODE.pattern}|\$\$[^$]+\$\$|\$[^$\n]+\$", re.DOTALL)
_SPACE_BEFORE_A_UNIT = re.compile(rf"(?<=\d) (?=(?:{UNITS})(?![\w%]))")


def with_their_numbers(text: str) -> str:
    """The Markdown with a no-break space between a number and its unit, but for code and formulas: ``91.6 %``, ``450 kB``, ``2 bytes``."""
    pieces, end = [], 0
    for match in _KEPT_AS_THEY_ARE.finditer(text):
        pieces += [_SPACE_BEFORE_A_UNIT.sub("\N{NO-BREAK SPACE}", text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*pieces, _SPACE_BEFORE_A_UNIT.sub("\N{NO-BREAK SPACE}", text[end:])])
