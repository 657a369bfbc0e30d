"""The one style block of the app, which stands in the shell page (``views/server/shell_page.py``): so nothing is ever drawn without it.

The look, in ten lines: calm paper and ink, one accent (rust) for the next thing to do, every colour from .streamlit/config.toml; a
column of 46 rem, so that a line holds about 70 characters, also where a page is wider; serif headings over sans text, sizes 2.1 / 1.55 /
1.25 / 1.05 rem, smaller on a phone; bordered cards for what is being worked on, rules and space for the rest, a dashed frame for what
is empty; figures tabular, right-aligned and with their unit; the measured mark (◉) before what was measured here; right and wrong by
word and sign first, colour second; links in ink with a thin line under them, lists of links without; nothing moves unless the student
moved it; the way home in one line on every page; buttons at least 44 px high and, on a phone, across the whole width or sharing it;
charts in the theme's colours with a sentence beside them; on paper black on white, the cheat sheet in two columns.
"""

from collections.abc import Sequence

import streamlit as st

# The drawings stand as masks, so that they have the colour of the text in both themes.
PEN = "fill='none' stroke='black' stroke-linecap='round' stroke-linejoin='round'"
BLANK = (
    "%3Cpath d='M14 10H50V42H14Z' stroke-width='1.8' stroke-dasharray='4 4'/%3E%3Cpath d='M21 20H43M21 27H38' stroke-width='1.8'/%3E"
    "%3Cpath d='M44 38C52 34 57 27 58 16C49 19 44 27 44 38ZM44 38L41 42' stroke-width='1.8'/%3E"
)
DONE = (
    "%3Cpath d='M33 6C49 6 58 17 58 32C58 48 47 58 32 58C16 58 6 47 6 32C6 18 15 8 29 6' stroke-width='2.6'/%3E"
    "%3Cpath d='M19 33L29 43L47 22' stroke-width='4.6'/%3E"
)


def _mask(box: str, paths: str) -> str:
    svg = f"%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='{box}' {PEN}%3E{paths}%3C/svg%3E"
    return f'url("data:image/svg+xml,{svg}") center / contain no-repeat'


DRAWN = f"<style>:root {{--drawn-blank: {_mask('12 8 48 36', BLANK)}; --drawn-done: {_mask('0 0 64 64', DONE)}}}</style>"

