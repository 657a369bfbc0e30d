"""One item of a session, asked as everywhere: a question, a problem or a prompt."""

from __future__ import annotations

from quizzes.content.topic import Topic
from quizzes.questions import Problem
from quizzes.sessions import explain, questions
from quizzes.sessions.register import MODES
from views.page import settings
from views.practice import explanation, item_menu, problem, question, try_it
from views.practice.answering.answer_fields import Ways

Asking = questions.State | explain.State
"""The sessions whose items are asked one after another, with what follows the answer."""


def draw(session: Asking, topic: Topic, *, last_label: str) -> None:
    """The item that the session is at, with what follows its answer; ``last_label`` is on the button that leaves it."""
    if isinstance(session, explain.State):
        if session.prompt is not None:
            explanation.card(session, session.prompt, topic, last_label=last_label)
    elif isinstance(session.question, Problem):
        problem.card(session, session.question, topic, last_label=last_label)
    elif session.question is not None:
        _question(session, topic, last_label)


def _question(session: questions.State, topic: Topic, last_label: str) -> None:
    current, is_test = session.question, MODES[session.attempt.mode].asks_sure
    if current is None:
        return
    ways = Ways("Hand in" if is_test else "Check", unsure=is_test, ask_sure=is_test, ask_why=settings.asks_why())
    question.card(session, current, topic, ways=ways)
    if session.told:
        question.go_on(session, current, topic, label=last_label)
        item_menu.draw(current, topic, session.attempt)
        try_it.offer(current, topic)
