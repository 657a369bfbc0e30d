"""Each warning: found at its line, silenced with a reason, and gone where nothing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from shipped_topic import CONTENT, shipped_paths

from optimization.labs import LABS
from quizzes.content.draft import read_draft
from quizzes.content.lint import lint
from quizzes.content.lint.bearings import LARGE_BYTES
from quizzes.content.reader import read_draft_file
from quizzes.content.source.problems import WARNINGS, Problem
from quizzes.content.starter import starter
from quizzes.models.terms import Terms

CLEAN = starter("track/topic")
VNNI = {"term": "VNNI", "says": "Instructions for 8-bit numbers.", "concept": "track/topic/later"}
TERMS = Terms.model_validate({"format": 1, "terms": [VNNI], "jargon": ["im2col"]})
FIRST_BACK = "8, a quarter of the 32 bits of a float32 weight."


@pytest.fixture(autouse=True)
def picture_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the topic lies one picture, and it is large."""
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "large.png").write_bytes(bytes(LARGE_BYTES + 1))
    monkeypatch.chdir(tmp_path)


def warnings_of(text: str) -> tuple[Problem, ...]:
    draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path(), labs=LABS)
    assert [str(problem) for problem in draft.problems("topic.yaml") if problem.code not in ("picture", "figure")] == []
    return lint(draft, file="topic.yaml", terms=TERMS)


def changed(old: str, new: str) -> str:
    assert old in CLEAN
    return CLEAN.replace(old, new, 1)


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


SECOND_CARD = """  - id: card-again
    concept: first-idea
    level: intermediate
    front: How many bits does an int8 weight take up?
    back: 8, a quarter of the 32 bits of a float32 weight.
    source: textbook

quick_check:"""
NINE = "\n".join(
    f"""  - id: qc-{number}
    concept: first-idea
    level: easy
    question: "{words}"
    choices:
      - {{id: a, text: "{words} one", correct: true, why: "Because of reason {number}."}}
      - {{id: b, text: "{words} two", why: "Not for reason {number}."}}
    source: textbook"""
    for number, words in enumerate("alpha bravo charlie delta echo foxtrot golf hotel india".split())
)
WHOLE_FILE = "A file of a network is little more than its weights, one after another."
SHORT = "    silence: {lesson-length: an example with two screens}   # make it five to seven\n"
FOUND = {
    "lesson-length": (changed(SHORT, ""), "    screens:"),
    "wordy-screen": (changed(WHOLE_FILE, WHOLE_FILE + " Word" * 61), "says: A file of a network"),
    "why-repeats": (
        changed('why: "8 of 32 bits a weight."', 'why: "It is a quarter as large, so this is right."'),
        "It is a quarter as large, so",
    ),
    "longest-right": (
        changed(
            "text: It is about a quarter as large,",
            "text: It is about a quarter as large because every number needs eight bits in place of thirty-two,",
        ),
        "It is about a quarter as large because",
    ),
    "all-of-the-above": (changed("text: It stays as large", "text: None of the above"), "None of the above"),
    "telling-id": (changed("id: equal", "id: wrong"), "id: wrong"),
    "right-place": (
        CLEAN.replace("quick_check:  ", f"quick_check:\n{NINE}\n#", 1).replace("\n  - id: qc-first", "\n  - id: qc-first", 1),
        "quick_check:",
    ),
    "near-duplicate": (CLEAN.replace("quick_check:", SECOND_CARD, 1), "id: card-again"),
    "no-easy-item": (CLEAN.replace("beginner  ", "advanced").replace("level: easy  ", "level: hard  "), "id: first-idea"),
    "unused-concept": (
        changed(
            "concepts:                        # what there is to know; every item names one",
            "concepts:\n  - {id: lonely, name: Lonely, group: basics}",
        ),
        "id: lonely",
    ),
    "no-contrast": (
        CLEAN.replace(
            "  - {id: first-idea, name: The first idea, group: basics}",
            "  - id: first-idea\n    name: The first idea\n    group: basics\n    confused_with: [second]\n"
            "  - {id: second, name: Second, group: basics, confused_with: [first-idea]}",
            1,
        ).replace("qc-first\n    concept: first-idea", "qc-first\n    concept: second", 1),
        "confused_with: [second]",
    ),
    "unused-source": (changed("  - {id: textbook,", "  - {id: lonely, title: Lonely}\n  - {id: textbook,"), "id: lonely"),
    "no-source": (changed("    source: textbook\n\nquick_check", "\nquick_check"), "id: card-first"),
    "no-labs": (changed("    unit: bytes", "    unit: bytes\n    try: {lab: prune, say: See it}"), "format: 1"),
    "no-alt-text": (changed("back: 8, a quarter", 'back: "8.\\n\\n![](images/bits.png)"\n    notes: a quarter'), "back: "),
    "large-picture": (changed("back: 8, a quarter", 'back: "8.\\n\\n![bits](images/large.png)"\n    notes: a quarter'), "back: "),
    "typed-figure": (changed("back: 8, a quarter", "back: 8, 25 %"), "back: 8"),
    "unused-figure": (changed("\nrecall:", "\nfigures:\n  - {id: lonely, says: Two, code: print(2)}\nrecall:"), "id: lonely"),
    "jargon": (changed(FIRST_BACK, f"{FIRST_BACK} With im2col."), "back: 8"),
    "term-too-early": (
        changed(FIRST_BACK, f"{FIRST_BACK} With VNNI.")
        .replace("sources:  ", "  - {id: later, name: Later, group: basics, needs: [first-idea]}\nsources:  ", 1)
        .replace("qc-first\n    concept: first-idea", "qc-first\n    concept: later", 1),
        "back: 8",
    ),
    "unused-plain": (changed(FIRST_BACK, f"{FIRST_BACK}\n    plain: [colonel]"), "plain: "),
    "cut-off": (
        changed("front: How many bits does an int8 weight take?", "front: How wide is layer #3 in this network?"),
        "front: How wide",
    ),
    "example": (
        changed("{text: each number is only 1 byte now, has:", "{text: each is more compact now, has:"),
        "fewer-bits}\n      - {text: some",
    ),
    "needless-silence": (
        changed("    level: beginner  ", "    silence: {near-duplicate: asks the opposite}\n    level: beginner  "),
        "near-duplicate",
    ),
}


