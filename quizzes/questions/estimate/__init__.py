"""A number is estimated on a scale."""

from quizzes.questions.answers import Slide
from quizzes.questions.estimate.faults import faults
from quizzes.questions.estimate.grading import allows, ask, grade
from quizzes.questions.estimate.model import Estimate
from quizzes.questions.estimate.samples import EXAMPLE, samples
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.outputs import as_text

KIND = Kind(
    name="estimate",
    item=Estimate,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    guessable=True,
    faults=faults,
    moodle=written_by("quizzes.questions.estimate.moodle"),
    shape=Slide,
    printed=as_text,
)
