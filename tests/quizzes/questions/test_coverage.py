"""Coverage of explanations, against answers that were labelled by hand before the matcher was written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quizzes.questions import Point, Prompt
from quizzes.questions.explain.coverage import TEXT_LIMIT, Finding, check_phrase, cover
from quizzes.questions.explain.grading import Coverage, coverage, grade
from quizzes.questions.explain.lexicon import LEXICON
from quizzes.questions.explain.samples import samples
from quizzes.questions.explain.trial import Tally, tally, tried

HERE = Path(__file__).parent
TOPICS = sorted((HERE.parents[2] / "content").glob("*/*.yaml"))


def _load(path: Path) -> Any:
    """Every scalar as text: labels and phrasings hold neither numbers nor truth values."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)


PROMPTS = {prompt["id"]: Prompt.model_validate(prompt) for path in TOPICS for prompt in _load(path).get("explain", ())}


def _tried(answers: list[dict[str, Any]]) -> tuple[Tally, list[str]]:
    whole, wrong = Tally(), []
    for answer in answers:
        prompt, labels = PROMPTS[answer["prompt"]], set(answer["covers"])
        points = {point.id for point in prompt.points}
        assert labels <= points, answer["id"]
        findings = coverage(prompt, answer["text"]).findings
        whole += tally(findings, labels, points - labels)
        for finding in findings:
            if finding.found != (finding.point in labels):
                kind = f"invented by {finding.phrase!r}" if finding.found else "overlooked"
                wrong.append(f"  {answer['id']}.{finding.point}: {kind} {finding.excerpt or ''}")
    return whole, wrong


def _tallies(file: str, capsys: pytest.CaptureFixture[str]) -> tuple[Tally, Tally]:
    """All answers and the negated ones alone; prints both."""
    answers = _load(HERE / file)
    negated = [answer for answer in answers if answer.get("negated") == "true"]
    assert 4 * len(negated) >= len(answers), "a quarter of the answers must hold a denied or contradicted idea"
    tallies = []
    with capsys.disabled():
        for title, some in ((file, answers), (f"{file}, negated", negated)):
            found, wrong = _tried(some)
            tallies.append(found)
            print(f"\n{title}: {len(some)} answers, {found}", *wrong, sep="\n")
    return tallies[0], tallies[1]


def test_on_the_labelled_answers_precision_and_recall_are_nine_in_ten_or_better(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(_load(HERE / "explain_answers.yaml")) >= 40
    for found in _tallies("explain_answers.yaml", capsys):
        assert found.precision >= 0.9
        assert found.recall >= 0.9


def test_on_the_answers_of_other_students_it_stays_as_good_as_it_got(capsys: pytest.CaptureFixture[str]) -> None:
    for found in _tallies("explain_held_out.yaml", capsys):
        assert found.precision >= 0.9
        assert found.recall >= 0.85


def test_on_answers_to_all_prompts_it_finds_nearly_all_and_invents_nearly_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    answers = _load(HERE / "explain_more_answers.yaml")
    assert len(answers) >= 80
    assert {answer["prompt"] for answer in answers} == PROMPTS.keys()
    whole, negated = _tallies("explain_more_answers.yaml", capsys)
    assert (whole.precision >= 0.95, whole.recall >= 0.9) == (True, True)
    assert (negated.precision >= 0.85, negated.recall >= 0.9) == (True, True)


@pytest.mark.parametrize(("file", "opposites"), [("explain_opposites.yaml", 0.85), ("explain_beside.yaml", 0.8)])
def test_on_answers_full_of_opposites_and_beside_the_point_it_stays_as_good_as_it_got(file: str, opposites: float) -> None:
    answers = _load(HERE / file)
    whole, wrong = _tried(answers)
    assert (whole.precision >= 0.9, whole.recall >= 0.9) == (True, True), wrong
    told = said = both = 0
    for answer in answers:
        labels = set(answer.get("contradicts", ()))
        seen = {finding.point for finding in coverage(PROMPTS[answer["prompt"]], answer["text"]).findings if finding.contradicted}
        told, said, both = told + len(seen), said + len(labels), both + len(seen & labels)
    assert both >= 0.95 * told
    assert both >= opposites * said


def test_on_answers_whose_words_say_something_else_it_stays_as_good_as_it_got() -> None:
    whole, wrong = _tried(_load(HERE / "explain_kinds.yaml"))
    assert (whole.precision >= 0.75, whole.recall >= 0.9) == (True, True), wrong


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=lambda prompt: prompt.id)
def test_a_shipped_prompt_has_six_examples_or_more_and_its_phrasings_see_them_all(prompt: Prompt) -> None:
    assert len(prompt.examples) >= 6
    assert {point for one in prompt.examples for point in one.has} == {point.id for point in prompt.points}
    assert (tried(prompt).precision, tried(prompt).recall) == (1.0, 1.0)


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=lambda prompt: prompt.id)
def test_the_samples_of_a_prompt_get_their_scores(prompt: Prompt) -> None:
    for text, score in samples(prompt):
        found = coverage(prompt, text)
        assert found.score == score, [finding for finding in found.findings if not finding.found]


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=lambda prompt: prompt.id)
def test_no_model_answer_is_called_the_opposite_of_a_point(prompt: Prompt) -> None:
    assert [finding for finding in coverage(prompt, prompt.answer).findings if finding.contradicted] == []


