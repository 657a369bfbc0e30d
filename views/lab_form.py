"""Turns the parameters of a lab into widgets, and the widgets back into parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from pydantic import BaseModel

from views import state

COUNTED = 25
"""Whole numbers with more values than this get a number field instead of a slider."""


def form(params: type[BaseModel], *, preset: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Draw a widget for each parameter, with the preset or the default in it, and return what they hold.

    Nothing is trusted here: the lab checks the values again.
    """
    schema = params.model_json_schema()["properties"]
    return {name: _widget(name, schema[name], preset.get(name, schema[name].get("default")), place) for name in params.model_fields}


def values(params: type[BaseModel], *, preset: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What the widgets of a form hold now, for callbacks."""
    held = {name: state.widget_value(_key(place, name)) for name in params.model_fields}
    return dict(preset) | {name: value for name, value in held.items() if value is not None}


def _key(place: str, name: str) -> str:
    return f"param-{place}-{name}"


def _widget(name: str, schema: Mapping[str, Any], value: Any, place: str) -> Any:
    key, title, text = _key(place, name), schema.get("title", name), schema.get("description")
    if "enum" in schema:
        labels = schema.get("labels", {})
        options = schema["enum"]
        return st.selectbox(title, options, index=options.index(value), format_func=lambda one: labels.get(one, one), help=text, key=key)
    if schema["type"] == "boolean":
        return st.toggle(title, value=value, help=text, key=key)
    low, high = schema["minimum"], schema["maximum"]
    if schema["type"] == "integer":
        if high - low > COUNTED:
            return st.number_input(title, min_value=low, max_value=high, value=value, step=1, help=text, key=key)
        return st.slider(title, min_value=low, max_value=high, value=value, help=text, key=key)
    shown = "percent" if high <= 1 else None
    return st.slider(title, min_value=float(low), max_value=float(high), value=float(value), step=0.01, format=shown, help=text, key=key)
