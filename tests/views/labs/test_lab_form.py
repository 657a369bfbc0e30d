"""A lab's parameters as widgets: one each, with the bounds and words of its model."""

from __future__ import annotations

import json
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field
from streamlit.testing.v1 import AppTest

from optimization.labs import LABS
from optimization.labs.fields import NOT_IN_FORMS
from optimization.labs.lab import setting
from optimization.labs.prune import METHOD_LABELS


class Switches(BaseModel):
    """Kinds of parameters, each as simple as it can be."""

    symmetric: bool = Field(True, title="Symmetric", description="Zero point at 0.")
    bits: Literal[2, 4, 8] = Field(8, title="Bits")
    share: float = Field(0.975, ge=0.0, le=0.995, title="Share")
    rare: int = Field(3, ge=0, le=9, title="Rare", json_schema_extra={"more": True})


KINDS = ("slider", "selectbox", "number_input", "toggle", "text_input")


def draw(params: object, preset: object) -> None:
    import streamlit as st

    from views.labs import lab_form

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
    labels = [widget.label for kind in KINDS for widget in getattr(drawn, kind)]
    assert sorted(labels) == sorted(str(field.title) for name, field in params.model_fields.items() if name not in NOT_IN_FORMS)


def test_a_preset_stands_in_its_widget_and_the_others_keep_their_defaults() -> None:
    drawn = form(LABS["prune"].params, method="structured", amount=0.5)
    assert held(drawn) == LABS["prune"].params().model_dump(mode="json") | {"method": "structured", "amount": 0.5}
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
    assert LABS["prune"].parameters(given).model_dump(mode="json") == given
    assert (given["amount"], given["seed"]) == (0.75, 7)


def test_a_yes_or_no_is_a_toggle() -> None:
    drawn = form(Switches, symmetric=False)
    assert held(drawn) == {"symmetric": False, "bits": 8, "share": 0.975, "rare": 3}
    assert drawn.toggle(key="param-here-symmetric").label == "Symmetric"


def draw_two(params: object) -> None:
    import streamlit as st

    from views.labs import lab_form

    st.json([lab_form.form(params, preset={"seed": seed}, place=place) for place, seed in (("a", 1), ("b", 2))])  # type: ignore[arg-type]


def test_two_forms_of_one_lab_stand_on_one_page_without_sharing_values() -> None:
    drawn = AppTest.from_function(draw_two, kwargs={"params": LABS["quantize"].params}).run()
    assert not drawn.exception
    assert [one["seed"] for one in json.loads(drawn.json[0].value)] == [1, 2]


def test_a_choice_among_whole_numbers_gives_a_whole_number() -> None:
    drawn = form(Switches, bits=2)
    box = drawn.selectbox(key="param-here-bits")
    assert list(box.options) == ["2", "4", "8"]
    box.select("4").run()
    assert held(drawn)["bits"] == 4


def test_a_slider_reaches_its_bounds_and_its_default_exactly() -> None:
    slider = form(Switches).slider(key="param-here-share")
    for mark in (slider.min, slider.max, 0.975):
        assert round(mark / slider.step, 6) == round(mark / slider.step)


def draw_fixed(params: object) -> None:
    import streamlit as st

    from views.labs import lab_form

    options = {"preset": {"network": "signs", "seed": 3}, "place": "here", "fixed": ("network",)}
    st.json(lab_form.form(params, **options))  # type: ignore[arg-type]
    st.json(lab_form.values(params, **options))  # type: ignore[arg-type]


def test_a_fixed_parameter_has_no_widget_and_keeps_its_preset() -> None:
    drawn = AppTest.from_function(draw_fixed, kwargs={"params": LABS["budget"].params}).run()
    assert not drawn.exception
    assert held(drawn)["network"] == "signs"
    assert "Network" not in [box.label for box in drawn.selectbox]


FIRST = {
    "prune": ["Network", "Amount", "What is removed", "Fine-tuning epochs"],
    "quantize": ["Network", "Pooling", "Calibration images"],
    "budget": [
        "Network", "Small file: zeros", "Small file: epochs", "Small file: shared values a layer",
        "Fast network: channels removed", "Fast network: epochs", "Fast network: number format",
    ],
}  # fmt: skip


@pytest.mark.parametrize("lab_id", FIRST)
def test_the_few_parameters_that_matter_come_first_and_the_others_wait(lab_id: str) -> None:
    drawn = form(LABS[lab_id].params)
    (more,) = drawn.expander
    assert more.label == "More settings"
    assert not more.proto.expanded
    waiting = [widget.label for kind in KINDS for widget in getattr(more, kind)]
    everything = [widget.label for kind in KINDS for widget in getattr(drawn, kind)]
    assert sorted(set(everything) - set(waiting)) == sorted(FIRST[lab_id])
    assert "Seed" in waiting


def test_more_settings_stand_open_where_the_preset_has_changed_one() -> None:
    (more,) = form(Switches, rare=4).expander
    assert more.proto.expanded
    (more,) = form(Switches, bits=2).expander
    assert not more.proto.expanded


@pytest.mark.parametrize(
    ("lab_id", "name", "value", "says"),
    [
        ("prune", "amount", 0.9, "Amount: 90 %"),
        ("prune", "amount", 0.975, "Amount: 97.5 %"),
        ("prune", "scan", True, "Sensitivity scan: on"),
        ("prune", "scan", False, "Sensitivity scan: off"),
        ("prune", "steps", 4, "Pruning steps: 4"),
        ("quantize", "pooling", "max", "Pooling: MaxPool"),
        ("quantize", "gone", 7, "gone: 7"),
    ],
)
def test_a_parameter_is_said_in_the_words_of_its_widget(lab_id: str, name: str, value: Any, says: str) -> None:
    assert setting(LABS[lab_id].params, name, value) == says
