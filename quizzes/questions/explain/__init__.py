"""An explanation is written from memory and compared with the points that it should contain."""

from quizzes.questions.explain.faults import faults
from quizzes.questions.explain.grading import coverage
from quizzes.questions.explain.model import Prompt
from quizzes.questions.explain.moodle import moodle
from quizzes.questions.explain.samples import EXAMPLE, samples
from quizzes.questions.kind import Kind

KIND = Kind(name="explain", item=Prompt, grade=coverage, samples=samples, example=EXAMPLE, moodle=moodle, faults=faults)
