"""What the first topic has to hold, and that no answer can be guessed from how it looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

import pytest
from shipped_topic import shipped_topics

from optimization.labs import LABS
from quizzes.content.topic import Topic
from quizzes.models import Asked, Choice, Item, Outcome
from quizzes.questions import Prompt, Question, Several, grade
from quizzes.questions.answers import Answer
from quizzes.questions.bet import outcome_of
from quizzes.variants import draws, resolve, resolve_draw

TWO_STEMS = (1, 2, 3, 13, 15, 16, 17, 22, 23, 24, 29)
"""Numbers of the concepts, counted from 1 in the file's order, for which the pool asks at least two questions."""

FOUR_STEMS = (30,)
TIME_LIMIT_S = 120
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=sorted(shipped_topics()))
def topic(request: pytest.FixtureRequest) -> Topic:
    """Every topic that ships."""
    return shipped_topics()[request.param]


def asked(topic: Topic) -> list[Question]:
    """All questions with one right choice, variants as one attempt draws them."""
    return choices_of([*topic.quick_check, *topic.practice, *topic.self_test])


def choices_of(questions: Sequence[Asked]) -> list[Question]:
    return [resolve(question, seed=1) for question in questions if isinstance(question, Question)]


def place(question: Question) -> int:
    return question.choices.index(question.right_choice)


def hits_of_choosing_the_longest(questions: Sequence[Question]) -> float:
    """How many answers would be right of somebody who always takes the longest choice, and tosses a coin between equals."""
    hits = 0.0
    for question in questions:
        longest = [choice for choice in question.choices if len(choice.text) == max(len(other.text) for other in question.choices)]
        hits += sum(choice.correct for choice in longest) / len(longest)
    return hits


def test_there_are_five_cards_of_the_page_and_twenty_more(shipped: Topic) -> None:
    assert len(shipped.recall) >= 25
    assert [card.level for card in shipped.recall[:5]] == ["beginner", "beginner", "intermediate", "intermediate", "advanced"]
    assert {card.level for card in shipped.recall} == {"beginner", "intermediate", "advanced"}


def test_there_are_five_quick_checks_and_five_worked_problems(shipped: Topic) -> None:
    assert len(shipped.quick_check) >= 5
    assert len(shipped.practice) >= 5
    assert {problem.level for problem in shipped.practice} == {"easy", "medium", "hard"}
    assert all(len(problem.steps) >= 2 for problem in shipped.practice)


def test_there_are_prompts_of_three_and_of_four_points(shipped: Topic) -> None:
    assert {len(prompt.points) for prompt in shipped.explain} >= {3, 4}


def test_the_pool_holds_fourteen_questions_of_each_level(shipped: Topic) -> None:
    levels = Counter(question.level for question in shipped.self_test)
    assert len(shipped.self_test) >= 44
    assert all(levels[level] >= 14 for level in ("easy", "medium", "hard"))


def test_the_pool_asks_every_concept_and_the_weighty_ones_more_often(shipped: Topic) -> None:
    stems = Counter(question.concept for question in shipped.self_test)
    wanted = {number: 4 if number in FOUR_STEMS else 2 if number in TWO_STEMS else 1 for number in range(1, 31)}
    found = {number: stems[concept.id] for number, concept in enumerate(shipped.concepts, start=1)}
    assert {number: count for number, count in found.items() if count < wanted[number]} == {}


def test_the_numbers_of_the_concepts_are_those_of_the_plan(shipped: Topic) -> None:
    named = {
        1: "pruning-goal",
        3: "counting-a-mask",
        13: "zeros-and-latency",
        15: "quantization-idea",
        24: "tflite-lines",
        29: "combination",
    }
    assert len(shipped.concepts) == 30
    assert {number: shipped.concepts[number - 1].id for number in named} == named
    assert shipped.concepts[29].id == "judging-for-a-device"


def test_each_of_the_thirty_concepts_has_a_card_or_a_question_and_each_group_a_concept(shipped: Topic) -> None:
    practised = {item.concept for item in shipped.items() if not isinstance(item, Prompt)}
    assert [concept.id for concept in shipped.concepts if concept.id not in practised] == []
    assert {concept.group for concept in shipped.concepts} == {group.id for group in shipped.groups}


