"""Keyboard shortcuts, which a learner can switch off. Enter is never bound, C and R belong to Streamlit."""

from __future__ import annotations

import streamlit as st

from views.page import pages, settings

CARD = (
    ("Space", "turn the card over; once more: “Got it”"),
    ("1, 2", "rate it (with four buttons 1 to 4)"),
    ("U", "take the last rating back"),
)
CHOICE = (("1 to 9", "mark a choice, or take the mark away"), ("Space", "hand in, then go on"))
LESSON = (("1 to 9", "mark a choice, or take the mark away"), ("Space", "check, then the next screen"), ("B", "back to the screen before"))
SURE = (("S, N", "hand in as sure, as not sure"),)
STEPS = (("Space", "show the next step"),)


def space() -> str | None:
    """The key that goes on, where shortcuts are on."""
    return "Space" if settings.shortcuts_on() else None


def letter(key: str) -> str | None:
    """A letter, where shortcuts are on."""
    return key if settings.shortcuts_on() else None


def digit(number: int) -> str | None:
    """The key of the choice or rating with that number."""
    return str(number) if settings.shortcuts_on() and 1 <= number <= 9 else None


def hint(key: str) -> str:
    """The key of a button that the page's own script presses, to stand behind its label."""
    return f" `{key}`" if settings.shortcuts_on() else ""


def offer_help(*rows: tuple[str, str]) -> None:
    """A quiet button that tells which keys press what on this page, and how to switch them off. Touch screens do not show it."""
    with st.container(key="keys"), st.popover("Keys", icon=":material/keyboard:", type="tertiary"):
        if settings.shortcuts_on():
            help_rows = [*rows, ("Tab, Enter", "go to any button and press it")]
            st.markdown("\n".join(["| Key | Does |", "|:--|:--|", *(f"| **{key}** | {does} |" for key, does in help_rows)]))
            st.caption("They do nothing while you type, and act once however long you hold them.")
        else:
            st.write("Keys are off: only Tab and Enter press a button.")
        st.page_link(pages.file("you"), label="Switch keys on or off")
