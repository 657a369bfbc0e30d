"""A number is typed."""

from quizzes.questions.kind import Kind
from quizzes.questions.numeric.grading import allows, ask, fault, grade
from quizzes.questions.numeric.model import Numeric
from quizzes.questions.numeric.samples import samples

KIND = Kind(name="numeric", item=Numeric, ask=ask, allows=allows, grade=grade, samples=samples, fault=fault)
