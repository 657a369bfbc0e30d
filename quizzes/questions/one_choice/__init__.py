"""One correct answer among several choices."""

from quizzes.questions.answers import PickOne
from quizzes.questions.because import faults
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.one_choice.grading import allows, ask, fitting, grade
from quizzes.questions.one_choice.model import Question
from quizzes.questions.one_choice.samples import EXAMPLE, samples

KIND = Kind(
    name="one-choice",
    item=Question,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    guessable=True,
    faults=faults,
    moodle=written_by("quizzes.questions.one_choice.moodle"),
    shape=PickOne,
    printed=fitting,
)
