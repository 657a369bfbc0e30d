"""Why a learner chose wrongly, in their own words: which of the mistaken ideas that the question names shows in them.

It is read as an explanation is, and counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizzes.models import Asked, Choice
from quizzes.questions.answers import Answer
from quizzes.questions.explain.coverage import check_phrase, cover
from quizzes.questions.explain.model import Point
from quizzes.questions.explain.phrasings import check_all
from quizzes.questions.faults import Fault


@dataclass(frozen=True)
class Recognised:
    """A mistaken idea, and the learner's own words that show it."""

    idea: str
    words: str

    @property
    def sentence(self) -> str:
        """What to say of it, in plain text."""
        return f"What you wrote shows a known mistake: {self.idea.rstrip('.')}."


def recognised(question: Asked, answer: Answer, reason: str) -> Recognised | None:
    """The first mistaken idea that ``reason`` shows, those behind the choices that were made before the others; None where none is.

    What is denied there, and what only repeats the question, shows nothing.
    """
    telling_choices = [choice for choice in _choices(question) if choice.idea is not None]
    telling_choices.sort(key=lambda choice: choice.id not in answer.choices)
    findings = cover(reason, [_point(choice) for choice in telling_choices], question_text=question.question)
    recognised_choices = ((choice, finding) for choice, finding in zip(telling_choices, findings, strict=True) if finding.found)
    return next((Recognised(choice.idea or "", finding.excerpt or "") for choice, finding in recognised_choices), None)


def faults(question: Asked) -> Iterator[Fault]:
    """Mistaken ideas without a name or behind a correct choice, and phrasings that could never be found, or show what is correct."""
    choices = _choices(question)
    right = [choice for choice in choices if choice.correct]
    for index, choice in enumerate(choices):
        if choice.because is None:
            continue
        path = ("choices", index, "because")
        if choice.correct:
            yield Fault(path, "a correct choice has no mistaken idea behind it", "leave it out, or give it to a wrong choice")
        elif choice.idea is None:
            yield Fault(path, "the mistaken idea has no name", "add “idea:”, or “mistake:” to the choice")
        for number, phrase in enumerate(choice.because.phrases):
            yield from _phrase_faults((*path, "phrases", number), phrase, right)
    fault_of_all = check_all([phrase for choice in choices if choice.because is not None for phrase in choice.because.phrases])
    if fault_of_all is not None:
        yield Fault(("choices",), *fault_of_all)


def placed(question: Asked) -> Iterator[tuple[str | int, ...]]:
    """Where in the question a mistaken idea stands."""
    yield from (("choices", index, "because") for index, choice in enumerate(_choices(question)) if choice.because is not None)


def _phrase_faults(path: tuple[str | int, ...], phrase: str, right: Sequence[Choice]) -> Iterator[Fault]:
    fault = check_phrase(phrase)
    if fault is not None:
        wrong, _, allowed = fault.partition("; ")
        yield Fault(path, wrong, allowed)
        return
    point = Point(id="idea", name="idea", phrases=(phrase,), missed="missed")
    for choice in right:
        for text in (choice.text, choice.why):
            (finding,) = cover(text, [point])
            if finding.found:
                wrong = f"{phrase!r} is found in what the correct choice says: “{finding.excerpt}”"
                yield Fault(path, wrong, "a phrasing that only somebody with the mistaken idea would use")
                return


def _point(choice: Choice) -> Point:
    phrases = choice.because.phrases if choice.because is not None else ()
    return Point(id=choice.id, name=choice.idea or "", phrases=phrases, missed=choice.why)


def _choices(question: Asked) -> Sequence[Choice]:
    """The choices of the question; nothing where it has none."""
    choices: Sequence[Choice] = getattr(question, "choices", ())
    return choices
