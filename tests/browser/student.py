"""Somebody with a browser: opens pages, presses keys, and remembers everything that the server has sent."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import contexts
from app_server import AppServer
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, WebSocket, expect
from shipped_topic import shipped_topic, shipped_topics

from quizzes.events.learners import COOKIE
from quizzes.models import Asked, Card, Item
from quizzes.questions import ask, grade, has_shape
from quizzes.questions.answers import Answer, PickOne, PickSeveral, Slide, TypeIn
from quizzes.variants import resolve
from views.page import keyed

TOPIC = "computer-vision/model-optimization"
DESK, PHONE = (1280, 900), (390, 844)
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
CHOICES = '[class*="st-key-choice-"] button'
FOCUSED = """() => document.activeElement.closest('[class*="st-key-"]')?.className.match(/st-key-(\\S+)/)[1] ?? ''"""
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
ON_ITS_WAY = "() => Boolean(window[Symbol.for('featherweight.hands')]?.deck.sent)"
PATIENCE_MS = 20_000
NEXT = re.compile("Next question|See how it went")
AFTER_ANSWER = re.compile(f"{NEXT.pattern}|Show the reason")
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z ,]{9,}[a-z]")

expect.set_options(timeout=PATIENCE_MS)


class Student:
    """One browser context with one page."""

    def __init__(self, browser: Browser, server: AppServer, *, size: tuple[int, int] = DESK, scheme: Any = "light") -> None:
        self._size, self._scheme = size, scheme
        page = contexts.come(browser, size=size, scheme=scheme)
        self._browser, self.context = browser, page.context
        self.context.set_default_timeout(PATIENCE_MS)
        self.server = server
        self.received: list[bytes] = []
        self.refused: list[str] = []
        self.broke: list[str] = []
        self.page = self._watched(page)

    def new_tab(self) -> Page:
        """Another tab of the same browser."""
        return self._watched(contexts.shaped(self.context.new_page(), size=self._size, scheme=self._scheme))

    def _watched(self, page: Page) -> Page:
        page.on("websocket", self._listen)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.broke.append(str(error)))
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.refused.append(said.text)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self.received.append(data if isinstance(data, bytes) else data.encode()))

    # Where one is

    def open(self, page: str, **query: str) -> None:
        """Type an address."""
        self.page.goto(f"{self.server.url}/{page}" + (f"?{urlencode(query)}" if query else ""))
        self.settle()

    def come_by_link(self) -> None:
        """Open the link to Author that the start printed: from then on this browser may write."""
        self.page.goto(self.server.author_link())
        self.settle()

    def refresh(self) -> None:
        self.page.reload()
        self.settle()

    def settle(self) -> None:
        """Wait until the page is drawn, and every rating on its way has been answered: a page shows the next card before that."""
        self.page.wait_for_selector('[class*="st-key-trail"]')
        self.page.wait_for_timeout(150)
        self.page.wait_for_selector(IDLE)
        end = time.monotonic() + PATIENCE_MS / 1000
        while self.page.evaluate(ON_ITS_WAY):
            assert time.monotonic() < end, "A rating was not answered."
            self.page.wait_for_timeout(50)

    def has_ahead(self, card: Card) -> None:
        """Wait until the browser has the card that comes next: only then does it show it without the server."""
        expect(self.of("turn", card)).to_be_attached()
        self.settle()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    @property
    def learner(self) -> str:
        """Who this browser is."""
        return next(str(cookie.get("value")) for cookie in self.context.cookies() if cookie.get("name") == COOKIE)

    # What one does

    def press(self, key: str) -> None:
        """Press a key once its button is there and listens, which is a moment after it is seen."""
        of_streamlit = self.page.get_by_role("button", name=re.compile(rf"\bShortcut {key}$"))
        expect(of_streamlit.or_(self.page.locator(f'button[aria-keyshortcuts="{key}"]:visible')).first).to_be_visible()
        self.page.wait_for_selector(IDLE)
        self.page.evaluate(NEXT_FRAME)
        self.page.keyboard.press(key)

    def mark(self, question: Asked, *, mode: str, right: bool = True) -> None:
        """Mark or type an answer, a right or a wrong one, without handing it in."""
        expect(self.card()).to_be_visible()
        self.page.wait_for_selector(f".st-key-{key_of('card', question)}")
        shape, answer = ask(question, seed=self._started(mode)["payload"]["seed"]), grade(question, Answer()).right
        if isinstance(shape, Slide):
            self.slide(question, shape, float(answer.texts[0]) if right else shape.lowest + shape.step)
            return
        if isinstance(shape, TypeIn):
            texts = answer.texts if right else ("-987654",) * len(shape.labels)
            for number, text in enumerate(texts):
                self.page.locator(f".st-key-{key_of('typed', question, number)} :is(input, textarea)").fill(text)
            return
        shown = [option.id for option in shape.options]
        picks = list(answer.choices) if right else shown
        if not right and isinstance(shape, PickOne | PickSeveral):
            picks = [next(one for one in shown if one not in answer.choices)]
        for pick in picks:
            number = shown.index(pick) + 1
            icon = self.of("choice", question, number).locator('[data-testid="stIconMaterial"]')
            before = icon.inner_text()
            self.press(str(number))
            expect(icon).not_to_have_text(before)

    def slide(self, question: Asked, shape: Slide, value: float) -> None:
        """Move the slider to that number by its keys."""
        thumb = self.page.locator(f".st-key-{key_of('typed', question, 0)} input[type=range]")
        thumb.focus()
        while (at := float(thumb.input_value())) + shape.step / 2 < value:
            thumb.press("ArrowRight")
            expect(thumb).not_to_have_value(f"{at:g}")
        self.page.wait_for_selector(IDLE)

    def hand_in(self, question: Item, *, sure: bool | None = None) -> None:
        """Hand in what is marked; ``sure`` where the mode asks."""
        key = "submit" if sure is None else "sure" if sure else "not-sure"
        button = self.of(key, question).get_by_role("button")
        expect(button).to_be_enabled()
        button.click()

    def show_reason(self, question: Item, *, says: str = "") -> None:
        """Where the learner is asked why they chose wrongly: say it and press Enter, or go straight on to the reason by its key."""
        if not has_shape(question, PickOne, PickSeveral):
            return
        field = self.of("why", question).locator("input")
        expect(field).to_be_visible()
        if says:
            field.fill(says)
            field.press("Enter")
        else:
            self.press("Space")

    def see_reason(self) -> None:
        """Go past the question why one thinks so, which stands before the reason after a wrong choice."""
        expect(self.button(AFTER_ANSWER)).to_be_visible()
        asked = self.page.get_by_role("button", name="Show the reason")
        if asked.count():
            asked.click()
        expect(self.button(NEXT)).to_be_visible()

    def press_when_seen(self, name: str, key: str) -> None:
        """Press the key of a button once the button is there."""
        expect(self.button(name)).to_be_visible()
        self.press(key)

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Wait for a text."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def keyed(self, key: str) -> Locator:
        """The element with exactly this key."""
        return self.page.locator(f".st-key-{key}")

    def of(self, part: str, item: Item | str, *more: object) -> Locator:
        """One part of an item that the app ships with, or of that with this full id."""
        return self.keyed(key_of(part, item, *more))

    def card(self) -> Locator:
        """The card or question on the screen."""
        return self.page.locator('[class*="st-key-card-"]:visible').first

    def focused(self) -> str:
        """The key of the element that has the focus, or of the closest one around it; empty where there is none."""
        return str(self.page.evaluate(FOCUSED))

    def told(self) -> str:
        """What a screen reader was told last."""
        said = self.page.locator(".st-key-hands #said")
        expect(said).not_to_be_empty()
        return said.inner_text()

    def choices(self) -> list[str]:
        """The choices on the screen, in order."""
        return self.page.locator(CHOICES).all_inner_texts()

    # What one must not have got

    def was_sent(self, text: str) -> bool:
        """Whether the server has sent this text to the browser, shown or not."""
        return any(text.encode() in frame for frame in self.received)

    def holds(self, text: str) -> bool:
        """Whether the text is in the document, visible or not."""
        return text in self.page.content() or text in self.page.locator("body").inner_text()

    def traceback(self) -> str:
        """What looks like a Python traceback on the page; empty where nothing does."""
        body = self.page.locator("body").inner_text()
        shown = self.page.locator('[data-testid="stException"]').all_inner_texts()
        return "\n".join(shown) or ("Traceback" if "Traceback (most recent call last)" in body else "")

    # What the log knows

    def items(self, mode: str) -> list[Any]:
        """The items of this learner's newest session, in its order and as they were drawn."""
        by_id: dict[str, Item] = {item.id: item for item in shipped_topic().items()}
        started = self._started(mode)["payload"]
        return [resolve(by_id[one["id"]], seed=started["seed"]) for one in started["items"]]

    def _started(self, mode: str) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE_MS / 1000
        while not (rows := self.server.events(self.learner, kind="started", mode=mode)):
            assert time.monotonic() < end, f"No session of {mode} was begun."
            self.page.wait_for_timeout(50)
        return rows[-1]

    def close(self) -> None:
        """Go. Nothing that the app put on a page may have been refused by its own policy, and no script may have broken off."""
        contexts.go(self._browser, self.context)
        assert self.refused == []
        assert self.broke == []


def key_of(part: str, item: Item | str, *more: object) -> str:
    """The key of one part of an item: of one that the app ships with, or of that with this full id."""
    return keyed.by_id(part, item if isinstance(item, str) else _full_ids().get(item.id, f"{TOPIC}/{item.id}"), *more)


@cache
def _full_ids() -> dict[str, str]:
    of_all = [*shipped_topics().values()][::-1]  # two topics have ids in common: the first one's stay
    return {item.id: f"{topic.id}/{item.id}" for topic in of_all for item in topic.items()}


def plain_piece(text: str) -> str:
    """The longest run of plain words in a Markdown text, pictures aside: the same in the file, on the wire and on the page."""
    pieces: Sequence[str] = _PLAIN.findall(_PICTURE.sub("", text).replace("\n", " \n "))
    return max(pieces, key=len).strip() if pieces else ""


def card_with(cards: Sequence[Card], lab: str) -> Card:
    """The first card that invites to this lab with parameters of its own."""
    return next(card for card in cards if card.try_ is not None and card.try_.lab == lab and card.try_.set)
