"""The one style block of the app.

The look, in ten lines: calm paper and ink, one accent (rust) for the next thing to do, set in .streamlit/config.toml; a column of
46 rem, so that a line holds about 70 characters; serif headings over sans text, sizes 2.1 / 1.55 / 1.25 / 1.05 rem, smaller on a
phone; bordered cards for what is being worked on, rules and space for the rest; figures tabular and right-aligned with their unit in
the heading; the measured mark (◉) before what was measured here; right and wrong by word and sign first, colour second; nothing
moves unless the student moved it; buttons at least 44 px high and, on a phone, across the whole width; charts in the theme's colours
with a sentence beside them.
"""

import streamlit as st

CSS = """
<style>
.stMainBlockContainer {max-width: 46rem; padding: 1.1rem 1rem 5rem}
[data-testid="stHeader"] {height: 2.6rem; background: transparent}
[data-testid="stCaptionContainer"] {opacity: 1; color: color-mix(in srgb, currentColor 78%, transparent)}
[data-testid="stCaptionContainer"] p {font-size: .88rem}
h1 {letter-spacing: -.012em; line-height: 1.12; text-wrap: balance; padding: .6rem 0 .5rem}
h2, h3, h4 {text-wrap: balance}
[data-testid="stMarkdownContainer"] hr {margin: .1rem 0 .3rem !important}
[data-testid="stMarkdownContainer"] table {font-variant-numeric: tabular-nums; width: 100%; font-size: .92rem}
[data-testid="stMarkdownContainer"]:has(table) {overflow-x: auto}
[data-testid="stImageContainer"] {margin-right: .5rem}
:is(.stButton, .stDownloadButton) button {min-height: 2.75rem}
.stButton button[kind="tertiary"] {text-decoration: underline; text-underline-offset: 3px}
/* Paper that is lighter than the page in both themes: the ink's brightness sets how much white is laid over it. */
[class*="st-key-card-"], [class*="st-key-figure-"], [class*="st-key-lab-"] {
  background: rgb(from currentColor 255 255 255 / calc(.62 - r / 255 * .6));
}
[class*="st-key-card-"] h3 {font-size: 1.25rem; padding: .1rem 0 .7rem}
[class*="st-key-figure-"] h2 {font-size: 2.9rem; line-height: 1; padding: 0; font-variant-numeric: tabular-nums}
[class*="st-key-choice-"] button, [class*="st-key-choice-"] button > div {justify-content: flex-start; text-align: left}
[class*="st-key-reason-"] {border-left: 4px solid #B98A2F; padding: .1rem 0 .1rem .9rem; border-radius: 2px}
[class*="st-key-reason-right"] {border-color: #5E8C4A}
[class*="st-key-reason-wrong"] {border-color: #B5452C}
[data-testid="stPageLink"] a {padding: .2rem 0; text-decoration: underline currentColor; text-underline-offset: 3px}
[class*="st-key-trail"] [data-testid="stPageLink"] a {padding: .25rem .5rem .25rem 0; text-decoration: none}
.st-key-trail-own [data-testid="stPageLink"]:first-child a {padding: .25rem .45rem}
/* What Streamlit colours too faintly for WCAG AA, in both themes: the accent as text, keys on the accent, and the colours of code. */
[data-testid="stPopoverButton"][aria-expanded="true"], [data-testid="stSliderThumbValue"], [data-testid="stSliderThumbValue"] p,
.stButton button[kind="tertiary"]:is(:hover, :active, :focus), .stButton button[kind="tertiary"]:is(:hover, :active, :focus) p {
  color: inherit;
}
[data-testid="stButtonGroup"] button:is([aria-checked="true"], [aria-pressed="true"]) {color: inherit !important; font-weight: 600}
button:is([kind="primary"], [kind="primaryFormSubmit"]) kbd {color: #fff; opacity: 1}
.token:is(.keyword, .builtin, .class-name, .function, .operator) {color: color-mix(in srgb, #1c83e1 35%, currentColor) !important}
.token:is(.number, .string, .boolean, .char) {color: color-mix(in srgb, #1f9d63 30%, currentColor) !important}
.token.comment {color: inherit !important; font-style: italic}
[data-testid="stMarkdownPre"] :is(pre, code) {white-space: pre-wrap !important; overflow-wrap: anywhere}
[data-testid="stMarkdownContainer"] :is(td, th) {overflow-wrap: anywhere}
[data-testid="stMarkdownContainer"] :is(td, th) code {white-space: normal; overflow-wrap: anywhere}
[data-testid="stMarkdownContainer"] blockquote {opacity: 1; color: inherit}
@media (max-width: 640px) {
  h1 {font-size: 1.7rem !important}
  h2 {font-size: 1.35rem !important}
  h3 {font-size: 1.12rem !important}
  [class*="st-key-figure-"] h2 {font-size: 2.3rem !important}
  .st-key-trail-way [data-testid="stCaptionContainer"] {display: none}
  [class*="st-key-trail"] {gap: .4rem}
  [data-testid="stMarkdownContainer"] table {font-size: .8rem}
  [data-testid="stMarkdownContainer"] :is(th, td) {padding: .3rem .4rem !important}
  [class*="st-key-bet-"] [data-testid="stElementContainer"]:has(.stButton), [class*="st-key-run-"] {flex: 1 1 100% !important}
  [class*="st-key-run-"] button {width: 100%}
}
@media (max-width: 420px) {
  .st-key-ratings > [data-testid="stElementContainer"] {flex: 1 1 42% !important}
  [data-testid="stMarkdownContainer"] table {font-size: .74rem; line-height: 1.3}
  [data-testid="stMarkdownContainer"] :is(th, td) {padding: .28rem .22rem !important}
}
@media print {
  [class*="st-key-trail"], .stButton, .stDownloadButton, [data-testid="stHeader"], [data-testid="stToolbar"] {display: none !important}
  .stMainBlockContainer {max-width: none; padding: 0}
}
</style>
"""


def apply() -> None:
    """Put the style on the page."""
    st.html(CSS)


WIDE = """
<style>
.stMainBlockContainer {max-width: 96rem}
</style>
"""


def wide() -> None:
    """For the pages on which two things stand side by side."""
    st.html(WIDE)
