"""Learner ids and resume codes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.learners import ALPHABET, LENGTH, is_learner_id, learner_of, new_learner_id, resume_code

LEARNERS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_new_id_has_eighty_bits_and_is_new_each_time() -> None:
    ids = {new_learner_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(is_learner_id(one) for one in ids)
    assert len(set(ALPHABET)) ** LENGTH == 2**80


def test_a_code_is_four_groups_of_four_capitals_without_letters_that_look_like_digits() -> None:
    code = resume_code("0123456789abcdef")
    assert code == "0123-4567-89AB-CDEF"
    assert not set("ilou") & set(ALPHABET)


@settings(derandomize=True, database=None)
@given(LEARNERS)
def test_a_code_leads_back_to_its_learner(learner: str) -> None:
    assert learner_of(resume_code(learner)) == learner


@settings(derandomize=True, database=None)
@given(LEARNERS, st.sampled_from(["", " ", "-", " - ", "\n", "–", "\u00a0"]))
def test_spaces_hyphens_and_case_do_not_matter(learner: str, between: str) -> None:
    typed = between.join(learner[start : start + 4] for start in range(0, LENGTH, 4))
    assert learner_of(f"  {typed}\n") == learner
    assert learner_of(typed.upper()) == learner


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    assert learner_of("OIL0-1111-2222-3333") == "0110111122223333"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "0123-4567-89AB-CDE",
        "0123-4567-89AB-CDEF-0",
        "0123-4567-89AB-CDEU",
        "0123_4567_89AB_CDEF",
        "0123-4567-89AB-CDE\0",
        "ß" * 16,
    ],
)
def test_what_is_no_code_means_nobody(typed: str) -> None:
    assert learner_of(typed) is None


@settings(derandomize=True, database=None)
@given(st.text())
def test_any_text_means_a_learner_or_nobody(typed: str) -> None:
    learner = learner_of(typed)
    assert learner is None or is_learner_id(learner)


@pytest.mark.parametrize("text", ["0123456789ABCDEF", "0123456789abcdef\n", " 123456789abcdef0", "0123456789abcdeu", "0123456789abcde"])
def test_a_cookie_that_is_not_exactly_an_id_is_none(text: str) -> None:
    assert not is_learner_id(text)
