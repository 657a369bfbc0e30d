"""Turns the parameters of a lab into widgets, and the widgets back into parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st
from pydantic import BaseModel

from optimization.labs import Lab
from optimization.labs.fields import NOT_IN_FORMS
from views.page import state

COUNTED = 25
"""Whole numbers with more values than this get a number field instead of a slider."""

MORE = "more"
"""Fields with this key in their JSON schema wait in "More settings"."""


def form(params: type[BaseModel], *, preset: Mapping[str, Any], place: str, fixed: Collection[str] = ()) -> dict[str, Any]:
    """Draw a widget for each parameter, with the preset or the default in it, and return what they hold.

    ``fixed`` parameters have no widget and keep their preset. Nothing is trusted here: the lab checks the values again.
    """
    schema = params.model_json_schema()["properties"]
    asked = [name for name in params.model_fields if name not in NOT_IN_FORMS or name in preset]
    settings = {name: preset.get(name, schema[name].get("default")) for name in asked}
    drawn = [name for name in asked if name not in (*fixed, *NOT_IN_FORMS)]
    more = [name for name in drawn if schema[name].get(MORE)]
    settings |= {name: _widget(name, schema[name], settings[name], place) for name in drawn if name not in more}
    if more:
        touched = any(settings[name] != schema[name].get("default") for name in more)
        with st.expander("More settings", expanded=touched, key=f"more-{place}"):
            settings |= {name: _widget(name, schema[name], settings[name], place) for name in more}
    return settings


def hold(params: type[BaseModel], names: Collection[str], *, preset: Mapping[str, Any], place: str) -> None:
    """Keep these parameters where their widgets would, with the preset or the default in them: what stands in for the widgets sets them."""
    for name in names:
        if state.widget_value(_key(place, name)) is None:
            state.set_widget(_key(place, name), preset.get(name, params.model_fields[name].default))


def values(params: type[BaseModel], *, preset: Mapping[str, Any], place: str, fixed: Collection[str] = ()) -> dict[str, Any]:
    """What the widgets of a form hold now, for callbacks."""
    held = {name: state.widget_value(_key(place, name)) for name in params.model_fields if name not in fixed}
    return dict(preset) | {name: value for name, value in held.items() if value is not None}


def fill(lab: Lab, settings: Mapping[str, Any], *, place: str) -> None:
    """Put parameters into the widgets of a form, for callbacks. Raises BadParameter and changes nothing where one is not allowed."""
    lab.parameters(settings)
    for name, value in settings.items():
        state.set_widget(_key(place, name), value)


def _key(place: str, name: str) -> str:
    return f"param-{place}-{name}"


def _widget(name: str, schema: Mapping[str, Any], value: Any, place: str) -> Any:
    key, title, text = _key(place, name), schema.get("title", name), schema.get("description")
    if "enum" in schema:
        return _choice(schema, value, title=title, text=text, key=key)
    if schema["type"] == "boolean":
        return st.toggle(title, value=value, help=text, key=key)
    if schema["type"] == "string":
        return st.text_input(title, value=value, help=text, key=key)
    low, high = schema["minimum"], schema["maximum"]
    if schema["type"] == "integer":
        if high - low > COUNTED:
            return st.number_input(title, min_value=low, max_value=high, value=value, step=1, help=text, key=key)
        return st.slider(title, min_value=low, max_value=high, value=value, help=text, key=key)
    number_format = "percent" if high <= 1 else None
    step = _step(low, high, schema.get("default", low))
    return st.slider(
        title, min_value=float(low), max_value=float(high), value=float(value), step=step, format=number_format, help=text, key=key
    )


def _choice(schema: Mapping[str, Any], value: Any, *, title: str, text: str | None, key: str) -> Any:
    labels, options = schema.get("labels", {}), schema["enum"]
    index = options.index(value) if value in options else 0
    return st.selectbox(title, options, index=index, format_func=lambda option: str(labels.get(str(option), option)), help=text, key=key)


def _step(*marks: float) -> float:
    """0.01, or what is needed to reach the bounds and the default exactly."""
    return next((step for step in (0.01, 0.005) if all(abs(mark / step - round(mark / step)) < 1e-9 for mark in marks)), 0.001)
