"""The first use of a term in a text is made ready for a tap: a link that carries its sentence, so that the browser needs no server.

The script ``views/server/shell/terms.js`` makes a button of the first one on a page. No HTML is written: a link's title holds the sentence.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from quizzes.content.topic import Topic
from quizzes.markup.pictures import pictures, plain_words
from quizzes.models import Item
from quizzes.models.terms import Term, is_asked_for
from views.page.services import services
from views.shown import served_pictures
from views.shown.measured import NOT_MARKED

BEGINS = "#term-"
NO_LINK_INSIDE = re.compile(rf"{NOT_MARKED.pattern}|^[ \t]*#{{1,6}} [^\n]*|:[a-z_]+/[a-z_]+:|https?://\S+", re.DOTALL | re.MULTILINE)
"""Code, formulas, links and pictures, headings, icons and addresses: a link inside would be part of them."""
SPECIAL = re.compile(r"[^\w .,;:!?–’()%+=/-]")


def marked(text: str, topic: Topic, *, asks: Item | None = None) -> str:
    """The Markdown with a link at the first use of each term; in what an item ``asks`` not at those that would tell its answer."""
    terms = services().shelf.look().terms
    if terms is None:
        return text
    closed_spans = [match.span() for match in NO_LINK_INSIDE.finditer(text)]
    told_terms = set(terms.given_away(asks, topic.id)) if asks is not None else set()
    pieces, end = [], 0
    for use in terms.uses(text):
        is_open = not any(start < use.end and use.start < stop for start, stop in closed_spans)
        if not is_open or use.term in told_terms or (asks is not None and is_asked_for(text, use)):
            continue
        told_terms.add(use.term)
        pieces += [text[end : use.start], _link(text[use.start : use.end], use.term)]
        end = use.end
    return "".join([*pieces, text[end:]])


def _link(words: str, term: Term) -> str:
    return f'[{words}]({BEGINS}{quote(term.term, safe="")}{_picture(term)} "{SPECIAL.sub(_entity, term.says)}")'


def _picture(term: Term) -> str:
    """The address of the term's picture and its words, where the file is there."""
    for picture in pictures(term.picture or ""):
        file = served_pictures.found(picture.file)
        if file is not None:
            address = f"{served_pictures.URL_PREFIX}{quote(picture.file)}?{served_pictures.version(file)}"
            return f"={quote(address, safe='')}={quote(plain_words(picture), safe='')}"
    return ""


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