CSS = """
<style>
.stMainBlockContainer {max-width: 46rem; padding: 1.1rem 1rem 5rem}
[data-testid="stHeader"] {height: 2.6rem; background: transparent}
[data-testid="stCaptionContainer"] {opacity: 1; color: color-mix(in srgb, currentColor 78%, transparent)}
[data-testid="stCaptionContainer"] p {font-size: .88rem}
h1 {letter-spacing: -.012em; line-height: 1.12; text-wrap: balance; padding: .6rem 0 .5rem}
h2, h3, h4 {text-wrap: balance}
[data-testid="stHeaderActionElements"] {display: none}
/* A quiet line over a heading belongs to it. */
[data-testid="stElementContainer"]:has([data-testid="stCaptionContainer"]) + [data-testid="stElementContainer"]:has(:is(h1, h2)) {
  margin-top: -.9rem;
}
[data-testid="stMarkdownContainer"] hr {margin: .1rem 0 .3rem !important}
[data-testid="stMarkdownContainer"] table {font-variant-numeric: tabular-nums; width: 100%; font-size: .92rem}
[data-testid="stMarkdownContainer"]:has(table) {overflow-x: auto}
[data-testid="stMarkdownContainer"] {overflow-wrap: break-word; max-width: 100%}
.katex-display {overflow: auto hidden; max-height: 80vh}
[data-testid="stImageContainer"] {margin-right: .5rem}
:is(.stButton, .stDownloadButton) button {min-height: 2.75rem}
/* Why a file cannot be uploaded: Streamlit says it to screen readers, and to others only under the pointer. */
[data-testid="stFileChip"] {flex-wrap: wrap}
[data-testid="stFileChip"] [role="alert"] {
  position: static; width: auto; height: auto; margin: 0; overflow: visible; clip: auto; clip-path: none; white-space: normal;
}
.stButton button[kind="tertiary"] {text-decoration: underline; text-underline-offset: 3px}
/* Paper that is lighter than the page in both themes: the ink's brightness sets how much white is laid over it. */
[class*="st-key-card-"], [class*="st-key-figure-"], [class*="st-key-lab-"] {
  background: rgb(from currentColor 255 255 255 / calc(.62 - r / 255 * .6));
}
[class*="st-key-card-"]:focus-visible {outline: 2px solid color-mix(in srgb, currentColor 62%, transparent); outline-offset: 2px}
[class*="st-key-card-"] h3 {font-size: 1.25rem; padding: .1rem 0 .9rem}
.stMarkdown [data-testid="stMarkdownContainer"] > :is(p, ul, ol) {max-width: 30rem}
:is(.st-key-slot-0, .st-key-slot-1) [class*="st-key-card-"] {min-height: 15rem}
[data-testid="InputInstructions"] {display: none}
[data-testid="stCheckbox"] label > span + div:empty {border-color: color-mix(in srgb, currentColor 60%, transparent)}
[data-testid="stTab"][aria-selected="true"], [data-testid="stTab"][aria-selected="true"] p {color: inherit; font-weight: 600}
/* A thumb that a thumb can hold: Streamlit's has 12 px. */
[data-testid="stSlider"] [role="group"] > div > div:has(> div > input[type="range"]) {width: 1.3rem; height: 1.3rem}
[data-testid="stSlider"] [data-testid="stWidgetLabel"] {margin-bottom: .5rem}
button kbd, button [aria-label^="Shortcut"] {
  font: inherit; font-size: .72rem !important; border: 1px solid currentColor; border-radius: 4px; padding: .05rem .4rem; opacity: .85;
}
[class*="st-key-choice-"] button [data-testid="stMarkdownContainer"] {width: 100%; text-align: left}
[class*="st-key-choice-"] button > div > span {justify-content: flex-start}
.st-key-figure-budget-verdict [data-testid="stMarkdownContainer"] li {list-style: none; margin-left: 0}
[class*="st-key-figure-"] h2 {font-size: 2.9rem; line-height: 1; padding: 0; font-variant-numeric: tabular-nums}
/* A result of other settings than the form holds now. */
[class*="st-key-result-earlier-"] {border-left: 3px dashed color-mix(in srgb, currentColor 35%, transparent); padding-left: .9rem}
[class*="st-key-earlier-"] {opacity: .85; filter: grayscale(1)}
[class*="st-key-earlier-"] [class*="st-key-figure-"] {background: none}
[class*="st-key-earlier-"] [class*="st-key-figure-"] h2 {font-size: 1.7rem}
/* The three steps of a first visit, empty pages, and what the app draws itself. */
.st-key-first-visit {border-top: 4px solid var(--st-primary-color, #A6321B); padding-top: .6rem}
.st-key-first-visit {gap: .7rem}
.st-key-first-visit h3 {padding-top: 0}
[class*="st-key-empty-"] {
  border: 1.5px dashed color-mix(in srgb, currentColor 30%, transparent); border-radius: 10px; padding: 1.3rem 1.2rem;
}
[class*="st-key-empty-"] {max-width: 46rem}
[class*="st-key-empty-"] h2 {padding-top: 0}
[class*="st-key-empty-"]::before, .st-key-drawn-done::before {content: ""; display: block; background: currentColor; opacity: .7}
[class*="st-key-empty-"]::before {width: 60px; height: 45px; mask: var(--drawn-blank)}
.st-key-drawn-done::before {width: 46px; height: 46px; mask: var(--drawn-done)}
@media (prefers-reduced-motion: no-preference) {
  .st-key-drawn-done::before {animation: write .6s ease-out backwards}
  @keyframes write {from {clip-path: inset(0 100% 0 0)}}
}
/* A card's back, its ratings and what comes after it are there and hidden; hands.js shows them. No other key begins with flip-. */
[data-testid="stLayoutWrapper"]:has(> [class*="st-key-flip-"]), [class*="st-key-flip-"] {display: none}
.st-key-hands, [class*="st-key-follow-"], [class*="st-key-typing-"], [data-testid="stElementContainer"]:has(> .stHtml > [hidden]) {
  position: absolute; width: 1px !important; overflow: hidden;
}
@media (prefers-reduced-motion: no-preference) {
  [class*="st-key-flip-back-"] {animation: turn .16s ease-out; transform-origin: top}
  @keyframes turn {from {opacity: .2; transform: perspective(60rem) rotateX(-14deg)}}
}
@media (hover: none) and (pointer: coarse) {
  button :is(kbd, [aria-label^="Shortcut"]), [class*="st-key-rate-"] code, .st-key-keys {display: none}
}
[class*="st-key-rate-"] button :is(p, span, div) {white-space: normal; overflow: visible; text-overflow: clip; line-height: 1.3}
/* Where the label has to break, its key stays beside it. */
[class*="st-key-rate-"] button p {display: flex; align-items: center; justify-content: center; gap: .5rem}
[class*="st-key-rate-"] button code {
  flex: none; padding: .05rem .4rem; border: 1px solid currentColor; border-radius: 4px; background: none; color: inherit;
  font-size: .72rem; opacity: .85;
}
[class*="st-key-choice-"] button, [class*="st-key-choice-"] button > div {justify-content: flex-start; text-align: left}
[class*="st-key-choice-"] button > div, [class*="st-key-choice-"] button > div > span {width: 100%}
[class*="st-key-choice-"] button kbd {margin-left: auto; padding-left: .6rem}
/* Steps that are put in order have one set of numbers, that of their places; the keys 1 to 9 press them all the same. */
[class*="st-key-order-"] button [aria-label^="Shortcut"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
/* An answer that was given keeps its box: sign first, then colour. */
[class*="st-key-told-"] {border: 1px solid color-mix(in srgb, currentColor 22%, transparent); border-radius: 10px; padding: .5rem .85rem}
[class*="st-key-told-right"] {border: 2px solid #5E8C4A; background: color-mix(in srgb, #5E8C4A 13%, transparent)}
[class*="st-key-told-wrong"] {border: 2px solid #B5452C; background: color-mix(in srgb, #B5452C 11%, transparent)}
[class*="st-key-reason-"] {border-left: 4px solid #B98A2F; padding: .1rem 0 .1rem .9rem; border-radius: 2px}
[class*="st-key-reason-right"] {border-color: #5E8C4A}
[class*="st-key-reason-wrong"] {border-color: #B5452C}
/* The link's own colour is the browser's blue; what is seen of it is the line under it. */
[data-testid="stPageLink"] a {padding: .25rem 0; color: inherit; text-decoration: underline 1px; text-underline-offset: 3px}
[data-testid="stPageLink"] a :is(span, p) {white-space: normal; overflow: visible; line-height: 1.45}
[class*="st-key-map-"] [data-testid="stPageLink"] a, [class*="st-key-trail"] [data-testid="stPageLink"] a {text-decoration: none}
:is([class*="st-key-map-"], [class*="st-key-trail"]) [data-testid="stPageLink"] a:hover {text-decoration: underline 1px}
[class*="st-key-map-"] .stHorizontalBlock {gap: .35rem 1rem}
.st-key-trail, .st-key-trail-way {flex-wrap: nowrap}
.st-key-trail > :first-child {flex: 0 1 auto; min-width: 0}
.st-key-trail-way, .st-key-trail-way > *, .st-key-trail-way > * * {min-width: 0; max-width: 100%}
.st-key-trail > :last-child, .st-key-trail-own {flex: none; flex-wrap: nowrap}
.st-key-trail-way a {background: none}
.st-key-trail-way :is(a, span, p, [data-testid="stMarkdownContainer"]) {white-space: nowrap; overflow: hidden; text-overflow: ellipsis}
.st-key-trail-own [data-testid="stPageLink"] a {padding: .25rem .45rem}
/* What Streamlit colours too faintly for WCAG AA, in both themes: the accent as text, keys on the accent, and the colours of code. */
[data-testid="stPopoverButton"]:is([aria-expanded="true"], :hover, :active, :focus),
[data-testid="stPopoverButton"]:is([aria-expanded="true"], :hover, :active, :focus) p,
[data-testid="stSliderThumbValue"], [data-testid="stSliderThumbValue"] p,
.stButton button[kind="tertiary"]:is(:hover, :active, :focus), .stButton button[kind="tertiary"]:is(:hover, :active, :focus) p {
  color: inherit;
}
[data-testid="stButtonGroup"] button:is([aria-checked="true"], [aria-pressed="true"]) {color: inherit !important; font-weight: 600}
button:is([kind="primary"], [kind="primaryFormSubmit"]) kbd {color: #fff; opacity: 1}
.token:is(.keyword, .builtin, .class-name, .function, .operator) {color: color-mix(in srgb, #1c83e1 35%, currentColor) !important}
.token:is(.number, .string, .boolean, .char) {color: color-mix(in srgb, #1f9d63 30%, currentColor) !important}
.token.comment {color: inherit !important; font-style: italic}
[data-testid="stMarkdownPre"] :is(pre, code) {white-space: pre-wrap !important; overflow-wrap: anywhere}
[data-testid="stMarkdownContainer"] :is(td, th) {overflow-wrap: break-word}
[data-testid="stMarkdownContainer"] :is(td, th) code {white-space: normal; overflow-wrap: anywhere}
[data-testid="stMarkdownContainer"] blockquote {opacity: 1; color: inherit}
/* Streamlit's own words, where the server is gone, say nothing of what was answered. */
body:has([data-testid="stApp"][data-test-connection-state="PINGING_SERVER"]) [role="dialog"] > h2 + div > div {font-size: 0}
body:has([data-testid="stApp"][data-test-connection-state="PINGING_SERVER"]) [role="dialog"] > h2 + div > div::after {
  content: "The server does not answer. Your answers are kept, and this page goes on as soon as it is back.";
  font-size: 1rem;
}
@media (max-width: 640px) {
  h1 {font-size: 1.7rem !important}
  h2 {font-size: 1.35rem !important}
  h3 {font-size: 1.12rem !important}
  [class*="st-key-figure-"] h2 {font-size: 2.3rem !important}
  .st-key-trail-way [data-testid="stCaptionContainer"], .st-key-trail-way:has(> :nth-child(3)) > :first-child {display: none}
  .st-key-trail-way:has(> :nth-child(3)) > :nth-child(2) p::before {content: "‹ " / ""}
  /* What opens over the page comes from its lower edge, where a thumb is, and need not scroll. */
  [data-testid="stPopoverBody"] {
    left: 0 !important; right: 0 !important; top: auto !important; bottom: 0 !important; transform: none !important;
    width: 100vw; min-width: 100vw; max-width: 100vw !important; max-height: 88vh !important; border-radius: 14px 14px 0 0; padding: 1rem;
  }
  [data-testid="stPopoverBody"] [data-testid="stMarkdownContainer"] {font-size: .94rem; line-height: 1.5}
  .st-key-trail {gap: .5rem}
  .st-key-trail-own {gap: 0}
  .st-key-trail-own [data-testid="stPageLink"] a {padding: .35rem .3rem}
  /* Whole width for a thumb, side by side where several stand in one row. */
  [data-testid="stElementContainer"]:has(> :is(.stButton, .stFormSubmitButton) button:is([kind^="primary"], [kind^="secondary"])) {
    width: 100%;
  }
  .stHorizontalBlock > [data-testid="stElementContainer"]:has(button:is([kind^="primary"], [kind^="secondary"])) {
    width: auto; flex: 1 1 auto;
  }
  :is(.stButton, .stFormSubmitButton) button:is([kind^="primary"], [kind^="secondary"]) {width: 100%}
  [data-testid="stMarkdownContainer"] table {font-size: .8rem}
  [data-testid="stMarkdownContainer"] :is(th, td) {padding: .3rem .4rem !important}
  [class*="st-key-bet-"] [data-testid="stElementContainer"]:has(.stButton) {flex: 1 1 100% !important}
  [class*="st-key-bet-"] [data-testid="stElementContainer"]:is([class*="-sure"]) {flex: 1 1 40% !important}
}
/* Within reach of a thumb, where the page is high enough to be read above it: not at 200 % zoom, nor on a phone that lies on its side. */
@media (max-width: 640px) and (min-height: 560px) {
  [data-testid="stLayoutWrapper"]:has(> [class*="st-key-reach-"]) {position: sticky; bottom: 0; z-index: 1; padding: .5rem 0}
}
@media (max-width: 420px) {
  [class*="st-key-rate-"] {flex: 1 1 42% !important}
  [data-testid="stMarkdownContainer"] table {font-size: .74rem; line-height: 1.3}
  [data-testid="stMarkdownContainer"] :is(th, td) {padding: .28rem .2rem !important}
  [data-testid="stMarkdownContainer"] table:has(th:nth-child(6)) {font-size: .68rem; letter-spacing: -.01em}
  [data-testid="stMarkdownContainer"] table:has(th:nth-child(6)) :is(th, td) {padding: .26rem .12rem !important}
  [data-testid="stMarkdownContainer"] table:has(th:nth-child(6)) td:last-child:not([style*="right"]) {
    overflow-wrap: anywhere; hyphens: auto;
  }
}
@media print {
  @page {margin: 11mm}
  [class*="st-key-trail"], .st-key-not-on-paper, .stButton, .stDownloadButton, [data-testid="stHeader"], [data-testid="stToolbar"] {
    display: none !important;
  }
  body, .stApp, [data-testid="stAppViewContainer"], .stMain {
    position: static !important; display: block !important; height: auto !important; overflow: visible !important;
  }
  html, body {background: #fff !important}
  .stApp, .stApp * {color: #000 !important; background: none !important}
  .stMainBlockContainer {max-width: none; padding: 0}
  /* The cheat sheet: two columns of small type. */
  .st-key-cheat-sheet {display: block; columns: 2; column-gap: 8mm}
  .st-key-cheat-sheet :is(p, li, td, th) {font-size: 8pt !important; line-height: 1.3 !important; margin: 0 0 1.5pt}
  .st-key-cheat-sheet li {margin-left: 1.2em !important; padding: 0}
  .st-key-cheat-sheet :is(ul, ol) {padding: 0; margin: 0}
  .st-key-cheat-sheet .katex {font-size: 1.05em}
  h1 {font-size: 16pt !important; padding: 0 !important}
  .st-key-sheet-of p {font-size: 7.5pt !important}
  .st-key-cheat-sheet table {width: calc(100% - 2px)}
  .st-key-cheat-sheet h3 {font-size: 11pt !important; padding: 5pt 0 2pt; break-after: avoid}
  .st-key-cheat-sheet [data-testid="stElementContainer"] {width: auto !important}
  .st-key-cheat-sheet :is(pre, pre code, td code, p code, li code) {font-size: 7pt !important; line-height: 1.25; padding: 0}
  .st-key-cheat-sheet pre {border-left: 1.5pt solid #999; padding: 1pt 0 1pt 5pt !important; border-radius: 0; margin: 2pt 0}
  .st-key-cheat-sheet :is(th, td) {padding: 1pt 3pt !important}
  .st-key-cheat-sheet :is(table, pre, li) {break-inside: avoid}
  .st-key-cheat-sheet [data-testid="stCaptionContainer"] p {font-size: 6.5pt !important}
}
</style>
"""


WIDE = """
<style>
.stMainBlockContainer {max-width: 96rem}
[data-testid="stMarkdownContainer"] > p, [data-testid="stCaptionContainer"] p, .st-key-card-item {max-width: 46rem}
</style>
"""


def wide() -> None:
    """For the pages on which two things stand side by side."""
    st.html(WIDE)


HIDE_SLOT = '<style>[data-testid="stLayoutWrapper"]:has(> .st-key-slot-{slot}) {{display: none}}</style><i hidden></i>'


def hide_slot(slot: int) -> None:
    """Hide the slot of the card that comes next. It is more than a style block, which Streamlit would put elsewhere on the page."""
    st.html(HIDE_SLOT.format(slot=slot))


MARKED = "{keys} {{border: 2px solid #A6321B; background: color-mix(in srgb, #A6321B 14%, transparent); font-weight: 600}}"


def marked(keys: Sequence[str]) -> None:
    """The buttons with these keys are picked: another paper and a firm line, which a button under the mouse has not.

    By a style and not by another kind of button, which would be a new element without the focus.
    """
    rule = MARKED.format(keys=", ".join(f".st-key-{key} button" for key in keys)) if keys else ""
    st.html(f"<style>{rule}</style><i hidden></i>")
