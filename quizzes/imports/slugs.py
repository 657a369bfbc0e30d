"""Ids made from words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection

LONGEST = 48


def slug(words: str) -> str:
    """An id from words: letters without accents, digits and hyphens; empty where no such letter is left."""
    plain = unicodedata.normalize("NFKD", re.sub("[ßẞ]", "ss", words)).encode("ascii", "ignore").decode().lower()
    joined = "-".join(re.findall(r"[a-z0-9]+", plain))
    return joined if len(joined) <= LONGEST else joined[: LONGEST + 1].rpartition("-")[0] or joined[:LONGEST]


def new_id(words: str, *, taken: Collection[str]) -> str:
    """An id for an item that says ``words``, the same each time, and none of ``taken``.

    Where no letter can stand in an id (other scripts, formulas) it is made from a hash of the words.
    """
    base = slug(words) or f"item-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
    number, free = 1, base
    while free in taken:
        number += 1
        free = f"{base}-{number}"
    return free
