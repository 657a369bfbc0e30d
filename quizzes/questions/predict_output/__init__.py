"""What the code prints is typed."""

from quizzes.questions.kind import Kind
from quizzes.questions.predict_output.grading import allows, ask, grade
from quizzes.questions.predict_output.model import PredictOutput
from quizzes.questions.predict_output.samples import samples

KIND = Kind(name="predict-output", item=PredictOutput, ask=ask, allows=allows, grade=grade, samples=samples)
