"""Steps are put in order."""

from quizzes.questions.kind import Kind
from quizzes.questions.order_steps.grading import allows, ask, grade
from quizzes.questions.order_steps.model import OrderSteps
from quizzes.questions.order_steps.samples import samples

KIND = Kind(name="order-steps", item=OrderSteps, ask=ask, allows=allows, grade=grade, samples=samples)
