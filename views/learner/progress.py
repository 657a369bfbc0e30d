"""Progress: what to do next, what is known, when one practised, what comes, and whether promises were kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.models import Myth
from quizzes.progress import advance, honesty, streak
from quizzes.progress.answers import KINDS, answers
from quizzes.schedule import forecast, mastery
from views.charts import chart, progress_charts
from views.page import empty_states, frame, keyed, pages, schedule_now, visitor
from views.page.services import services
from views.shown import prose
from views.topics import concepts, exam

WEEKS, DAYS_AHEAD = 16, 14
WITHOUT_ANSWERS = (
    "Here you will see what you know of each topic, the days on which you practised, what comes due, and whether you can tell what "
    "you know. It begins with your first answer."
)

frame.trail(page="progress")
st.title("Progress", anchor=False)
topics = services().shelf.look().topics
index, today = schedule_now.index(), schedule_now.today()
recollection = services().ledger.recollection(visitor.learner(), index)
table = answers(services().log.of_learner(visitor.learner(), kinds=KINDS), index)
levels = {topic.id: mastery.mastery(recollection.memories, index, topic=topic.id, day=today) for topic in topics}


def next_ten_minutes() -> None:
    step = advance.next_step(recollection.memories, index, levels, day=today)
    with st.container(border=True, key="card-next"):
        st.markdown(f"**{step.sentence}**")
        query = {"topic": step.topic} if step.topic else {}
        if step.concept is not None and step.topic is not None:
            topic = next(topic for topic in topics if topic.id == step.topic)
            query["deck"] = f"concepts:{step.concept}"
            st.caption(f"{topic.concept(step.concept).name} · {topic.title.partition(':')[0]}")
        if st.button("Start", type="primary", key="next-step", width="stretch"):
            st.switch_page(pages.file(step.page), query_params=query)


def concept_map(topic: Topic) -> None:
    """A line a group; each concept with its sign leads to its cards."""
    mastered = levels[topic.id]
    is_begun = any(concept_mastery.level != "unseen" for concept_mastery in mastered.values())
    with st.expander(_heading(topic), expanded=is_begun, key=keyed.by_id("map", topic.id)):
        for group in topic.groups:
            st.caption(group.name)
            with st.container(horizontal=True, gap="small"):
                for concept in (concept for concept in topic.concepts if concept.group == group.id and concept.id in mastered):
                    level = mastered[concept.id].level
                    label = f":{concepts.COLOURS[level]}[{concepts.SIGNS[level]}] {concept.name}"
                    query = {"topic": topic.id, "deck": f"concepts:{concept.id}"}
                    st.page_link(
                        pages.file("recall"),
                        label=label,
                        query_params=query,
                        help=f"{level}: {_figures(mastered[concept.id])}",
                        width="content",
                    )


def _heading(topic: Topic) -> str:
    """The topic with how many of its concepts stand at each level, the best first: ``Pruning · ● 2 · ○ 12``."""
    return f"**{topic.title.partition(':')[0]}** · {concepts.counts(levels[topic.id])}"


def _figures(concept_mastery: mastery.Mastery) -> str:
    recall_text = "" if concept_mastery.recall is None else f", {concept_mastery.recall * 100:.0f} % of it expected today"
    return f"{concept_mastery.met} of {concept_mastery.of} items seen{recall_text}"


def legend() -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(concepts.legend(), width="content")
        with st.popover("How is this decided?", type="tertiary"):
            st.markdown(mastery.RULE)


def since_last_week() -> None:
    """Concepts that rose, from the reviews of seven days; nothing where there was no week before."""
    past = advance.then(recollection.reviews, recollection.memories, day=today - timedelta(days=7))
    if not past:
        return
    names = []
    for topic in topics:
        mastery_before = mastery.mastery(past, index, topic=topic.id, day=today - timedelta(days=7))
        names += [topic.concept(concept).name for concept in advance.improved(mastery_before, levels[topic.id])]
    if names:
        rest_note = f" and {len(names) - 4} more" if len(names) > 4 else ""
        st.markdown(f"**Better than a week ago:** {', '.join(names[:4])}{rest_note}.")


def days() -> None:
    st.subheader("Days", anchor=False)
    count = streak.streak(set(table["day"]), today)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sentence = (
            f"**{count} day{'s' if count != 1 else ''}** in your streak."
            if count
            else "No streak at the moment: one answer starts a new one."
        )
        st.markdown(f"{sentence} {len(table):,} answers on {table['day'].nunique()} days in all.", width="content")
        with st.popover("A missed day?", type="tertiary"):
            st.markdown(streak.RULE)
    says = f"A square a day for {WEEKS} weeks, the deeper its colour the more answers on that day."
    chart.show(progress_charts.heatmap(streak.by_day(table, until=today, weeks=WEEKS)), width="content", key="chart-days", says=says)
    st.caption(says)


def coming() -> None:
    st.subheader("What comes due", anchor=False)
    counts = forecast.due_by_day(recollection.memories, index, day=today, days=DAYS_AHEAD)
    if not any(counts):
        st.caption("Nothing comes due in the next two weeks.")
        return
    sentence = f"{counts[0]} items today and {sum(counts[1:])} in the {DAYS_AHEAD - 1} days after, if you review nothing before."
    st.markdown(sentence)
    chart.show(progress_charts.due(counts, today), key="chart-due", says=f"What comes due: {sentence}")
    st.caption("The first bar includes what is overdue.")


def promises() -> None:
    st.subheader("Promised and kept", anchor=False)
    retention = honesty.retention(recollection.reviews, index)
    if retention is None:
        missing_count = honesty.ENOUGH_REVIEWS - honesty.counted_reviews(recollection.reviews, index)
        st.caption(
            f"After {honesty.ENOUGH_REVIEWS} repeated cards you see here whether the schedule keeps its promise: {missing_count} to go."
        )
        return
    expected_share = (retention["expected"] * retention["reviews"]).sum() / retention["reviews"].sum()
    remembered_share = retention["right"].sum() / retention["reviews"].sum()
    count = int(retention["reviews"].sum())
    expected_text, remembered_text = (f"{share * 100:.0f} %" for share in (expected_share, remembered_share))
    sentence = f"The schedule expected you to remember {expected_text} of {count} repeated cards; you remembered {remembered_text}."
    st.markdown(sentence)
    chart.show(progress_charts.promised(retention), key="chart-promised", says=sentence)
    st.caption("A dot on the dashed line: the promise was kept. Above it you remembered more; the bar is the interval.")
    with st.popover("How is this counted?", type="tertiary"):
        st.markdown(honesty.RETENTION_RULE)


def sureness() -> None:
    st.subheader("How sure, how right", anchor=False)
    calibration = honesty.calibration(table)
    if calibration is None:
        missing_count = honesty.ENOUGH_ANSWERS - len(honesty.sure_answers(table))
        st.caption(f"After {honesty.ENOUGH_ANSWERS} answers handed in as Sure or Not sure you see a picture here: {missing_count} to go.")
        return
    st.markdown(honesty.meaning(calibration))
    chart.show(progress_charts.sure(calibration), key="chart-sure", says=honesty.meaning(calibration))
    with st.popover("What is counted?", type="tertiary"):
        st.markdown(honesty.CALIBRATION_RULE)


def bets() -> None:
    """Bets beside what was measured, those one was sure of and lost first."""
    decided_bets = table[table["bet"].notna()]
    if decided_bets.empty:
        return
    st.subheader("Bets and measurements", anchor=False)
    st.markdown(f"**{int((decided_bets['score'] == 1.0).sum())} of {len(decided_bets)}** bets came true.")
    claims = {f"{topic.id}/{item.id}": item for topic in topics for item in topic.items() if isinstance(item, Myth)}
    last = decided_bets.drop_duplicates("item", keep="last").assign(rank=lambda answers: answers["score"] * 2 - answers["sure"].map(bool))
    rows: list[dict[Any, Any]] = last.sort_values("rank").head(8).to_dict("records")
    for row in rows:
        claim = claims.get(row["item"])
        if claim is not None:
            sign, surely = "✓" if row["score"] == 1.0 else "✗", " · sure" if row["sure"] else ""
            texts = {option.id: option.text for option in claim.outcomes}
            bet, outcome = texts.get(row["bet"], row["bet"]), texts.get(row["outcome"], row["outcome"])
            way_measured = "measured on a quiet machine, which you took" if row["recorded"] else "measured"
            st.markdown(f"{sign} {prose.one_line(claim.claim)} — bet: {bet}; {way_measured}: {outcome}{surely}")


def draw() -> None:
    if table.empty:
        empty_states.nothing("No answers yet", WITHOUT_ANSWERS, key="progress")
        if topics and st.button("Start with Today", type="primary", key="begin-today"):
            st.switch_page(pages.file("today"))
        st.page_link(pages.file("catalog"), label="See all topics")
        return
    next_ten_minutes()
    since_last_week()
    st.subheader("What you know", anchor=False)
    legend()
    for topic in topics:
        concept_map(topic)
        exam.draw(topic, named=True)
    days()
    coming()
    promises()
    sureness()
    bets()


draw()
