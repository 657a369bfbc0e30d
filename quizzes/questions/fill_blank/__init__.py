"""Gaps in a text are filled in."""

from quizzes.questions.fill_blank.grading import allows, ask, grade
from quizzes.questions.fill_blank.model import FillBlank
from quizzes.questions.fill_blank.samples import samples
from quizzes.questions.kind import Kind

KIND = Kind(name="fill-blank", item=FillBlank, ask=ask, allows=allows, grade=grade, samples=samples)
