"""terms.yaml: each fault at its line, the shelf keeps the last good version, and what check says of words in the topics."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sample_topic import card
from shipped_topic import CONTENT

from optimization.labs import LABS
from quizzes.__main__ import main
from quizzes.content.reader import read_folder
from quizzes.content.schema import TERMS_FILE_NAME, terms_schema_text
from quizzes.content.shelf import Shelf
from quizzes.content.starter import starter
from quizzes.models.terms import Terms, is_asked_for
from quizzes.shell.check import Checking

WHOLE = """format: 1
terms:
  - term: kernel
    also: [kernels]
    says: The routine that computes one layer.
  - {term: VNNI, says: Instructions for 8-bit numbers., concept: track/topic/first-idea}
jargon: [im2col]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "track").mkdir()
    (tmp_path / "track" / "topic.yaml").write_text(starter("track/topic"), encoding="utf-8")
    (tmp_path / "terms.yaml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


def write(folder: Path, text: str) -> None:
    (folder / "terms.yaml").write_text(text, encoding="utf-8")


def said(folder: Path) -> list[str]:
    """What check says of the file of terms, without the folder's path."""
    problems = [problem for one in Checking(folder, labs=LABS).look() for problem in one.problems]
    assert [str(one) for one in read_folder(folder, labs=LABS).problems] == [str(one) for one in problems if one.severity == "error"]
    return [str(one).replace(f"{folder.as_posix()}/", "") for one in problems if "terms.yaml" in one.file]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format: 1", "format: 2", "terms.yaml:1:9: format: 2 is not a known format; allowed: 1"),
        ("says: The", "say: The", "terms.yaml:5:5: terms[0].say: there is no such key; did you mean 'says'?"),
        ("[kernels]", "[VNNI]", "terms.yaml:6:12: terms[1].term: 'VNNI' stands twice, first in line 4; keep one"),
        ("[im2col]", "[Kernels]", "terms.yaml:7:10: jargon[0]: 'Kernels' is a term in line 4; take it out here"),
        (
            "computes one layer.",
            "computes `x`.",
            "terms.yaml:5:11: terms[0].says: the sentence is shown as it stands; write it without Markdown",
        ),
        ("one layer.", "one layer", "terms.yaml:5:11: terms[0].says: this is not one sentence; write one"),
        ("one layer.", "one layer. It is fast.", "terms.yaml:5:11: terms[0].says: this is not one sentence; write one"),
        ("track/topic/first-idea", "first-idea", "terms.yaml:6:66: terms[1].concept: 'first-idea' has the wrong form"),
        (
            "track/topic/first-idea",
            "track/topic/gone",
            "terms.yaml:6:66: terms[1].concept: track/topic has no concept 'gone'; allowed: first-idea",
        ),
        ("track/topic/first-idea", "track/gone/idea", "terms.yaml:6:66: terms[1].concept: there is no topic 'track/gone'"),
        ("one layer.", "one layer.\n    picture: x.svg", "terms.yaml:6:14: terms[0].picture: this is no picture; write ![what it shows]"),
        ("one layer.", 'one layer.\n    picture: "![](x.svg)"', "terms.yaml:6:14: terms[0].picture: the picture has no words"),
        ("one layer.", 'one layer.\n    picture: "![it](x.svg)"', "terms.yaml:6:14: terms[0].picture: there is no file 'x.svg'"),
        (
            "one layer.",
            'one layer.\n    picture: "![it](../x.svg)"',
            "terms.yaml:6:14: terms[0].picture: '../x.svg' is no picture of this folder",
        ),
    ],
)
def test_each_fault_is_named_at_its_line(folder: Path, old: str, new: str, message: str) -> None:
    write(folder, WHOLE.replace(old, new, 1))
    messages = said(folder)
    assert [one for one in messages if one.startswith(message)], messages
    assert set(read_folder(folder, labs=LABS).topics) == {"track/topic"}


@pytest.mark.parametrize("text", ["", "[", "5", "format: 1\nterms: []", "format: 1\nterms: [{term: x}]"])
def test_a_broken_file_changes_nothing_on_the_shelf(folder: Path, text: str) -> None:
    shelf = Shelf(folder, labs=LABS)
    whole = shelf.look()
    assert whole.terms is not None
    write(folder, text)
    after = shelf.look()
    assert (after.terms, after.topics) == (whole.terms, whole.topics)
    assert [problem.file for problem in after.problems] == [(folder / "terms.yaml").as_posix()] * len(after.problems) != []
    write(folder, WHOLE.replace("one layer", "a layer"))
    mended = shelf.look()
    assert mended.terms is not None
    assert mended.terms.terms[0].says == "The routine that computes a layer."
    (folder / "terms.yaml").unlink()
    assert shelf.look().terms is None


