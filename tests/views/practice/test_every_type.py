"""A question of each type from its first mark through a refresh to its reasons; the type that only tests know needs no view of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import toy_type
import yaml
from remembered import log_of
from streamlit.testing.v1 import AppTest
from visiting import TINY, Browser, OpenPage, key_of, page_text, press

from quizzes.events.learners import COOKIE
from quizzes.events.unfinished import Place
from quizzes.markup.units import with_their_numbers
from quizzes.questions import KINDS, Kind, grade
from quizzes.questions.answers import Answer, PickOne, PickSeveral, PutInOrder, Shape, Slide, TypeIn
from views.practice.answering.answer_widgets import widgets

ASKED = [kind for kind in (*KINDS.values(), toy_type.KIND) if kind.ask is not None]
ON = ("/radio_button_checked:", "/check_box:", "/check:")


@pytest.fixture(params=ASKED, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Kind:
    """A type whose example is the only question of the topic's quick check."""
    found: Kind = request.param
    monkeypatch.setitem(KINDS, toy_type.KIND.name, toy_type.KIND)
    topic: dict[str, Any] = yaml.safe_load(tiny.read_text(encoding="utf-8"))
    topic["quick_check"] = [{**found.example, "concept": "first"}]
    tiny.write_text(yaml.safe_dump(topic, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return found


def marked(visit: AppTest) -> list[str]:
    """The labels of the options that are marked."""
    options = [button for button in visit.button if str(button.key).startswith("choice-")]
    return [button.label for button in options if any(sign in str(button.proto.icon) for sign in ON)]


def kept(visit: AppTest, browser: Browser, data: Path, texts: tuple[str, ...]) -> None:
    """What the browser sends while one types."""
    where = Place(browser.cookies[COOKIE], f"{visit.query_params['session']}:example:answered")
    log_of(data).keep_unfinished(where, {str(number): text for number, text in enumerate(texts)})


def test_what_is_marked_or_typed_survives_a_refresh_and_is_compared_in_the_end(
    kind: Kind, open_page: OpenPage, browser: Browser, own_data: Path
) -> None:
    item: Any = kind.item.model_validate({**kind.example, "concept": "first"})
    right = grade(item, Answer()).right
    visit = open_page("quick-check", topic=TINY)
    assert not visit.exception
    if kind.shape is TypeIn:
        kept(visit, browser, own_data, right.texts)
        visit = open_page("quick-check", topic=TINY)
        fields = [*visit.text_input, *visit.text_area]
        assert [field.value for field in fields if str(field.key).startswith("typed-")] == list(right.texts)
    elif kind.shape is Slide:
        assert visit.button(key=key_of("submit", "example")).disabled  # where the slider happens to start is nobody's estimate
        visit.slider[0].set_value(float(right.texts[0])).run()
        visit = open_page("quick-check", topic=TINY)
        assert visit.slider[0].value == float(right.texts[0])
    else:
        texts = {option.id: option.text for option in kind.ask(item, seed=0).options}  # type: ignore[misc, union-attr]
        for number, choice in enumerate(right.choices, start=1):
            press(visit, next(str(one.key) for one in visit.button if one.label.replace("**", "").endswith(texts[choice])))
            assert len(marked(visit)) == number
        before = marked(visit)
        visit = open_page("quick-check", topic=TINY)
        assert marked(visit) == before
        assert len(before) == len(right.choices)
    press(visit, key_of("submit", "example"))
    assert not visit.exception
    said = page_text(visit)
    assert "✓" in said
    assert "✗" not in said
    reasons = grade(item, right).reasons
    assert all(with_their_numbers(reason.why) in said for reason in reasons)


def test_each_shape_has_its_widgets_and_one_that_nobody_drew_is_no_blank_page() -> None:
    shapes: list[Shape] = [PickOne(()), PickSeveral(()), PutInOrder(()), TypeIn((), "words"), Slide(0, 1, 0.1)]
    assert {type(shape) for shape in shapes} == set(get_args(Shape))
    assert len({str(widgets(shape).ask) for shape in shapes}) == len(shapes)
    with pytest.raises(AssertionError):
        widgets(object())  # type: ignore[arg-type]
