"""The button that makes this browser the learner of a resume code; the cookie is out of a script's reach, so the server sets it."""

from __future__ import annotations

import streamlit as st

JS = """
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  const says = parentElement.querySelector("p");
  button.onclick = async () => {
    button.disabled = true;
    try {
      const answer = await fetch("/resume", { method: "POST", body: data.code, credentials: "same-origin" });
      if (answer.ok) { window.location.assign("/"); return; }
      says.textContent = (await answer.json()).problem;
    } catch (error) {
      says.textContent = "The server did not answer. Try again.";
    }
    button.disabled = false;
  };
}
"""
HTML = '<button type="button">Go on as this learner</button><p role="status"></p>'
CSS = """
button {font: inherit; font-size: .875rem; min-height: 2.75rem; padding: 0 1rem; border: 0; border-radius: var(--st-button-radius, 10px);
  background: var(--st-primary-color); color: #fff; cursor: pointer}
button:focus-visible {outline: 3px solid var(--st-link-color); outline-offset: 2px}
p {font: inherit; margin: .4rem 0 0}
"""

_button = st.components.v2.component("featherweight_resume", html=HTML, css=CSS, js=JS)


def draw(code: str) -> None:
    """The button for a code that has the right form."""
    _button(data={"code": code}, key="resume")
