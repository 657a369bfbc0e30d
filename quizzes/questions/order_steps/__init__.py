"""Steps are put in order."""

from quizzes.questions.answers import PutInOrder
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.order_steps.grading import allows, ask, grade
from quizzes.questions.order_steps.model import OrderSteps
from quizzes.questions.order_steps.samples import EXAMPLE, samples
from quizzes.questions.outputs import as_ids

KIND = Kind(
    name="order-steps",
    item=OrderSteps,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    moodle=written_by("quizzes.questions.order_steps.moodle"),
    shape=PutInOrder,
    printed=as_ids,
    printing="print the ids of the steps in order, one a line",
)
