"""The deck in the real Anki: new notes at first, none at the second time, and a changed answer updates one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_topic import card, question, topic

from quizzes.__main__ import main
from quizzes.content.topic import Topic
from quizzes.exports.anki import deck_bytes, guid, media_name, notes
from quizzes.markup.html import html

CODE = "Prices: `$x` and\n\n```python\nprint('$5 < $6 & <b>')\n```\n"
PICTURE = "A picture:\n\n![a <dot>](images/dot.png)"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "dot.png").write_bytes(PIXEL)
    return tmp_path


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    anki = pytest.importorskip("anki.collection")
    opened = anki.Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def sample(**first: Any) -> Topic:
    cards = [
        card("formula", front="What is $r = s\\,(q - z)$?", back="$$a_{1} < b$$ and *more*", **first),
        card("code", front="Code", back=CODE),
        card("picture", front=PICTURE, back="| a | b |\n|---|---|\n| 1 | 2 |"),
    ]
    return topic(recall=cards, quick_check=[question("choice")])


def taken_in(collection: Any, data: bytes, tmp_path: Path) -> tuple[int, int, int]:
    """Import a deck and return how many notes are new, updated, and as they were."""
    from anki.import_export_pb2 import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    path = tmp_path / "deck.apkg"
    path.write_bytes(data)
    request = ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions(with_scheduling=False))
    log = collection.import_anki_package(request).log
    return len(log.new), len(log.updated), len(log.duplicate)


def test_anki_takes_in_all_then_none_then_the_one_that_changed(collection: Any, folder: Path, tmp_path: Path) -> None:
    assert taken_in(collection, deck_bytes(sample(), folder=folder, written_at=1_000), tmp_path) == (4, 0, 0)
    assert taken_in(collection, deck_bytes(sample(), folder=folder, written_at=1_000), tmp_path) == (0, 0, 4)
    before = {note: collection.get_note(note).fields for note in collection.find_notes("")}
    changed = sample()
    cards = (changed.recall[0].model_copy(update={"back": "Another answer."}), *changed.recall[1:])
    renewed = changed.model_copy(update={"recall": cards})
    taken_in(collection, deck_bytes(renewed, folder=folder, written_at=2_000), tmp_path)
    after = {note: collection.get_note(note).fields for note in collection.find_notes("")}
    assert set(after) == set(before)
    assert [fields[1] for note, fields in after.items() if fields != before[note]] == ["<p>Another answer.</p>"]


def test_formulas_code_tables_and_pictures_arrive(collection: Any, folder: Path, tmp_path: Path) -> None:
    taken_in(collection, deck_bytes(sample(), folder=folder), tmp_path)
    fields = {field for note in collection.find_notes("") for field in collection.get_note(note).fields}
    text = "\n".join(fields)
    assert r"\(r = s\,(q - z)\)" in text
    assert r"\[a_{1} &lt; b\]" in text
    assert "print('$5 &lt; $6 &amp; &lt;b&gt;')" in text
    assert "<code>$x</code>" in text
    assert "<td>2</td>" in text
    name = media_name(sample(), "images/dot.png")
    assert f'src="{name}"' in text
    assert (Path(collection.media.dir()) / name).read_bytes() == PIXEL


def test_pictures_of_any_name_arrive_wherever_they_stand(collection: Any, folder: Path, tmp_path: Path) -> None:
    names = ("two words.png", "lens (1).png", "90%.png", "a/b.png", "a-b.png")
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(PIXEL + bytes([number]))
    row = " ".join(f"![dot](<{name.replace('%', '%25')}>)" for name in names)
    choices = [{"id": "a", "text": row, "correct": True, "why": "Yes."}, {"id": "b", "text": "b", "why": "No."}]
    made = topic(recall=[card("one", front=f"- {row}", back=f"| a |\n|---|\n| {row} |")], quick_check=[question("pick", choices=choices)])
    taken_in(collection, deck_bytes(made, folder=folder), tmp_path)
    fields = [field for note in collection.find_notes("") for field in collection.get_note(note).fields]
    for number, name in enumerate(names):
        packed = media_name(made, name)
        assert [f'src="{packed}"' in field for field in fields] == [True] * 4
        assert (Path(collection.media.dir()) / packed).read_bytes() == PIXEL + bytes([number])
    assert collection.media.check().missing == []


def test_every_shipped_card_reaches_anki_once(collection: Any, shipped: Topic, tmp_path: Path) -> None:
    new, updated, same = taken_in(collection, deck_bytes(shipped, folder=tmp_path), tmp_path)
    assert (new, updated, same) == (len(list(notes(shipped))), 0, 0)
    assert new >= len(shipped.recall)


def test_a_renamed_card_stays_the_same_note_and_topics_do_not_share_notes() -> None:
    one, renamed = card("new-name", was=["older", "old"]), card("older")
    here = topic(recall=[one])
    assert guid(here, one) == guid(here, renamed)
    elsewhere = here.model_copy(update={"id": "track/elsewhere"})
    assert guid(elsewhere, one) != guid(here, one)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a < b & <script>x</script>", "<p>a &lt; b &amp; &lt;script&gt;x&lt;/script&gt;</p>"),
        ("costs $5 and `$y`", "<p>costs $5 and <code>$y</code></p>"),
        ("**bold** $x_1$ $x_2$", r"<p><strong>bold</strong> \(x_1\) \(x_2\)</p>"),
        ("[click](javascript:alert(1))", "<p>[click](javascript:alert(1))</p>"),
    ],
)
def test_markdown_becomes_html_that_can_do_nothing(text: str, written: str) -> None:
    assert html(text) == written


def test_the_shell_writes_a_deck_and_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "deck.apkg"
    assert main(["export", "anki", "computer-vision/model-optimization", "-o", str(output)]) == 0
    assert output.read_bytes()[:2] == b"PK"
    assert "notes of Model optimization" in capsys.readouterr().out
    assert main(["export", "anki", "computer-vision/model-optimisation", "-o", str(output)]) == 1
    assert "did you mean 'computer-vision/model-optimization'" in capsys.readouterr().err
    assert main(["export", "anki", "computer-vision/model-optimization", "-o", str(tmp_path / "none" / "x")]) == 1
    assert "cannot be written" in capsys.readouterr().err
