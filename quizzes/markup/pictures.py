"""How a text shows a picture, and which pictures it may show."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

# Brackets inside brackets are left out, so that the search takes one pass whatever stands there.
IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\(([^()\n]*)\)")
LEFT_OUT = "(picture left out: it is not beside the topic)"
IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")


def is_beside(target: str) -> bool:
    """Whether a picture's target can only be a file beside the topic."""
    path = Path(unescape(target))
    strange = path.is_absolute() or ".." in path.parts or any(sign in unescape(target) for sign in "\\:<>")
    return not strange and path.suffix.lower() in IMAGE_ENDINGS
