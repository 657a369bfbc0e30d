"""Whatever happens to the server or the keyboard: what the page has confirmed is in the log, once.

``KILLS`` says how often the server is killed (default 6; it was run with 50 before the schedule shipped).
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from app_server import AppServer
from playwright.sync_api import Browser, Error, expect
from student import TOPIC, Student, key_of

from quizzes.models import Card

pytestmark = [pytest.mark.slow, pytest.mark.browser]

KILLS = int(os.environ.get("KILLS", "6"))
HELD_S = 3.0


def rate_until_it_fails(student: Student, cards: list[Card], confirmed: list[str], until: threading.Event) -> None:
    """Turn over and rate card after card; a card counts as confirmed once the server has taken it off the page,
    which is a moment after the browser has shown the next one."""
    for number, card in enumerate(cards):
        if card.id in confirmed:
            continue
        try:
            expect(student.of("card", card)).to_be_visible(timeout=4_000)
            student.of("turn", card).get_by_role("button").click(timeout=4_000)
            student.of("rate", card, 3).get_by_role("button").click(timeout=4_000)
            then = key_of("card", cards[number + 1]) if number + 1 < len(cards) else "again-all"
            expect(student.keyed(then)).to_be_visible(timeout=4_000)
            expect(student.of("card", card)).to_have_count(0, timeout=4_000)
        except (Error, AssertionError):
            if until.is_set():
                return
            raise
        confirmed.append(card.id)


def rated(server: AppServer, student: Student) -> Counter[str]:
    rows = server.events(student.learner, kind="rated")
    return Counter(f"{row['session']}:{row['item'].rpartition('/')[2]}" for row in rows)


def test_a_server_killed_at_any_moment_loses_nothing_the_page_confirmed(browser: Browser, start_server: Callable[..., AppServer]) -> None:
    server = start_server()
    student = Student(browser, server)
    dice = random.Random(0)
    confirmed_before: Counter[str] = Counter()
    student.open("recall", topic=TOPIC, deck="all")
    cards, confirmed = student.items("recall"), []
    for _ in range(KILLS):
        killed = threading.Event()

        def kill(wait_s: float = 0.2 + 2.5 * dice.random(), killed: threading.Event = killed) -> None:
            time.sleep(wait_s)
            killed.set()
            server.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        while killer.is_alive() or not killed.is_set():
            rate_until_it_fails(student, cards, confirmed, killed)
            if len(confirmed) == len(cards) and not killed.is_set():
                confirmed_before += Counter(f"{student.query['session']}:{one}" for one in confirmed)
                student.keyed("again-all").get_by_role("button").click()
                student.settle()
                cards, confirmed = student.items("recall"), []
        killer.join()
        server.start()
        found = rated(server, student)
        session = student.query["session"]
        assert set(found.values()) <= {1}, found
        assert {f"{session}:{one}" for one in confirmed} | set(confirmed_before) <= set(found)
        student.refresh()
        confirmed = [one.id for one in cards if f"{session}:{one.id}" in found]


def test_a_rating_key_held_down_rates_each_shown_card_at_most_once(student: Student) -> None:
    student.open("recall", topic=TOPIC, deck="short")
    cards = student.items("recall")
    student.press_when_seen("Show the answer", "Space")
    expect(student.button("Got it")).to_be_visible()
    end = time.monotonic() + HELD_S
    while time.monotonic() < end:
        student.page.keyboard.down("2")  # a key that is down already sends repeats
        time.sleep(0.03)
    student.page.keyboard.up("2")
    expect(student.of("card", cards[1])).to_be_visible()
    student.settle()
    rows = student.server.events(student.learner, kind="rated")
    assert Counter(row["item"] for row in rows) == {f"{TOPIC}/{cards[0].id}": 1}
    assert student.traceback() == ""
