"""Learner ids: random, kept by the browser, and written down as a resume code to go on elsewhere.

80 random bits in Crockford's base 32 (no I, L, O, U): whoever knows the code is that learner, and nobody can guess it.
https://www.crockford.com/base32.html

A code is the id and a check sign, by the algorithm of H. Michael Damm over the field of 32 elements, so that the sign is one of the same
alphabet. It finds every wrong sign and every two that changed places.
Damm, "Totally anti-symmetric quasigroups for all orders n not 2 or 6", Discrete Mathematics 307 (2007), 715-729;
https://en.wikipedia.org/wiki/Damm_algorithm
"""

from __future__ import annotations

import re
import secrets

from quizzes.errors import QuizError

COOKIE = "featherweight_learner"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 16
_ID = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
_CODE = re.compile(f"[{ALPHABET}]{{{LENGTH},{LENGTH + 1}}}")
_READ_AS = str.maketrans({"i": "1", "l": "1", "o": "0"})
_FIELD = 0b100101
"""x^5 + x^2 + 1, by which products of the field of 32 elements are reduced."""


class NoCode(QuizError, ValueError):
    """A text that is no resume code; the words say why, for the one who typed it."""


def new_learner_id() -> str:
    """A fresh id of 80 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_learner_id(text: str) -> bool:
    """Whether the text has the form of an id."""
    return _ID.fullmatch(text) is not None


def resume_code(learner: str) -> str:
    """The id and its check sign as people write them down: four groups of four capitals, and one."""
    signs = learner + check_sign(learner)
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4)).upper()


def learner_of(code: str) -> str:
    """The id that a typed code means; spaces, hyphens, case, and I, L, O do not matter. Raises NoCode.

    Codes that were written down before there was a check sign have 16 signs and are taken as they are.
    """
    letters = _letters_of(code)
    if _CODE.fullmatch(letters) is None:
        raise NoCode("This is no resume code: it has 17 letters and digits, or 16 if it is an old one. There is no letter U in it.")
    learner, check = letters[:LENGTH], letters[LENGTH:]
    if check and check != check_sign(learner):
        raise NoCode("This code is mistyped: at least one letter or digit is wrong. Compare it with the one you wrote down.")
    return learner


def has_check_sign(code: str) -> bool:
    """Whether a typed code was checked by ``learner_of``; an old one of 16 signs, or one of which a sign was left out, can be wrong."""
    return len(_letters_of(code)) > LENGTH


def _letters_of(code: str) -> str:
    return re.sub(r"[\s\-–—]", "", code).lower().translate(_READ_AS)


def check_sign(learner: str) -> str:
    """The sign that follows an id in its code."""
    so_far = 0
    for sign in learner:
        doubled = (so_far ^ ALPHABET.index(sign)) << 1
        so_far = doubled ^ _FIELD if doubled >= len(ALPHABET) else doubled
    return ALPHABET[so_far]
