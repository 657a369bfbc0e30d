"""Any number of correct answers among several choices."""

from quizzes.questions.answers import PickSeveral
from quizzes.questions.because import faults
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.outputs import as_ids
from quizzes.questions.several_choices.grading import allows, ask, grade
from quizzes.questions.several_choices.model import Several
from quizzes.questions.several_choices.samples import EXAMPLE, samples

KIND = Kind(
    name="several-choices",
    item=Several,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    guessable=True,
    faults=faults,
    moodle=written_by("quizzes.questions.several_choices.moodle"),
    shape=PickSeveral,
    printed=as_ids,
    printing="print the ids of the choices that are right, one a line",
)
