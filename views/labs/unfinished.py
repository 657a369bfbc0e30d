"""A run that ended before its time, or that would: what it had measured, why it ended, and the settings that fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from optimization.errors import LabError
from optimization.labs import Lab, setting
from optimization.results.records import Unfinished
from optimization.running.effort import Forecast
from views.labs import lab_form, run_progress
from views.page import state, visitor

LIMITS = ("over time", "over memory")


def draw(result: Unfinished, lab: Lab, *, place: str, bet: str | None = None) -> None:
    """Why the run ended and what would fit; ``bet`` is what is said of the learner's bet. The figures are drawn by the caller."""
    with st.container(border=True, key=f"unfinished-{place}"):
        st.markdown("### Not finished")
        st.markdown(result.message)
        if result.reason == "over time" and result.instead:
            st.markdown(f"With {said(lab, result.instead, result.parameters)} it should fit, as this run shows.")
        elif result.reason == "over memory" and result.instead:
            st.markdown(f"{said(lab, result.instead, result.parameters)} leaves a part of that out.")
        elif result.reason in LIMITS:
            st.markdown("No lighter setting is known to fit. Run again when the computer has less to do, or ask whoever runs this app.")
        if bet is not None:
            st.markdown(bet)
        st.caption(_until(result))
        if result.instead:
            _use(lab, result.instead, place=place)


def _until(result: Unfinished) -> str:
    if result.has_measured:
        return f"◉ measured here until {visitor.local_time(result.ended_at)}, when it ended after {result.took_s:.0f} s"
    ending_words = "Stopped" if result.reason == "stopped" else "It ended"
    return (
        f"{ending_words} after {max(result.took_s, 1):.0f} s, before anything was measured: the weights and bytes below are only counted."
    )


def will_not_fit(forecast: Forecast, lab: Lab, *, place: str, settings: Mapping[str, Any]) -> None:
    """Before the start: how long it would take, and what would fit."""
    with st.container(key=f"forecast-{place}", gap="small"):
        would = f"This would take {run_progress.about(forecast.expected_s)} on this computer, and no run may take longer than"
        advice = f" With {said(lab, forecast.instead, settings)} it should fit." if forecast.instead else ""
        st.warning(f"{would} {forecast.limit_s:g} s.{advice}")
        if forecast.instead:
            _use(lab, forecast.instead, place=place)


def said(lab: Lab, settings_instead: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """Settings in words: ``**Fine-tuning epochs: 6** instead of 20 and **Sensitivity scan: off**``."""
    words = []
    for name, value in settings_instead.items():
        was = settings.get(name)
        than = "" if isinstance(value, bool) or was is None else f" instead of {was}"
        words.append(f"**{setting(lab.params, name, value)}**{than}")
    return " and ".join(words)


def _use(lab: Lab, settings_instead: Mapping[str, Any], *, place: str) -> None:
    st.button(
        "Use these settings", key=f"lighter-{place}", icon=":material/tune:", on_click=_fill, args=(lab, dict(settings_instead), place)
    )


def _fill(lab: Lab, settings_instead: Mapping[str, Any], place: str) -> None:
    try:
        lab_form.fill(lab, settings_instead, place=place)
    except LabError as error:
        state.change(notice=str(error))
