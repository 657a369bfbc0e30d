"""The address that makes a browser the learner of a resume code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_serving import HOST, SAME_ORIGIN, Answer, answered, ask

from quizzes.events.learners import COOKIE, new_learner_id, resume_code
from views.page.services import services
from views.server import resuming
from views.server.tries import Tries


class Clock:
    """A clock that stands until it is set."""

    now_s = 1_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Nobody has tried anything before this test."""
    stands = Clock()
    for name, limit in (("OF_A_BROWSER", 10), ("OF_AN_ADDRESS", 1_000)):
        monkeypatch.setattr(resuming, name, Tries(limit, within_s=resuming.WITHIN_S, clock=stands))
    return stands


def enter(code: str | bytes, *, browser: str = "", client: str = "10.0.0.9") -> Answer:
    """Enter a code in a browser that is this learner so far."""
    headers = SAME_ORIGIN | ({"cookie": f"{COOKIE}={browser}"} if browser else {})
    return ask("POST", "/resume", body=code.encode() if isinstance(code, str) else code, headers=headers, client=client)


def said(answer: Answer) -> str:
    assert answer.cookies == []
    return str(json.loads(answer.body)["problem"])


def test_a_resume_code_makes_the_browser_that_learner(own_data: Path) -> None:
    learner = answered(own_data)
    answer = enter(resume_code(learner))
    assert answer.status == 204
    assert answer.learner == learner


def test_a_code_of_sixteen_signs_is_read_as_people_type_it(own_data: Path) -> None:
    learner = answered(own_data)
    typed = f"{learner[:4]} {learner[4:8].upper()}–{learner[8:]}\n".replace("0", "O")
    assert enter(typed).learner == learner


def test_a_code_under_which_nothing_is_kept_changes_nothing_and_says_so(own_data: Path) -> None:
    answered(own_data)
    for code in (resume_code(new_learner_id()), new_learner_id()):
        answer = enter(code)
        assert answer.status == 404
        assert said(answer).startswith("No answers are kept under this code.")


def test_a_mistyped_code_is_not_looked_up(own_data: Path) -> None:
    code = resume_code(answered(own_data))
    other = "0" if code[0] != "0" else "1"
    answer = enter(other + code[1:])
    assert answer.status == 422
    assert "mistyped" in said(answer)


@pytest.mark.parametrize("origin", [None, "null", "", "http://evil.example", f"http://{HOST}.evil.example", "http://school.example:9999"])
def test_another_site_may_not_change_the_learner(origin: str | None, own_data: Path) -> None:
    headers = {} if origin is None else {"origin": origin}
    answer = ask("POST", "/resume", body=resume_code(answered(own_data)).encode(), headers=headers)
    assert answer.status == 403
    assert said(answer)


@pytest.mark.parametrize(
    "body", [b"", b"hello", b"\xff\xfe", b"A" * 1_000, b"0123-4567-89AB-CDE!", b"0123456789abcdef; Domain=evil.example"]
)
def test_what_is_no_code_changes_nothing(body: bytes) -> None:
    answer = enter(body)
    assert answer.status == 422
    assert said(answer).endswith(".")


def test_the_resume_address_answers_posts_only() -> None:
    assert ask("GET", "/resume").status == 405


def test_whoever_goes_through_many_codes_has_to_wait_and_is_told_how_long(own_data: Path, clock: Clock) -> None:
    mine, own = new_learner_id(), answered(own_data)
    for _ in range(10):
        assert enter(resume_code(new_learner_id()), browser=mine).status == 404
        clock.now_s += 6
    refused = enter(resume_code(own), browser=mine)
    assert refused.status == 429
    assert "Try again in 9 minutes" in said(refused)
    assert dict(refused.headers)["retry-after"] == "540"
    clock.now_s += 541
    assert enter(resume_code(own), browser=mine).learner == own


def test_a_class_of_forty_behind_one_address_is_not_locked_out_by_its_mistakes(own_data: Path) -> None:
    for browser in [new_learner_id() for _ in range(40)]:
        for _ in range(9):
            assert enter("AAAA-AAAA-AAAA-AAAA-B", browser=browser).status == 422
    own = answered(own_data)
    assert enter(resume_code(own), browser=new_learner_id()).learner == own


def test_new_cookies_each_time_help_only_until_the_address_has_to_wait(own_data: Path) -> None:
    for _ in range(1_000):
        assert enter("AAAA-AAAA-AAAA-AAAA-B", browser=new_learner_id()).status == 422
    code = resume_code(answered(own_data))
    assert enter(code, browser=new_learner_id()).status == 429
    assert enter(code, browser=new_learner_id(), client="10.0.0.10").status == 204


def test_a_database_that_is_away_is_said_and_counts_as_no_try(own_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, mine = answered(own_data), new_learner_id()
    log = services().log
    (own_data / "events.db").rename(own_data / "away.db")
    log.close()
    (own_data / "events.db").mkdir()
    for _ in range(11):
        answer = enter(resume_code(own), browser=mine)
        assert answer.status == 503
        assert "cannot be read right now" in said(answer)