def terms_of(*entries: dict[str, object]) -> Terms:
    return Terms.model_validate({"format": 1, "terms": list(entries)})


def test_whole_words_are_found_in_their_forms_and_the_longest_counts() -> None:
    terms = terms_of(
        {"term": "layer", "also": ["layers"], "says": "A."},
        {"term": "linear layer", "says": "B."},
        {"term": "VNNI", "says": "C."},
    )
    text = "Layers, per-layer, a linear\nlayer, player, layer; vnni VNNI layered"
    assert [(text[use.start : use.end], use.term.term) for use in terms.uses(text)] == [
        ("Layers", "layer"),
        ("linear\nlayer", "linear layer"),
        ("layer", "layer"),
        ("VNNI", "VNNI"),
    ]


def test_what_tells_the_answer_is_known() -> None:
    terms = terms_of(
        {"term": "mask", "also": ["masks"], "says": "A.", "concept": "track/topic/alpha"},
        {"term": "kernel", "says": "B."},
    )
    mask, kernel = terms.terms
    assert terms.given_away(card("one", "alpha"), "track/topic") == {mask}
    assert terms.given_away(card("one", "beta"), "track/topic") == frozenset()
    assert terms.given_away(card("one", "beta", plain=["Kernel"]), "track/topic") == {kernel}
    assert card("one", plain=["kernel"]).content_hash == card("one").content_hash
    for text, asked in [
        ("What is a kernel?", True),
        ("What does the *kernel* do?", True),
        ("How does a kernel differ?", True),
        ("Does a kernel help?", False),
    ]:
        assert [is_asked_for(text, use) for use in terms.uses(text)] == [asked]


def warned(folder: Path, topic: str) -> list[str]:
    (folder / "track" / "topic.yaml").write_text(topic, encoding="utf-8")
    codes = ("jargon", "term-too-early", "unused-plain")
    return [f"{one.code} {one.where}" for file in Checking(folder, labs=LABS).look() for one in file.problems if one.code in codes]


def test_check_warns_of_jargon_of_a_term_too_early_and_of_what_is_no_term(folder: Path) -> None:
    clean = starter("track/topic")
    assert warned(folder, clean) == []
    back = "8, a quarter of the 32 bits of a float32 weight."
    assert warned(folder, clean.replace(back, f"{back} With im2col, `im2col` and Im2col.", 1)) == ["jargon recall[0].back"]
    assert warned(folder, clean.replace(back, f"{back} Not `im2col`.", 1)) == []
    assert warned(folder, clean.replace(back, f"{back}\n    plain: [kernel, colonel]", 1)) == ["unused-plain recall[0].plain"]
    first = "  - {id: first-idea, name: The first idea, group: basics"
    early = clean.replace(first, f"  - {{id: before, name: Before, group: basics}}\n{first}, needs: [before]", 1)
    early = early.replace("concept: first-idea\n    level: beginner", "concept: before\n    level: beginner", 1)
    assert warned(folder, early.replace(back, f"{back} VNNI and VNNI.", 1)) == ["term-too-early recall[0].back"]
    assert warned(folder, early.replace(back, f"{back} A kernel.", 1)) == []
    silenced = early.replace(back, f"{back} VNNI.\n    silence: {{term-too-early: it is explained here}}", 1)
    assert warned(folder, silenced) == []


def test_a_changed_file_of_terms_lets_the_topics_be_looked_at_anew(folder: Path) -> None:
    checking = Checking(folder, labs=LABS)
    text = starter("track/topic").replace("a float32 weight.", "a float32 weight and a lowering.", 1)
    (folder / "track" / "topic.yaml").write_text(text, encoding="utf-8")
    assert not [one for file in checking.look() for one in file.problems if one.code == "jargon"]
    write(folder, WHOLE.replace("[im2col]", "[lowering]"))
    assert [one for file in checking.look() for one in file.problems if one.code == "jargon"]


def test_the_schema_beside_the_content_is_current_and_takes_the_shipped_terms(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert (CONTENT / TERMS_FILE_NAME).read_text(encoding="utf-8") == terms_schema_text(), (
        "run: python -m quizzes schema terms -o content/terms.schema.json"
    )
    assert main(["schema", "terms"]) == 0
    assert capfdbinary.readouterr().out.decode() == terms_schema_text()
    schema = json.loads(terms_schema_text())
    Draft202012Validator.check_schema(schema)
    terms = read_folder(CONTENT, labs=LABS).terms
    assert terms is not None
    assert len(terms.terms) >= 60
    assert Draft202012Validator(schema).is_valid(json.loads(terms.model_dump_json(exclude_none=True)))
