"""How a claim turned out: the bet and the measurement in one picture, why it is so, and the whole run behind it."""

from __future__ import annotations

import streamlit as st

from optimization.results.data_sets import settles_nothing
from optimization.results.figures import SAME_SIZE, Figure
from optimization.results.records import LabResult, Unfinished, bounds
from quizzes.content.topic import Topic
from quizzes.models import Myth, Outcome
from quizzes.sessions import myths, recall
from views.charts import bet_rows, chart
from views.claims import claim_program, claim_record, claim_run
from views.labs import lab_record
from views.labs.results import lab_result
from views.page import empty_states, keyed, pages, visitor
from views.page.services import services
from views.practice import leaning
from views.shown import prose, proven

SURPRISE = (
    "**You will remember this one.** You were sure, and the measurement says otherwise. Explain it to yourself, then open the reason."
)
NO_SURPRISE = "Not what you bet. Explain it to yourself, then open the reason."
NOT_MEASURED = "**Not decided.** This run did not measure what the claim is about; the whole run is below."
REASON = "Why is that?"


def draw(session: myths.State, myth: Myth, topic: Topic) -> None:
    """The measured claim; one that was not decided says why, and what is on record."""
    result = claim_run.found_by(session, myth)
    record = claim_record.of(myth, topic) if session.is_recorded(myth) else None
    measured_figure = claim_run.shown_figure(myth, result) if result is not None else None
    measured_figure = claim_record.figure(record) if record is not None else measured_figure
    bet, outcome = session.bet(myth), session.outcome(myth)
    with st.container(border=True, key=keyed.by_id("figure", session.attempt.full_id(myth))):
        if outcome is None:
            st.markdown(not_decided(measured_figure, what="gain" if myth.run.compare.rival is not None else "speed"))
            if bet is not None:
                st.markdown(f"Your bet, “{bet.text}”, is kept until the claim is decided.")
        else:
            _moment(session, myth, outcome, measured_figure)
        if session.is_recorded(myth):
            st.caption(f"◉ {lab_record.when(record) if record is not None else 'taken from the record of this topic'}; you took it")
        elif result is not None:
            st.caption(_how_measured(result))
            if result.is_former:
                st.info(settles_nothing(result.data_set))
        if outcome is None:
            claim_record.offer(session, myth, topic)
        else:
            _reason(session, myth, topic, outcome)
            if bet is not None and bet != outcome:
                leaning.offer(myth, topic)
    if outcome is None and measured_figure is not None:
        _picture(myth, measured_figure, bet)


def not_decided(measurement: Figure | None, *, what: str) -> str:
    """Why the run leaves the claim open, with the bounds that it found."""
    if measurement is None or measurement.low is None or measurement.high is None:
        return NOT_MEASURED
    if measurement.repeats and measurement.bounds is not None:
        low, high = measurement.bounds
        return (
            f"**Not decided.** The program measured {measurement.repeats} times, from {low} to {high}: that is more than one of the "
            "outcomes, so nothing is claimed."
        )
    return (
        f"**Not decided.** The {what} lies {bounds(measurement.low, measurement.high)}: the computer was too busy to tell more exactly, "
        "so nothing is claimed."
    )


def _reason(session: myths.State, myth: Myth, topic: Topic, outcome: Outcome) -> None:
    """What the outcome means. Whoever has bet on another one was asked for the reason, and opens it after that."""
    bet, full = session.bet(myth), session.attempt.full_id(myth)
    surprised = bet is not None and bet != outcome
    if not surprised:
        st.markdown("**What it means**")
    with st.expander(REASON, key=keyed.by_id("why", full)) if surprised else st.container():
        prose.prose(outcome.why, topic)
        prose.sources(myth.source, topic)
        proven.mark(myth, topic)


def further(session: myths.State, myth: Myth, topic: Topic) -> None:
    """What a measured claim leads to besides the next one: its cards, and the whole run."""
    result = claim_run.found_by(session, myth)
    if session.outcome(myth) is not None:
        _due_cards(myth, topic)
    if myth.measure is not None:
        claim_program.code(myth.measure, result, place=keyed.by_id("program", session.attempt.full_id(myth)))
    elif result is not None:
        _whole_run(result, place=keyed.by_id("whole", session.attempt.full_id(myth)))


def _how_measured(result: LabResult | Unfinished) -> str:
    at, took = visitor.local_time(result.measured_at), f"{result.took_s:.0f} s"
    if isinstance(result, Unfinished):
        return f"◉ measured here, {at}; the run ended after {took}, before its end, but this was measured. {result.message}"
    return f"◉ measured here, {at}, on {lab_result.cpu(result)}; the run took {took}"