@pytest.mark.parametrize("prompt", PROMPTS.values(), ids=lambda prompt: prompt.id)
def test_neither_the_prompt_nor_its_hint_covers_a_prompt(prompt: Prompt) -> None:
    assert not coverage(prompt, prompt.prompt).complete
    assert not coverage(prompt, prompt.hint).complete


def test_every_shipped_phrasing_is_well_written() -> None:
    lines = [(one.groups, line) for one in PROMPTS.values() for point in one.points for line in (*point.phrases, *point.contradictions)]
    assert {line: wrong for groups, line in lines if (wrong := check_phrase(line, groups))} == {}


def _point(*phrases: str, against: tuple[str, ...] = ()) -> Point:
    return Point(id="one", name="One", phrases=phrases, contradictions=against, missed="Missed.")


def _found(text: str, *phrases: str) -> bool:
    return cover(text, [_point(*phrases)])[0].found


@pytest.mark.parametrize(
    "text",
    [
        "Pruning removes weights.",
        "the removal of some weights",
        "Weights that do not matter are removed.",
        "wieghts get remooved",
        "It not only removes weights, it shrinks the file.",
        "It isn't true that it doesn't remove weights.",
        "It does not get small without removing weights.",
        "Without removing weights it would not be small.",
        "I know nothing about filters, but weights are removed.",
        "Weights no longer needed are removed.",
        "You can't avoid removing weights.",
    ],
)
def test_an_idea_is_found_in_any_form_and_order(text: str) -> None:
    assert _found(text, "remove weight")


@pytest.mark.parametrize(
    "text",
    [
        "Pruning does not remove weights.",
        "pruning doesnt remove any weights",
        "No weights are removed.",
        "It never removes weights, neurons or filters.",
        "It works without removing weights.",
        "Instead of removing weights it trains them.",
        "It hardly removes weights.",
        "None of the weights is removed.",
        "It fails to remove weights.",
        "I doubt that weights are removed.",
        "It is a myth that it removes weights.",
        "Some say it removes weights, but that is wrong.",
        "Removing weights is not necessary.",
        "removed weights: none",
        "Neither weights nor filters are removed.",
        "About weights it removes nothing.",
        "It removes the images. Weights stay.",
        "It removes images but weights stay.",
    ],
)
def test_a_denied_idea_is_not_found(text: str) -> None:
    assert not _found(text, "remove weight")


def test_a_phrasing_with_a_denial_wants_the_denial() -> None:
    assert _found("It works without any calibration data.", "without calibration")
    assert _found("Zeros do not speed up the network.", "not speed-up")
    assert not _found("It needs calibration data.", "without calibration")
    assert not _found("It doesn't work without calibration.", "without calibration")
    assert _found("Hardly any accuracy is lost.", "hardly accuracy lost")
    assert not _found("No accuracy is lost.", "hardly accuracy lost")
    assert _found("Zeros change nothing at all.", "zeros change nothing")
    assert not _found("It changes the zeros.", "zeros change nothing")


