"""Numbers as people type them."""

from __future__ import annotations

import re

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\Z", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,'’_])\d{3})(?:\1\d{3})*(?:\.\d+)?\Z", re.ASCII)
_GERMAN = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+\Z", re.ASCII)
_COMMA = re.compile(r"[+-]?\d+,\d+\Z", re.ASCII)
_FRACTION = re.compile(r"([+-]?\d{1,15})/(\d{1,15})\Z", re.ASCII)
LENGTH_LIMIT = 60


def number_typed(text: str, *, unit: str | None = None) -> float | None:
    """The number in a text, None where it is none.

    ``4,000`` is four thousand, ``0,5`` and ``1234,5`` have a decimal comma, ``4.000,5`` both; spaces and ``'`` may part thousands; ``1/4``
    is a fraction. The unit, or a percent sign, may stand behind.
    """
    if len(text) > LENGTH_LIMIT:
        return None
    bare = _SPACES.sub("", text).replace("−", "-").replace("×", "x").lower()
    for suffix in (_SPACES.sub("", unit or "").lower(), "%", "x"):
        if suffix and bare.endswith(suffix) and len(bare) > len(suffix):
            bare = bare.removesuffix(suffix)
            break
    fraction = _FRACTION.match(bare)
    if fraction:
        return int(fraction[1]) / int(fraction[2]) if int(fraction[2]) else None
    if _GROUPED.match(bare):
        bare = re.sub(r"[,'’_]", "", bare)
    elif _GERMAN.match(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _COMMA.match(bare):
        bare = bare.replace(",", ".")
    if not _PLAIN.match(bare):
        return None
    value = float(bare)
    return value if abs(value) < 1e300 else None


def close(value: float, target: float, tolerance: float) -> bool:
    """Whether a value is within the tolerance, with room for what binary fractions cannot hold."""
    return abs(value - target) <= tolerance + 1e-9 * max(1.0, abs(target))
