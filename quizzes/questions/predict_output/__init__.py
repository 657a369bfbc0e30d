"""What the code prints is typed."""

from quizzes.questions.answers import TypeIn
from quizzes.questions.kind import Kind, written_by
from quizzes.questions.outputs import as_text
from quizzes.questions.predict_output.faults import faults
from quizzes.questions.predict_output.grading import allows, ask, grade
from quizzes.questions.predict_output.model import PredictOutput
from quizzes.questions.predict_output.samples import EXAMPLE, samples

KIND = Kind(
    name="predict-output",
    item=PredictOutput,
    ask=ask,
    allows=allows,
    grade=grade,
    samples=samples,
    example=EXAMPLE,
    faults=faults,
    moodle=written_by("quizzes.questions.predict_output.moodle"),
    shape=TypeIn,
    printed=as_text,
)
