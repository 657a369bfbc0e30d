"""All topics."""

import streamlit as st

from views import frame, memory, settings, sitting, spans, visitor
from views.services import services

frame.trail()
offer = services().shelf.look()
st.title("Learn how models are made small and fast")
st.write(
    "Cards, questions and worked problems, and a lab behind each claim: you prune and quantize a real network and see what it measures."
)


def today_strip() -> bool:
    """What is due, and the way into it; False where nothing is."""
    planned = memory.todays_plan(settings.minutes()) if memory.memories() else None
    due = len(planned.items) - planned.count("new") if planned is not None else 0
    if planned is None or not due:
        return False
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="card-today"):
        new = f", {planned.count('new')} new" if planned.count("new") else ""
        st.markdown(f"**Today:** {due} due{new} · about {spans.counted(planned.minutes, 'minute')}", width="stretch")
        if st.button("Start", type="primary", key="start-today"):
            sitting.begin_today([one.entry.item for one in planned.items])
            st.switch_page(frame.address("today"))
    return True


is_due = bool(offer.topics) and today_strip()
if not offer.topics:
    st.subheader("No topic yet")
    if visitor.is_local():
        st.write(f"Begin one with “Write a topic”, or put a YAML file at `{services().environment.content_dir}/TRACK/TOPIC.yaml`.")
    else:
        st.write("Whoever runs this app has not added one. Look in again later.")

for track in dict.fromkeys(topic.track for topic in offer.topics):
    st.subheader(track)
    for topic in (one for one in offer.topics if one.track == track):
        with st.container(border=True, key=f"card-{topic.id.replace('/', '-')}"):
            st.markdown(f"#### {topic.title}")
            st.caption(
                f"{topic.subject} · about {topic.minutes} minutes · {len(topic.recall)} cards · {len(topic.self_test)} test questions"
            )
            st.markdown(topic.summary)
            if st.button("Open", type="secondary" if is_due else "primary", key=f"open-{topic.id}"):
                st.switch_page(frame.address("topic"), query_params={"topic": topic.id})

if visitor.may_author():
    with st.container(horizontal=True, gap="medium", key="for-instructors"):
        st.page_link(frame.address("author"), label="Write a topic" if not offer.topics else "Author")
        st.page_link(frame.address("items"), label=frame.title("items"))
