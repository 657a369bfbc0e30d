"""Lessons: what is read before anything is asked for good. A part is a handful of screens, each with one idea and one small question.

The question of a screen is one of the types of ``quizzes.questions``. It is known by the screen's id, and is about the screen's concept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Discriminator, Field, SerializeAsAny, Tag, ValidationInfo, field_validator, model_validator

from quizzes.models import Asked, Part
from quizzes.models.base import refused
from quizzes.models.fields import Id, Ids, Line, Silences, Text
from quizzes.questions import question_types

SECTION = "lesson"

TAGS: Mapping[str, type[Asked]] = {f"<{name}>": model for name, model in question_types().items()}
"""What pydantic adds to the place of a fault in a screen's question -> the model of that question."""

OF_THE_SCREEN = ("id", "was", "concept", "source")
"""Fields of a question that the screen has in its place."""


def _tag(value: Any) -> str | None:
    if isinstance(value, Asked):
        return f"<{value.type}>"
    return f"<{value.get('type', 'one-choice')}>" if isinstance(value, dict) else None


if TYPE_CHECKING:
    Small = Asked
else:
    Small = Annotated[Union[tuple(Annotated[model, Tag(tag)] for tag, model in TAGS.items())], Discriminator(_tag)]  # noqa: UP007


class Screen(Part):
    """One idea, and one small question whose answer opens the next screen."""

    id: Id = Field(description="Unique in the file, never changed: answers are kept under it.", examples=["a-weight"])
    was: Ids = Field((), description="Earlier ids of this screen.", examples=[["weights"]])
    concept: Id | None = Field(None, description="What it is about; the part's first concept where left out.", examples=["mask"])
    source: Ids = Field((), description="Ids of the sources of its facts.", examples=["deep-compression"])
    says: Text = Field(description="Markdown: one idea in at most 60 words, with a picture.", examples=["A weight is a number."])
    ask: SerializeAsAny[Small] = Field(
        description="One small question, of any type; what is read next builds on its answer.",
        examples=[{"question": "What is a weight?", "choices": [{"id": "number", "text": "A number", "correct": "true", "why": "…"}]}],
    )

    @field_validator("ask", mode="before")
    @classmethod
    def _known_by_the_screen(cls, entry: Any, info: ValidationInfo) -> Any:
        if not isinstance(entry, dict):
            return entry
        for key in OF_THE_SCREEN:
            if key in entry:
                raise refused(f"the question has {key!r} of its own", f"write “{key}:” beside “says:”", code="unknown-key")
        of_screen = {"id": "screen", "concept": "concept"} | {key: value for key in OF_THE_SCREEN if (value := info.data.get(key))}
        return {"level": "easy"} | entry | of_screen


class LessonPart(Part):
    """What is learned in one go, in about five minutes."""

    id: Id = Field(description="Unique in the lesson, never changed.", examples=["what-pruning-takes"])
    title: Line = Field(description="What the student reads in the list of parts.", examples=["What pruning takes away"])
    concepts: Annotated[Ids, Field(min_length=1)] = Field(
        description="What it teaches: the cards of these concepts are due the day after the part is finished.",
        examples=[["what-is-pruning"]],
    )
    screens: Annotated[tuple[Screen, ...], Field(min_length=1, max_length=12)] = Field(
        description="Five to seven of them.",
        examples=[[{"id": "a-weight", "says": "A weight is a number.", "ask": {"question": "…", "choices": []}}]],
    )
    silence: Silences = Field(
        {}, description="Code of a warning about this part -> why it does not apply.", examples=[{"lesson-length": "two ideas only"}]
    )

    @model_validator(mode="before")
    @classmethod
    def _about_the_first_concept(cls, entry: Any) -> Any:
        """Give each screen that names no concept the first of the part."""
        concepts = entry.get("concepts") if isinstance(entry, dict) else None
        first = concepts if isinstance(concepts, str) else concepts[0] if isinstance(concepts, list | tuple) and concepts else None
        screens = entry.get("screens") if isinstance(entry, dict) else None
        if first is None or not isinstance(screens, list):
            return entry
        about = {"concept": first}
        return {**entry, "screens": [about | screen if isinstance(screen, dict) else screen for screen in screens]}

    @property
    def questions(self) -> tuple[Asked, ...]:
        """The questions of its screens, in order."""
        return tuple(screen.ask for screen in self.screens)

    def screen(self, screen_id: str) -> Screen | None:
        """The screen that has or had that id."""
        return next((screen for screen in self.screens if screen_id in (screen.id, *screen.was)), None)


def asked_in(part: Part, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Asked]]:
    """The questions that stand in a part of a lesson which stands at that path, each with its own path; nothing in anything else."""
    if isinstance(part, LessonPart):
        for index, screen in enumerate(part.screens):
            yield (*path, "screens", index, "ask"), screen.ask
