"""The JavaScript library that one component needs, and the address that the server gives it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

CODEMIRROR = Path(__file__).parent / "codemirror" / "codemirror.js"
ROUTE = "/components/codemirror.js"


@cache
def address() -> str:
    """Relative to a page; the version stands in it, so that browsers may keep the file for good."""
    return f"{ROUTE.lstrip('/')}?{hashlib.sha256(CODEMIRROR.read_bytes()).hexdigest()[:12]}"
