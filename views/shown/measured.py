"""The measured mark: a number in a text that a run has given carries one small sign, and below the text it says how it came about."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from optimization.errors import LabError
from optimization.labs import LABS
from optimization.labs.networks import data_set_of
from optimization.results import data_sets, figures
from optimization.results.machine import VNNI
from quizzes.content.checks.bounds import MATH
from quizzes.content.topic import Topic
from quizzes.figures import shown
from quizzes.figures.record import ANY_MACHINE, Recorded, Seen
from quizzes.figures.texts import Span
from quizzes.markup.pictures import CODE
from quizzes.markup.units import with_their_numbers
from quizzes.models.figures import Figure
from views.page.services import services

LINK = r"\[[^\]\n]*\]\([^)\n]*\)"
SIGN = "\N{NARROW NO-BREAK SPACE}:small[:gray[◉]]"
"""``◉``, as below an answer that was proven by running."""
LONGEST_LINES = 14
LONG_HEIGHT_PX = 300
"""A program of more lines scrolls in its own box."""
NOT_MARKED = re.compile(f"{CODE.pattern}|{MATH.pattern}|{LINK}", re.DOTALL)
"""Code, formulas and links: a sign inside would be part of them."""


def marked(text: str, topic: Topic) -> str:
    """The text with the sign behind each measured number, and a link at what a source says."""
    spans = topic.citations(text)
    if not spans:
        return text
    unmarked_spans = [match.span() for match in NOT_MARKED.finditer(text)]
    pieces, end = [], 0
    for span in spans:
        is_open = not any(start < span.end and span.start < stop for start, stop in unmarked_spans)
        pieces += [text[end : span.start], _mark(text[span.start : span.end], span, topic) if is_open else text[span.start : span.end]]
        end = span.end
    return "".join([*pieces, text[end:]])


def _mark(words: str, span: Span, topic: Topic) -> str:
    if span.kind == "figure":
        return words + SIGN
    url = next((source.url for source in topic.sources if source.id == span.id), None)
    return f"[{words}]({url})" if url else words


def below(texts: Sequence[str], topic: Topic) -> None:
    """Of every figure in these texts: what it is, when and on what it was measured, how to do it again, and what this machine measured;
    nothing where they hold none."""
    figure_ids = dict.fromkeys(span.id for text in texts for span in topic.citations(text) if span.kind == "figure")
    figures_with_record = [(topic.figure(figure_id), topic.recorded(figure_id)) for figure_id in figure_ids]
    on_record = [(figure, record) for figure, record in figures_with_record if figure is not None and record is not None]
    if not on_record:
        return
    label = with_their_numbers(shown.in_text(*on_record[0])) if len(on_record) == 1 else f"{len(on_record)} figures"
    with st.popover(f"◉ {label}, measured", type="tertiary"):
        for number, (figure, record) in enumerate(on_record):
            if number:
                st.divider()
            _tell(figure, record, topic)


def _tell(figure: Figure, record: Recorded, topic: Topic) -> None:
    st.markdown(with_their_numbers(f"**{shown.in_text(figure, record)}**: {figure.says}"))
    for kind, measurement in record.seen.items():
        st.caption(_with_what(figure, kind, measurement))
    if any("VNNI" in kind for kind in record.seen):
        st.caption(VNNI)
    newest_here = _newest_here(figure)
    if newest_here:
        st.caption(f"The newest run on this machine: {newest_here}.")
    if figure.code is not None:
        is_long = figure.code.count("\n") >= LONGEST_LINES
        st.code(figure.code, language="python", height=LONG_HEIGHT_PX if is_long else "content")
    else:
        settings = ", ".join(f"{name} {value}" for name, value in figure.set.items()) or "its usual settings"
        pictures = data_sets.words(data_set_of(figure.set))
        st.caption(f"From the lab “{LABS[figure.lab or ''].title}” with {settings}. Its network learned and was tested on {pictures}.")
    st.caption("Measure it again:")
    st.code(f"python -m quizzes prove {topic.id}/{figure.id}", language="bash", wrap_lines=True)


def _with_what(figure: Figure, kind: str, measurement: Seen) -> str:
    versions = ", ".join([f"Python {measurement.python}", *(f"{name} {version}" for name, version in measurement.versions.items())])
    bounds = "" if measurement.low is None or measurement.high is None else f", between {measurement.low:.4g} and {measurement.high:.4g}"
    machine_kind = "" if kind == ANY_MACHINE else f" ({kind})"
    number = f"{shown.number(figure, measurement)}{shown.how(figure)[1]}"
    number = with_their_numbers(number)
    return (
        f"Measured {number}{bounds} on {measurement.at.day} {measurement.at:%b %Y} on {measurement.machine}{machine_kind}, with {versions}."
    )


def _newest_here(figure: Figure) -> str:
    """What the newest run of the same lab with the same settings gave on this machine; empty where there was none."""
    if figure.lab is None:
        return ""
    from optimization.running.run_store import RunStore  # only where a measured number is shown

    lab, store = LABS[figure.lab], RunStore(services().environment.data_dir / "runs")
    for settings in (figure.set, {**figure.set, "timed": False}):
        try:
            result = store.latest(lab.id, lab.parameters(settings).model_dump(mode="json"))
            if result is None or result.is_former:
                continue
            name, of, against = figure.figure or "", figure.of or "", figure.against
            figure_found = figures.alone(result, name, of=of) if against is None else figures.figure(result, name, of=of, against=against)
        except LabError:
            continue
        return figure_found.text
    return ""