def test_missing_a_self_test_question_always_leads_to_a_card(topic: Topic) -> None:
    """The verdict links to the cards of what was missed."""
    carded = {card.concept for card in topic.recall}
    assert sorted({question.concept for question in topic.self_test} - carded) == []


def test_a_dozen_items_open_a_lab_and_both_labs_are_opened(shipped: Topic) -> None:
    tries = [item.try_ for item in shipped.items() if item.try_ is not None]
    assert len(tries) >= 12
    assert {one.lab for one in tries} == {"prune", "quantize"}


def test_the_cheat_sheet_has_tables_formulas_code_and_sources(topic: Topic) -> None:
    sheet = "\n".join(section.text for section in topic.cheat_sheet)
    assert re.search(r"^\|[-:| ]+\|$", sheet, re.MULTILINE)
    assert "```python" in sheet
    assert re.search(r"\$[^$]+\$", sheet)
    assert any(section.source for section in topic.cheat_sheet)


def test_every_concept_is_taught_by_a_screen_and_every_screen_by_a_part_that_says_so(topic: Topic) -> None:
    taught = {screen.ask.concept for part in topic.lesson for screen in part.screens}
    assert taught == {concept.id for concept in topic.concepts}
    for part in topic.lesson:
        assert {screen.ask.concept for screen in part.screens} == set(part.concepts), part.id


def test_every_source_is_used(topic: Topic) -> None:
    used = {source for item in topic.items() for named in item.cited.values() for source in named}
    used |= {source for section in topic.cheat_sheet for source in section.source}
    assert {source.id for source in topic.sources} - used == set()


def test_every_topic_is_deep_enough_for_a_second_test_that_is_another_one(topic: Topic) -> None:
    assert len(topic.recall) >= 25
    assert len(topic.self_test) >= 40
    levels = Counter(question.level for question in topic.self_test)
    assert all(levels[level] >= 12 for level in ("easy", "medium", "hard"))
    concepts = {concept.id for concept in topic.concepts}
    assert {question.concept for question in topic.self_test} == concepts
    assert {card.concept for card in topic.recall} == concepts


TYPES = {"one-choice", "several-choices", "numeric", "order-steps", "fill-blank", "predict-output"}
"""Each shipped topic asks in all of these ways; a type that is added later need not be in both."""


def test_every_topic_has_every_type_of_question_and_variants(topic: Topic) -> None:
    questions = [*topic.quick_check, *topic.self_test]
    assert {question.type for question in questions} >= TYPES
    assert sum(bool(question.inputs) for question in questions) >= 6


def test_every_choice_has_a_reason_of_its_own(topic: Topic) -> None:
    for question in asked(topic):
        reasons = [choice.why for choice in question.choices]
        assert all(reason.strip() for reason in reasons)
        assert len(set(reasons)) == len(reasons) == 4, question.id
        assert len({choice.text for choice in question.choices}) == 4, question.id


def test_no_choice_refers_to_where_others_stand(topic: Topic) -> None:
    """Choices are shuffled."""
    pattern = re.compile(r"\b(all|none|both|neither) of (the above|these|the others?)\b|\b(first|last|other) (choice|answer|option)s?\b")
    told = [choice for question in asked(topic) for choice in question.choices]
    assert [choice.id for choice in told if pattern.search(choice.text.lower())] == []


@pytest.mark.parametrize("section", ["quick_check", "practice", "self_test"])
def test_the_right_choice_is_not_told_by_its_length(topic: Topic, section: str) -> None:
    """Chance is 25 %; the section of eight leaves room for it."""
    questions = choices_of(getattr(topic, section))
    assert hits_of_choosing_the_longest(questions) <= 0.4 * len(questions)


def test_over_all_questions_the_longest_choice_is_hardly_better_than_chance(topic: Topic) -> None:
    questions = asked(topic)
    assert hits_of_choosing_the_longest(questions) <= 0.33 * len(questions)


