"""Cards: nothing of a back before it is turned, two buttons or four, one row an answer."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from remembered import events_of, rated, remember
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, go_to, key_of, labels, page_text, press

from optimization.labs import LABS
from quizzes.content.reader import read_folder
from quizzes.events.learners import COOKIE, new_learner_id
from quizzes.events.log import open_log
from quizzes.schedule.days import day_of
from quizzes.schedule.memory import replay
from quizzes.sessions.register import index
from views.shown import days


def test_a_cards_back_is_not_on_the_page_before_it_is_turned(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("recall", topic=TINY)
    assert "FRONT-ONE" in page_text(visit)
    assert "BACK-ONE" not in page_text(visit)
    assert "Prune a quarter" not in page_text(visit)
    press(visit, "turn-r-one")
    assert "BACK-ONE" in page_text(visit)
    press(visit, "rate-r-one-3")
    assert "BACK-TWO" not in page_text(visit)


def is_turned_by_server(visit: AppTest) -> bool:
    return '\\"turned\\": true' in page_text(visit)


def test_a_press_that_the_browser_could_not_take_turns_its_own_card_and_keeps_nothing(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    visit = open_page("recall", topic=TINY)
    assert not is_turned_by_server(visit)
    assert is_turned_by_server(press(visit, "turn-r-one"))
    assert is_turned_by_server(visit.run()), "the run of the press may have ended before its page was there"
    assert not is_turned_by_server(press(visit, "turn-r-two")), "the card that comes next"
    press(visit, "turn-r-one")
    assert not is_turned_by_server(press(visit, "rate-r-one-3"))
    assert [one.kind for one in events_of(own_data, browser)] == ["started", "rated"]
    assert is_turned_by_server(open_page("recall", topic=TINY, **{"try": "r-two"})), "its lab was open when the page was loaded anew"


def test_two_rating_buttons_are_the_default_and_four_a_setting(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    assert rating_labels(visit) == ["New to me · tomorrow", "Got it · in 2 days"]
    go_to(visit, "you", {})
    visit.toggle(key="four_buttons").set_value(True).run()
    go_to(visit, "recall", {"topic": TINY})
    if "Show the answer" in labels(visit):
        press(visit, "turn-r-one")
    assert [label.partition(" · ")[0] for label in rating_labels(visit)] == ["New to me", "Hard", "Got it", "Easy"]


def rating_labels(visit: AppTest, card: str = "r-one") -> list[str]:
    shown = [button.label for button in visit.button if (button.key or "").startswith(key_of("rate", card))]
    return [label.partition(" `")[0].replace("\N{NO-BREAK SPACE}", " ") for label in shown]


def test_a_setting_is_there_again_in_another_session_of_the_same_browser_only(open_page: OpenPage, tiny: Path, browser: Browser) -> None:
    open_page("you").toggle(key="shortcuts").set_value(False).run()
    assert open_page("you").toggle(key="shortcuts").value is False
    browser.cookies = {COOKIE: new_learner_id()}
    assert open_page("you").toggle(key="shortcuts").value is True


def test_a_deck_ends_with_what_was_hard(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("recall", topic=TINY)
    for card, rating in (("r-one", 1), ("r-two", 3)):
        press(visit, f"turn-{card}")
        press(visit, f"rate-{card}-{rating}")
    assert visit.header[0].value == "2 cards done"
    assert [part.label for part in visit.expander] == ["FRONT-ONE"]
    press(visit, "again-hard")
    assert "FRONT-ONE" in page_text(visit)
    assert "FRONT-TWO" not in page_text(visit)


def test_each_answer_is_one_row(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = open_page("recall", topic=TINY)
    press(visit, "turn-r-one")
    press(visit, "rate-r-one-1")
    log = open_log(f"sqlite:///{own_data / 'events.db'}")
    rated = log.of_learner(browser.cookies[COOKIE], kinds=["rated"])
    assert [(event.item, event.rating, event.score) for event in rated] == [(f"{TINY}/r-one", 1, 0.0)]
    assert log.of_learner(new_learner_id()) == ()


def test_a_card_shows_markdown_code_formulas_and_a_picture_beside_its_file(open_page: OpenPage, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    dot = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'
    (tiny.parent / "dot.svg").write_text(dot, encoding="utf-8")
    rich = "|\n      **FRONT-ONE** with $s = 6/255$\n\n      ![a black dot](dot.svg)\n\n      ```python\n      print(1)\n      ```"
    tiny.write_text(text.replace("FRONT-ONE", rich), encoding="utf-8")
    visit = open_page("recall", topic=TINY)
    drawn = page_text(visit)
    assert "**FRONT-ONE** with $s = 6/255$" in drawn
    assert "```python" in drawn
    assert re.search(r"!\[a black dot\]\(pictures/\S*dot\.svg\?[0-9a-f-]+\)", drawn)
    assert not visit.exception


def test_the_next_day_on_the_button_is_the_day_on_which_the_card_comes_again(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    remember(own_data, browser, rated(browser, "r-one", 3, days_ago=60), rated(browser, "r-one", 3, days_ago=58))
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    (other, button) = rating_labels(visit)
    assert other.startswith("Forgot · "), "it was rated before, so it is not new"
    press(visit, "rate-r-one-3")
    memories = replay(events_of(own_data, browser), index(read_folder(tiny.parents[1], labs=LABS).topics.values()))
    due = memories[f"{TINY}/r-one"].due
    assert due is not None
    assert button == f"Got it · {days.ahead((due - day_of(datetime.now(UTC), 0)).days)}"


def test_a_rating_is_taken_back_and_given_again(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = press(open_page("recall", topic=TINY), "turn-r-one")
    assert [label for label in labels(visit) if label.startswith("Undo")] == []
    press(visit, "rate-r-one-1")
    assert "Undo the last rating" in labels(visit)
    press(visit, "undo-r-one")
    assert "FRONT-ONE" in page_text(visit)
    assert "BACK-ONE" not in page_text(visit)
    press(press(visit, "turn-r-one"), "rate-r-one-3")
    assert [(one.kind, one.rating) for one in events_of(own_data, browser, "rated", "undone")] == [
        ("rated", 1),
        ("undone", None),
        ("rated", 3),
    ]


def test_practising_again_right_after_a_deck_does_not_count(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    visit = open_page("recall", topic=TINY)
    for card, rating in (("r-one", 1), ("r-two", 3)):
        press(press(visit, f"turn-{card}"), f"rate-{card}-{rating}")
    counted = events_of(own_data, browser, "rated")
    press(press(visit, "again-hard"), "turn-r-one")
    assert rating_labels(visit) == ["Forgot", "Got it"]
    assert "does not count" in page_text(visit)
    press(visit, "rate-r-one-3")
    assert "That was practice" in page_text(visit)
    assert events_of(own_data, browser, "rated") == counted


def test_a_short_deck_in_which_nothing_is_due_says_so(open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser) -> None:
    remember(own_data, browser, *[rated(browser, card, 4, days_ago=0.001) for card in ("r-one", "r-two")])
    visit = open_page("recall", topic=TINY, deck="short")
    assert "Nothing is due" in page_text(visit)
    press(visit, "again-all")
    assert "FRONT-ONE" in page_text(visit)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (11, "in 11 days"),
        (20, "in 20 days"),
        (46, "in 7 weeks"),
        (163, "in 5 months"),
        (800, "in 2.2 years"),
    ],
)
def test_spans_are_said_in_the_unit_that_people_think_in(until: int, said: str) -> None:
    assert days.ahead(until) == said


def test_only_a_card_hides_what_is_keyed_as_its_back() -> None:
    views = Path(__file__).resolve().parents[3] / "views"
    keyed = {path.name for path in views.rglob("*.py") if re.search(r'by_id\("flip-', path.read_text(encoding="utf-8"))}
    assert keyed == {"card.py", "first_visit.py"}


def test_a_card_before_one_that_was_rated_already_is_shown_with_the_one_after(
    open_page: OpenPage, tiny: Path, own_data: Path, browser: Browser
) -> None:
    text = tiny.read_text(encoding="utf-8")
    (line,) = re.findall(r"^  - {id: r-two.*}$", text, re.MULTILINE)
    more = [line.replace("r-two", name).replace("FRONT-TWO", name).replace("BACK-TWO", "back") for name in ("r-six", "r-seven")]
    tiny.write_text(text.replace(line, "\n".join([line, *more])), encoding="utf-8")
    visit = open_page("recall", topic=TINY)
    ids = [str(button.key).removeprefix("turn-") for button in visit.button if str(button.key).startswith("turn-")]
    press(press(visit, f"turn-{ids[0]}"), f"rate-{ids[0]}-3")
    later = open_page("recall", topic=TINY)
    press(press(later, f"turn-{ids[1]}"), f"rate-{ids[1]}-3")
    press(visit, f"undo-{ids[0]}")  # this window knows nothing of the second rating
    assert not visit.exception
    again = open_page("recall", topic=TINY)
    assert not again.exception
    turns = [str(button.key).removeprefix("turn-") for button in again.button if str(button.key).startswith("turn-")]
    assert ids[1] not in turns
    assert ids[0] in turns
    assert len(turns) == 2