def test_the_notation_means_what_it_says() -> None:
    assert _found("an 8-bit number", "8-bit")
    assert _found("with eight bits", "8-bit")
    assert _found("only 8bits", "8-bit")
    assert not _found("8 networks of one bit", "8-bit")
    assert _found("finetuned again", "fine-tune")
    assert _found("much faster", "fast*")
    assert _found("it deletes them: the filters", "remove/delete filter")
    assert not _found("it loses precision of each bit", "lose precision !bit")
    assert _found("it loses precision", "lose the precision !bit")
    assert not _found("remove one two three four five six seven eight nine ten eleven weights", "remove weight")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("less params", "fewer/less parameter"),
        ("better perf w/o quant", "without quantization"),
        ("the same no. of mults", "same number multiplication"),
        ("30 imgs per sec, 2 $", "image second dollar"),
        ("quantised and optimised", "quantize optimize"),
        ("it isn't optimized", "not optimised"),
    ],
)
def test_abbreviations_and_british_spelling_are_the_usual_word(text: str, phrase: str) -> None:
    assert _found(text, phrase)


def test_the_noun_of_an_idiom_is_not_the_noun() -> None:
    assert _found("A bit of precision is lost.", "precision lost !bit")
    assert not _found("A bit of precision is lost.", "bit")
    assert not _found("It turns out to be faster.", "turns")
    assert not _found("First, run both.", "first run")
    assert _found("The first run is slow.", "first run")
    assert not _found("On the other hand it is slow.", "hand")


@pytest.mark.parametrize(
    "text", ["measure ABABAB", "A, B, A, B", "a/b/a/b", "old, new, old, new and so on", "old then new then old then new"]
)
def test_a_pattern_of_letters_or_words_says_in_turns(text: str) -> None:
    assert _found(text, "alternate")
    assert not _found("measure AAABBB, then old and new, haha", "alternate")
    assert not _found("Do not measure ABABAB.", "alternate")


def test_what_a_clause_leaves_out_is_that_of_the_clause_before_it() -> None:
    phrase = "int8 fit flash"
    assert _found("The float model will not fit into the flash, the int8 one will.", phrase)
    assert not _found("The float model will fit into the flash, the int8 one will not.", phrase)
    assert _found("Zeros do not help. Whole filters do.", "filter help")
    assert not _found("Zeros do help, whole filters don't.", "filter help")


@pytest.mark.parametrize(
    "text",
    [
        "Memory bandwidth is not the problem.",
        "Memory bandwidth isn't really the bottleneck here.",
        "The bandwidth of the memory is no issue.",
        "The memory bandwidth plays no role.",
        "Memory bandwidth makes no difference.",
        "The memory bandwidth is irrelevant.",
        "Memory bandwidth would be no use, we need kernels.",
        "You'd think that it is the memory bandwidth.",
        "One might expect memory bandwidth to be it.",
        "Memory is not an issue and on a phone the bandwidth doesn't matter.",
    ],
)
def test_a_denial_that_stands_behind_or_in_a_thought_counts(text: str) -> None:
    assert not _found(text, "memory bandwidth")


@pytest.mark.parametrize(
    "text",
    [
        "Memory bandwidth is not only a problem on phones.",
        "Multiplying is not the problem, the memory bandwidth is.",
        "The memory bandwidth, which is not high, decides.",
        "Neither is the memory bandwidth unlimited.",
        "It is the memory bandwidth that matters, not the arithmetic.",
    ],
)
def test_a_denial_of_something_else_does_not_count(text: str) -> None:
    assert _found(text, "memory bandwidth")


def test_as_fast_as_before_is_not_fast() -> None:
    assert not _found("It is as fast as before.", "fast")
    assert _found("It is not as fast as before.", "not fast")
    assert _found("It is as fast as lightning.", "fast")


def test_two_denials_of_a_word_cancel() -> None:
    assert not _found("It never gets less accurate.", "not accurate", "less accurate")
    assert _found("It gets less accurate.", "less accurate")
    assert not _found("It gets less accurate.", "accurate")
    assert _found("It needs less memory.", "memory")
    assert _found("A zero is never not multiplied.", "multiply zero")