def test_the_right_choice_has_no_favourite_place_in_the_file(topic: Topic) -> None:
    for section in (topic.quick_check, topic.practice, topic.self_test):
        questions = choices_of(section)
        assert max(Counter(map(place, questions)).values()) <= max(0.32 * len(questions), 3)
        assert {place(question) for question in questions} == {0, 1, 2, 3}


def test_the_id_of_a_choice_does_not_tell_that_it_is_right(topic: Topic) -> None:
    """A choice id is kept with every answer and may be seen in an export."""
    telling = {"right", "correct", "true", "answer", "wrong", "false", "yes"}
    several = [question for question in (*topic.quick_check, *topic.self_test) if isinstance(question, Several)]
    told = [(question.id, choice.id) for question in [*asked(topic), *several] for choice in question.choices]
    assert [pair for pair in told if pair[1] in telling] == []


def programs() -> list[Asked]:
    """Every question whose program's output is given, in every draw."""
    everything = [one for topic in shipped_topics().values() for one in (*topic.quick_check, *topic.practice, *topic.self_test)]
    questions = [one for one in everything if one.snippet and one.snippet.prints]
    return [resolve_draw(one, drawn) for one in questions for drawn in draws(one)]


def said(output: str, choice: Choice) -> bool:
    """Whether the choice holds the output, whole."""
    return re.search(rf"(?<![\w.-]){re.escape(output)}(?![\w.-])", choice.text) is not None


def test_there_are_programs_whose_output_is_asked_for_one_of_them_a_worked_problem(shipped: Topic) -> None:
    assert len({question.id for question in programs()}) >= 9
    assert {question.id for question in programs()} & {question.id for question in shipped.practice}


def test_every_snippet_is_python(topic: Topic) -> None:
    for question in asked(topic):
        if question.snippet is not None:
            compile(question.snippet.text, question.id, "exec")


def test_the_output_stands_in_the_right_choice_and_not_in_all() -> None:
    for question in programs():
        if isinstance(question, Question):
            assert question.snippet is not None
            output = (question.snippet.prints or "").strip()
            assert said(output, question.right_choice), question.id
            assert not all(said(output, choice) for choice in question.choices), question.id


def right_answer(question: Asked) -> str:
    return question.right_choice.text if isinstance(question, Question) else grade(question, Answer()).right_text


def product_of(values: Mapping[str, Any], *names: str) -> float:
    return prod(float(values[name]) for name in names)


BY_HAND: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "qc-count-what-stays": lambda v: f"{round(product_of(v, 'wide', 'high') * (1 - v['percent'] / 100)):,}",
    "wp-counting-a-mask": lambda v: f"`{round(product_of(v, 'wide', 'high') * (1 - v['percent'] / 100))} ({v['high']}, {v['wide']})`",
    "st-type-what-stays": lambda v: f"{round(product_of(v, 'channels', 'filters') * 9 * (1 - v['percent'] / 100))}",
    "st-two-calls": lambda v: f"{round(v['all'] * (1 - v['percent'] / 100) ** 2):,}",
    "st-integer-amount": lambda v: f"{v['wide'] * v['high'] - v['count']}",
    "wp-goal": lambda v: f"{100 - round(100 * v['room'] / 4 / v['thousands'])} % of the weights have to go",
    "st-both-sides-cut": lambda v: (
        f"{round((v['channels'] * (1 - v['own'] / 100)) * (v['channels'] * (1 - v['before'] / 100)) * v['kernel'] ** 2):,}"
    ),
    "wp-symmetric-or-not": lambda v: f"symmetric {v['high'] / 127:.4f}, asymmetric {(v['low'] + v['high']) / 255:.4f}",
    "wp-int8-input": lambda v: f"{v['pixel'] - 128}",
    "wp-break-even": lambda v: f"from about {100 * v['index'] / (v['value'] + v['index']):.0f} % on",
    "wp-one-outlier": lambda v: f"rounding errors {2 * v['top']} times smaller, and one error of {v['top'] - 0.5}",
    "st-score-from-an-integer": lambda v: f"{(v['stored'] - v['zero']) / 10:g}",
    "st-savings-multiply": lambda v: f"{4 / (v['keep'] / 100):g} times",
    "wp-structured-conv": lambda v: f"{round((v['channels'] * (1 - v['percent'] / 100)) ** 2 * 9):,}",
    "st-list-of-pairs": lambda v: f"{round(v['all'] * (1 - v['percent'] / 100)) * (32 + v['bits']) // 8 // 1000} kB",
    "st-width-of-a-step": lambda v: f"{v['top'] / (2 ** v['bits'] - 1):.4f}",
    "st-largest-error": lambda v: f"{v['top'] / (2 ** v['bits'] - 1) / 2:.4f}",
    "st-prints-an-integer": lambda v: f"```text\n{round(v['value'] * 255 / 6) - 128}\n```",
    "st-value-index-factor": lambda v: f"{32 / ((v['bits'] + v['index']) * v['keep'] / 100):.1f} times",
}
"""The right answer of each variant worked out once more in plain Python (but of the one that is a sentence)."""


