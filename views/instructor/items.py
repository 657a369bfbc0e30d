"""Which question is bad: every item over all learners, worst first, for whoever runs the app."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from quizzes.progress import discrimination, item_ranking, item_statistics
from views.instructor import item_detail, item_figures
from views.page import empty_states, frame, pages, style, visitor
from views.page.services import services

ALL_TOPICS = "All topics"
WITHOUT_ANSWERS = (
    "Here you will see which questions are bad: what was reported, where a wrong choice is chosen more often than the key, what those who "
    "know the rest get wrong. It begins with the first answer, and says more from three learners on."
)

frame.trail()
style.wide()
st.title(pages.title("items"), anchor=False)
if not visitor.may_author():
    empty_states.nothing("Only for whoever runs the app", frame.BY_LINK, key="items")
    st.page_link(pages.file("catalog"), label="See all topics")
    st.stop()

topics = services().shelf.look().topics
figures = item_figures.figures(topics)
if figures is None:
    st.stop()


def chosen_rows(ranked: pd.DataFrame) -> pd.DataFrame:
    """The rows of the topic, and of earlier versions where they are wanted."""
    names = {topic.id: topic.title.partition(":")[0] for topic in topics if topic.id in set(ranked["topic"])}
    asked_topic = st.query_params.get("topic")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        topic_ids = [ALL_TOPICS, *names]
        index = topic_ids.index(asked_topic) if asked_topic in names else 0
        topic = st.selectbox("Topic", topic_ids, index=index, format_func=lambda topic_id: names.get(topic_id, topic_id), key="items-topic")
        earlier = not ranked["is_current"].all() and st.toggle("Before changes, too", key="items-earlier")
    rows = ranked if topic == ALL_TOPICS else ranked[ranked["topic"] == topic]
    return (rows if earlier else rows[rows["is_current"]]).reset_index(drop=True)


def rules() -> None:
    with st.container(horizontal=True, gap="small"):
        name = f"featherweight-items-{datetime.now(UTC):%Y-%m-%d}.csv"
        write = item_ranking.csv_text(rows)
        st.download_button("Table (CSV)", write, name, "text/csv", key="items-csv", icon=":material/download:", on_click="ignore")
        with st.popover("How is this counted?", type="tertiary", key="items-rules"):
            sentences = (item_ranking.LIMITS_RULE, item_statistics.COUNT_RULE, discrimination.RULE, item_statistics.SMALL_RULE)
            st.markdown("\n\n".join(sentences))


if figures.ranked.empty:
    empty_states.nothing("No answers yet", WITHOUT_ANSWERS, key="items")
    st.page_link(pages.file("catalog"), label="See all topics")
    st.stop()

rows = chosen_rows(figures.ranked)
flagged = int((rows["reasons"] != "").sum())
st.markdown(f"**{flagged} of {len(rows)}** items that were answered or reported give a reason to look at them.")
st.caption(item_ranking.RULE)
selected = item_figures.table(rows, chosen_item=f"{st.query_params.get('topic')}/{st.query_params.get('item')}")
rules()
if selected is None:
    st.caption("Select a row to see the question, how often each answer was given, and what was reported.")
else:
    item_detail.draw(selected, figures)