def test_what_is_copied_from_the_prompt_says_nothing() -> None:
    point = _point("weights zero")
    asked = "Pruning set 90 % of the weights of a network to zero."
    assert not cover("Pruning set 90 % of the weights of a network to zero, that is it.", [point], question_text=asked)[0].found
    assert cover("Pruning set 90 % of them, so many weights are zero.", [point], question_text=asked)[0].found


def test_the_words_of_the_lexicon_may_stand_in_a_phrasing() -> None:
    assert {word: wrong for words in LEXICON.values() for word in words if (wrong := check_phrase(word))} == {}


def test_code_tags_and_the_list_of_points_say_nothing() -> None:
    points = [Point(id=name, name="One", phrases=(name,), missed="Missed.") for name in ("warm", "same-shape")]
    for text in (
        "found(warm) = True; found(same-shape) = True",
        "<warm></warm>",
        "All are there: warm, same-shape.",
        "warm and same-shape",
    ):
        assert not [finding for finding in cover(text, points) if finding.found], text
    assert cover("It has to be warm.", points)[0].found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Moving data costs nothing.", False),
        ("The data is moved in no time.", False),
        ("It never happens that the data is moved.", False),
        ("I don't think that it is slow, and data is moved.", True),
        ("Data need not be moved.", False),
        ("Data has no moving problem.", False),
        ("Data that is moved is no real problem.", False),
    ],
)
def test_what_costs_nothing_or_never_happens_is_denied(text: str, found: bool) -> None:
    assert _found(text, "move data") == found


def test_a_phrasing_may_name_a_group_of_words() -> None:
    words = (("slice", ("filter", "channel")),)
    point = _point("~remove ~slice !~fast", against=("~slice wide !!filter",))
    for text in ("They chop out channels.", "Filters get thrown away.", "kill filters"):
        assert cover(text, [point], words=words)[0].found
    assert not cover("They quickly remove filters.", [point], words=words)[0].found
    assert cover("The channel is wide.", [point], words=words)[0].contradicted
    assert not cover("The channel and the filter are wide.", [point], words=words)[0].contradicted
    assert check_phrase("~remove/drop ~slice", words) is None
    assert cover("A board. It is slow. It has no float unit, so all is int8.", [_point("all int8 ?board")])[0].found
    assert not cover("All is int8.", [_point("all int8 ?board")])[0].found
    assert "'~slic' is no group of words; did you mean 'slice'" in (check_phrase("~slic weight", words) or "")


def test_another_word_is_no_typo() -> None:
    assert not _found("they spend time", "speed")
    assert not _found("they retain it", "retrain")
    assert not _found("a loss", "less")
    assert not _found("16-bit", "8-bit")


def test_a_usual_word_is_no_typo_of_another_and_a_slip_of_it_still_is() -> None:
    assert not _found("you learn little", "lean network")
    assert not _found("lean", "learn")
    assert not _found("they learn", "lean")
    assert not _found("the last ones", "least")
    assert not _found("three layers", "there")
    assert _found("the pased through wieghts", "weight")


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("The user removes apps, since the weights of the model need room.", "remove weight", False),
        ("Accuracy is what all look at, while the price of a phone falls.", "accuracy fall", False),
        ("We move, and there are data in the cloud.", "move data", False),
        ("Some weights are useless, so they are removed.", "remove weight", True),
        ("Look for weights that do little, and remove them.", "remove weight", True),
        ("Accuracy, which was 98 % before, falls.", "accuracy fall", True),
        ("The data, on the other hand, is moved.", "move data", True),
    ],
)
def test_words_of_one_idea_are_not_taken_from_a_clause_with_a_subject_of_its_own(text: str, phrase: str, found: bool) -> None:
    assert _found(text, phrase) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the model gets smaller", True),
        ("it gets a lot smaller", True),
        ("+ smaller, + faster", True),
        ("Pro: smaller", True),
        ("a smaller file", True),
        ("it makes the model much smaller", True),
        ("the model is both faster and smaller", True),
        ("the accuracy gets smaller", False),
        ("it makes the accuracy smaller", False),
        ("a smaller loss", False),
        ("the team comes smaller", False),
        ("The loss, which gets smaller, is no matter", False),
        ("the accuracy falls and gets smaller", False),
    ],
)
def test_an_at_sign_names_what_is_compared(text: str, found: bool) -> None:
    assert _found(text, "smaller @model/file") == found


