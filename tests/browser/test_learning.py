"""Recall, Quick check and Self-test with the keyboard, to their ends."""

from __future__ import annotations

import sqlite3

from playwright.sync_api import expect
from student import TOPIC, Student, plain_piece

from quizzes.questions import grade
from quizzes.questions.answers import Answer
from quizzes.sessions.recall import SHORT_DECK

KEY_REPEATS = 25


def test_a_deck_is_recalled_with_keys_and_each_back_is_hidden_until_its_card_is_turned(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    cards = student.items("recall")
    assert len(cards) == SHORT_DECK
    for number, card in enumerate(cards, start=1):
        student.sees(f"Card {number} of {SHORT_DECK}")
        expect(student.of("turn", card)).to_be_visible()
        back = plain_piece(card.back)
        assert len(back) > 10
        expect(student.page.get_by_text(back).first).to_be_hidden()
        assert back not in student.page.locator("body").aria_snapshot()
        assert [one for one in cards[number:] if student.of("card", one).is_visible()] == []
        student.press("Space")
        expect(student.button("Got it")).to_be_visible()
        student.sees(back)
        student.press("1" if number == 1 else "2")
    student.sees(f"{SHORT_DECK} cards done")
    student.settle()
    rated = student.server.events(student.learner, kind="rated")
    assert [(row["item"], row["rating"]) for row in rated] == [(f"{TOPIC}/{card.id}", 1 if n == 0 else 3) for n, card in enumerate(cards)]
    assert len(student.server.events(student.learner, kind="finished")) == 1


def test_a_rating_key_that_is_held_down_rates_one_card_once(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    first, second, *_ = student.items("recall")
    for card in (first, second):
        expect(student.of("turn", card)).to_be_visible()
        student.press("Space")
        expect(student.button("Got it")).to_be_visible()
        for _ in range(KEY_REPEATS):
            student.page.keyboard.down("2")
            student.page.wait_for_timeout(15)
        student.page.keyboard.up("2")
        expect(student.button("Show the answer")).to_be_visible()
    student.settle()
    rated = student.server.events(student.learner, kind="rated")
    assert [row["item"] for row in rated] == [f"{TOPIC}/{first.id}", f"{TOPIC}/{second.id}"]


def test_keys_can_be_switched_off(student: Student) -> None:
    student.open("you")
    student.page.get_by_text("Keys press buttons").click()
    expect(student.page.get_by_role("switch", name="Keys press buttons")).not_to_be_checked()
    student.settle()
    student.open("recall", topic=TOPIC, deck="short")
    expect(student.button("Show the answer")).to_be_visible()
    student.page.keyboard.press("Space")
    student.page.wait_for_timeout(800)
    expect(student.button("Show the answer")).to_be_visible()
    student.button("Show the answer").click()
    expect(student.button("Got it")).to_be_visible()


def test_a_quick_check_gives_its_reasons_with_the_answer_and_not_before(student: Student) -> None:
    student.open("quick-check", topic=TOPIC)
    questions = student.items("quick-check")
    says = {0: "It was a guess.", 1: ""}
    for number, question in enumerate(questions):
        student.sees(f"Question {number + 1} of {len(questions)}")
        why = plain_piece(grade(question, Answer()).reasons[-1].why)
        student.mark(question, mode="quick-check", right=number not in says)
        expect(student.button("Check")).to_be_enabled()
        assert not student.holds(why)
        assert not student.was_sent(why)
        assert not student.holds("✓")
        student.hand_in(question)
        if number in says:
            expect(student.of("why", question)).to_be_visible()
            expect(student.of("show-reason", question).get_by_role("button")).to_be_focused()
            assert not student.was_sent(why)
            student.show_reason(question, says=says[number])
        expect(student.button("Next question")).to_be_visible()
        student.sees(why)
        student.press("Space")
    for left, question in zip((2, 1), questions, strict=False):
        student.sees(f"Once more, what you missed: {left} to go · does not count")
        student.mark(question, mode="quick-check")
        student.hand_in(question)
        expect(student.button("Next question" if left > 1 else "See how it went")).to_be_visible()
        student.press("Space")
    student.sees(f"{len(questions) - 2} of {len(questions)} correct")
    answered = student.server.events(student.learner, kind="answered")
    counted = [row for row in answered if not row["payload"].get("practice")]
    assert [row["score"] for row in counted] == [0.0 if n in says else 1.0 for n in range(len(questions))]
    assert len(answered) == len(counted) + len(says)
    assert [row["payload"].get("text", "") for row in student.server.events(student.learner, kind="said_why")] == list(says.values())


def test_enter_submits_nothing(student: Student) -> None:
    student.open("quick-check", topic=TOPIC)
    student.press("1")
    expect(student.button("Check")).to_be_enabled()
    student.page.locator("body").press("Enter")
    student.page.wait_for_timeout(600)
    assert student.server.events(student.learner, kind="answered") == []


def test_a_self_test_reaches_its_verdict_without_a_word_on_the_way(student: Student) -> None:
    student.open("self-test", topic=TOPIC)
    questions = student.items("self-test")
    assert [question.level for question in questions] == ["easy"] * 3 + ["medium"] * 4 + ["hard"] * 3
    assert len({question.concept for question in questions}) == 10
    # "Fill the gaps." is asked of more than one text, and "What does this print?" of more than one program.
    assert len({(question.question, getattr(question, "text", ""), str(question.snippet)) for question in questions}) == 10
    asked = " ".join(text for one in questions for text in (one.question, *(choice.text for choice in getattr(one, "choices", ()))))
    reasons = {plain_piece(reason) for one in questions for reason in grade(one, Answer()).feedback} - {""}
    reasons = {reason for reason in reasons if reason not in asked}
    for number, question in enumerate(questions):
        student.sees(f"Question {number + 1} of 10")
        student.mark(question, mode="self-test", right=number != 9)
        assert [reason for reason in reasons if student.was_sent(reason)] == []
        student.hand_in(question, sure=number % 2 == 1)
    student.sees("Strong: 9 of 10 correct")
    student.sees("Sure and wrong on 1: here it is")
    student.sees("You were not sure of 5 that you got right.")
    student.settle()
    assert any(student.was_sent(reason) for reason in reasons)
    expect(student.button("Review what you missed")).to_be_visible()
    assert [row["payload"] for row in student.server.events(student.learner, kind="finished")] == [{"right": 9, "of": 10}]
    student.button("Another test").click()
    student.sees("Question 1 of 10")
    assert not {question.id for question in student.items("self-test")} & {question.id for question in questions}


def test_an_answer_that_cannot_be_saved_is_said_at_once_keeps_its_card_and_is_sent_again(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    student.press_when_seen("Show the answer", "Space")
    expect(student.button("Got it")).to_be_visible()
    somebody = sqlite3.connect(student.server.folder / "data" / "events.db", isolation_level=None)
    somebody.execute("BEGIN EXCLUSIVE")
    try:
        student.press("2")
        student.sees("That could not be saved, so nothing was counted.")
        student.sees("Card 1 of 12")
        expect(student.button("Got it")).to_be_visible()
    finally:
        somebody.execute("COMMIT")
        somebody.close()
    assert student.server.events(student.learner, kind="rated") == []
    student.button("Try again").click()
    student.sees("Card 2 of 12")
    (row,) = student.server.events(student.learner, kind="rated")
    assert row["rating"] == 3
    expect(student.page.get_by_text("could not be saved")).to_have_count(0)
