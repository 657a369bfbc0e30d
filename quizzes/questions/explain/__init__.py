"""An explanation is written from memory and compared with the points that it should contain."""

from quizzes.questions.explain.faults import faults
from quizzes.questions.explain.grading import coverage
from quizzes.questions.explain.model import Prompt
from quizzes.questions.explain.samples import EXAMPLE, samples
from quizzes.questions.kind import Kind, written_by

KIND = Kind(
    name="explain",
    item=Prompt,
    grade=coverage,
    samples=samples,
    example=EXAMPLE,
    faults=faults,
    moodle=written_by("quizzes.questions.explain.moodle"),
)
