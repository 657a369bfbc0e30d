"""A number is typed."""

from quizzes.questions.answers import TypeIn
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.numeric.faults import faults
from quizzes.questions.numeric.grading import allows, ask, fault, grade
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.numeric.samples import EXAMPLE, samples
from quizzes.questions.outputs import as_text

KIND = Kind(
    name="numeric",
    item=Numeric,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    faults=faults,
    fault=fault,
    moodle=written_by("quizzes.questions.numeric.moodle"),
    shape=TypeIn,
    printed=as_text,
)
