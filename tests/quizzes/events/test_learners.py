"""Learner ids and resume codes."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quizzes.events.learners import ALPHABET, LENGTH, NoCode, check_sign, is_learner_id, learner_of, new_learner_id, resume_code

LEARNERS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_new_id_has_eighty_bits_and_is_new_each_time() -> None:
    ids = {new_learner_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(is_learner_id(one) for one in ids)
    assert len(set(ALPHABET)) ** LENGTH == 2**80


def test_a_code_is_four_groups_of_four_capitals_and_a_check_sign_without_letters_that_look_like_digits() -> None:
    code = resume_code("0123456789abcdef")
    assert code.startswith("0123-4567-89AB-CDEF-")
    assert len(code) == 21
    assert not set("ilou") & set(ALPHABET)


def product(one: int, two: int) -> int:
    """In the field of 32 elements, by hand: the long way of what the check sign does by doubling."""
    whole = 0
    for place in range(5):
        whole ^= (one << place) * (two >> place & 1)
    for place in range(8, 4, -1):
        whole ^= (0b100101 << place - 5) * (whole >> place & 1)
    return whole


@examples(100, always_the_same=True)
@given(LEARNERS)
def test_the_check_sign_is_the_sum_of_the_signs_times_the_powers_of_two(learner: str) -> None:
    power, whole = 1, 0
    for sign in reversed(learner):
        power = product(power, 2)
        whole ^= product(power, ALPHABET.index(sign))
    assert check_sign(learner) == ALPHABET[whole]


@examples(30, always_the_same=True)
@given(LEARNERS)
def test_every_wrong_sign_and_every_two_that_changed_places_are_found(learner: str) -> None:
    code = learner + check_sign(learner)
    wrong = {code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in ALPHABET}
    wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)}
    wrong.discard(code)
    assert len(wrong) >= len(code) * (len(ALPHABET) - 1)
    for one in wrong:
        with pytest.raises(NoCode, match="mistyped"):
            learner_of(one)


@examples(100, always_the_same=True)
@given(LEARNERS)
def test_a_code_that_was_written_down_before_there_was_a_check_sign_is_taken(learner: str) -> None:
    assert learner_of("-".join(learner[at : at + 4] for at in range(0, LENGTH, 4)).upper()) == learner


@examples(100, always_the_same=True)
@given(LEARNERS)
def test_a_code_leads_back_to_its_learner(learner: str) -> None:
    assert learner_of(resume_code(learner)) == learner


@examples(100, always_the_same=True)
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
        "0123-4567-89AB-CDEF-01",
        "0123-4567-89AB-CDEU",
        "0123_4567_89AB_CDEF",
        "0123-4567-89AB-CDE\0",
        "ß" * 16,
    ],
)
def test_what_is_no_code_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(NoCode, match=r"no resume code: it has 17 letters and digits"):
        learner_of(typed)


@examples(100, always_the_same=True)
@given(st.text())
def test_any_text_means_a_learner_or_is_refused(typed: str) -> None:
    try:
        learner = learner_of(typed)
    except NoCode:
        return
    assert is_learner_id(learner)


@pytest.mark.parametrize("text", ["0123456789ABCDEF", "0123456789abcdef\n", " 123456789abcdef0", "0123456789abcdeu", "0123456789abcde"])
def test_a_cookie_that_is_not_exactly_an_id_is_none(text: str) -> None:
    assert not is_learner_id(text)
