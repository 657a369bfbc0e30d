"""The first visit: three short steps that show how it goes, record nothing that is tried, and come back only when asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from remembered import events_of, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import SHIPPED, TINY, Browser, OpenPage, labels, page_text, press, short

from optimization.labs import LABS
from quizzes.content.reader import read_folder
from quizzes.proofs.evidence import Measured, proof_hash
from quizzes.proofs.record import Proven, record_path, write_record

FIGURE = "pruned against dense: 1.00× as fast [0.99, 1.01]"


def keys(visit: AppTest) -> list[str]:
    return [short(str(button.key)) for button in visit.button]


def is_shown(visit: AppTest) -> bool:
    return "first-skip" in keys(visit)


@pytest.fixture
def proven(tiny: Path) -> Path:
    """The first claim of the tiny topic was decided by a run on record: no difference."""
    topic = read_folder(tiny.parents[1], labs=LABS).topics[TINY]
    claim = topic.myths[0]
    evidence = Measured(value=1.0, verdict="no difference", text=FIGURE, machine="A-MACHINE", python="3.11", versions={})
    record = Proven(
        content_hash=claim.content_hash,
        proof_hash=proof_hash(claim),
        at=datetime(2026, 3, 1, tzinfo=UTC),
        says="measured",
        evidence=evidence,
    )
    write_record(record_path(tiny), {claim.id: record})
    return tiny


def through_the_card(visit: AppTest) -> AppTest:
    press(visit, "turn-r-one")
    return press(visit, "rate-r-one-3")


@pytest.mark.parametrize("page", ["catalog", "topic"])
def test_a_new_learner_is_shown_a_card_a_claim_and_where_to_begin(page: str, open_page: OpenPage, proven: Path) -> None:
    visit = open_page(page, topic=TINY)
    assert "1 of 3" in page_text(visit)
    assert "FRONT-ONE" in page_text(visit)
    assert "BACK-ONE" not in page_text(visit)
    press(visit, "turn-r-one")
    assert "BACK-ONE" in page_text(visit)
    press(visit, "rate-r-one-3")
    text = page_text(visit)
    assert "2 of 3" in text
    assert "CLAIM-ONE" in text
    assert "Said by: [The forum](https://example.org/forum) (PLACE-ONE). SAID-ONE" in text
    for hidden in ("WHY-", FIGURE, "BACK-ONE"):
        assert hidden not in text
    press(visit, "choice-first-1")
    text = page_text(visit)
    assert "You guessed “OUTCOME-FASTER”. **Measured: OUTCOME-SAME.**" in text
    assert f"◉ {FIGURE}; measured 1 Mar 2026 on A-MACHINE" in text
    assert "WHY-SAME" in text
    assert "WHY-FASTER" not in text
    press(visit, "first-next")
    assert "3 of 3" in page_text(visit)
    press(visit, "first-start")
    assert not visit.exception
    assert "first-skip" not in keys(visit)
    assert "SAYS-ONE" in page_text(visit)  # the lesson begins


def test_nothing_of_what_is_tried_is_recorded(open_page: OpenPage, proven: Path, own_data: Path, browser: Browser) -> None:
    visit = through_the_card(open_page("catalog"))
    press(press(visit, "choice-first-2"), "first-next")
    assert events_of(own_data, browser) == ()
    press(visit, "first-skip")
    (only,) = events_of(own_data, browser)
    assert (only.kind, only.payload) == ("setting", {"name": "first_visit", "value": "skipped"})


@pytest.mark.parametrize("after", [(), ("turn-r-one",), ("turn-r-one", "rate-r-one-1"), ("turn-r-one", "rate-r-one-3", "choice-first-3")])
def test_it_can_be_skipped_at_any_time_and_stays_away(after: tuple[str, ...], open_page: OpenPage, proven: Path) -> None:
    visit = open_page("topic", topic=TINY)
    for key in after:
        press(visit, key)
    press(visit, "first-skip")
    for page in (visit, open_page("catalog"), open_page("topic", topic=TINY)):
        assert not is_shown(page)
        assert "BACK-ONE" not in page_text(page)


def test_it_is_still_there_after_a_refresh_until_it_was_finished(open_page: OpenPage, proven: Path) -> None:
    press(open_page("catalog"), "turn-r-one")
    again = open_page("catalog")
    assert is_shown(again)
    assert "BACK-ONE" not in page_text(again)
    press(press(press(through_the_card(again), "choice-first-1"), "first-next"), "first-start")
    assert not is_shown(open_page("catalog"))


def test_back_begins_the_step_before_anew(open_page: OpenPage, proven: Path) -> None:
    visit = open_page("catalog")
    assert "first-back" not in keys(visit)
    press(press(through_the_card(visit), "choice-first-1"), "first-next")
    press(visit, "first-back")
    assert "2 of 3" in page_text(visit)
    assert FIGURE not in page_text(visit)
    press(visit, "first-back")
    assert "FRONT-ONE" in page_text(visit)
    assert "BACK-ONE" not in page_text(visit)


def test_a_topic_without_a_measured_claim_has_no_made_up_one(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("catalog")
    assert "1 of 2" in page_text(visit)
    through_the_card(visit)
    assert "2 of 2" in page_text(visit)
    assert "◉" not in page_text(visit)
    assert "CLAIM-ONE" not in page_text(visit)


def test_whoever_has_answered_before_is_not_shown_it(open_page: OpenPage, proven: Path, own_data: Path, browser: Browser) -> None:
    assert is_shown(open_page("catalog"))
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=1))
    assert not is_shown(open_page("catalog"))
    assert not is_shown(open_page("topic", topic=TINY))


def test_it_is_opened_again_from_ones_own_page(open_page: OpenPage, proven: Path, own_data: Path, browser: Browser) -> None:
    press(open_page("catalog"), "first-skip")
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=1))
    visit = press(open_page("you"), "first-again")
    assert "1 of 3" in page_text(visit)
    press(visit, "first-skip")
    assert not is_shown(open_page("catalog"))


def test_without_keys_no_key_is_named(open_page: OpenPage, proven: Path) -> None:
    assert "Space turns a card" in page_text(open_page("catalog"))
    open_page("you").toggle(key="shortcuts").set_value(False).run()
    visit = open_page("catalog")
    assert "Space turns a card" not in page_text(visit)
    assert not any(button.proto.shortcut for button in visit.button)
    assert labels(visit)[:2] == ["Skip", "Show the answer"]


def test_the_shipped_topics_have_all_three_steps(open_page: OpenPage) -> None:
    assert "1 of 3" in page_text(open_page("catalog"))
    assert "1 of 3" in page_text(open_page("topic", topic=SHIPPED))
