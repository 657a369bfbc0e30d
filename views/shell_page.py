"""The page that Streamlit serves before anything is drawn, with five changes: title, style, where the server is, what an entry of the
browser's history is (``history.js``), and what to fetch at once.

On an address such as ``/recall`` Streamlit first looks for its server below that address, fails, and waits 100 ms before it tries the next
place (``DoInitPings`` in its page); a script says where the server is. And each first button, link or progress bar would begin with
a request of its own after the page was drawn once: the parts that every page needs are named here.
https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Attributes/rel/modulepreload
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import streamlit

from views import style

HISTORY = Path(__file__).with_name("history.js")
STATIC = Path(streamlit.__file__).parent / "static"
SHELL = STATIC / "index.html"
SCRIPTS = (
    "PageLink",
    "Progress",
    "ProgressBar",
    "Button",
    "BidiComponent",
    "_arrayReduce",
    "serialization",
    "recordbatch",
)
FONTS = ("MaterialSymbols-Rounded", "SourceSerifVariable-Roman.ttf")
TITLE, ROOT = "<title>Streamlit</title>", '<div id="root">'


@cache
def page(pages: tuple[str, ...]) -> str:
    """The changed page; ``pages`` are the addresses below the app's own. What this version of Streamlit does not have is left out."""
    shell = SHELL.read_text(encoding="utf-8").replace(TITLE, "<title>Featherweight</title>")
    shell = shell.replace("<head>", f"<head>\n{_where(pages)}\n{_history()}", 1)
    shell = shell.replace("</head>", "\n".join([*_links(), "</head>"]), 1)  # behind what Streamlit fetches, which everything waits for
    return shell.replace(ROOT, f"{style.DRAWN}{style.CSS}{ROOT}", 1)  # behind Streamlit's style, which it changes, before a page's own


def _where(pages: tuple[str, ...]) -> str:
    known = "|".join(pages)
    return f"""<script>
      {{
        const found = location.pathname.match(/^(.*)\\/(?:{known})$/)
        if (found) window.__streamlit = {{ BACKEND_BASE_URL: `${{location.origin}}${{found[1]}}/` }}
      }}
    </script>"""


def _history() -> str:
    return f"<script>\n{HISTORY.read_text(encoding='utf-8')}</script>"


def _links() -> Iterator[str]:
    for name in SCRIPTS:
        for path in sorted((STATIC / "static" / "js").glob(f"{name}.????????.js")):
            yield f'<link rel="modulepreload" crossorigin href="./static/js/{path.name}">'
    for name in FONTS:
        for path in sorted((STATIC / "static" / "media").glob(f"{name}.????????.woff2")):
            yield f'<link rel="preload" href="./static/media/{path.name}" as="font" type="font/woff2" crossorigin>'