def test_the_starter_gives_no_warning() -> None:
    assert warnings_of(CLEAN) == ()


def test_every_warning_is_tried_here() -> None:
    assert FOUND.keys() == WARNINGS.keys()


@pytest.mark.parametrize("code", FOUND)
def test_a_warning_is_found_at_its_line_and_alone(code: str) -> None:
    text, words = FOUND[code]
    found = warnings_of(text)
    assert [problem.code for problem in found] == [code], [str(problem) for problem in found]
    assert found[0].line == line_of(text, words)
    assert found[0].severity == "warning"
    assert str(found[0]).endswith(f"[{code}]")


NOT_IN_ITEMS = {
    *("wordy-screen", "needless-silence", "cut-off", "right-place"),
    *("unused-concept", "unused-source", "unused-figure", "no-labs"),
}
"""What is not about one item, or about a part of a lesson that has a silence already: ``test_lesson_checks.py`` has that."""


@pytest.mark.parametrize(
    "code",
    sorted(WARNINGS.keys() - NOT_IN_ITEMS),
)
def test_a_warning_about_an_item_is_silenced_there_with_a_reason(code: str) -> None:
    text, words = FOUND[code]
    lines = text.split("\n")
    start = line_of(text, words) - 1
    while not lines[start].startswith("  - "):
        start -= 1
    first = lines[start]
    if first.endswith("}"):
        lines[start] = first[:-1] + f", silence: {{{code}: known and meant}}}}"
    else:
        lines.insert(start + 1, f"    silence: {{{code}: known and meant}}")
    assert warnings_of("\n".join(lines)) == ()


@pytest.mark.parametrize("code", ["cut-off", "right-place", "unused-source", "unused-figure", "no-source", "no-easy-item", "no-labs"])
def test_a_warning_about_the_file_is_silenced_at_its_top(code: str) -> None:
    text = FOUND[code][0].replace("minutes: 5", f"minutes: 5\nsilence: {{{code}: known and meant}}", 1)
    assert warnings_of(text) == ()


ANSWER = "answer: An int8 weight takes 8 bits and a float32 weight takes 32, so the same weights need a quarter of the space."


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("answer: The file is rounded.", "the point 'fewer-bits' is not found in it"),
        ("answer: 8 bits are kept. That is more bits.", "'That is more bits' is taken for the opposite of 'fewer-bits'"),
    ],
)
def test_a_model_answer_that_misses_a_point_or_counts_as_its_opposite_is_an_error_that_nobody_can_silence(answer: str, wrong: str) -> None:
    text = changed(ANSWER, answer)
    (found,) = warnings_of(text)
    assert (found.code, found.severity, found.wrong) == ("model-answer", "error", wrong)
    assert found.line == line_of(text, answer)
    silenced = text.replace("    level: medium\n    prompt:", "    silence: {model-answer: meant}\n    level: medium\n    prompt:", 1)
    draft = read_draft(silenced, relative=Path("track/topic.yaml"), images=Path(), labs=LABS)
    assert [problem.code for problem in draft.problems("topic.yaml")] == ["unknown-name"]


