"""A part of a lesson is walked by keys alone: marking, sliding, handing in, going on, back and forth, to its end."""

from __future__ import annotations

from playwright.sync_api import expect
from student import TOPIC, Student, shipped_topic
from test_keyboard_only import go

from quizzes.questions import ask
from quizzes.questions.answers import Slide


def test_a_part_of_a_lesson_needs_no_mouse(student: Student) -> None:
    part = shipped_topic().lesson[0]
    student.open("lesson", topic=TOPIC)
    if len(shipped_topic().lesson) > 1:
        go(student, f"st-key-open-part-{TOPIC.replace('/', '_')}_{part.id}")
    for number, screen in enumerate(part.screens):
        student.sees(f"screen {number + 1} of {len(part.screens)}")
        student.mark(screen.ask, mode="lesson", right=number != 1)
        if isinstance(ask(screen.ask, seed=0), Slide):
            assert student.page.evaluate("() => document.activeElement.matches('input[type=range]')")
            student.page.keyboard.press("Space")  # hands in from the slider, which does nothing with it
        else:
            student.press("Space")
        expect(student.of("next", screen.ask)).to_be_visible()
        assert "This builds on" not in student.page.locator("body").inner_text()
        if number == 1:
            student.press("B")
            student.sees(f"screen 1 of {len(part.screens)}")
            student.press("Space")
            expect(student.of("next", screen.ask)).to_be_visible()
        student.press("Space")
        expect(student.of("next", screen.ask)).to_have_count(0)
    student.sees(f"You have been through “{part.title}”")
