"""Going on in another browser: the code of this one, and a field for that of another."""

from __future__ import annotations

import streamlit as st

from quizzes.events.learners import NoCode, has_check_sign, learner_of, resume_code
from views.components import resume
from views.page import visitor
from views.page.services import services

WHO_YOU_ARE = "This browser is you, without a name or a password. To go on in another one, enter this code there. Keep it to yourself."
OLD = "This code has 16 letters and digits, as the first ones had. A newer one has 17: compare it with yours, in case one is missing."
NO_COOKIES = "This browser keeps no cookies, so your answers cannot be found again once this tab is closed."


def draw() -> None:
    """The section of the visitor's page."""
    st.subheader("Continue on another device", anchor=False)
    own = visitor.learner()
    rows = services().log.extent(own).rows
    if visitor.keeps_progress():
        st.write(WHO_YOU_ARE if rows else f"{WHO_YOU_ARE} It works once you have answered something here.")
        st.code(resume_code(own), language=None)
    else:
        st.warning(NO_COOKIES)
    code = st.text_input("I have a code from another browser", max_chars=40, placeholder="XXXX-XXXX-XXXX-XXXX-X", key="resume-code")
    if not code:
        return
    try:
        other_learner = learner_of(code)
    except NoCode as error:
        st.error(str(error))
        return
    if other_learner == own:
        st.info("You are that learner already.")
        return
    if not has_check_sign(code):
        st.caption(OLD)
    _leave(own, other_learner, rows)


def _leave(own: str, other_learner: str, rows: int) -> None:
    """The last step, with one's own code once more where something would be left behind."""
    with st.container(border=True, key="resume-sure"):
        if rows and visitor.keeps_progress():
            st.write("This browser will then show that learner's progress. Write down your own code first: only it leads back to yours.")
            st.code(resume_code(own), language=None)
        elif rows:
            st.write("This browser will then show that learner's progress. What you did in this tab cannot be found again.")
        else:
            st.write("This browser will then show that learner's progress. Nothing was answered here so far.")
        resume.button(resume_code(other_learner))