def test_two_places_may_look_for_the_same_word() -> None:
    assert _found("I would measure only the first run", "only first run/measurement measure")
    assert not _found("only the first measurement", "only first run/measurement measure")


def test_what_is_said_of_the_one_that_is_said_of_it() -> None:
    assert _found("Pruning is the one that cuts filters", "cut filter !quantization")
    assert not _found("Quantization is the one that cuts filters", "cut filter !quantization")


@pytest.mark.parametrize(
    "text",
    [
        "A warm-up would only cost time.",
        "Without a warm-up the result is more honest, since nobody does one.",
        "A warm-up makes no sense.",
        "The warm-up can be forgotten.",
    ],
)
def test_what_is_said_to_be_of_no_use_is_the_opposite(text: str) -> None:
    (finding,) = cover(text, [_point("warm-up")])
    assert (finding.found, finding.contradicted) == (False, True)


def test_a_contradiction_takes_back_what_its_clause_says_and_is_reported() -> None:
    point = _point("accuracy", against=("accuracy improve/rise",))
    said = "The accuracy improves"
    assert cover(f"{said}.", [point]) == (Finding("one", False, None, said, contradicted=True, against=said),)
    both = cover("The accuracy may fall. Some say accuracy rises.", [point])[0]
    assert both.found
    assert both.contradicted
    assert (both.excerpt, both.against) == ("The accuracy may fall", "Some say accuracy rises")
    assert not cover("The accuracy does not improve.", [point])[0].contradicted


TRUE = (
    ("ex-phone", "prunning sets small wieghts to 0 so its smaller, but not faster bc cpu still multiplys them"),
    ("ex-phone", "Pruning puts zeros in place of small weights. It isn't faster, because dense kernels multiply by zeros too."),
    ("ex-phone", "Zeros alone do not make the network quicker and the raw file is not smaller until it is zipped."),
    ("ex-phone", "Int8 is one byte instead of four. The latency does not get lower unless the CPU has integer kernels."),
    ("ex-phone", "Scattered zeros don't save any computation, only removed filters do."),
    ("ex-phone", "pruned weights are zero. no speedup on a normal phone cpu tho"),
    ("ex-phone", "The saving factors do not always multiply exactly."),
    ("ex-trade-offs", "prunning sets small wieghts to 0 so its smaller, but not faster bc cpu still multiplys them"),
    ("ex-trade-offs", "The file is smaller, but scattered zeros alone do not make it faster."),
    ("ex-trade-offs", "With float16 on this CPU inference isn't quicker, it only takes half the space."),
    ("ex-trade-offs", "It doesn't necessarily lose accuracy if you fine-tune."),
    ("ex-trade-offs", "Fine-tuning lets the accuracy rise again. It won't save battery unless whole filters are gone."),
    ("ex-trade-offs", "A zipped file is smaller; the raw one is not automatically smaller."),
    ("ex-trade-offs", "With int16 activations some layers get slower."),
    ("ex-zeros", "Only removing whole filters changes the shape and means fewer multiplications."),
    ("ex-zeros", "A sparse kernel skips the zeros, a dense one does not."),
    ("ex-zeros", "The zipped file gets smaller, the raw one does not shrink."),
)
"""Held out: written after the matcher, none of them for a phrasing. They are true, so nobody may be told that they say the opposite."""


@pytest.mark.parametrize(("prompt", "text"), TRUE)
def test_a_true_sentence_is_not_called_the_opposite(prompt: str, text: str) -> None:
    assert [finding for finding in coverage(PROMPTS[prompt], text).findings if finding.contradicted] == []


@pytest.mark.parametrize(
    ("prompt", "text", "point"),
    [
        ("ex-phone", "With both the model gets heavier.", "fit"),
        ("ex-phone", "Quantization removes the filters.", "prune"),
        ("ex-trade-offs", "Accuracy stays the same and the file grows bigger.", "size"),
        ("ex-trade-offs", "the network becomes slower then", "speed"),
        ("ex-zeros", "The kernel skips every zero.", "still-computed"),
        ("ex-zeros", "The tensor becomes smaller.", "same-shape"),
    ],
)
def test_a_false_one_still_is(prompt: str, text: str, point: str) -> None:
    assert point in [finding.point for finding in coverage(PROMPTS[prompt], text).findings if finding.contradicted]


