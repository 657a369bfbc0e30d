"""The mistaken ideas behind the choices of shipped questions, tried on lines as learners write them: none is made up."""

from __future__ import annotations

import pytest
from shipped_topic import shipped_topics

from quizzes.models import Asked, Choice
from quizzes.questions import because
from quizzes.questions.answers import Answer

SAID = """
qc-pruning-removes bits bits | it makes the weights less precise, fewer bits
qc-pruning-removes bits bits | I thought the numbers get rounded, so each weight is a round number
qc-pruning-removes images images | bad images are taken out before training
qc-pruning-removes images images | you remove the pictures it can't learn from
qc-pruning-removes classes classes | classes that hardly ever come up are cut
qc-pruning-removes images - | because the word sounded like it
qc-pruning-removes bits - | it removes weights that are not needed
qc-benefit-of-pruning skipped-zeros skipped-zeros | the filters become zeros and are skipped
qc-benefit-of-pruning skipped-zeros skipped-zeros | a sparse matrix is quicker
qc-benefit-of-pruning shorter-numbers shorter-numbers | int8 needs only one byte
qc-benefit-of-pruning download download | it compresses better, e.g. as a zip
qc-benefit-of-pruning download - | the tensors are smaller
qc-quantization-downside bigger bigger | every weight needs its own scale, which has to be stored
qc-quantization-downside retrain retrain | you have to train it again with the rounded numbers
qc-quantization-downside retrain - | it does not have to be trained again
qc-quantization-downside removed removed | small weights become zero, so they are gone
qc-quantization-downside removed - | no idea
qc-zeros-latency ten ten | zeros are skipped by the CPU
qc-zeros-latency ten ten | 90% of the multiplications are gone so there is much less work
qc-zeros-latency ten ten | multiplying by zero costs nothing, there's less to compute
qc-zeros-latency four four | the file is smaller so it loads quicker
qc-zeros-latency four ten | it does not calculate the zeros
qc-zeros-latency slower slower | the mask has to be multiplied each time
qc-zeros-latency ten - | zeros are multiplied like any other number
qc-zeros-latency slower - | I guessed
qc-plain-convert int8 int8 | tflite is always int8
qc-plain-convert int8 int8 | I thought the export quantizes the model
qc-plain-convert float16 float16 | half precision is the default on mobile
qc-plain-convert weights-only weights-only | it saves just the weights
qc-plain-convert weights-only weights-only | the architecture is in the code
qc-plain-convert int8 - | it is float32 as long as nobody asks
qc-calibration train train | to fine-tune the weights a bit
qc-calibration train train | so that the network can learn from more images, train a little more
qc-calibration weights weights | it needs the min and max of the weights
qc-calibration accuracy accuracy | it has to check how good it still is
qc-calibration accuracy accuracy | to measure the accuracy afterwards
qc-calibration accuracy - | to see how large the activations get
qc-count-what-stays what-goes what-goes | amount is the fraction that is kept
qc-count-what-stays with-biases with-biases | I added the biases
qc-count-what-stays outputs-only outputs-only | a whole row of outputs is removed
qc-count-what-stays what-goes - | I just multiplied everything
qc-which-shrink-the-file zeros,int8 zeros | zeros don't have to be stored
qc-which-shrink-the-file zeros,int8 zeros | there are fewer weights to save
qc-which-shrink-the-file mask-on mask-on | masked weights are gone
qc-which-shrink-the-file zeros - | a zip of it gets smaller
qc-first-run mean mean | the average over all runs is fair
qc-first-run first first | the user has to wait for the first one
qc-first-run fastest fastest | the fastest run has the least noise
qc-first-run fastest fastest | the best time shows what it is really able to do
qc-first-run mean - | warm-up runs do not count
qc-control-slower slower slower | 12 minus 10 gives 2
qc-control-slower faster faster | it is still faster
qc-control-slower again again | measure it again to be sure
qc-control-slower faster - | the two are within the noise
qc-right-on-laptop refuse refuse | it checks the input and raises an error
qc-right-on-laptop adapt adapt | only the proportions of the pixels matter
qc-right-on-laptop adapt adapt | batch norm normalizes the input anyway
qc-right-on-laptop slow slow | bigger numbers take longer to multiply
qc-right-on-laptop slow - | not sure
qc-microcontroller file file | the model has to fit into the ram
qc-microcontroller macs macs | the processor is slow
qc-microcontroller accuracy accuracy | if the accuracy drops it is useless
qc-microcontroller macs - | the activations have to find room
"""
LINES = [tuple(part.strip() for part in line.split("|")) for line in SAID.strip().splitlines()]
MOST_OVERLOOKED = 0.12


def questions() -> dict[str, Asked]:
    return {item.id: item for topic in shipped_topics().values() for item in topic.quick_check}


def ideas(question: Asked) -> list[Choice]:
    return [choice for choice in getattr(question, "choices", ()) if choice.because is not None]


def shown(question: Asked, picked: str, line: str) -> str:
    """The id of the choice whose idea is recognised, ``-`` for none."""
    found = because.recognised(question, Answer(tuple(picked.split(","))), line)
    return next((choice.id for choice in ideas(question) if found is not None and choice.idea == found.idea), "-")


@pytest.mark.parametrize(("told", "line"), LINES, ids=[f"{told} {line[:30]}" for told, line in LINES])
def test_no_idea_is_recognised_that_nobody_had(told: str, line: str) -> None:
    item, picked, wanted = told.split()
    assert shown(questions()[item], picked, line) in (wanted, "-")


def test_nearly_every_idea_that_was_put_into_words_is_recognised() -> None:
    had = [(told.split(), line) for told, line in LINES if not told.endswith(" -")]
    overlooked = [(told, line) for told, line in had if shown(questions()[told[0]], told[1], line) == "-"]
    assert len(overlooked) <= MOST_OVERLOOKED * len(had), overlooked


def test_at_least_ten_questions_know_the_ideas_behind_their_choices_each_by_its_own_words() -> None:
    known = {item.id: ideas(item) for item in questions().values() if ideas(item)}
    assert len(known) >= 10
    assert {told.split()[0] for told, _ in LINES} == known.keys()


def test_each_idea_is_recognised_by_its_own_words() -> None:
    for question in questions().values():
        for choice in ideas(question):
            if choice.because is not None and choice.because.idea is not None:
                assert shown(question, choice.id, choice.because.idea) == choice.id, choice.because.idea


def test_what_the_choices_say_about_what_is_correct_shows_no_mistaken_idea() -> None:
    for question in questions().values():
        for choice in getattr(question, "choices", ()):
            if choice.correct and ideas(question):
                assert because.recognised(question, Answer(), f"{choice.text}. {choice.why}") is None, question.id
