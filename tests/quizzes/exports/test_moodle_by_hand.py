"""A tiny item of each type, beside the Moodle XML that was written for it by hand."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from moodle_samples import blank, exported, numeric, order, predict, several, shown
from sample_topic import card, problem, prompt, question

from quizzes.models import Item


def by_hand(kind: str, item_id: str, text: str, after: str, grade: int, rest: str, level: str = "easy") -> str:
    name = "".join(shown(text.split("</p>")[0]))
    head = f"<name><text>{name}</text></name><questiontext format='html'><text><![CDATA[{text}]]></text></questiontext>"
    head += f"<generalfeedback format='html'><text><![CDATA[{after}]]></text></generalfeedback>"
    head += f"<defaultgrade>{grade}</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber>{item_id}</idnumber>"
    head += f"<tags><tag><text>alpha</text></tag><tag><text>{level}</text></tag></tags>"
    return f"<question type='{kind}'>{head}{rest}</question>"


def rich(tag: str, code: str, inner: str = "", **attributes: str) -> str:
    said = "".join(f" {name}='{value}'" for name, value in attributes.items())
    return f"<{tag}{said} format='html'><text><![CDATA[{code}]]></text>{inner}</{tag}>"


OVERALL = (
    rich("correctfeedback", "<p>Correct.</p>")
    + rich("partiallycorrectfeedback", "<p>Partly correct.</p>")
    + rich("incorrectfeedback", "<p>Not correct.</p>")
)


def picked(single: str, *answers: tuple[str, str, str]) -> str:
    head = f"<single>{single}</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>{OVERALL}"
    return head + "".join(rich("answer", text, rich("feedback", why), fraction=part) for part, text, why in answers)


FOUR = (
    ("100", "<p>The right one</p>", "<p>This is so.</p>"),
    ("0", "<p>A wrong one</p>", "<p>This is not so.</p>"),
    ("0", "<p>Another wrong one</p>", "<p>Nor is this.</p>"),
    ("0", "<p>The last wrong one</p>", "<p>Nor that.</p>"),
)
SOLUTION = (
    "<p><strong>1. Step 1</strong></p>\n<p>Do it.</p>\n<p><strong>2. Step 2</strong></p>\n<p>Do it.</p>\n<p><strong>Answer</strong></p>\n"
    "<p>So.</p>\n<p><strong>Check</strong></p>\n<p>Indeed.</p>\n<p><strong>What often goes wrong</strong></p>\n<p>Not so.</p>"
)
THREE_PARTS = (
    ("50", "<p>Text 0</p>", "<p>Why 0.</p>"),
    ("-50", "<p>Text 1</p>", "<p>Why 1.</p>"),
    ("50", "<p>Text 2</p>", "<p>Why 2.</p>"),
)
RIGHT_PARTS = "<ul>\n<li><p>Text 0</p>\n<p>Why 0.</p></li>\n<li><p>Text 2</p>\n<p>Why 2.</p></li>\n</ul>"
NUMBERS = (
    "<answer fraction='100' format='plain_text'><text>8</text><feedback format='html'><text/></feedback><tolerance>0.5</tolerance></answer>"
    "<answer fraction='0' format='plain_text'><text>6</text>"
    + rich("feedback", "<p><strong>Added</strong></p>\n<p>No sum.</p>")
    + "<tolerance>0.5</tolerance></answer><units><unit><multiplier>1</multiplier><unit_name>kB</unit_name></unit></units>"
    "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty><showunits>0</showunits><unitsleft>0</unitsleft>"
)
LINE = "<usecase>1</usecase><answer fraction='100' format='plain_text'><text>True</text><feedback format='html'><text/></feedback></answer>"
CODE = "<p>Prints?</p>\n<pre><code>print(a &lt; 2)</code></pre>"
STEPS = (
    "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype><selectcount>3</selectcount><gradingtype>ABSOLUTE_POSITION</gradingtype>"
    f"<showgrading>SHOW</showgrading><numberingstyle>none</numberingstyle>{OVERALL}<shownumcorrect>1</shownumcorrect>"
    + "".join(rich("answer", f"<p>{text}</p>", fraction=part) for part, text in (("1", "First"), ("2", "Then"), ("3", "Last")))
)
GAPS = (
    "<p>Fill.</p>\n<p>A {1:SHORTANSWER:=8~=eight~%0%*#&#60;p&#62;As &#92;(2^3&#92;) &#38;lt; 9.&#60;/p&#62;}"
    " and {1:SHORTANSWER:=16~%0%*#&#60;p&#62;Twice.&#60;/p&#62;}.</p>"
)
FILLED = "<p><strong>8</strong></p>\n<p>As \\(2^3\\) &lt; 9.</p>\n<p><strong>16</strong></p>\n<p>Twice.</p>"
GRADER = (
    "<p><strong>Model answer</strong></p>\n<p>The model becomes smaller. It loses some accuracy.</p>\n"
    "<p><strong>Points, one mark each</strong></p>\n<p><strong>1. Smaller</strong></p>\n<p>It becomes smaller.</p>\n"
    "<p><strong>2. Accuracy</strong></p>\n<p>It loses accuracy.</p>\n<p><strong>A hint that may be given</strong></p>\n<p>Think.</p>"
)


def essay(response: str, required: int, lines: int, info: str) -> str:
    head = f"<responseformat>{response}</responseformat><responserequired>{required}</responserequired>"
    head += f"<responsefieldlines>{lines}</responsefieldlines><attachments>0</attachments><attachmentsrequired>0</attachmentsrequired>"
    return head + rich("graderinfo", info) + "<responsetemplate format='html'><text/></responsetemplate>"


MODEL_ANSWER = "<p>The model becomes smaller. It loses some accuracy.</p>"
BY_HAND = [
    (question("pick"), by_hand("multichoice", "pick", "<p>Which?</p>", "<p>This is so.</p>", 1, picked("true", *FOUR))),
    (
        problem("solve"),
        by_hand("multichoice", "solve", "<p>Which?</p>", SOLUTION, 1, picked("true", *FOUR) + rich("hint", "<p>Think.</p>")),
    ),
    (several(True, False, True), by_hand("multichoice", "several", "<p>Which?</p>", RIGHT_PARTS, 1, picked("false", *THREE_PARTS))),
    (numeric(), by_hand("numerical", "number", "<p>How many?</p>\n<p>(Unit: kB)</p>", "<p>So many.</p>", 1, NUMBERS)),
    (predict("True"), by_hand("shortanswer", "output", CODE, "<p>It does.</p>", 1, LINE)),
    (order(), by_hand("ordering", "order", "<p>Order?</p>", "<p>So.</p>", 1, STEPS)),
    (prompt("tell"), by_hand("essay", "tell", "<p>Explain.</p>", MODEL_ANSWER, 2, essay("editor", 1, 15, GRADER))),
    (card("flip"), by_hand("essay", "flip", "<p>Front?</p>", "<p>Back.</p>", 0, essay("plain", 0, 3, "<p>Back.</p>"), "beginner")),
    (blank(), by_hand("cloze", "blank", GAPS, FILLED, 2, "").replace("<name><text>Fill.", "<name><text>Fill. A ▁①▁ and ▁②▁.")),
]


@pytest.mark.parametrize(("item", "written"), BY_HAND, ids=[item.id for item, _ in BY_HAND])
def test_an_item_of_each_type_becomes_what_was_written_by_hand(item: Item, written: str) -> None:
    [one] = exported(item)
    assert ET.canonicalize(ET.tostring(one.xml), strip_text=True) == ET.canonicalize(written, strip_text=True)
