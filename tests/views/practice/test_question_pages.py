"""Quick check, self-test, worked problems and explanations: nothing tells the answer before it is given."""

from __future__ import annotations

from pathlib import Path

import pytest
from visiting import SHIPPED, TINY, OpenPage, key_of, labels, page_text, pick, press


@pytest.mark.parametrize(("page", "item"), [("quick-check", "q-one"), ("practice", "p-one"), ("self-test", "t-one")])
def test_nothing_tells_the_right_choice_before_the_answer(page: str, item: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page(page, topic=TINY)
    text = page_text(visit)
    assert "CHOICE-RIGHT" in text
    for secret in ("WHY-", "correct", "wrong-a", "-right", "✓", "\\342\\234\\223", "reason-", "FINAL-ANSWER", "STEP-ONE", "HINT-"):
        assert secret not in text
    assert visit.button(key=key_of("sure" if page == "self-test" else "submit", item)).disabled


def test_a_choice_is_marked_before_it_is_handed_in(open_page: OpenPage, tiny: Path) -> None:
    visit = pick(open_page("quick-check", topic=TINY), "CHOICE-A")
    assert "WHY-" not in page_text(visit)
    assert not visit.button(key=key_of("submit", "q-one")).disabled
    press(press(visit, "submit-q-one"), "show-reason-q-one")
    text = page_text(visit)
    assert "WHY-A" in text
    assert "WHY-RIGHT" in text
    assert "WHY-B" not in text


def test_the_order_of_the_choices_survives_a_refresh(open_page: OpenPage) -> None:
    first = open_page("quick-check", topic=SHIPPED)
    again = open_page("quick-check", topic=SHIPPED, session=str(first.query_params["session"]))
    bare = open_page("quick-check", topic=SHIPPED)
    assert len(labels(first)) > 4
    assert labels(first) == labels(again) == labels(bare)


def test_a_self_test_gives_no_reason_before_its_end(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("self-test", topic=TINY)
    pick(visit, "CHOICE-A")
    press(visit, "sure-t-one")
    assert "TEST-TWO" in page_text(visit)
    assert "WHY-" not in page_text(visit)
    press(visit, "unsure-t-two")
    assert visit.header[0].value == "Not yet: 0 of 2 correct"
    assert "WHY-A" in page_text(visit)
    assert "WHY-RIGHT" in page_text(visit)


def test_a_self_test_gives_reasons_at_once_where_they_were_asked_for(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("self-test", topic=TINY), "feedback")
    pick(visit, "CHOICE-RIGHT")
    press(visit, "sure-t-one")
    assert "WHY-RIGHT" in page_text(visit)
    assert "TEST-TWO" not in page_text(visit)


def test_a_worked_problem_opens_one_step_at_a_time(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("practice", topic=TINY), "hint-p-one")
    assert "HINT-PRACTICE" in page_text(visit)
    press(visit, "unsure-p-one")
    assert "STEP-ONE" not in page_text(visit)
    press(visit, "step-p-one")
    assert "STEP-ONE" in page_text(visit)
    assert "STEP-TWO" not in page_text(visit)
    press(visit, "step-p-one")
    for shown in ("STEP-TWO", "FINAL-ANSWER", "CHECK-LINE", "MISTAKE-LINE"):
        assert shown in page_text(visit)
    assert "1" in press(visit, "next-p-one").header[0].value


def test_an_explanation_is_judged_by_its_writer_before_anything_is_compared(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("explain", topic=TINY)
    visit.text_area(key=key_of("text", "e-one")).set_value("The model gets smaller.").run()
    press(visit, "write-e-one")
    for secret in ("MISSED-", "MODEL-ANSWER", "covered"):
        assert secret not in page_text(visit).replace("think you covered", "")
    visit.checkbox(key=key_of("tick", "e-one", "fast")).set_value(True)
    press(visit, "ticked-e-one")
    assert "1 of 2" in visit.subheader[-1].value
    assert "MISSED-FAST" in page_text(visit)
    assert "MISSED-SMALL" not in page_text(visit)
    press(visit, "overrule-e-one-fast")
    assert "2 of 2" in visit.subheader[-1].value


def test_a_point_that_is_found_and_also_contradicted_says_both(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("explain", topic=TINY)
    visit.text_area(key=key_of("text", "e-one")).set_value("The model gets smaller. Later the model is bigger.").run()
    press(press(visit, "write-e-one"), "ticked-e-one")
    assert "found in “The model gets smaller”" in page_text(visit)
    assert "You also seem to say the opposite: “Later the model is bigger”" in page_text(visit)
    told = next(one.value for one in visit.markdown if "found in “The model gets smaller”" in one.value)
    assert "Later the model is bigger" in told, "both stand in one paragraph"


def test_what_is_held_against_a_point_stands_before_what_was_missed(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("explain", topic=TINY)
    visit.text_area(key=key_of("text", "e-one")).set_value("Later the model is bigger.").run()
    press(press(visit, "write-e-one"), "ticked-e-one")
    told = page_text(visit)
    assert "you seem to say the opposite: “Later the model is bigger”" in told
    assert told.index("you seem to say the opposite") < told.index("MISSED-SMALL")


def test_an_empty_explanation_is_not_taken(open_page: OpenPage, tiny: Path) -> None:
    visit = press(open_page("explain", topic=TINY), "write-e-one")
    assert not visit.exception
    assert visit.text_area(key=key_of("text", "e-one")).value == ""
    assert "MODEL-ANSWER" not in page_text(visit)
