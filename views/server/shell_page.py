"""The page that Streamlit serves before anything is drawn, with five changes: title, style, where the server is, what an entry of the
browser's history is (``history.js``), and what to fetch at once.

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
SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')
PAPER = """<style>
      html {--paper: #FBF9F4; --ink: #211D17}
      @media (prefers-color-scheme: dark) {html {--paper: #191714; --ink: #EFE9DD}}
      html[data-paper=Light] {--paper: #FBF9F4; --ink: #211D17}
      html[data-paper=Dark] {--paper: #191714; --ink: #EFE9DD}
      html:not(:has(.stApp)) {background: var(--paper)}
      #loading:not([hidden]) {
        position: fixed; inset: 0; z-index: 1000; display: grid; place-content: center; text-align: center; pointer-events: none;
        font: 1rem/1.6 Georgia, serif; color: var(--ink);
      }
      #loading strong {font-size: 1.9rem}
    </style>
    <script>
      // The theme that was chosen in Streamlit's menu, which keeps it for each page.
      try {
        const { name } = JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`))
        document.documentElement.dataset.paper = /Dark|Light/.exec(name)[0]
      } catch {}
    </script>"""
LOADING = """<div id="loading" role="status" hidden><strong>Featherweight</strong><span>Loading…</span></div>
    <script>
      {
        const drawn = '[data-testid="stElementContainer"], [role="dialog"]', loading = document.getElementById("loading")
        setTimeout(() => { loading.hidden = false }, 1000)
        new MutationObserver((_, watch) => {
          if (!document.querySelector(drawn)) return
          loading.remove()
          watch.disconnect()
        }).observe(document.body, { childList: true, subtree: true })
      }
    </script>"""


@cache
def page(pages: tuple[str, ...]) -> str:
    """The changed page; ``pages`` are the addresses below the app's own. What this version of Streamlit does not have is left out."""
    shell = SHELL.read_text(encoding="utf-8").replace(TITLE, "<title>Featherweight</title>")
    shell = shell.replace("<head>", f"<head>\n{_where(pages)}\n{_history()}\n{PAPER}", 1)
    shell = shell.replace("</head>", "\n".join([*_links(), "</head>"]), 1)  # behind what Streamlit fetches, which everything waits for
    sheets = "\n".join(SHEET.findall(shell))
    shell = SHEET.sub("", shell).replace("<body>", f"<body>\n    {LOADING}\n{sheets}", 1)
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
    said = [line for line in HISTORY.read_text(encoding="utf-8").splitlines() if not line.startswith("//")]
    return "\n".join(["<script>", *said, "</script>"])


def _links() -> Iterator[str]:
    yield f'<link rel="modulepreload" href="./{sources.address("hands")}">'
    for name in SCRIPTS:
        for path in sorted((STATIC / "static" / "js").glob(f"{name}.????????.js")):
            yield f'<link rel="modulepreload" crossorigin href="./static/js/{path.name}">'
    for name in FONTS:
        for path in sorted((STATIC / "static" / "media").glob(f"{name}.????????.woff2")):
            yield f'<link rel="preload" href="./static/media/{path.name}" as="font" type="font/woff2" crossorigin>'
