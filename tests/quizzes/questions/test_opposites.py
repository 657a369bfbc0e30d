"""What turns a found idea round: questions, what others say, what is dismissed, comparatives and numbers the other way round."""

from __future__ import annotations

import pytest

from quizzes.questions import Point
from quizzes.questions.explain.coverage import Finding, cover


def _found(text: str, *phrases: str, against: tuple[str, ...] = ()) -> Finding:
    point = Point(id="one", name="One", phrases=phrases, contradictions=against, missed="One.")
    return cover(text, [point])[0]


@pytest.mark.parametrize(
    "text",
    ["Does it need less memory?", "It is a network. And why would it need less memory?", "Is it that it needs less memory? Who knows."],
)
def test_a_question_says_nothing(text: str) -> None:
    assert not _found(text, "less memory").found


@pytest.mark.parametrize("text", ["Less memory, perhaps?", "Isn't it that it needs less memory?", "Why? It needs less memory."])
def test_a_guess_and_the_answer_to_a_question_say_something(text: str) -> None:
    assert _found(text, "less memory").found


@pytest.mark.parametrize(
    "text",
    [
        "Some say it needs less memory, but it is the same.",
        "Many people think that it needs less memory. In fact it is the same.",
        "You would think that it needs less memory.",
    ],
)
def test_what_others_say_is_not_said_where_the_writer_takes_it_back(text: str) -> None:
    assert not _found(text, "less memory").found


def test_what_others_say_is_said_where_nobody_takes_it_back() -> None:
    assert _found("Some say it needs less memory.", "less memory").found


@pytest.mark.parametrize(
    "text",
    [
        "A warm-up is not needed.",
        "No warm-up is needed.",
        "A warm-up is unnecessary.",
        "A warm-up plays no role.",
        "Order and warm-up are irrelevant.",
        "A warm-up isn't a factor.",
        "A warm-up adds nothing.",
        "You needn't care about a warm-up.",
        "It doesn't matter whether there was a warm-up.",
        "Neither the order nor a warm-up is a reason.",
        "Only the order counts, a warm-up doesn't.",
        "The order in which the warm-up is made is not important.",
    ],
)
def test_what_is_dismissed_is_the_opposite(text: str) -> None:
    finding = _found(text, "warm-up")
    assert (finding.found, finding.contradicted) == (False, True)


@pytest.mark.parametrize("text", ["There was no warm-up.", "It comes for free with a warm-up.", "Without a warm-up it is not fair."])
def test_what_is_missing_or_for_free_is_not_dismissed(text: str) -> None:
    assert not _found(text, "warm-up").contradicted


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("less/fewer memory", "It needs more memory than before."),
        ("accuracy lower/worse/drop", "The accuracy gets better."),
        ("faster/quick* answer", "The answers get slower."),
        ("remove/delete weight", "It keeps weights."),
        ("more/additional work", "There is less work."),
    ],
)
def test_a_comparative_turned_round_is_the_opposite(phrase: str, text: str) -> None:
    finding = _found(text, phrase)
    assert (finding.found, finding.contradicted) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "The original needs more memory.",
        "The more memory it needs, the slower it is.",
        "It does not need more memory.",
        "Does it need more memory?",
    ],
)
def test_a_comparative_of_something_else_is_no_opposite(text: str) -> None:
    assert not _found(text, "less/fewer memory").contradicted


def test_the_nearer_of_two_comparatives_counts() -> None:
    assert not _found("With more weights less memory is needed.", "less/fewer memory").contradicted
    wider = _found("When layers are cut the phone needs more memory.", "less/cut memory")
    assert (wider.found, wider.contradicted) == (False, True)


def test_less_before_an_adjective_counts_nothing_else() -> None:
    assert not _found("Less accurate, and the milliseconds are the same.", "less/fewer milliseconds").found
    assert _found("It takes less milliseconds.", "less/fewer milliseconds").found


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("The accuracy goes from 98 to 96.5.", True),
        ("The accuracy is 96.5 instead of 98.", True),
        ("Its accuracy is 95, no longer 98.", True),
        ("The accuracy was 98 and is now 96.", True),
        ("The accuracy goes from 1 to 1,000.", False),
        ("The accuracy goes from 96 to 98.", False),
        ("8 to 6 digits have an accuracy.", False),
    ],
)
def test_two_compared_numbers_say_less_or_more(text: str, less: bool) -> None:
    assert _found(text, "accuracy less/fewer").found == less


def test_a_heading_stands_in_all_that_follows_it() -> None:
    point = ("phone battery", "phone delay")
    assert _found("Server: money. Phone: battery, no big app, a delay", *point[1:]).found
    assert not _found("Phone: accuracy. Server: battery", *point).found
    assert _found("Phone: accuracy, no hurry", "money", against=("not phone hurry",)).contradicted


def test_not_this_but_that_says_that() -> None:
    assert _found("On a phone it is not the memory but the battery.", "phone battery").found
    assert not _found("On a phone it is not the memory but the battery.", "phone memory").found


def test_a_place_that_was_named_first_belongs_to_what_is_said_of_it() -> None:
    assert _found("On a server there is no battery.", "money", against=("not server battery",)).contradicted


def test_nobody_gets_it_without_says_that_it_comes() -> None:
    assert _found("Nobody gets a smaller and faster model without losing accuracy.", "lose accuracy").found


def test_it_is_not_true_that_denies_what_follows_and_nothing_before() -> None:
    text = "It loses accuracy. It isn't true that it gets faster."
    assert _found(text, "lose accuracy").found
    assert not _found(text, "get faster").found


def test_a_short_beginning_takes_no_typo() -> None:
    """ "contain" is not "count"."""
    assert not _found("The runs contain it.", "runs count*").found
    assert _found("Sparsty helps.", "sparsit* help").found
