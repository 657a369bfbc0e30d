"""What can be done with any item besides answering it: stop asking it, report a problem with it."""

from __future__ import annotations

import hashlib

import streamlit as st

from quizzes.attempts.attempt import REHEARSAL, Attempt
from quizzes.attempts.succession import following
from quizzes.content.topic import Topic
from quizzes.models import Item
from quizzes.sessions.register import MODES
from views.page import away, keyed, pages, schedule_now, settings, state, visitor
from views.page.services import services
from views.practice import pending

ASK_AGAIN = "Ask it again"
REPORT_LIMIT = 500
"""Characters of a report that are kept."""


def draw(item: Item, topic: Topic, attempt: Attempt) -> None:
    """A quiet menu under the item; none while its author tries it out."""
    if attempt.within == REHEARSAL:
        return
    full = f"{topic.id}/{item.id}"
    is_known = schedule_now.is_known(full)
    label, icon = ("You know this", ":material/check:") if is_known else ("More", ":material/more_horiz:")
    with st.popover(label, icon=icon, type="tertiary", key=keyed.by_id("menu", full)):
        if settings.author_links():
            st.page_link(pages.file("author"), label="Open in Author", query_params={"topic": topic.id, "item": item.id})
        if is_known:
            st.write("You are not asked this any more. The page **You** lists it, too.")
            st.button(ASK_AGAIN, key=keyed.by_id("known", full), on_click=set_known, args=(item, attempt, False))
        elif not MODES[attempt.mode].teaches:
            key = keyed.by_id("known", full)
            st.button("I know this, stop asking", key=key, on_click=set_known, args=(item, attempt, True))
        place = pending.place(attempt, item, "report")
        value, key = pending.texts(place).get("text", ""), keyed.by_id("report", full)
        with st.form(keyed.by_id("report-form", full), border=False):
            st.text_area("What is wrong here?", value, key=key, max_chars=REPORT_LIMIT, height=80, placeholder="A line is enough.")
            st.form_submit_button("Report a problem", key=keyed.by_id("send", full), on_click=_report, args=(item, attempt, key))
        if full in state.load().reported:
            st.caption("Thank you. Whoever teaches this will see it.")
        pending.listen(place, {"text": key})


def say_known(item: Item, attempt: Attempt) -> None:
    """Below an item that is shown though it is asked no more: why, and the way back; nothing below any other."""
    full = attempt.full_id(item)
    if attempt.within != REHEARSAL and schedule_now.is_known(full):
        with st.container(horizontal=True, vertical_alignment="center", key=keyed.by_id("is-known", full)):
            st.markdown("You said “I know this”, so it is not asked any more.", width="stretch")
            st.button(ASK_AGAIN, key=keyed.by_id("ask-again", full), on_click=set_known, args=(item, attempt, False))


@away.sends
def set_known(item: Item, attempt: Attempt, is_known: bool) -> None:
    """Stop asking an item, or ask it again, for callbacks."""
    full = attempt.full_id(item)
    moment = following(services().log, visitor.learner(), visitor.now())
    earlier = sum(event.item == full for event in services().log.of_learner(visitor.learner(), kinds=("known",)))
    services().log.append([attempt.event("known", item, moment, token=f"known-{earlier + 1}", payload={"known": is_known})])


def _report(item: Item, attempt: Attempt, key: str) -> None:
    text = str(state.widget_value(key) or "").strip()[:REPORT_LIMIT]
    if text:
        _send_report(item, attempt, key, text)


@away.sends
def _send_report(item: Item, attempt: Attempt, key: str, text: str) -> None:
    text_digest = hashlib.sha256(text.encode()).hexdigest()[:12]  # the same words twice are one report
    services().log.append([attempt.event("report", item, visitor.now(), token=f"report-{text_digest}", payload={"text": text})])
    state.change(reported=state.load().reported | {attempt.full_id(item)})
    pending.forget(pending.place(attempt, item, "report"))
    state.set_widget(key, "")
