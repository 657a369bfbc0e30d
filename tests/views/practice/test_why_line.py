"""After a wrong choice the page asks why, before the reason; one press goes on without it."""

from __future__ import annotations

from pathlib import Path

import pytest
from remembered import events_of
from visiting import TINY, Browser, OpenPage, address_of, key_of, page_text, pick, press

from quizzes.settings import ASK_WHY
from views.practice.why_line import ASK

PHRASES = "{id: wrong-a, text: CHOICE-A, why: WHY-A, because: {idea: IDEA-A, phrases: [skip* zeros]}}"
ASKS = [("quick-check", {"topic": TINY}), ("today", {"only": f"{TINY}/q-one"})]


@pytest.fixture
def with_idea(tiny: Path) -> Path:
    """The tiny topic, whose first wrong choice has an idea behind it."""
    tiny.write_text(tiny.read_text().replace("{id: wrong-a, text: CHOICE-A, why: WHY-A}", PHRASES, 1))
    return tiny


@pytest.mark.parametrize(("page", "address"), ASKS)
def test_a_line_is_asked_for_before_the_reason_and_the_idea_in_it_is_named(
    page: str, address: dict[str, str], open_page: OpenPage, with_idea: Path, own_data: Path, browser: Browser
) -> None:
    visit = press(pick(open_page(page, **address), "CHOICE-A"), "submit-q-one")
    for secret in ("WHY-", "✓", "IDEA-A"):
        assert secret not in page_text(visit)
    assert "Not this one." in page_text(visit)
    again = open_page(page, **address_of(visit))
    assert again.text_input(key=key_of("why", "q-one")).label == ASK
    again.text_input(key=key_of("why", "q-one")).set_value("I think it skips the zeros")
    press(again, "show-reason-q-one")
    refreshed = open_page(page, **address_of(again))
    for text in (page_text(again), page_text(refreshed)):
        assert "You wrote: “I think it skips the zeros”" in text.replace("\\342\\200\\234", "“").replace("\\342\\200\\235", "”")
        assert "What you wrote shows a known mistake: IDEA-A." in text
        assert "WHY-A" in text
    (answered,) = events_of(own_data, browser, "answered")
    (said,) = events_of(own_data, browser, "said_why")
    assert (answered.score, answered.payload["asks_why"]) == (0.0, True)
    assert said.payload == {"text": "I think it skips the zeros"}


def test_one_press_goes_on_without_a_line(open_page: OpenPage, with_idea: Path, own_data: Path, browser: Browser) -> None:
    visit = press(pick(open_page("quick-check", topic=TINY), "CHOICE-A"), "submit-q-one")
    press(visit, "show-reason-q-one")
    assert "WHY-A" in page_text(visit)
    assert "You wrote" not in page_text(visit)
    assert "known mistake" not in page_text(visit)
    assert visit.button(key=key_of("next", "q-one")).label == "See how it went"
    assert events_of(own_data, browser, "said_why")[0].payload == {"text": ""}


def test_a_line_in_which_nothing_is_recognised_is_shown_and_nothing_is_made_up(open_page: OpenPage, with_idea: Path) -> None:
    visit = press(pick(open_page("quick-check", topic=TINY), "CHOICE-A"), "submit-q-one")
    visit.text_input(key=key_of("why", "q-one")).set_value("**no** <b>idea</b> $x$")
    press(visit, "show-reason-q-one")
    assert [one.value for one in visit.text] == ["You wrote: “**no** <b>idea</b> $x$”"]
    assert "known mistake" not in page_text(visit)


def test_who_does_not_want_to_be_asked_says_so_once_and_switches_it_on_again(open_page: OpenPage, tiny: Path) -> None:
    visit = press(pick(open_page("quick-check", topic=TINY), "CHOICE-A"), "submit-q-one")
    press(visit, "stop-why-q-one")
    assert "WHY-A" in page_text(visit)
    press(visit, "next-q-one")
    press(press(pick(press(visit, "again"), "CHOICE-B"), "submit-q-one"), "next-q-one")
    you = open_page("you")
    assert you.toggle(key=ASK_WHY).value is False
    you.toggle(key=ASK_WHY).set_value(True).run()
    visit = press(pick(press(open_page("quick-check", **address_of(visit)), "again"), "CHOICE-B"), "submit-q-one")
    assert visit.text_input(key=key_of("why", "q-one")).label == ASK


@pytest.mark.parametrize("choice", ["CHOICE-RIGHT"])
def test_a_correct_answer_shows_its_reason_at_once(choice: str, open_page: OpenPage, tiny: Path) -> None:
    assert "WHY-RIGHT" in page_text(press(pick(open_page("quick-check", topic=TINY), choice), "submit-q-one"))


def test_a_self_test_never_asks_why(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("self-test", topic=TINY), "feedback")
    press(pick(visit, "CHOICE-A"), "sure-t-one")
    assert "WHY-A" in page_text(visit)
    assert ASK not in page_text(visit)