def _moment(session: myths.State, myth: Myth, outcome: Outcome, found: Figure | None) -> None:
    """The sentence, the figure that was measured beside the bet, and, where that was another, what to do with the surprise."""
    bet, sure = session.bet(myth), session.sure(myth)
    if bet == outcome:
        empty_states.feather(judged(bet, outcome, sure=sure), key=keyed.by_id("claim", session.attempt.full_id(myth)))
    else:
        st.subheader(judged(bet, outcome, sure=sure), anchor=False)
    if found is not None:
        big, small = _big_and_small(myth, found)
        st.header(f"◉ {big}", anchor=False)
        rows = bet_rows.compared(myth)
        of = f": {rows[0]}, against {rows[1]}" if rows is not None else ""
        beside = f"{small}{of}{_interval(found)}".removeprefix("; ")
        if beside:
            st.caption(beside)
        _picture(myth, found, bet)
    if bet is not None and bet != outcome:
        with st.container(key=keyed.by_id("reason-wrong-bet", session.attempt.full_id(myth))):
            st.markdown(SURPRISE if sure else NO_SURPRISE)


def judged(bet: Outcome | None, outcome: Outcome, *, sure: bool) -> str:
    """Bet and measurement in one sentence."""
    if bet is None:
        return f"Measured: {outcome.text}."
    if bet == outcome:
        return f"✓ You bet “{bet.text}”{' and were sure' if sure else ''}; it came true."
    return f"✗ You bet “{bet.text}”{' and were sure' if sure else ''}; measured: “{outcome.text}”."


def _big_and_small(myth: Myth, measured_figure: Figure) -> tuple[str, str]:
    """The figure itself, in the unit of the bet, and the words that go with it."""
    if myth.run.compare.figure == "non-zero":
        return f"{measured_figure.value:.0f} %", "of the weights are not zero"
    if measured_figure.text == SAME_SIZE:
        return measured_figure.text, "in the file"
    big, _, small = measured_figure.text.partition(" ")
    return big.replace("-", "\N{MINUS SIGN}"), small


def _interval(measured_figure: Figure) -> str:
    return f"; {measured_figure.interval_name} {'–'.join(measured_figure.bounds)}" if measured_figure.bounds is not None else ""


def _picture(myth: Myth, measured_figure: Figure, bet: Outcome | None) -> None:
    from views.charts import bet_chart  # Altair takes 110 MB: only where a chart is shown

    summary = f"Measured: {measured_figure.text}." + (f" Your bet: {bet.text}." if bet is not None else "")
    if measured_figure.before_bytes is not None:
        _bytes(myth, measured_figure, bet, said=summary)
        return
    chart.show(bet_chart.bet_and_measurement(myth, measured_figure, bet), says=summary)
    dot = "The dot is what was measured" + (
        f", the thin bar its {measured_figure.interval_name}" if measured_figure.low is not None else ""
    )
    band = f"; the wide band is your bet, “{bet.text}”" if bet is not None else ""
    st.caption(f"{dot}{band}. Dashed lines separate the outcomes.")


def _bytes(myth: Myth, found: Figure, bet: Outcome | None, *, said: str) -> None:
    from views.charts import sizes_chart  # Altair takes 110 MB: only where a chart is shown

    rows = bet_rows.compared(myth)
    assert rows is not None, "no program measures files"
    drawn = sizes_chart.before_and_after(found, judged=rows[0], reference=rows[1], outcomes=myth.outcomes, bet=bet)
    chart.show(drawn, says=said)
    band = f" The band is your bet, “{bet.text}”." if bet is not None else ""
    st.caption(f"Each bar is a file.{band} Dashed lines separate the outcomes.")


def _due_cards(myth: Myth, topic: Topic) -> None:
    """Which cards come first now. The rule stands in ``recall.due_by_claims``."""
    due_ids = recall.due_by_claims(topic, services().log.of_learner(visitor.learner(), kinds=["rated", "lab_run"]))
    fronts = [prose.one_line(card.front) for card in topic.recall if card.concept == myth.concept and card.id in due_ids]
    if not fronts:
        return
    subject = f"The card “{fronts[0]}” comes" if len(fronts) == 1 else f"{len(fronts)} cards on “{topic.concept(myth.concept).name}” come"
    st.caption(f"{subject} first in your next Recall. A bet never counts as forgotten.")
    cards = {"topic": topic.id, "deck": f"concepts:{myth.concept}"}
    st.page_link(pages.file("recall"), label=f"Recall {'it' if len(fronts) == 1 else 'them'} now", query_params=cards)


def _whole_run(result: LabResult | Unfinished, *, place: str) -> None:
    """Everything the run measured, drawn only where it is asked for."""
    if not st.toggle("See the whole run", key=place):
        return
    if isinstance(result, Unfinished):
        lab_result.so_far(result)
    else:
        lab_result.draw(result, place=f"{place}-run")
