"""The page that Streamlit serves before anything is drawn, with six changes: title, style, where the server is, what an entry of the
browser's history is (``shell/history.js``), what a tap on a term shows (``shell/terms.js``), and what to fetch at once.

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

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from views.components import sources
from views.page import streamlit_edge, style
from views.page.streamlit_edge import BODY, END_OF_HEAD, HEAD, ROOT, SHEET, SHELL, TITLE

SCRIPTS_FOLDER = Path(__file__).parent / "shell"


@cache
def page(pages: tuple[str, ...]) -> str:
    """The changed page; ``pages`` are the addresses below the app's own. What this version of Streamlit does not have is left out."""
    shell = SHELL.read_text(encoding="utf-8").replace(TITLE, "<title>Featherweight</title>")
    first = [_script(sources.HERE / "streamlit.js"), _script("where.js", PAGES="|".join(pages)), _script("history.js")]
    begins = [*first, f"<style>{_text('paper.css')}</style>", _script("theme.js")]
    shell = shell.replace(HEAD, "\n".join([HEAD, *begins]), 1)
    shell = shell.replace(END_OF_HEAD, "\n".join([*_links(), END_OF_HEAD]), 1)  # behind what Streamlit fetches, which everything waits for
    sheets = "\n".join(SHEET.findall(shell))
    shell = SHEET.sub("", shell).replace(BODY, f"{BODY}\n{_text('loading.html')}{_script('loading.js')}\n{sheets}", 1)
    return shell.replace(
        ROOT, f"{style.sheet()}{_script('terms.js')}{ROOT}", 1
    )  # behind Streamlit's style, which it changes, before a page's own


def _script(name: str | Path, **replacements: str) -> str:
    """A script of this folder, or of another, without what is said to its readers; ``replacements`` stands where it holds these names."""
    lines = [line for line in _text(name).splitlines() if not line.startswith("//")]
    for word, text in replacements.items():
        lines = [line.replace(word, text) for line in lines]
    return "\n".join(["<script>", *lines, "</script>"])


def _text(name: str | Path) -> str:
    return (SCRIPTS_FOLDER / name).read_text(encoding="utf-8")


def _links() -> Iterator[str]:
    yield f'<link rel="modulepreload" href="./{sources.address("hands")}">'
    for path in chain.from_iterable(map(streamlit_edge.chunk_files, streamlit_edge.CHUNKS)):
        yield f'<link rel="modulepreload" crossorigin href=".{streamlit_edge.address_of(path)}">'
    for path in chain.from_iterable(map(streamlit_edge.font_files, streamlit_edge.FONTS)):
        yield f'<link rel="preload" href=".{streamlit_edge.address_of(path)}" as="font" type="font/woff2" crossorigin>'
