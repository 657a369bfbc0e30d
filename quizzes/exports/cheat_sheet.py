"""A topic's cheat sheet as one HTML file that prints on paper: pictures inside, formulas as MathML, nothing loaded from anywhere."""

from __future__ import annotations

import base64
import mimetypes
from datetime import date
from html import escape
from pathlib import Path

from quizzes.content.topic import Topic
from quizzes.exports.sheet_version import version
from quizzes.markup.html import html
from quizzes.markup.units import with_their_numbers

CSS = """
@page {size: A4; margin: 10mm 11mm}
:root {color-scheme: light}
body {font: 8.3pt/1.3 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1c1813; background: #fff; margin: 0 auto;
  max-width: 60rem; padding: 1rem}
header {display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; border-bottom: 1.6pt solid #a6321b;
  margin-bottom: 5pt; padding-bottom: 2pt}
h1, h2 {font-family: Georgia, "Times New Roman", serif; line-height: 1.12}
h1 {font-size: 15pt; margin: 0}
.of {margin: 0; font-size: 7pt; color: #5b5346; text-align: right; white-space: nowrap}
main {columns: 2; column-gap: 7mm}
section {margin-bottom: 6pt}
h2 {font-size: 10pt; margin: 0 0 2pt; color: #8c2a17; border-bottom: .5pt solid #d9cfbd; break-after: avoid}
p, ul, ol, table, pre {margin: 0 0 2.5pt}
ul, ol {padding-left: 1.25em}
li {margin-bottom: .6pt}
table, pre, li, img, math[display=block] {break-inside: avoid}
p:has(+ :is(pre, table, ul, ol)), p:has(+ p > math[display=block]) {break-after: avoid; break-inside: avoid}
table {border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 7.5pt; line-height: 1.2}
td, th {border-bottom: .5pt solid #d9cfbd; padding: 1.2pt 5pt 1.2pt 0; text-align: left; vertical-align: top; overflow-wrap: break-word}
th {border-bottom: .9pt solid #8a8072}
:is(td, th):last-child {padding-right: 0}
table:has(th:nth-child(6)) {font-size: 6.8pt}
code {font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .88em; overflow-wrap: anywhere}
td code {overflow-wrap: break-word}
pre {border-left: 1.5pt solid #c9bda6; padding: 1pt 0 1pt 5pt; font-size: 7pt; line-height: 1.22; white-space: pre-wrap; tab-size: 2}
math[display=block] {margin: 1.5pt 0}
img {max-width: 100%; max-height: 34mm}
.source {font-size: 6.4pt; line-height: 1.2; color: #5b5346; break-before: avoid; break-inside: avoid}
@media screen {body {font-size: 11pt} table, pre {font-size: 10pt} .source, .of {font-size: 9pt}}
@media screen and (max-width: 50rem) {main {columns: 1} header {display: block} .of {text-align: left; white-space: normal}}
@media print {body {padding: 0; max-width: none}}
"""


def sheet_html(topic: Topic, *, folder: Path, day: date) -> bytes:
    """The file; ``folder`` is where the topic's pictures are found, ``day`` the day that stands on it."""
    titles = {source.id: source.title for source in topic.sources}

    def packed(path: str) -> str:
        return picture_address(folder / path)

    parts = []
    for section in topic.cheat_sheet:
        sources = " · ".join(titles[source] for source in section.source if source in titles)
        source_line = f'<p class="source">{escape(sources)}</p>' if sources else ""
        text = html(with_their_numbers(section.text), image=packed, formula=mathml)
        parts.append(f'<section id="{section.id}"><h2>{escape(section.heading)}</h2>\n{text}\n{source_line}</section>')
    title, track = escape(topic.title), escape(topic.track)
    head = f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}: cheat sheet</title><style>{CSS}</style></head>'
    of = f'<p class="of">{track} · cheat sheet<br>{day.day} {day:%b %Y} · version {version(topic)}</p>'
    body = f"<body><header><h1>{title}</h1>{of}</header><main>\n" + "\n".join(parts) + "\n</main></body></html>\n"
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
