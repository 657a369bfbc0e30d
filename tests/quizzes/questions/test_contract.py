"""What a question type gets by being a ``KIND``, whatever it is: each type of the app, and one that these tests alone know."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import toy_type
import yaml

from quizzes.content.draft import Draft, read_draft
from quizzes.content.topic import Topic
from quizzes.exports.anki import notes
from quizzes.exports.items_csv import items_csv
from quizzes.exports.moodle import left_out, moodle_xml
from quizzes.imports.columns import all_models, csv_columns
from quizzes.imports.shapes import item_sections
from quizzes.imports.table import read_table
from quizzes.models import Asked, Item
from quizzes.progress.item_answers import Logged, catalog_of, gather
from quizzes.progress.item_statistics import item_statistics
from quizzes.progress.item_tally import Tally
from quizzes.proofs.evidence import Printed, carries_proof, judge
from quizzes.proofs.process import run_programs
from quizzes.proofs.prover import Engines, Task, prove
from quizzes.questions import KINDS, Kind, Prompt, allows, ask, grade, placed_options
from quizzes.questions.answers import Answer, PickOne
from quizzes.questions.versions import read, written

HEADER = {
    "format": 1,
    "id": "track/topic",
    "title": "Topic",
    "track": "Track",
    "subject": "test",
    "minutes": 5,
    "summary": "A topic.",
    "learn": ["Something."],
    "groups": [{"id": "first", "name": "First"}],
    "concepts": [{"id": "alpha", "name": "Alpha", "group": "first"}],
}
EVERY = [*KINDS.values(), toy_type.KIND]
ASKED = [kind for kind in EVERY if kind.ask is not None]


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The app knows the toy type as long as the test runs: its one line in the register."""
    monkeypatch.setitem(KINDS, toy_type.KIND.name, toy_type.KIND)
    read_once = (item_sections, csv_columns, all_models)
    for one in read_once:
        one.cache_clear()
    yield
    for one in read_once:
        one.cache_clear()


def each(kinds: list[Kind]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.name)


def section_of(kind: Kind) -> str:
    return "self_test" if kind.ask is not None else "explain"


def drafted(kind: Kind, item: dict[str, Any]) -> tuple[Draft, list[str]]:
    """The draft of a topic with this item alone, and its text in lines."""
    text = yaml.safe_dump({**HEADER, section_of(kind): [item]}, sort_keys=False, allow_unicode=True)
    return read_draft(text, relative=Path("track/topic.yaml"), images=Path(), labs={}), text.splitlines()


def example(kind: Kind) -> dict[str, Any]:
    return deepcopy(dict(kind.example))


def topic_of(kind: Kind) -> Topic:
    draft, _ = drafted(kind, example(kind))
    assert draft.problems("f") == ()
    assert draft.topic is not None
    return draft.topic


def item_of(kind: Kind) -> Item:
    return next(topic_of(kind).items())


def lists_of_parts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], list[dict[str, Any]]]]:
    """Every list, however deep, whose entries have ids."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from lists_of_parts(inner, (*path, key))
    elif isinstance(value, list):
        if len(value) > 1 and all(isinstance(one, dict) and "id" in one for one in value):
            yield path, value
        for index, inner in enumerate(value):
            yield from lists_of_parts(inner, (*path, index))


@each(EVERY)
def test_check_accepts_the_example_of_the_type(kind: Kind) -> None:
    item = item_of(kind)
    assert type(item) is kind.item
    assert read(written(item)) == item


@each(EVERY)
def test_an_id_that_stands_twice_in_any_list_of_parts_is_refused_with_its_place(kind: Kind) -> None:
    for path, _ in lists_of_parts(example(kind)):
        item = example(kind)
        parts: Any = item
        for key in path:
            parts = parts[key]
        parts[1]["id"] = parts[0]["id"]
        draft, lines = drafted(kind, item)
        refused = [one for one in draft.problems("f") if one.code == "duplicate-id"]
        assert len(refused) == 1, (kind.name, path, draft.problems("f"))
        assert f"id: {parts[0]['id']}" in lines[refused[0].line - 1]
        assert refused[0].where == f"{section_of(kind)}[0].{path[0]}[1].id"


def test_the_rule_of_ids_looks_into_every_list_of_parts() -> None:
    assert [path for path, _ in lists_of_parts(example(KINDS["one-choice"]))] == [("choices",)]
    assert any(lists_of_parts(example(toy_type.KIND)))


@each(ASKED)
def test_two_options_that_read_the_same_are_refused_with_their_place(kind: Kind) -> None:
    places = [path for path, _ in placed_options(kind.item.model_validate(kind.example))]  # type: ignore[arg-type]
    if not any(places):
        return  # it has no options, or fixed ones that no author writes
    assert all(places), "some options of this type stand in no list that an author could mend"
    item = example(kind)
    (field, *_), (_, second, *_) = places[0], places[1]
    item[field][second]["text"] = f"  `{item[field][0]['text'].upper()}` "
    draft, lines = drafted(kind, item)
    refused = [one for one in draft.problems("f") if "both read" in one.wrong]
    assert len(refused) == 1, draft.problems("f")
    assert "text:" in lines[refused[0].line - 1]
    assert item[field][0]["text"].upper() in lines[refused[0].line - 1]


@each(ASKED)
def test_it_asks_in_the_shape_that_it_names_and_an_example_that_asks_for_nothing_can_be_left_out(kind: Kind) -> None:
    item = item_of(kind)
    assert isinstance(item, Asked)
    assert type(ask(item, seed=3)) is kind.shape
    assert allows(item, grade(item, Answer()).right)
    assert grade(item, grade(item, Answer()).right).is_right


def proven(item: Item) -> tuple[str, str]:
    """State of the item's proof, and what it says: its program is really run."""

    def no_lab(*_: Any, **__: Any) -> Any:
        raise AssertionError("no lab is needed")

    engines = Engines(programs=run_programs, measures=no_lab, offers=lambda need: False, needs=())
    (outcome,) = prove([Task("track/topic", "f", (1, 1), item)], engines=engines)
    return outcome.judged.state, outcome.judged.says


