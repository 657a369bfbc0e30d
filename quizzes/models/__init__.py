"""What a topic file may hold (format 1). The reader turns a refusal into a line of the file."""

from quizzes.models.base import Part
from quizzes.models.claims import Budget, Myth, Outcome
from quizzes.models.explanation import Point, Prompt
from quizzes.models.item import LATER_FIELDS, Concept, Group, Item, Source, Try, Wager, Way
from quizzes.models.proof import Compared, Proof, Shown
from quizzes.models.questions import (
    Asked,
    Blank,
    Choice,
    FillBlank,
    Mistake,
    Numeric,
    Ordered,
    OrderSteps,
    PredictOutput,
    Question,
    Several,
    Snippet,
)
from quizzes.models.topic import FORMAT, QUESTION_TYPES, SECTIONS, SECTIONS_SAID, Card, Header, SheetSection, Topic
from quizzes.models.worked import Problem, Step, StepBlank

__all__ = [
    "FORMAT",
    "LATER_FIELDS",
    "QUESTION_TYPES",
    "SECTIONS",
    "SECTIONS_SAID",
    "Asked",
    "Blank",
    "Budget",
    "Card",
    "Choice",
    "Compared",
    "Concept",
    "FillBlank",
    "Group",
    "Header",
    "Item",
    "Mistake",
    "Myth",
    "Numeric",
    "OrderSteps",
    "Ordered",
    "Outcome",
    "Part",
    "Point",
    "PredictOutput",
    "Problem",
    "Prompt",
    "Proof",
    "Question",
    "Several",
    "SheetSection",
    "Shown",
    "Snippet",
    "Source",
    "Step",
    "StepBlank",
    "Topic",
    "Try",
    "Wager",
    "Way",
]
