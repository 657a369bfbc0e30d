"""Any number of correct answers among several choices."""

from quizzes.questions.kind import Kind
from quizzes.questions.several_choices.grading import allows, ask, grade
from quizzes.questions.several_choices.model import Several
from quizzes.questions.several_choices.samples import samples

KIND = Kind(name="several-choices", item=Several, ask=ask, allows=allows, grade=grade, samples=samples, guessable=True)