@each(EVERY)
def test_its_example_is_proven_by_running_and_another_output_is_refused(kind: Kind) -> None:
    item = item_of(kind)
    assert carries_proof(item)
    state, says = proven(item)
    assert state == "proven", says
    outputs = ("not what is asked for\n",)
    judged = judge(item, Printed(outputs=outputs, python="3", versions={}))
    assert judged.state == "false"
    assert "the file says" in judged.says or "expected" in judged.says


@each(EVERY)
def test_its_sample_answers_get_their_scores_every_time(kind: Kind) -> None:
    item = item_of(kind)
    scores = []
    for answer, score in kind.samples(item):
        given = kind.grade(item, answer)
        assert given.score == score, answer
        assert kind.grade(item, answer) == given
        assert all(text.strip() for text in given.feedback)
        assert isinstance(item, Prompt) or allows(item, answer)  # type: ignore[arg-type]
        scores.append(score)
    assert (min(scores), max(scores)) == (0.0, 1.0)


@each(EVERY)
def test_moodle_has_it_or_is_said_not_to_and_why(kind: Kind) -> None:
    topic = topic_of(kind)
    written = ET.fromstring(moodle_xml(topic, folder=Path()))
    there = [one.findtext("idnumber") for one in written.iter("question") if one.get("type") != "category"]
    named = dict(left_out(topic))
    assert (there, list(named)) in ((["example"], []), ([], ["example"]))
    assert all(len(reason.split()) > 3 for reason in named.values())


@each(ASKED)
def test_anki_has_it_where_one_of_its_options_is_right(kind: Kind) -> None:
    topic = topic_of(kind)
    item = topic.self_test[0]
    found = [*notes(topic.model_copy(update={"quick_check": topic.self_test, "self_test": ()}))]
    assert len(found) == (kind.shape is PickOne)
    for note in found:
        texts = [option.text for _, option in placed_options(item)]
        assert all(text in note.front for text in texts)
        assert grade(item, Answer()).right_text in note.back


@each(EVERY)
def test_it_leaves_as_a_table_and_comes_back_without_loss(kind: Kind) -> None:
    topic = topic_of(kind)
    taken = read_table(items_csv(topic).encode(), name="items.csv")
    assert [str(fault) for fault in taken.not_taken] == []
    assert [item for _, item in taken.items] == list(topic.items())


def given(who: str, number: int, item: Item, answer: Answer, score: float) -> Logged:
    payload = {"choices": list(answer.choices), "texts": list(answer.texts)}
    about = {"item": f"track/topic/{item.id}", "content_hash": item.content_hash, "sure": None, "hints": 0, "ms": None}
    return Logged(
        id=f"{who}:{number}", learner=who, session=f"s{number}", kind="answered", at=number, score=score, payload=payload, **about
    )


@each(ASKED)
def test_the_figures_of_its_answers_show_texts_and_no_ids(kind: Kind) -> None:
    topic, item = topic_of(kind), item_of(kind)
    assert isinstance(item, Asked)
    known, tally = catalog_of([topic]), Tally()
    for who in ("a" * 16, "b" * 16, "c" * 16):
        tally.put(who, gather([given(who, number, item, *one) for number, one in enumerate(kind.samples(item))], known), known)
    picks = item_statistics(tally, known).picks
    shown = [text for text in picks["text"] if text]
    ids = {option.id for _, option in placed_options(item)}
    texts = {option.text for _, option in placed_options(item)}
    assert shown
    assert not ids & {word for text in shown for word in (text, *text.split(" → "))}
    if ids:
        assert {word for text in shown for word in text.split(" → ")} - {"I don’t know"} == texts
    assert picks["is_key"].any()


def test_a_variant_of_a_new_type_is_refused_for_the_first_draw_in_which_two_options_read_the_same() -> None:
    item = example(toy_type.KIND) | {"inputs": {"n": [1, 2, 3]}}
    item["things"][0]["text"], item["things"][1]["text"] = "{{n}} cats", "2 cats"
    draft, lines = drafted(toy_type.KIND, item)
    (refused,) = draft.problems("f")
    assert refused.wrong.startswith("for n=2 'one-a' and 'one-b' both read")
    assert "2 cats" in lines[refused.line - 1]


def test_what_is_wrong_in_every_draw_of_a_variant_is_said_without_naming_one() -> None:
    kind = KINDS["fill-blank"]
    item = example(kind) | {"inputs": {"n": [1, 2]}, "question": "Fill in {{n}}.", "text": "[[bits]] of {{n}} and [[bites]]"}
    draft, _ = drafted(kind, item)
    wrong = [problem.wrong for problem in draft.problems("f")]
    assert wrong == ["there is no blank 'bites'", "the text has no gap [[bytes]]"]


def test_what_only_the_type_can_tell_is_refused_with_its_place() -> None:
    draft, lines = drafted(toy_type.KIND, example(toy_type.KIND) | {"odd": "one-d"})
    (refused,) = draft.problems("f")
    assert (refused.where, refused.wrong) == ("self_test[0].odd", "'one-d' is no thing")
    assert "odd: one-d" in lines[refused.line - 1]