def test_every_draw_of_every_variant_has_the_answer_that_was_worked_out_by_hand(shipped: Topic) -> None:
    variants = [one for one in shipped.items() if isinstance(one, Asked) and one.inputs]
    assert {one.id for one in variants} == {*BY_HAND, "wp-affine-scale"}
    for one in variants:
        for drawn in draws(one):
            if one.id in BY_HAND:
                assert right_answer(resolve_draw(one, drawn)) == BY_HAND[one.id](drawn), (one.id, drawn)
            else:
                steps = round(drawn["value"] / (drawn["top"] / 255))  # type: ignore[operator]
                back = steps * drawn["top"] / 255  # type: ignore[operator]
                assert right_answer(resolve_draw(one, drawn)) == f"$q = {steps - 128}$, which gives {back:.3f} back"


def test_these_concepts_ship_as_variants(shipped: Topic) -> None:
    concepts = {one.concept for one in shipped.items() if isinstance(one, Asked) and one.inputs}
    numbers = {number for number, concept in enumerate(shipped.concepts, start=1) if concept.id in concepts}
    assert numbers == {1, 3, 4, 11, 14, 17, 18, 20, 26, 29}


def test_every_draw_reads_well(topic: Topic) -> None:
    """No braces, no half weight, no number with a tail of digits."""
    for one in topic.items():
        if isinstance(one, Asked) and one.inputs:
            for drawn in draws(one):
                text = resolve_draw(one, drawn).model_dump_json(exclude={"inputs", "let"})
                assert "{{" not in text, one.id
                assert not re.search(r"\d\.\d{7}", text), (one.id, drawn)


def test_solved_steps_can_fade_in_most_worked_problems(topic: Topic) -> None:
    faded = [problem.id for problem in topic.practice if any(step.blank for step in problem.steps)]
    assert len(faded) >= 6


def test_every_item_has_an_id_of_its_section(topic: Topic) -> None:
    sections: dict[str, Sequence[Item]] = {
        "card-": topic.recall,
        "qc-": topic.quick_check,
        "ex-": topic.explain,
        "wp-": topic.practice,
        "st-": topic.self_test,
        "myth-": topic.myths,
        "budget-": topic.budgets,
    }
    assert [item.id for prefix, items in sections.items() for item in items if not item.id.startswith(prefix)] == []


CLAIMED = {
    "zeros and speed": ("speed", {"amount": 0.9}),
    "zeros and the raw file": ("file", {"amount": 0.9}),
    "the mask that stays": ("file", {"mask_removed": "never"}),
    "the cost of places": ("sparse file", {"amount": 0.5}),
    "half the channels": ("non-zero", {"method": "structured"}),
    "a random mask": ("accuracy", {"finetune_epochs": 2}),
    "training after remove": ("non-zero", {"mask_removed": "before"}),
    "a changed picture": ("changed", {"finetune_epochs": 2}),
    "wrong calibration": ("accuracy", {"preprocessing": "wrong"}),
    "one operator": ("speed", {"pooling": "average"}),
    "more threads": ("speed", {"threads": 2}),
    "another network": ("file", {"network": "signs"}),
}
"""What the claims have to be about: the figure, and a parameter that shows it."""


