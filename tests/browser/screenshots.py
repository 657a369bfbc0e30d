"""Makes the pictures that README shows: ``python -m tests.browser.screenshots [NAME.png …]``, all of them where none is named.

They show the shipped content to a learner with a fixed past; what was measured and the time of day are those of the moment.
``tests/test_readme_pictures.py`` holds that README shows these pictures, and that no page is forgotten.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from student import Student

FOLDER = Path(__file__).resolve().parents[2] / ".github" / "screenshots"
TOPIC = "computer-vision/model-optimization"
SEED = 7
LAB_LIMIT_MS = 240_000
CHARTS_MS = 1500
"""Until a chart has been drawn."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """``scene`` brings a student to what is to be seen of ``page``, a name of ``views.page.pages.PAGES``."""

    page: str
    scene: Callable[[Student], None]
    height_px: int = 820
    width_px: int = 1000
    scheme: Literal["light", "dark"] = "light"


def topic(student: Student) -> None:
    from past import remember_weeks

    remember_weeks(student)
    student.open("topic", topic=TOPIC)


def lesson(student: Student) -> None:
    student.open("lesson", topic=TOPIC, part="what-pruning-takes")
    screen = student.items("lesson")[0]
    student.mark(screen, mode="lesson")
    student.hand_in(screen)
    student.of("next", screen).wait_for()


def recall(student: Student) -> None:
    begin(student, "recall", deck="short")
    student.open("recall", topic=TOPIC, deck="short")
    student.press_when_seen("Show the answer", "Space")
    student.button("Got it").wait_for()


def myth(student: Student) -> None:
    from student import key_of

    student.open("myths", topic=TOPIC)
    claim = student.items("myths")[0]
    student.of("choice", claim, 1).get_by_role("button").click()
    student.hand_in(claim, sure=True)
    _waits_for(student, key_of("figure", claim))


def prune(student: Student) -> None:
    student.open("prune", topic=TOPIC)
    student.page.get_by_text(re.compile("of 1,000 test pictures")).first.wait_for(timeout=LAB_LIMIT_MS)  # beside the slider, measured once
    student.page.wait_for_timeout(CHARTS_MS)


def digit(student: Student) -> None:
    student.open("digit", topic=TOPIC)
    student.page.get_by_role("progressbar").first.wait_for(state="detached", timeout=LAB_LIMIT_MS)
    student.button("Draw one for me").click()
    student.button("Read it").click()
    _waits_for(student, "card-readings")


def verdict(student: Student) -> None:
    from quizzes.questions import Question

    begin(student, "self-test")
    student.open("self-test", topic=TOPIC)
    questions = student.items("self-test")
    missed = [one for one in questions if isinstance(one, Question)][1:3]
    for number, question in enumerate(questions):
        student.mark(question, mode="self-test", right=question not in missed)
        student.hand_in(question, sure=question in missed or number % 4 > 0)
        student.of("card", question).wait_for(state="detached")
    student.sees("How is this decided?")


def progress(student: Student) -> None:
    from past import remember_weeks

    remember_weeks(student)
    student.open("progress")
    student.sees("What you know")
    student.page.wait_for_timeout(CHARTS_MS)


def today(student: Student) -> None:
    from past import remember_weeks

    remember_weeks(student)
    student.open("today")
    student.button("Start").click()
    student.sees(re.compile("^1 of "))


def author(student: Student) -> None:
    student.come_by_link()
    student.open("author", topic=TOPIC, item="qc-count-what-stays")
    student.of("card", f"{TOPIC}/qc-count-what-stays").wait_for()


PICTURES: Mapping[str, Picture] = {
    "topic.png": Picture(page="topic", scene=topic),
    "lesson.png": Picture(page="lesson", scene=lesson, height_px=900),
    "prune.png": Picture(page="prune", scene=prune, height_px=1230),
    "myth.png": Picture(page="myths", scene=myth, height_px=1180),
    "digit.png": Picture(page="digit", scene=digit, height_px=1480),
    "recall.png": Picture(page="recall", scene=recall),
    "verdict.png": Picture(page="self-test", scene=verdict),
    "progress.png": Picture(page="progress", scene=progress),
    "today.png": Picture(page="today", scene=today, width_px=390, height_px=844, scheme="dark"),
    "author.png": Picture(page="author", scene=author, height_px=645),
}

WITHOUT: Mapping[str, str] = {
    "catalog": "a list of topics, each of which is better shown by its own page",
    "quick-check": "looks as a question of the self-test does",
    "quantize": "is built as the pruning lab is",
    "budget": "is built as the pruning lab is",
    "practice": "text, which README describes",
    "explain": "text, which README describes",
    "cheat-sheet": "text to print",
    "search": "a field and a list",
    "you": "settings",
    "items": "a table that means something only with a class",
}
"""Pages that README shows no picture of, and why."""


def begin(student: Student, mode: str, **options: str) -> None:
    """Begin a session behind the server's back, with the same items in the same order each time; the page then goes on with it."""
    from student import shipped_topic

    from quizzes.attempts.attempt import Moment
    from quizzes.attempts.mode import Scope
    from quizzes.events.log import open_log
    from quizzes.sessions.register import MODES
    from quizzes.sessions.study import Study

    log = open_log(f"sqlite:///{student.server.folder / 'data' / 'events.db'}")
    study = Study(log, token=lambda: f"picture-{mode}", seed=lambda: SEED)
    study.begin(MODES[mode], Scope.of(shipped_topic()), learner=student.learner, moment=Moment(datetime.now(UTC), 0), options=dict(options))
    log.close()


def _waits_for(student: Student, key: str) -> None:
    student.keyed(key).wait_for(timeout=LAB_LIMIT_MS)
    student.page.wait_for_timeout(CHARTS_MS)


def main(names: Sequence[str], folder: Path = FOLDER) -> int:
    """Make the named pictures, or all."""
    sys.path[:0] = [str(Path(__file__).parent)]  # the modules beside this file are imported as pytest imports them
    sys.path.append(str(Path(__file__).parents[1]))
    from app_server import AppServer
    from chromium import ARGUMENTS, CHROMIUM
    from playwright.sync_api import sync_playwright
    from student import Student

    unknown = set(names) - PICTURES.keys()
    if unknown:
        print(f"There is no picture {', '.join(sorted(unknown))}; there are: {', '.join(PICTURES)}.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        server = AppServer(Path(data), cache=Path(data) / "cache")
        server.start()
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            for name in names or PICTURES:
                picture = PICTURES[name]
                student = Student(chromium, server, size=(picture.width_px, picture.height_px), scheme=picture.scheme)
                student.open("you")  # from now on the browser is somebody
                picture.scene(student)
                student.settle()
                student.page.mouse.move(0, 0)
                student.page.wait_for_timeout(300)
                student.page.screenshot(path=str(folder / name))
                student.close()
                print(folder / name)
        finally:
            chromium.close()
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
