"""What a LaTeX formula may ask of the page that draws it."""

from __future__ import annotations

import re

FORMULA_LIMIT = 1_000
LENGTH_LIMIT_EM = 40.0
BRACES_LIMIT = 15

_DEFINES = "def gdef edef xdef let futurelet global newcommand renewcommand providecommand newenvironment DeclareMathOperator require char"
_REACHES_OUT = "href url includegraphics style class cssId htmlClass htmlId htmlStyle htmlData bbox input include write special"
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_LENGTH = re.compile(r"([0-9]*\.?[0-9]+)\s*(em|ex|mu|pt|px|pc|cm|mm|in|bp|dd|cc|nd|nc|sp)(?![A-Za-z])")
_EM = {"em": 1, "ex": 0.5, "mu": 1 / 18, "pt": 0.1, "px": 0.1, "pc": 1.2, "cm": 2.85, "mm": 0.285, "in": 7.2, "bp": 0.1, "dd": 0.1}


def formula_fault(formula: str) -> tuple[str, str] | None:
    """What is wrong with a LaTeX formula, and what is allowed; None where it can be drawn."""
    if len(formula) > FORMULA_LIMIT:
        return f"a formula of {len(formula)} characters", f"at most {FORMULA_LIMIT}"
    commands = set(_COMMAND.findall(formula))
    for names, wrong in ((_DEFINES, "defines or loads commands"), (_REACHES_OUT, "reaches out of the formula")):
        commands_used = sorted(commands & set(names.split()))
        if commands_used:
            return f"\\{commands_used[0]} {wrong}", "write the formula out, with commands that draw"
    for number, unit in _LENGTH.findall(formula):
        if float(number) * _EM.get(unit, 1) > LENGTH_LIMIT_EM:
            return f"a length of {number}{unit} in a formula", f"at most {LENGTH_LIMIT_EM:g}em"
    deepest = depth = 0
    for sign in re.sub(r"\\[{}\\]", "", formula):
        depth += (sign == "{") - (sign == "}")
        deepest = max(deepest, depth)
    deepest = max(deepest, formula.count(r"\left"), formula.count(r"\begin"), formula.count(r"\sqrt") // 2)
    return (f"a formula nested {deepest} deep", f"at most {BRACES_LIMIT}") if deepest > BRACES_LIMIT else None
