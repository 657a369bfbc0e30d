"""Learner ids: random, kept by the browser, and written down as a resume code to go on elsewhere.

80 random bits in Crockford's base 32 (no I, L, O, U): whoever knows the code is that learner, and nobody can guess it.
https://www.crockford.com/base32.html
"""

from __future__ import annotations

import re
import secrets

COOKIE = "featherweight_learner"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_READ_AS = str.maketrans({"i": "1", "l": "1", "o": "0"})


def new_learner_id() -> str:
    """A fresh id of 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_learner_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return _ID.fullmatch(text) is not None


def resume_code(learner: str) -> str:
    """The id as people write it down: four groups of four capitals."""
    return "-".join(learner[start : start + 4] for start in range(0, LENGTH, 4)).upper()


def learner_of(code: str) -> str | None:
    """The id that a typed code means (spaces, hyphens, case, and I, L, O do not matter), or None where it is none."""
    cleaned = re.sub(r"[\s\-–—]", "", code).lower().translate(_READ_AS)
    return cleaned if is_learner_id(cleaned) else None