def test_a_dozen_claims_and_more_are_about_what_people_get_wrong(shipped: Topic) -> None:
    assert len(shipped.myths) >= 12
    about = [(myth.run.compare.figure, myth.set) for myth in shipped.myths]
    missing = [
        name for name, (of, part) in CLAIMED.items() if not any(of == known and part.items() <= given.items() for known, given in about)
    ]
    assert missing == []
    assert {myth.run.compare.of for myth in shipped.myths} >= {
        "small dense",
        "random mask",
        "int8 dynamic",
        "int8 weight-only",
        "int8 static",
    }
    assert {myth.level for myth in shipped.myths} == {"easy", "medium", "hard"}


def test_every_claim_leads_to_a_card_and_names_where_to_read_more(topic: Topic) -> None:
    """The card of a measured claim's concept becomes due."""
    carded = {card.concept for card in topic.recall}
    assert [myth.id for myth in topic.myths if myth.concept not in carded or not myth.source] == []


def test_the_rows_of_every_claim_are_rows_of_its_lab_with_its_parameters(topic: Topic) -> None:
    for myth in topic.myths:
        if myth.compare is None:
            continue
        params = LABS[myth.lab or ""].parameters(myth.set)
        assert {myth.compare.of, myth.compare.row} <= set(params.variants), myth.id  # type: ignore[attr-defined]
        assert (myth.compare.of == myth.compare.row) == (myth.compare.rival is not None)
        if "2 threads" in myth.compare.of:
            assert myth.set["threads"] == 2


def low_of(outcome: Outcome) -> float:
    return float("-inf") if outcome.at_least is None else outcome.at_least


def high_of(outcome: Outcome) -> float:
    return float("inf") if outcome.below is None else outcome.below


def test_every_measurement_makes_exactly_one_outcome_of_a_claim_true(topic: Topic) -> None:
    for myth in topic.myths:
        by_interval = myth.run.compare.figure == "speed"
        if by_interval and myth.outcomes[0].verdict is not None:
            assert sorted(str(one.verdict) for one in myth.outcomes) == ["faster", "no difference", "slower"], myth.id
            continue
        edges = {edge for one in myth.outcomes for edge in (one.at_least, one.below) if edge is not None}
        for value in sorted(edges | {edge + step for edge in edges for step in (-1e-6, 1e-6)} | {-1e9, 0.0, 1e9}):
            true = [one for one in myth.outcomes if low_of(one) <= value < high_of(one)]
            interval = (value, value) if by_interval else None
            assert true == [outcome_of(myth, value=value, interval=interval)], (myth.id, value)


def test_every_outcome_of_a_claim_has_words_and_a_reason_of_its_own(topic: Topic) -> None:
    for myth in topic.myths:
        assert len({one.text for one in myth.outcomes}) == len(myth.outcomes), myth.id
        assert len({one.why for one in myth.outcomes}) == len(myth.outcomes), myth.id
        assert len(myth.claim) <= 120, myth.id


def test_three_budgets_ship_from_easy_to_tough(shipped: Topic) -> None:
    assert len(shipped.budgets) >= 3
    assert min(one.most_kb for one in shipped.budgets) < max(one.most_kb for one in shipped.budgets)
    assert any(one.least_speed is None for one in shipped.budgets)
    assert any(one.least_speed is not None for one in shipped.budgets)


def test_most_claims_are_said_by_somebody_who_can_be_looked_up() -> None:
    claims = [(topic, myth) for topic in shipped_topics().values() for myth in topic.myths]
    said = [(topic, myth.said_by) for topic, myth in claims if myth.said_by is not None]
    assert len(said) >= 12
    for topic, one in said:
        (source,) = [source for source in topic.sources if source.id == one.source]
        assert source.url is not None, one.source
        assert one.claim.endswith("."), one.claim
    assert len({one.claim for _, one in said}) == len(said)
