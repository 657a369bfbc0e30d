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
    whole_slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    return whole_slug if len(whole_slug) <= LONGEST else whole_slug[: LONGEST + 1].rpartition("-")[0] or whole_slug[:LONGEST]


def new_id(words: str, *, used_ids: Collection[str]) -> str:
    """An id for an item that says ``words``, the same each time, and none of ``used_ids``.

    Where no letter can stand in an id (other scripts, formulas) it is made from a hash of the words.
    """
    base = slug(words) or f"item-{hashlib.sha256(words.encode()).hexdigest()[:8]}"
    number, free = 1, base
    while free in used_ids:
        number += 1
        free = f"{base}-{number}"
    return free
