"""Moodle XML: read again by a reader that knows only Moodle's rules, and compared with the YAML's keys."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from moodle_rules import Asked as Read
from moodle_rules import accepts, faults, gaps, read
from moodle_samples import blank, exported, numeric, predict, several, shown
from sample_topic import card, myth, question, topic
from shipped_topic import CONTENT, shipped_topics

from quizzes.content.topic import Topic
from quizzes.exports.moodle import left_out, moodle_xml
from quizzes.markup.html import html
from quizzes.models import Asked
from quizzes.moodle.cloze import gap
from quizzes.questions import FillBlank, Numeric, OrderSteps, PredictOutput, Question, Several
from quizzes.questions.fill_blank.grading import in_order
from quizzes.variants import draws, resolve_draw

HARD = "a < b & c > d ]]> {x} {1:SHORTANSWER:=no} {#1} } # ~ \\ \\} \\# * &amp; &#35; \"q\" 'p' %50% =é"
PIXEL = b"\x89PNG and what follows"


@pytest.mark.parametrize("name", shipped_topics())
def test_a_shipped_topic_keeps_to_every_rule_and_each_item_arrives_or_is_named(name: str) -> None:
    shipped = shipped_topics()[name]
    data = moodle_xml(shipped, folder=(CONTENT / name).parent)
    assert faults(data) == []
    questions = read(data)
    arrived = {one.category[-1] if len(one.category) == 4 else one.idnumber for one in questions}
    missing = {item_id for item_id, _ in left_out(shipped)} - {"cheat_sheet"}
    screens = {one.id for one in shipped.lesson_questions}
    assert arrived | missing - {"lesson"} == {item.id for item in shipped.items()} - screens
    assert ("lesson" in missing) == bool(screens)
    assert not arrived & missing
    assert data == moodle_xml(shipped, folder=(CONTENT / name).parent)


@pytest.mark.parametrize("name", shipped_topics())
def test_the_keys_of_a_shipped_topic_are_those_of_its_yaml(name: str) -> None:
    shipped = shipped_topics()[name]
    items = {item.id: item for item in shipped.items() if isinstance(item, Asked)}
    checked = 0
    for one in read(moodle_xml(shipped, folder=CONTENT)):
        item = items.get(one.category[-1] if len(one.category) == 4 else one.idnumber)
        if item is not None:
            forms = [resolve_draw(item, drawn) for drawn in draws(item)] if item.inputs else [item]
            assert any(has_key(one, form) for form in forms), one.idnumber
            checked += 1
    assert checked > 90


def has_key(one: Read, item: Asked) -> bool:
    """Whether a question asks what the item asks, and takes for right exactly what the item says is right."""
    right = {text for fraction, text, _ in one.answers if fraction > 0}
    same = shown(one.text("questiontext")).startswith(shown(html(item.question)))
    if isinstance(item, Question | Several):
        said = {html(choice.text): html(choice.why) for choice in item.choices}
        whys = {text: why for _, text, why in one.answers}
        key = right == {html(choice.text) for choice in item.choices if choice.correct}
        return same and key and said.keys() == whys.keys() and all(said[text] in whys[text] for text in said)
    if isinstance(item, Numeric):
        return same and {float(text) for text in right} == {float(item.answer.replace(",", ""))}
    if isinstance(item, PredictOutput):
        return same and all(accepts(text, item.snippet.prints or "", cased=True) for text in right)
    if isinstance(item, OrderSteps):
        return same and [text for _, text, _ in one.answers] == [html(step.text) for step in item.steps]
    assert isinstance(item, FillBlank)
    found = gaps(one.text("questiontext"))
    taken = [[text for fraction, text, _ in one_gap.alternatives if fraction == 100] for one_gap in found]
    return same and taken == [list(dict.fromkeys(one_blank.accept)) for one_blank in in_order(item)]


@pytest.mark.parametrize("right", range(1, 9))
def test_shares_are_on_moodles_list_and_sum_to_all(right: int) -> None:
    [one] = exported(several(*[True] * right, *[False] * (8 - right)))
    assert sorted({text for fraction, text, _ in one.answers if fraction > 0}) == [f"<p>Text {n}</p>" for n in range(right)]


def test_hard_text_reads_the_same_in_moodle() -> None:
    choices = [{"id": "a", "text": f"`{HARD}`", "correct": True, "why": f"`{HARD}`"}, {"id": "b", "text": "no", "why": "No."}]
    [one] = exported(question("hard", question=f"`{HARD}`", choices=choices))
    texts = [one.text("questiontext"), *one.answers[0][1:]]
    assert [shown(text).strip() for text in texts] == [HARD] * 3


def test_html_stands_in_cdata_and_the_end_of_one_in_a_text_does_not_end_it() -> None:
    data = moodle_xml(topic(quick_check=[predict("a]]>b")]), folder=Path())
    assert b"<text><![CDATA[<p>Prints?</p>\n<pre><code>print(a &lt; 2)</code></pre>]]></text>" in data
    assert b"<text><![CDATA[a]]]]><![CDATA[>b]]></text>" in data
    assert read(data)[0].answers[0][1] == "a]]>b"


def test_hard_text_around_a_gap_and_in_it_reads_the_same_in_moodle() -> None:
    hard = {"id": "one", "accept": [HARD, "\\", "&", "*"], "why": f"`{HARD}`"}
    [one] = exported(blank(f"`{HARD}` then {{[[one]]}}", [hard]))
    [found] = gaps(one.text("questiontext"))
    right = [text for fraction, text, _ in found.alternatives if fraction == 100]
    assert [text.replace("\\*", "*") for text in right] == hard["accept"]
    for pattern, typed in zip(right, hard["accept"], strict=True):
        assert accepts(pattern, typed.upper(), cased=False)
    assert not accepts(right[3], "anything", cased=False)
    assert shown(found.alternatives[-1][2]) == HARD
    before, _, after = shown(one.text("questiontext")).partition("{1:SHORTANSWER:=a < b")
    assert before == f"Fill.\n{HARD} then {{"
    assert after.endswith("}")


@examples(300)
@given(st.lists(st.text("ab \\{}#~*&;<>\"'=%1:", min_size=1), min_size=1, max_size=3), st.text("a\\{}#~&;<> ", max_size=9))
def test_any_answer_of_a_gap_is_read_as_it_was_written(right: list[str], wrong: str) -> None:
    [found] = gaps(f"{{ {gap(right, wrong=wrong)} }}")
    said = [text for fraction, text, _ in found.alternatives if fraction == 100]
    assert [text.replace("\\*", "*") for text in said] == list(dict.fromkeys(right))
    assert all(accepts(text, typed, cased=True) for text, typed in zip(said, dict.fromkeys(right), strict=True) if typed == typed.strip())
    assert [why for fraction, _, why in found.alternatives if fraction == 0] == ([wrong] if wrong else [])


def test_what_xml_cannot_hold_is_replaced() -> None:
    [one] = exported(card("control", front="a\x00b\x1b[0mc"))
    assert shown(one.text("questiontext")) == "a\ufffdb\ufffd[0mc"


def test_a_gap_in_a_formula_is_filled_in_below_it() -> None:
    [one] = exported(blank("As $r = [[one]] + [[two]]$ says."))
    text = one.text("questiontext")
    assert r"\(r = ▁①▁ + ▁②▁\)" in text
    assert [found.alternatives[0][1] for found in gaps(text)] == ["8", "16"]
    assert "<li>Gap 2: {1:" in text


def test_a_gap_named_twice_is_asked_once() -> None:
    [one] = exported(blank("[[one]], `[[one]]` and [[two]]"))
    assert len(gaps(one.text("questiontext"))) == 2
    assert "<code>▁①▁</code>" in one.text("questiontext")


def test_an_output_of_several_lines_has_a_gap_a_line_and_tells_its_mistakes_afterwards() -> None:
    mistake = {"answer": "1\n2", "mistake": "Began at 1", "why": "It begins at 0."}
    [one] = exported(predict("0  *\n\n  Yes }", mistakes=[mistake]))
    found = gaps(one.text("questiontext"))
    assert one.kind == "cloze"
    assert [[text for _, text, _ in line.alternatives] for line in found] == [["0 \\*", "0  \\*"], ["Yes }"]]
    assert {line.kind for line in found} == {"SHORTANSWER_C"}
    assert "<pre><code>1\n2</code></pre>\n<p><strong>Began at 1</strong></p>" in one.text("generalfeedback")


def test_an_output_of_one_line_takes_no_other_and_names_the_mistake() -> None:
    mistakes = [{"answer": "[*]", "mistake": "Took the star", "why": "No."}, {"answer": "a\nb", "mistake": "Two", "why": "One."}]
    [one] = exported(predict("[ * ]", mistakes=mistakes))
    assert [text for _, text, _ in one.answers] == ["[ \\* ]", "[\\*]"]
    assert not accepts(one.answers[0][1], "[ 1 ]", cased=True)
    assert "Took the star" in one.answers[1][2]


@pytest.mark.parametrize(
    ("answer", "unit", "said"), [("4,000", None, "4000"), ("0,25", "%", "0.25"), ("12 kB", "kB", "12"), ("1/4", None, "0.25")]
)
def test_numbers_arrive_as_moodle_reads_them(answer: str, unit: str | None, said: str) -> None:
    [one] = exported(numeric(answer=answer, unit=unit, mistakes=[]))
    assert one.answers[0][1] == said
    assert one.xml.findtext("units/unit/unit_name") == unit


def test_a_unit_that_moodle_cannot_hold_stands_in_the_question_only() -> None:
    [one] = exported(numeric(unit="u" * 51))
    assert one.xml.find("units") is None
    assert "u" * 51 in one.text("questiontext")


def test_pictures_are_packed_beside_the_texts_that_show_them(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "dot.png").write_bytes(PIXEL)
    picture = "![a dot](images/dot.png)"
    choices = [{"id": "a", "text": picture, "correct": True, "why": f"{picture} {picture}"}, {"id": "b", "text": "b", "why": "No."}]
    blanks = [{"id": "one", "accept": ["8"], "why": picture}]
    picked, filled = exported(question("pick", choices=choices), blank(f"{picture} [[one]]", blanks), folder=tmp_path)
    [answer] = picked.xml.findall("answer[file]")
    for field in (answer, answer.find("feedback"), picked.xml.find("generalfeedback"), filled.xml.find("questiontext")):
        assert field is not None
        [file] = field.findall("file")
        assert (file.attrib, base64.b64decode(file.text or "")) == ({"name": "dot.png", "path": "/images/", "encoding": "base64"}, PIXEL)
        assert '<img src="@@PLUGINFILE@@/images/dot.png" alt="a dot" />' in (field.findtext("text") or "")
    assert "PLUGINFILE" not in gaps(filled.text("questiontext"))[0].alternatives[-1][2]


@pytest.mark.parametrize("name", ["two words.png", "lens (1).png", "90%.png"])
def test_a_picture_of_any_name_is_found_under_the_address_that_its_text_has(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(PIXEL)
    written = f"- ![a dot](<{name.replace('%', '%25')}>)"
    [one] = exported(question("pick", question=written), folder=tmp_path)
    field = one.xml.find("questiontext")
    assert field is not None
    address = re.findall(r'src="@@PLUGINFILE@@/([^"]*)"', field.findtext("text") or "")
    assert [unquote(found) for found in address] == [file.get("name") for file in field.findall("file")] == [name]
    assert not set(address[0]) & set(" ()"), "a browser reads it as it stands"
    assert one.text("name") == "(picture: a dot)"


@pytest.mark.parametrize(
    ("values", "drawn"), [([1, 2, 3], [1, 2, 3]), (list(range(1, 10)), [1, 3, 5, 7, 9]), (list(range(500)), [0, 125, 250, 374, 499])]
)
def test_a_variant_becomes_instances_in_a_category_of_its_own(values: list[int], drawn: list[int]) -> None:
    variant = numeric(inputs={"n": values}, question="Twice {{n}}?", answer="{{2 * n}}", mistakes=[], id="twice")
    last, *found = exported(question("after"), variant)
    assert [one.idnumber for one in found] == [f"twice-{number}" for number in range(1, len(drawn) + 1)]
    assert [one.answers[0][1] for one in found] == [str(2 * n) for n in drawn]
    assert [one.text("name") for one in found] == [f"Twice {n}? ({number})" for number, n in enumerate(drawn, start=1)]
    assert {one.category for one in found} == {("Track", "Topic", "Quick check", "twice")}
    assert last.category == ("Track", "Topic", "Quick check")


def test_names_survive_moodle_and_sources_stand_below_the_reason() -> None:
    sources = [{"id": "paper", "title": "A & B", "url": "https://example.org/?a=1&b=2"}, {"id": "book", "title": "Book"}]
    whole = topic(recall=[card("one", source=["paper", "book"], front="Is a < b in `<b>`?")])
    named = Topic.model_validate(whole.model_dump(by_alias=True) | {"title": "/TCP/IP <b>", "track": "C++", "sources": sources})
    [one] = read(moodle_xml(named, folder=Path()))
    assert faults(moodle_xml(named, folder=Path())) == []
    assert one.category == ("C++", "/TCP/IP ‹b›", "Recall")
    assert one.text("name") == "Is a ‹ b in ‹b›?"
    links = '<p>Source: <a href="https://example.org/?a=1&amp;b=2">A &amp; B</a> · Book</p>'
    assert one.text("generalfeedback") == f"<p>Back.</p>\n{links}"


def test_what_has_no_place_in_moodle_is_named_with_its_reason() -> None:
    sheet = [{"id": "formulas", "heading": "Formulas", "text": "$q$"}]
    whole = topic(recall=[card("kept")], myths=[myth("bet")])
    found = left_out(Topic.model_validate(whole.model_dump(by_alias=True) | {"cheat_sheet": sheet}))
    assert [item_id for item_id, _ in found] == ["bet", "cheat_sheet"]
    assert "no lab" in found[0][1]
    assert left_out(topic(recall=[card("kept")])) == ()
