"""A topic's cheat sheet as one HTML file that prints on paper: pictures inside, formulas as MathML, nothing loaded from anywhere."""

from __future__ import annotations

import base64
import mimetypes
from html import escape
from pathlib import Path

from quizzes.content.models import Topic
from quizzes.exports.card_html import html

CSS = """
@page {size: A4; margin: 12mm}
:root {color-scheme: light}
body {font: 10pt/1.4 Georgia, serif; color: #211d17; background: #fff; max-width: 60rem; margin: 0 auto; padding: 1rem}
h1 {font-size: 18pt; line-height: 1.1; margin: 0 0 .2rem; border-bottom: 2pt solid #a6321b; padding-bottom: .3rem}
.of {margin: .2rem 0 1rem; font-size: 9pt; color: #5b5346}
main {columns: 2; column-gap: 1.6rem}
section {break-inside: avoid; margin-bottom: 1rem}
h2 {font-size: 11.5pt; margin: 0 0 .3rem; color: #8c2a17}
p, ul, ol, table, pre {margin: 0 0 .4rem}
ul, ol {padding-left: 1.2rem}
table {border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 8.5pt}
td, th {border: .5pt solid #b8ae9e; padding: .12rem .3rem; text-align: left; vertical-align: top}
pre, code {font-family: ui-monospace, monospace; font-size: 8.2pt}
pre {background: #f1ece1; padding: .4rem; white-space: pre-wrap; overflow-wrap: anywhere}
img {max-width: 100%}
.source {font-size: 7.5pt; color: #5b5346}
@media screen and (max-width: 50rem) {main {columns: 1}}
@media print {body {padding: 0; max-width: none}}
"""


def sheet_html(topic: Topic, *, folder: Path) -> bytes:
    """The file; ``folder`` is where the topic's pictures are found."""
    named = {source.id: source.title for source in topic.sources}

    def packed(path: str) -> str:
        return picture_address(folder / path)

    parts = []
    for section in topic.cheat_sheet:
        said = " · ".join(named[one] for one in section.source if one in named)
        below = f'<p class="source">{escape(said)}</p>' if said else ""
        text = html(section.text, image=packed, formula=mathml)
        parts.append(f'<section id="{section.id}"><h2>{escape(section.heading)}</h2>\n{text}\n{below}</section>')
    title = escape(topic.title)
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}: cheat sheet</title><style>{CSS}</style></head>'
    body = (
        f'<body><h1>{title}</h1><p class="of">{escape(topic.track)} · cheat sheet</p><main>\n'
        + "\n".join(parts)
        + "\n</main></body></html>\n"
    )
    return (head + body).encode()


def mathml(formula: str, *, block: bool) -> str:
    """A LaTeX formula as MathML, which browsers draw themselves; one that cannot be read stays as it is written."""
    from latex2mathml import exceptions
    from latex2mathml.converter import convert

    faults = tuple(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception))
    try:
        return str(convert(formula, display="block" if block else "inline"))
    except faults:
        return f"<code>{escape(formula)}</code>"


def picture_address(path: Path) -> str:
    """A picture as an address that holds it; empty where it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError:
        return ""
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
