"""A lab's parameters as widgets: one each, with the bounds and words of its model."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, Field
from streamlit.testing.v1 import AppTest

from optimization.labs import LABS
from optimization.labs.prune import METHOD_LABELS


class Switches(BaseModel):
    """A kind of parameter that no lab has yet."""

    symmetric: bool = Field(True, title="Symmetric", description="Zero point at 0.")


def draw(params: object, preset: object) -> None:
    import streamlit as st

    from views import lab_form

    st.json(lab_form.form(params, preset=preset, place="here"))  # type: ignore[arg-type]
    st.json(lab_form.values(params, preset=preset, place="here"))  # type: ignore[arg-type]


def form(params: type[BaseModel], **preset: Any) -> AppTest:
    drawn = AppTest.from_function(draw, kwargs={"params": params, "preset": preset}).run()
    assert not drawn.exception
    return drawn


def held(drawn: AppTest) -> dict[str, Any]:
    """What the form returned; the same as what a callback reads."""
    returned, read = (json.loads(block.value) for block in drawn.json)
    assert returned == read
    return dict(returned)


@pytest.mark.parametrize("lab_id", LABS)
def test_an_untouched_form_holds_the_defaults_which_the_lab_accepts(lab_id: str) -> None:
    params = LABS[lab_id].params
    assert held(form(params)) == params().model_dump(mode="json")


@pytest.mark.parametrize("lab_id", LABS)
def test_every_parameter_has_a_widget_with_its_title(lab_id: str) -> None:
    params = LABS[lab_id].params
    drawn = form(params)
    labels = [widget.label for kind in ("slider", "selectbox", "number_input", "toggle") for widget in getattr(drawn, kind)]
    assert sorted(labels) == sorted(str(field.title) for field in params.model_fields.values())


def test_a_preset_stands_in_its_widget_and_the_others_keep_their_defaults() -> None:
    drawn = form(LABS["prune"].params, method="structured", amount=0.5)
    assert held(drawn) == {"amount": 0.5, "method": "structured", "finetune_epochs": 0, "seed": 0}
    assert drawn.selectbox(key="param-here-method").value == "structured"


def test_the_bounds_of_a_widget_are_those_of_the_parameter() -> None:
    drawn = form(LABS["prune"].params)
    amount, seed = drawn.slider(key="param-here-amount"), drawn.number_input(key="param-here-seed")
    assert (amount.min, amount.max) == (0.0, 0.99)
    assert (seed.min, seed.max) == (0, 9999)


def test_choices_are_shown_in_words_and_kept_as_values() -> None:
    drawn = form(LABS["prune"].params)
    box = drawn.selectbox(key="param-here-method")
    assert list(box.options) == list(METHOD_LABELS.values())
    assert held(drawn)["method"] in METHOD_LABELS


def test_what_is_moved_is_what_a_run_would_get() -> None:
    drawn = form(LABS["prune"].params, amount=0.5)
    drawn.slider(key="param-here-amount").set_value(0.75)
    drawn.number_input(key="param-here-seed").set_value(7)
    drawn.run()
    given = held(drawn)
    assert LABS["prune"].parameters(given).model_dump() == given
    assert (given["amount"], given["seed"]) == (0.75, 7)


def test_a_yes_or_no_is_a_toggle() -> None:
    drawn = form(Switches, symmetric=False)
    assert held(drawn) == {"symmetric": False}
    assert drawn.toggle(key="param-here-symmetric").label == "Symmetric"


def draw_two(params: object) -> None:
    import streamlit as st

    from views import lab_form

    st.json([lab_form.form(params, preset={"seed": seed}, place=place) for place, seed in (("a", 1), ("b", 2))])  # type: ignore[arg-type]


def test_two_forms_of_one_lab_stand_on_one_page_without_sharing_values() -> None:
    drawn = AppTest.from_function(draw_two, kwargs={"params": LABS["quantize"].params}).run()
    assert not drawn.exception
    assert [one["seed"] for one in json.loads(drawn.json[0].value)] == [1, 2]