def test_the_smaller_half_of_a_sentence_counts_where_its_other_half_is_denied() -> None:
    """ "so its" begins a clause, so that the weights before it say nothing about what is smaller."""
    found = coverage(PROMPTS["ex-phone"], TRUE[0][1])
    assert found.covered == {"prune", "fit"}


def test_a_finding_quotes_the_student() -> None:
    finding = cover("Well, first:  It Removs\tthe weights, I think.", [_point("delete", "remove weight")])[0]
    assert (finding.phrase, finding.excerpt) == ("remove weight", "It Removs the weights")
    denied = cover("It does not remove weights.", [_point("remove weight")])[0]
    assert (denied.found, denied.contradicted, denied.denied, denied.excerpt) == (False, False, True, "It does not remove weights")


@pytest.mark.parametrize(
    ("phrase", "part"),
    [
        ("", "no word"),
        ("the of", "no word"),
        ("not", "no word"),
        ("!bit", "no word"),
        ("remove//delete weight", "empty alternative"),
        ("remove/ weight", "empty alternative"),
        ("! weight", "empty alternative"),
        ("!!!bit weight", "begins with '!!!'"),
        ("@ weight", "empty alternative"),
        ("less/not exact", "mixes a denial"),
        ("a* weight", "nearly every word"),
        ("we*ght", "no word"),
        ("weights, filters", "no word"),
        ("alpha beta gamma delta epsilon eta theta iota kappa", "at most 8"),
    ],
)
def test_a_bad_phrasing_is_named(phrase: str, part: str) -> None:
    assert part in (check_phrase(phrase) or "")


@pytest.mark.parametrize(
    "phrase", ["remove/delete weight", "fast*", "8-bit", "not need memory", "lose precision !bit/weight", "2-out-of-4", "smaller @model"]
)
def test_a_good_phrasing_is_accepted(phrase: str) -> None:
    assert check_phrase(phrase) is None


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    filler = "word " * (TEXT_LIMIT // 5)
    assert not _found(filler + "It removes weights.", "remove weight")
    assert _found("It removes weights. " + filler * 20, "remove weight")


PIECES = tuple(
    "remove weights not no without , . ; : ( ) - + \n never nor neither but that is n't can't zero 8 bit 1/4 ↓ ’ é 中 'x".split(" ")
)


@examples(60)
@given(st.lists(st.sampled_from(PIECES), max_size=300).map(" ".join) | st.text(max_size=300))
def test_no_text_breaks_it_and_every_excerpt_is_the_students(text: str) -> None:
    for prompt in PROMPTS.values():
        found = coverage(prompt, text)
        assert [finding.point for finding in found.findings] == [point.id for point in prompt.points]
        for finding in found.findings:
            assert finding.found == (finding.phrase is not None)
            assert finding.excerpt is None or finding.excerpt in " ".join(text.split())


@examples(60)
@given(st.text(alphabet="ab-/*! notremove8", max_size=40))
def test_a_phrasing_that_is_accepted_can_be_used(line: str) -> None:
    if line.strip() and check_phrase(line) is None:
        cover("It removes weights, not filters.", [_point(line)])


def test_the_score_is_the_share_of_points_and_the_student_may_overrule() -> None:
    findings = (Finding("one", True, "x", "x"), Finding("two", False), Finding("three", False), Finding("four", False))
    assert grade(findings) == 0.25
    said = Coverage(findings, frozenset({"two", "one"}))
    assert (said.score, said.complete, said.sentence) == (0.5, False, "You covered 2 of 4.")
    assert grade(()) == 0.0


def test_what_was_missed_is_named_with_its_text() -> None:
    prompt = PROMPTS["ex-phone"]
    missed = coverage(prompt, "Pruning removes weights.").missed(prompt)
    assert [point.id for point in missed] == ["bits", "fit"]
