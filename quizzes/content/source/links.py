"""The links in the texts of a topic: to pages, to an address, or inside the app; never to something that a browser would run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from pydantic import BaseModel

from quizzes.content.source.document import Document, Path, short, where
from quizzes.content.source.images import texts_of
from quizzes.content.source.problems import Refusal

SCHEMES = ("http", "https", "mailto")
LINK = re.compile(r"(?:\]\(\s*<?|\]:\s*<?|<)\s*([a-zA-Z][a-zA-Z0-9+.\t\n-]{1,30}):(?!\s)")
"""Markdown's three ways to write an address: in brackets, as a reference, and between angle brackets."""


def strange_links(document: Document, path: Path, part: BaseModel) -> Iterator[Refusal]:
    """A refusal for each link whose scheme is none of SCHEMES, however it is spelled."""
    for inner, text in texts_of(part, path):
        if ":" not in text and "&" not in text:
            continue
        for link in LINK.finditer(unescape(text)):
            scheme = "".join(link[1].split()).lower()
            if scheme not in SCHEMES:
                place = document.place_inside(inner, link[0])
                yield Refusal(place, where(inner), f"a link with the scheme {short(scheme)!r}", f"allowed: {', '.join(SCHEMES)}")