def test_an_example_says_what_is_found_without_being_there_and_what_is_denied() -> None:
    invented = changed("some of the weights are left out, not:", "weights of one byte are left out, not:")
    assert [problem.wrong for problem in warnings_of(invented)] == ["'fewer-bits' is found, by '1/one byte'"]
    denied = changed("each number is only 1 byte now, has:", "a number is not 1 byte, has:")
    assert [problem.wrong for problem in warnings_of(denied)] == ["'fewer-bits' is not found: 'a number is not 1 byte' counts as denied"]


@pytest.mark.parametrize(
    ("line", "wrong", "where"),
    [
        ("{text: a byte, has: [fewer-bit]}", "'fewer-bit' is not known", "explain[0].examples[0].has[0]"),
        ("{text: a byte, not: fewer-bit}", "'fewer-bit' is not known", "explain[0].examples[0].not"),
        ("{text: a byte}", "the example names no point", "explain[0].examples[0]"),
        ("{text: a byte, has: fewer-bits, not: fewer-bits}", "'fewer-bits' stands in has and in not", "explain[0].examples[0]"),
    ],
)
def test_an_example_that_tells_nothing_or_names_no_point_is_refused(line: str, wrong: str, where: str) -> None:
    text = changed("{text: each number is only 1 byte now, has: fewer-bits}", line)
    draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path(), labs=LABS)
    (problem,) = draft.problems("topic.yaml")
    assert (problem.wrong, problem.where, problem.line) == (wrong, where, line_of(text, line))


def test_a_silence_without_a_reason_or_for_no_warning_is_refused() -> None:
    for silence, wrong in (("{near-duplicate: ''}", "the text is empty"), ("{near-duplicat: meant}", "'near-duplicat' is no warning")):
        text = changed("    level: beginner  ", f"    silence: {silence}\n    level: beginner  ")
        draft = read_draft(text, relative=Path("track/topic.yaml"), images=Path("nowhere"), labs={})
        (problem,) = draft.problems("topic.yaml")
        assert problem.wrong == wrong
        assert problem.line == line_of(text, f"silence: {silence}")


A_CLAIM = """myths:
  - id: myth-first
    concept: first-idea
    level: easy
    claim: Zeros are fast.
    question: How fast?
    lab: quantize
    compare: {figure: file, of: int8 static, against: float32}
    outcomes:
      - {id: smaller, text: Smaller, at_least: 2, why: So it is.}
      - {id: equal, text: Equal, below: 2, why: So it is not.}
"""
A_BUDGET = "budgets:\n  - {id: watch, concept: first-idea, title: A watch, text: Small., most_kb: 60, least_accuracy: 97}\n"


def test_a_source_that_only_says_a_claim_is_used() -> None:
    forum = CLEAN.replace("minutes: 5", "minutes: 5\nlabs: []", 1).replace(
        "  - {id: textbook,", "  - {id: forum, title: Forum}\n  - {id: textbook,"
    )
    said = A_CLAIM.replace("    question:", "    said_by: {source: forum, page: A thread, claim: Zeros cost nothing.}\n    question:")
    assert [one.code for one in warnings_of(forum + A_CLAIM)] == ["unused-source"]
    assert warnings_of(forum + said) == ()


@pytest.mark.parametrize(
    ("section", "mend"), [(A_CLAIM, "add “labs: [quantize]” at the top"), (A_BUDGET, "add “labs: [budget]” at the top"), ("", None)]
)
def test_a_claim_or_a_budget_without_labs_is_named_once(section: str, mend: str | None) -> None:
    found = warnings_of(CLEAN + section)
    assert [(one.code, one.line) for one in found] == ([] if mend is None else [("no-labs", line_of(CLEAN, "format: 1"))])
    assert all(one.allowed.startswith(str(mend)) for one in found)


@pytest.mark.parametrize(("labs", "is_named"), [("[prune]", True), ("[prune, budget]", False), ("[]", False)])
def test_budgets_whose_lab_the_page_does_not_offer_are_named_at_the_labs(labs: str, is_named: bool) -> None:
    text = CLEAN.replace("minutes: 5", f"minutes: 5\nlabs: {labs}", 1) + A_BUDGET
    found = warnings_of(text)
    assert [(one.code, one.line, one.where) for one in found] == ([("no-labs", line_of(text, "labs:"), "labs")] if is_named else [])


@pytest.mark.parametrize("labs", ["[prune, digit]", "prune", "[]"])
def test_a_topic_that_says_which_labs_it_offers_is_not_asked_again(labs: str) -> None:
    text = FOUND["no-labs"][0].replace("minutes: 5", f"minutes: 5\nlabs: {labs}", 1)
    assert warnings_of(text) == ()


def test_the_shipped_topics_give_no_warning() -> None:
    for path in shipped_paths():
        draft = read_draft_file(path, folder=CONTENT, labs=LABS)
        assert [str(one) for one in lint(draft, file=path.name)] == []
