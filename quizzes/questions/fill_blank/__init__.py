"""Gaps in a text are filled in."""

from quizzes.questions.answers import TypeIn
from quizzes.questions.fill_blank.faults import faults
from quizzes.questions.fill_blank.grading import allows, ask, finished, grade, with_numbers
from quizzes.questions.fill_blank.model import FillBlank
from quizzes.questions.fill_blank.samples import EXAMPLE, samples
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.outputs import as_lines

KIND = Kind(
    name="fill-blank",
    item=FillBlank,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    faults=faults,
    moodle=written_by("quizzes.questions.fill_blank.moodle"),
    text=with_numbers,
    filled=finished,
    shape=TypeIn,
    printed=as_lines,
)
