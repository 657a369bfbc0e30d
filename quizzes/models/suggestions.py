"""What to say of a word that names nothing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """The known words, led by the closest one where one is close: ``did you mean 'front'? allowed: back, front``."""
    words = list(candidates)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    listing = ", ".join(words[:40]) + (", …" if len(words) > 40 else "")
    allowed_words = f"allowed: {listing}" if words else "there are none yet"
    return f"did you mean {close[0]!r}? {allowed_words}" if close else allowed_words
