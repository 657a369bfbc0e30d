"""Myth or measured? in the browser: a bet, the real run through a refresh, both side by side, and the card that comes first then."""

from __future__ import annotations

import json
from typing import Any

import pytest
from axe import serious
from playwright.sync_api import Locator, expect
from student import TOPIC, Student, key_of, plain_piece

from optimization.results.figures import figure
from optimization.results.records import LabResult
from optimization.running.runs import STOPPED
from quizzes.models import Myth
from quizzes.questions.bet import outcome_of

pytestmark = pytest.mark.slow

RUN_LIMIT_MS = 240_000


def claim_about(student: Student, decided_by: str) -> Myth:
    """Skip to the first claim that pruning and this figure decide: a file's bytes cannot be too noisy, and a speed is known last."""
    student.open("myths", topic=TOPIC)
    claims: list[Any] = student.items("myths")
    for claim in claims:
        expect(student.of("card", claim)).to_be_visible()
        if claim.lab == "prune" and claim.run.compare.figure == decided_by:
            student.settle()
            return claim  # type: ignore[no-any-return]
        student.of("next", claim).get_by_role("button").click()
    raise AssertionError(f"no claim about {decided_by}")


def outcome_button(student: Student, claim: Myth, number: int) -> Locator:
    return student.of("choice", claim, number).get_by_role("button")


def test_a_bet_a_real_run_and_both_side_by_side_through_refreshes_to_the_card_that_comes_first(student: Student) -> None:
    claim = claim_about(student, "file")
    reasons = [plain_piece(one.why) for one in claim.outcomes]
    assert not any(student.was_sent(reason) for reason in reasons)
    outcome_button(student, claim, 1).click()
    student.hand_in(claim, sure=True)
    student.sees(f"You bet {claim.outcomes[0].text} and are sure")
    student.refresh()
    result_card = student.of("figure", claim)
    expect(result_card).to_be_visible(timeout=RUN_LIMIT_MS)
    student.settle()

    (row,) = student.server.events(student.learner, kind="lab_run")
    stored = next(path for path in student.server.runs() if row["payload"]["run"] in path.name)
    result = LabResult.model_validate(json.loads(stored.read_text()))
    found = figure(result, claim.compare.figure, of=claim.compare.of, against=claim.compare.row)
    outcome = outcome_of(claim, value=found.value)
    assert outcome is not None
    assert row["payload"]["outcome"] == outcome.id != claim.outcomes[0].id
    why = student.of("why", claim)
    assert plain_piece(outcome.why) not in result_card.inner_text().replace("\n", " "), "who lost a bet is asked for the reason first"
    why.get_by_text("Why is that?").click()
    expect(why.get_by_text(plain_piece(outcome.why)).first).to_be_visible()
    why.get_by_text("Why is that?").click()
    expect(why.get_by_text(plain_piece(outcome.why)).first).to_be_hidden()
    said = result_card.inner_text()
    assert f"You bet “{claim.outcomes[0].text}” and were sure; measured: “{outcome.text}”." in said
    assert found.text.partition(" ")[0] in said
    assert [student.was_sent(reason) for reason in reasons] == [one == outcome for one in claim.outcomes]
    expect(student.page.locator('[data-testid="stVegaLiteChart"]')).to_have_count(1)
    bets = student.server.events(student.learner, kind="bet")
    assert [(bet["payload"]["outcome"], bet["sure"], bet["score"]) for bet in bets] == [(claim.outcomes[0].id, 1, None)]

    student.refresh()
    expect(student.of("figure", claim)).to_have_text(said, use_inner_text=True)
    other = student.new_tab()
    other.goto(f"{student.server.url}/myths?topic={TOPIC}")
    expect(other.locator(f".st-key-{key_of('figure', claim)}")).to_have_text(said, use_inner_text=True)
    other.close()
    assert serious(student, "measured claim") == []
    student.of("next", claim).get_by_role("button").click()
    expect(student.of("figure", claim)).to_have_count(0)
    student.open("recall", topic=TOPIC, deck="short")
    assert student.items("recall")[0].concept == claim.concept


def test_a_run_that_is_stopped_leaves_the_bet_where_it_was(student: Student) -> None:
    claim = claim_about(student, "speed")
    outcome_button(student, claim, 2).click()
    student.hand_in(claim, sure=False)
    student.button("Stop").click()
    expect(student.page.get_by_text(STOPPED).first).to_be_visible(timeout=60_000)
    student.refresh()
    student.sees(f"You bet {claim.outcomes[1].text}")
    expect(student.button("Run again")).to_be_visible()
    expect(student.of("choice", claim, 1)).to_have_count(0)
    assert len(student.server.events(student.learner, kind="bet")) == 1
    ended = student.server.events(student.learner, kind="lab_run")  # there is a row where something was measured before the stop
    assert {(one["payload"].get("unfinished"), one["payload"].get("outcome")) for one in ended} <= {("stopped", None)}
