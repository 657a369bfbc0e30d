"""The page that Streamlit serves before anything is drawn, with five changes: title, style, where the server is, what an entry of the
browser's history is (``shell/history.js``), and what to fetch at once.

On an address such as ``/recall`` Streamlit first looks for its server below that address, fails, and waits 100 ms before it tries the next
place (``DoInitPings`` in its page); a script says where the server is. And each first button, link or progress bar would begin with
a request of its own after the page was drawn once: the parts that every page needs are named here.
https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Attributes/rel/modulepreload

Over a slow line the scripts take half a minute. Until the first element is drawn, the paper stands there, and a word once that takes over a
second: a page that comes sooner needs none, and is drawn sooner without. Both are within the first 14 KB of the page, which is what a
server may send before it hears from the browser, and before Streamlit's style sheet, because a browser paints nothing that comes behind a
style sheet which is still on its way. https://web.dev/articles/extract-critical-css
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import streamlit

from views.components import sources
from views.page import style

HERE = Path(__file__).parent / "shell"
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
SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')


@cache
def page(pages: tuple[str, ...]) -> str:
    """The changed page; ``pages`` are the addresses below the app's own. What this version of Streamlit does not have is left out."""
    shell = SHELL.read_text(encoding="utf-8").replace(TITLE, "<title>Featherweight</title>")
    begins = [_script("where", PAGES="|".join(pages)), _script("history"), f"<style>{_text('paper.css')}</style>", _script("theme")]
    shell = shell.replace("<head>", "\n".join(["<head>", *begins]), 1)
    shell = shell.replace("</head>", "\n".join([*_links(), "</head>"]), 1)  # behind what Streamlit fetches, which everything waits for
    sheets = "\n".join(SHEET.findall(shell))
    shell = SHEET.sub("", shell).replace("<body>", f"<body>\n{_text('loading.html')}{_script('loading')}\n{sheets}", 1)
    return shell.replace(ROOT, f"{style.sheet()}{ROOT}", 1)  # behind Streamlit's style, which it changes, before a page's own


def _script(name: str, **placed: str) -> str:
    """A script of the folder ``shell``, without what is said to its readers; ``placed`` stands where it holds those names."""
    lines = [line for line in _text(f"{name}.js").splitlines() if not line.startswith("//")]
    for word, text in placed.items():
        lines = [line.replace(word, text) for line in lines]
    return "\n".join(["<script>", *lines, "</script>"])


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _links() -> Iterator[str]:
    yield f'<link rel="modulepreload" href="./{sources.address("hands")}">'
    for name in SCRIPTS:
        for path in sorted((STATIC / "static" / "js").glob(f"{name}.????????.js")):
            yield f'<link rel="modulepreload" crossorigin href="./static/js/{path.name}">'
    for name in FONTS:
        for path in sorted((STATIC / "static" / "media").glob(f"{name}.????????.woff2")):
            yield f'<link rel="preload" href="./static/media/{path.name}" as="font" type="font/woff2" crossorigin>'
