"""Recall cards."""

from __future__ import annotations

from pydantic import Field

from quizzes.models.fields import CardLevel, Id, Text
from quizzes.models.item import Item


class Card(Item):
    """A recall card."""

    level: CardLevel = Field(description="beginner, intermediate or advanced.", examples=["beginner"])
    front: Text = Field(description="What is asked.", examples=["Do zeros make a dense network faster?"])
    back: Text = Field(description="What should come to mind.", examples=["No. A dense kernel multiplies by them too."])
    contrasts: Id | None = Field(
        None, description="The concept, confused with its own, that the card tells it apart from.", examples=["zeros-and-size"]
    )
