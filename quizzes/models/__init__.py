"""What all parts of a topic file have in common (format 1). The reader turns a refusal into a line of the file."""

from quizzes.models.base import Part
from quizzes.models.card import Card
from quizzes.models.claims import Budget, Myth, Outcome, SaidBy
from quizzes.models.header import FORMAT, Header, SheetSection
from quizzes.models.item import LATER_FIELDS, Concept, Group, Item, Source, Try, Wager, Way
from quizzes.models.proof import UNSAID, Compared, LabRun, Measure, Proof, Rival, Shown
from quizzes.models.questions import Asked, Choice, Mistake, Snippet

__all__ = [
    "FORMAT",
    "LATER_FIELDS",
    "UNSAID",
    "Asked",
    "Budget",
    "Card",
    "Choice",
    "Compared",
    "Concept",
    "Group",
    "Header",
    "Item",
    "LabRun",
    "Measure",
    "Mistake",
    "Myth",
    "Outcome",
    "Part",
    "Proof",
    "Rival",
    "SaidBy",
    "SheetSection",
    "Shown",
    "Snippet",
    "Source",
    "Try",
    "Wager",
    "Way",
]
