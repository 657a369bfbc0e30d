"""The Author page in a box: who may open it, what it says of a text, and what it writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, first_visit, go_to, key_of, page_text, press

from quizzes.authoring.writing import moved, typed
from quizzes.events.log import open_log
from views.page.services import services
from views.page.state import KEY

pytestmark = pytest.mark.usefixtures("author")


def writing(visit: AppTest) -> Any:
    return visit.session_state[KEY].writing


def type_in(visit: AppTest, old: str, new: str, *, line: int | None = None) -> AppTest:
    """What the editor does when the hand rests; the component itself is tried in the browser tests."""
    app = visit.session_state[KEY]
    text = app.writing.sheet.text
    assert old in text
    at = line if line is not None else text[: text.index(old)].count("\n") + 1
    visit.session_state[KEY] = type(app)(**{**vars(app), "writing": typed(services().desk, app.writing, text.replace(old, new, 1), at)})
    return visit.run()


def go_to_line(visit: AppTest, words: str) -> AppTest:
    app = visit.session_state[KEY]
    line = app.writing.sheet.text[: app.writing.sheet.text.index(words)].count("\n") + 1
    visit.session_state[KEY] = type(app)(**{**vars(app), "writing": moved(app.writing, line)})
    return visit.run()


@pytest.mark.parametrize("page", ["author", "items"])
def test_who_did_not_come_by_the_link_may_not_write_not_even_at_the_machine(
    open_page: OpenPage, tiny: Path, author: Browser, page: str
) -> None:
    open_page("you").toggle(key="author_links").set_value(True).run()
    assert "Edit this topic" in page_text(open_page("topic", topic=TINY))
    for cookies in ({}, dict.fromkeys(author.cookies, "1." + "0" * 64)):
        author.cookies = cookies
        visit = open_page(page, topic=TINY)
        assert not visit.exception
        assert "tiny" not in page_text(visit).replace(f"topic={TINY}", "")
        assert "Open that link once in this browser" in page_text(visit)
        assert not [button for button in visit.button if (button.key or "").startswith("author")]
        assert "Edit this topic" not in page_text(open_page("topic", topic=TINY))


def test_the_links_to_author_stand_on_the_pages_only_when_asked_for(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    press(open_page("catalog"), "first-skip")

    def pages() -> str:
        card = press(open_page("recall", topic=TINY), "turn-r-one")
        return "\n".join(page_text(visit) for visit in (open_page("catalog"), open_page("topic", topic=TINY), card))

    for words in ("Edit this topic", "Open in Author", "Questions to look at"):
        assert words not in pages()
    you = open_page("you")
    assert "Questions to look at" in page_text(you)
    you.toggle(key="author_links").set_value(True).run()
    for words in ("Edit this topic", "Open in Author", "Questions to look at"):
        assert words in pages()


def test_a_student_is_not_offered_the_switch(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    author.cookies = {}
    assert "For instructors" not in page_text(open_page("you"))


def test_who_came_by_the_link_may_write_from_anywhere(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    author.remote_ip, author.headers = "10.0.0.9", [("Host", "school.example"), ("X-Forwarded-For", "10.0.0.7")]
    visit = open_page("author", url="https://school.example", topic=TINY)
    assert not visit.exception
    assert writing(visit).sheet.topic_id == TINY


def test_where_authoring_is_off_a_cookie_from_before_opens_nothing(
    open_page: OpenPage, tiny: Path, author: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTHORING", "off")
    st.cache_resource.clear()
    assert "Open that link once in this browser" in page_text(open_page("author", topic=TINY))


def test_a_topic_opens_at_its_item_and_is_seen_as_a_student_sees_it(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY, item="r-two")
    assert not visit.exception
    assert writing(visit).part.id == "r-two"
    assert "FRONT-TWO" in page_text(visit)
    assert page_text(visit).count("BACK-TWO") == 1  # in the YAML, and not on the card
    press(visit, "turn-r-two")
    assert not visit.exception
    press(visit, next(button.key for button in visit.button if (button.key or "").startswith(key_of("rate", "r-two"))))
    assert "Nothing of this was recorded" in page_text(visit)
    assert open_log(services().environment.database_url).extent().rows == 0


def test_a_claim_is_seen_with_who_says_it(open_page: OpenPage, tiny: Path) -> None:
    visit = go_to_line(open_page("author", topic=TINY), "claim: CLAIM-ONE")
    said = "Said by: [The forum](https://example.org/forum) ({}). SAID-ONE"
    assert said.format("PLACE-ONE") in page_text(visit)
    assert said.format("PLACE-TWO") in page_text(type_in(visit, "page: PLACE-ONE", "page: PLACE-TWO"))


def test_at_the_top_of_a_topic_stands_which_labs_its_page_offers(open_page: OpenPage, tiny: Path) -> None:
    visit = go_to_line(open_page("author", topic=TINY), "title:")
    assert "Labs that its page offers: none" in page_text(visit)
    visit = type_in(visit, "learn:", "labs: [digit, prune]\nlearn:")
    assert "Labs that its page offers: Break it, Prune it." in page_text(visit)
    visit = type_in(visit, "labs: [digit, prune]", "labs: [digit, paint]")
    [refused] = writing(visit).draft.problems("")
    assert refused.where == "labs[1]"
    assert refused.allowed.startswith("allowed: prune, quantize, budget, digit")
    assert "It does not pass yet" in page_text(visit)


def test_the_phrasings_of_a_prompt_stand_under_their_point_and_what_goes_wrong_comes_first(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY, item="e-one")
    texts = [one.value for one in visit.markdown]
    small, fast = texts.index("**It gets smaller** · 1 of 2 found"), texts.index("**It gets faster** · 1 of 1 found")
    assert "| `model smaller` | ✓ “The model is smaller” |" in texts[small + 1]
    assert "- `not: model bigger`" in "\n".join(texts[small:fast])
    examples = next(text for text in texts if text.startswith("|  | Answer |")).splitlines()
    assert examples[2:] == ["| small not found | the model is tiny |", "| ✓ | the model is smaller |"]
    key = next(area.key for area in visit.text_area if (area.key or "").startswith(key_of("author-phrase", TINY)[:14]))
    visit = visit.text_area(key=key).set_value("the model is bigger | and faster").run()
    texts = [one.value for one in visit.markdown]
    rows = texts[texts.index("**It gets smaller** · 0 of 2 found") + 1].splitlines()
    assert rows[2].startswith("| `not: model bigger` | contradicts")
    assert "bigger \\| and faster" in rows[2]


def test_what_is_typed_is_shown_kept_and_saved(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY)
    type_in(visit, "FRONT-ONE", "FRONT-NEW")
    assert "Kept as a draft" in page_text(visit)
    assert "FRONT-ONE" in tiny.read_text(encoding="utf-8")
    assert "FRONT-NEW" in page_text(visit)
    assert "FRONT-ONE" in page_text(open_page("recall", topic=TINY))
    press(visit, "author-save")
    assert "Saved. Students see this text." in page_text(visit)
    assert "FRONT-NEW" in tiny.read_text(encoding="utf-8")
    assert "FRONT-NEW" in page_text(open_page("recall", topic=TINY))


def test_what_does_not_pass_cannot_be_saved_and_says_what_to_mend(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY, item="r-one")
    type_in(visit, "level: beginner", "level: begginer")
    assert visit.button(key="author-save").disabled
    text = page_text(visit)
    assert "It does not pass yet" in text
    assert "did you mean" in text
    again = open_page("author", topic=TINY)
    assert "level: begginer" in writing(again).sheet.text
    assert "begginer" not in tiny.read_text(encoding="utf-8")


def test_a_change_by_somebody_else_is_shown_and_can_be_taken_or_replaced(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY)
    type_in(visit, "FRONT-ONE", "FRONT-MINE")
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("FRONT-TWO", "FRONT-THEIRS"), encoding="utf-8")
    press(visit, "author-save")
    assert "was changed by somebody else meanwhile" in page_text(visit)
    assert "FRONT-MINE" not in tiny.read_text(encoding="utf-8")
    press(visit, "author-go-on")
    press(visit, "author-save")
    press(visit, "author-take")
    assert "FRONT-THEIRS" in writing(visit).sheet.text
    assert "FRONT-MINE" not in writing(visit).sheet.text
    type_in(visit, "FRONT-ONE", "FRONT-MINE")
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("FRONT-THEIRS", "FRONT-AGAIN"), encoding="utf-8")
    press(visit, "author-save")
    press(visit, "author-over")
    assert "FRONT-MINE" in tiny.read_text(encoding="utf-8")
    assert "FRONT-AGAIN" not in tiny.read_text(encoding="utf-8")


def test_a_draft_can_be_thrown_away(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY)
    type_in(visit, "FRONT-ONE", "FRONT-NEW")
    press(visit, "author-drop-yes")
    assert "FRONT-ONE" in writing(visit).sheet.text
    assert "FRONT-ONE" in writing(open_page("author", topic=TINY)).sheet.text


def test_an_unknown_topic_is_said_and_a_new_one_is_begun(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic="track/none")
    assert not visit.exception
    assert visit.header[0].value == "This topic is not here"
    visit.text_input(key="author-new-id").set_value("my-track/my-topic")
    visit.button(key="author-begin").click().run()
    assert not visit.exception
    assert writing(visit).sheet.topic_id == "my-track/my-topic"
    assert "Kept as a draft" in page_text(visit)
    assert not (tiny.parents[1] / "my-track").exists()
    press(visit, "author-save")
    assert (tiny.parents[1] / "my-track" / "my-topic.yaml").exists()


@pytest.mark.parametrize("name", ["two words", "../x/y", "track/tiny", ""])
def test_a_name_that_cannot_be_is_said(open_page: OpenPage, tiny: Path, name: str) -> None:
    visit = open_page("author")
    visit.text_input(key="author-new-id").set_value(name)
    visit.button(key="author-begin").click().run()
    assert not visit.exception
    assert "is not TRACK/TOPIC" in page_text(visit) or "already" in page_text(visit)


def test_in_an_empty_folder_the_first_topic_is_begun(open_page: OpenPage, tiny: Path) -> None:
    tiny.unlink()
    visit = open_page("author")
    assert not visit.exception
    visit.text_input(key="author-new-id").set_value("a/b")
    visit.button(key="author-begin").click().run()
    assert writing(visit).sheet.topic_id == "a/b"


def test_a_prompt_shows_how_its_examples_are_seen(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("author", topic=TINY)
    go_to_line(visit, "- id: e-one")
    assert "100 % was said (precision); of what was said, 50 % was found (recall)" in page_text(visit)
    table = next(one.value for one in visit.markdown if one.value.startswith("|  | Answer |"))
    assert [row.split(" | ")[0] for row in table.splitlines()[2:]] == ["| small not found", "| ✓"]


def test_every_item_of_the_shipped_topics_is_shown() -> None:
    visit = go_to(first_visit("author"), "author", {"topic": "computer-vision/model-optimization"})
    one_of_each = ["card-", "qc-", "ex-", "wp-", "st-", "myth-", "budget-"]
    text = writing(visit).sheet.text
    for start in one_of_each:
        name = text[text.index(f"  - id: {start}") :].split("\n")[0].removeprefix("  - id: ")
        go_to_line(visit, f"  - id: {name}")
        assert not visit.exception, name
        assert writing(visit).part.id == name
    go_to_line(visit, "- id: qc-count-what-stays")
    before = page_text(visit)
    press(visit, "author-seed")
    assert "Seed 1 draws" in page_text(visit)
    assert before != page_text(visit)
