"""What was given beside what is right, sign and colour telling which is which."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from quizzes.content.topic import Topic
from quizzes.questions.answers import Grade, Option, PickOne, PickSeveral, TypeIn
from views.shown import prose

KeyOf = Callable[[str, int], str]
"""Gives the key of a box: of one that is right, wrong or another, and its number."""


def picked(grade: Grade, topic: Topic, key_of: KeyOf, *, options: Sequence[Option], several: bool) -> None:
    """Each option in its box."""
    for number, option in enumerate(options, start=1):
        is_right, is_picked = option.id in grade.right.choices, option.id in grade.given.choices
        mark = "✓" if is_right else "✗" if is_picked else "·"
        yours = " *(your choice)*" if several and is_picked else ""
        is_told = is_right or is_picked
        with st.container(key=key_of("right" if is_right else "wrong" if is_picked else "other", number)):
            prose.prose(f"**{mark} {number}.** {option.text}{yours}" if is_told else f"{mark} {number}. {option.text}", topic)


def chosen(choice_ids: Sequence[str], topic: Topic, key_of: KeyOf, shape: PickOne | PickSeveral) -> None:
    """Each option in its box before anything is said of what is correct: a single choice is known to be wrong, of several only that they
    are not all."""
    several = isinstance(shape, PickSeveral)
    for number, option in enumerate(shape.options, start=1):
        is_wrong = option.id in choice_ids and not several
        text = f"**{'✗' if is_wrong else '·'} {number}.** {option.text}" if option.id in choice_ids else f"· {number}. {option.text}"
        with st.container(key=key_of("wrong" if is_wrong else "other", number)):
            prose.prose(f"{text} *(your choice)*" if several and option.id in choice_ids else text, topic)


def ordered(grade: Grade, topic: Topic, key_of: KeyOf, *, options: Sequence[Option]) -> None:
    """The options in the right order, each with the place that it was given."""
    texts = {option.id: option.text for option in options}
    choice_ids = grade.given.choices
    for number, step in enumerate(grade.right.choices, start=1):
        place = choice_ids.index(step) + 1 if step in choice_ids else None
        note = "" if place == number or place is None else f" *(you put it {_ordinal(place)})*"
        with st.container(key=key_of("right" if place == number else "wrong", number)):
            prose.prose(f"**{'✓' if place == number else '✗'} {number}.** {texts.get(step, step)}{note}", topic)


def typed(grade: Grade, topic: Topic, key_of: KeyOf, *, shape: TypeIn) -> None:
    """What was typed into each field; nothing where nothing was."""
    if grade.given.is_empty:
        return
    mark = "✓" if grade.is_right else "✗"
    if shape.kind == "output":
        st.markdown(f"**{mark}** You typed")
        st.code(grade.given.texts[0], language=None, wrap_lines=True)
        return
    for label, text in zip(shape.labels, grade.given.texts, strict=False):
        wrong_here = any(reason.says.startswith(f"{label} ") for reason in grade.reasons)
        sign = "✗" if wrong_here or (len(shape.labels) == 1 and not grade.is_right) else "✓"
        name = "You typed" if len(shape.labels) == 1 else f"{label}, you typed"
        st.markdown(f"**{sign}** {name} {prose.as_code(text)}{' ' + shape.unit if shape.unit else ''}")


def estimated(grade: Grade, topic: Topic, key_of: KeyOf, *, unit: str | None) -> None:
    """Where the slider stood; nothing where it was not handed in."""
    for text in grade.given.texts:
        with st.container(key=key_of("right" if grade.is_right else "wrong", 1)):
            st.markdown(f"**{'✓' if grade.is_right else '✗'}** Your estimate: **{text}{f' {unit}' if unit else ''}**")


def _ordinal(number: int) -> str:
    return {1: "1st", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
