"""The desk: a text is kept at once, reaches students only where it passes, and never overwrites what somebody else wrote."""

from __future__ import annotations

import os
import re
import stat
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from shipped_topic import CONTENT, SHIPPED, shipped_topics

from optimization.labs import LABS
from quizzes.authoring.desk import Changed, Desk, NotATopic, NotFit, NotWritten, Sheet, is_topic_id
from quizzes.authoring.programs import programs_of
from quizzes.authoring.writing import Writing, gone_to, moved, opened, stepped, typed
from quizzes.content.starter import starter
from quizzes.models.labs import offered

TOPIC = "track/topic"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "content" / f"{TOPIC}.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(starter(TOPIC), encoding="utf-8")
    return tmp_path / "content"


@pytest.fixture
def desk(tmp_path: Path, folder: Path) -> Desk:
    return Desk(folder, tmp_path / "drafts", labs=LABS)


def file_of(folder: Path) -> Path:
    return folder / f"{TOPIC}.yaml"


def changed(sheet: Sheet, old: str, new: str) -> Sheet:
    assert old in sheet.text
    return replace(sheet, text=sheet.text.replace(old, new, 1))


def test_what_is_typed_is_a_draft_that_comes_back_and_that_students_never_see(desk: Desk, folder: Path) -> None:
    before = file_of(folder).read_bytes()
    desk.keep(changed(desk.open(TOPIC), "minutes: 5", "minutes: 7"))
    assert file_of(folder).read_bytes() == before
    again = desk.open(TOPIC)
    assert again.is_draft
    assert "minutes: 7" in again.text
    assert "minutes: 5" in desk.from_file(TOPIC).text


def test_saving_keeps_every_comment_and_the_order_and_ends_the_draft(desk: Desk, folder: Path) -> None:
    sheet = desk.keep(changed(desk.open(TOPIC), "minutes: 5", "minutes: 7  # for a first visit"))
    saved = desk.save(sheet)
    assert not saved.is_draft
    assert file_of(folder).read_text(encoding="utf-8") == starter(TOPIC).replace("minutes: 5", "minutes: 7  # for a first visit", 1)
    assert not desk.open(TOPIC).is_draft
    assert [path.name for path in file_of(folder).parent.iterdir()] == ["topic.yaml"]


def test_a_text_that_is_the_files_again_is_no_draft(desk: Desk) -> None:
    sheet = desk.keep(changed(desk.open(TOPIC), "minutes: 5", "minutes: 7"))
    assert not desk.keep(changed(sheet, "minutes: 7", "minutes: 5")).is_draft
    assert not desk.open(TOPIC).is_draft


@pytest.mark.parametrize("wrong", ["minutes: soon", "minutes: [", "minutes:\n\t- 5", "minutes: 5\nminutes: 6"])
def test_what_does_not_pass_never_reaches_the_file(desk: Desk, folder: Path, wrong: str) -> None:
    before = file_of(folder).read_bytes()
    sheet = desk.keep(changed(desk.open(TOPIC), "minutes: 5", wrong))
    with pytest.raises(NotFit, match="kept as a draft"):
        desk.save(sheet)
    assert file_of(folder).read_bytes() == before
    assert desk.open(TOPIC).text == sheet.text


def test_what_somebody_else_saved_is_shown_and_not_overwritten(desk: Desk, folder: Path) -> None:
    mine = desk.keep(changed(desk.open(TOPIC), "minutes: 5", "minutes: 7"))
    theirs = starter(TOPIC).replace("subject: ml", "subject: vision")
    file_of(folder).write_text(theirs, encoding="utf-8")
    with pytest.raises(Changed) as found:
        desk.save(mine)
    assert file_of(folder).read_text(encoding="utf-8") == theirs
    lines = found.value.difference.splitlines()
    assert [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-subject: vision",
        "-minutes: 5",
        "+subject: ml",
        "+minutes: 7",
    ]
    assert desk.open(TOPIC).text == mine.text
    desk.save(mine, overwritten_version=found.value.version)
    assert "minutes: 7" in file_of(folder).read_text(encoding="utf-8")


def test_a_change_after_the_difference_was_seen_is_seen_too(desk: Desk, folder: Path) -> None:
    mine = changed(desk.open(TOPIC), "minutes: 5", "minutes: 7")
    file_of(folder).write_text(starter(TOPIC).replace("subject: ml", "subject: a"), encoding="utf-8")
    with pytest.raises(Changed) as first:
        desk.save(mine)
    file_of(folder).write_text(starter(TOPIC).replace("subject: ml", "subject: b"), encoding="utf-8")
    with pytest.raises(Changed):
        desk.save(mine, overwritten_version=first.value.version)
    assert "subject: b" in file_of(folder).read_text(encoding="utf-8")


def test_a_file_that_is_gone_or_came_meanwhile_is_a_change(desk: Desk, folder: Path) -> None:
    mine = changed(desk.open(TOPIC), "minutes: 5", "minutes: 7")
    file_of(folder).unlink()
    with pytest.raises(Changed):
        desk.save(mine)
    new = desk.new("track/other")
    (folder / "track" / "other.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(Changed):
        desk.save(new)
    assert (folder / "track" / "other.yaml").read_text(encoding="utf-8") == "mine"


def test_of_two_that_save_at_once_one_is_told(desk: Desk, folder: Path) -> None:
    sheets = [changed(desk.open(TOPIC), "minutes: 5", f"minutes: {number}") for number in range(6, 14)]
    told: list[str] = []

    def save(sheet: Sheet) -> None:
        try:
            desk.save(sheet)
            told.append("saved")
        except Changed:
            told.append("changed")

    threads = [threading.Thread(target=save, args=(sheet,)) for sheet in sheets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["changed"] * 7 + ["saved"]
    assert file_of(folder).read_text(encoding="utf-8") in [sheet.text for sheet in sheets]


def test_line_ends_a_mark_and_the_mode_of_the_file_are_kept(desk: Desk, folder: Path) -> None:
    file_of(folder).write_bytes(("\ufeff" + starter(TOPIC)).replace("\n", "\r\n").encode())
    file_of(folder).chmod(0o640)
    sheet = desk.open(TOPIC)
    assert "\r" not in sheet.text
    desk.save(changed(sheet, "minutes: 5", "minutes: 7"))
    written = file_of(folder).read_bytes()
    assert written == ("\ufeff" + starter(TOPIC).replace("minutes: 5", "minutes: 7", 1)).replace("\n", "\r\n").encode()
    assert stat.S_IMODE(file_of(folder).stat().st_mode) == 0o640


def test_a_new_topic_begins_as_a_draft_that_passes(desk: Desk, folder: Path) -> None:
    sheet = desk.new("new-track/new-topic")
    assert sheet.is_draft
    assert not (folder / "new-track").exists()
    assert desk.topics() == ["new-track/new-topic", TOPIC]
    desk.save(sheet)
    assert (folder / "new-track" / "new-topic.yaml").read_text(encoding="utf-8") == starter("new-track/new-topic", lab_ids=offered(LABS))


@pytest.mark.parametrize("topic_id", ["../secret", "track", "a/b/c", "Track/topic", "", "track/topic\n"])
def test_what_is_no_topic_is_neither_opened_nor_made(desk: Desk, topic_id: str) -> None:
    assert not is_topic_id(topic_id)
    for do in (desk.open, desk.new, desk.from_file):
        with pytest.raises(NotATopic):
            do(topic_id)
    with pytest.raises(NotATopic):
        desk.keep(Sheet(topic_id, "x", ""))


def test_a_topic_that_is_there_is_not_begun_again(desk: Desk) -> None:
    with pytest.raises(NotATopic, match="already"):
        desk.new(TOPIC)


def test_what_another_window_wrote_is_not_overwritten_by_a_stale_one(desk: Desk) -> None:
    first, second = desk.open(TOPIC), desk.open(TOPIC)
    kept = desk.keep(changed(first, "minutes: 5", "minutes: 7"))
    with pytest.raises(Changed, match="another window") as found:
        desk.keep(changed(second, "minutes: 5", "minutes: 8"))
    assert found.value.is_draft
    assert "-minutes: 7" in found.value.difference
    assert desk.open(TOPIC).text == kept.text
    mine = desk.keep(changed(second, "minutes: 5", "minutes: 8"), overwritten_version=found.value.version)
    assert "minutes: 8" in desk.open(TOPIC).text
    desk.keep(changed(mine, "minutes: 8", "minutes: 9"))


def test_saving_leaves_the_draft_of_another_window_alone(desk: Desk) -> None:
    first, second = desk.open(TOPIC), desk.open(TOPIC)
    theirs = desk.keep(changed(second, "minutes: 5", "minutes: 8"))
    desk.save(changed(first, "minutes: 5", "minutes: 7"))
    assert desk.open(TOPIC).text == theirs.text
    with pytest.raises(Changed):
        desk.save(desk.open(TOPIC))


def test_a_file_that_is_too_long_is_not_opened_cut_off(desk: Desk, folder: Path) -> None:
    file_of(folder).write_bytes(b"# " + b"x" * 1_100_000)
    with pytest.raises(NotWritten, match="longer than a topic may be"):
        desk.open(TOPIC)


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else False, reason="rights do not bind this user")
def test_a_folder_that_cannot_be_written_loses_nothing(desk: Desk, folder: Path) -> None:
    sheet = changed(desk.open(TOPIC), "minutes: 5", "minutes: 7")
    file_of(folder).parent.chmod(0o500)
    try:
        with pytest.raises(NotWritten, match="What was there is unchanged"):
            desk.save(sheet)
    finally:
        file_of(folder).parent.chmod(0o700)


def test_a_file_in_the_way_of_the_drafts_is_said(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "drafts").write_text("in the way", encoding="utf-8")
    blocked = Desk(folder, tmp_path / "drafts", labs={})
    with pytest.raises(NotWritten):
        blocked.keep(changed(blocked.from_file(TOPIC), "minutes: 5", "minutes: 7"))


def at(writing: Writing, words: str) -> int:
    return writing.sheet.text[: writing.sheet.text.index(words)].count("\n") + 1


def test_the_cursor_tells_the_item_and_the_steps_go_from_item_to_item(desk: Desk) -> None:
    writing = opened(desk, desk.open(TOPIC))
    assert writing.at is None
    here = moved(writing, at(writing, "front: How many"))
    assert here.at == ("recall", 0)
    assert getattr(here.part, "id", None) == "card-first"
    after = stepped(here, 1)
    assert getattr(after.part, "id", None) == "qc-first"
    assert after.jump == (at(writing, "id: qc-first"), 5)
    assert getattr(stepped(stepped(stepped(after, 1), 1), 1).part, "id", None) == "st-bits"
    first_screen, second_screen = stepped(writing, 1), stepped(stepped(writing, 1), 1)
    for number, screen in enumerate((first_screen, second_screen)):
        assert (getattr(screen.part, "id", None), screen.number_inside("screens")) == ("lesson-first", number)
    assert getattr(stepped(second_screen, 1).part, "id", None) == "card-first"
    assert stepped(here, -1).line == second_screen.line
    first = moved(writing, at(writing, "id: lesson-first"))
    assert stepped(first, -1) == first


def test_a_section_key_between_items_belongs_to_no_item_before_it(desk: Desk) -> None:
    writing = opened(desk, desk.open(TOPIC))
    assert moved(writing, at(writing, "self_test:")).at is None
    assert moved(writing, at(writing, "concepts:")).at is None


def test_the_faults_of_an_item_are_those_of_the_item_only(desk: Desk) -> None:
    writing = opened(desk, desk.open(TOPIC))
    text = writing.sheet.text.replace("level: beginner", "level: begginer").replace("minutes: 5", "minutes: 0")
    here = typed(desk, writing, text, at(writing, "front: How many"))
    assert [fault.where for fault in here.faults_here()] == ["recall[0].level"]
    assert here.part is None
    assert not here.passes
    assert [problem.where for problem in here.problems] == ["minutes", "recall[0].level"]
    other = moved(here, at(here, "id: qc-first"))
    assert getattr(other.part, "id", None) == "qc-first"
    assert list(other.faults_here()) == []


def test_opening_at_an_item_goes_there(desk: Desk) -> None:
    writing = opened(desk, desk.open(TOPIC), item="st-bits")
    assert writing.jump == (at(writing, "id: st-bits"), 5)
    assert writing.line == at(writing, "id: st-bits")
    assert opened(desk, desk.open(TOPIC), item="nothing").jump is None
    assert gone_to(writing, 3).jumps == 2


def test_a_shipped_file_is_at_home_on_the_desk(tmp_path: Path) -> None:
    desk = Desk(CONTENT, tmp_path / "drafts", labs=LABS)
    for topic_id in SHIPPED:
        writing = opened(desk, desk.open(topic_id))
        assert writing.passes
        assert writing.problems == ()
        assert writing.sheet.data == (CONTENT / f"{topic_id}.yaml").read_bytes()
        for path, place in writing.draft.places():
            assert writing.draft.entry_at(place[0]) == path


CLAIM = """\
myths:
  - id: myth-program
    concept: {concept}
    level: easy
    claim: Two to the power of ten is a thousand.
    question: What is it?
    measure: {{code: "print({power})"}}
    outcomes:
      - {{id: less, text: Less, below: 1024, why: "Then Python counts otherwise."}}
      - {{id: more, text: As much or more, at_least: 1024, why: "It is 1,024."}}
    source: {source}
"""


def with_claim(sheet: Sheet, power: str) -> Sheet:
    """The starter with a claim that a program decides, in place of what claims it has."""
    document = yaml.safe_load(sheet.text)
    claim = CLAIM.format(concept=document["concepts"][0]["id"], source=document["sources"][0]["id"], power=power)
    return replace(sheet, text=f"{sheet.text.rstrip()}\n{claim}")


def test_where_programs_may_not_be_written_those_of_the_file_stay_and_texts_are_saved(tmp_path: Path, folder: Path) -> None:
    free = Desk(folder, tmp_path / "drafts", labs=LABS)
    only_texts = Desk(folder, tmp_path / "drafts", labs=LABS, programs=False)
    first = with_claim(free.open(TOPIC), "2 ** 10")
    with pytest.raises(NotFit, match=re.escape("myths[0].measure.code is not in the file")):
        only_texts.save(first)
    assert "myth-program" not in file_of(folder).read_text(encoding="utf-8")
    free.save(first)
    saved = only_texts.save(changed(only_texts.open(TOPIC), "What is it?", "How much is it?"))
    with pytest.raises(NotFit, match="Programs cannot be written here"):
        only_texts.save(changed(saved, "2 ** 10", "2 ** 11"))
    assert "print(2 ** 10)" in file_of(folder).read_text(encoding="utf-8")
    assert "How much is it?" in file_of(folder).read_text(encoding="utf-8")
    assert "2 ** 11" in free.save(changed(saved, "2 ** 10", "2 ** 11")).text


def test_every_program_of_a_shipped_topic_is_known() -> None:
    """As many as the file itself has: what was forgotten could be written by whoever may write texts."""
    for topic in shipped_topics().values():
        text = (CONTENT / f"{topic.id}.yaml").read_text(encoding="utf-8")
        written = len(re.findall(r"^\s*(?:- )?code: |[{,] ?code: |^\s*snippet:|measure: \{code: ", text, re.MULTILINE))
        assert 0 < len(programs_of(topic)) <= written
        assert {place.rpartition(".")[2] for place in programs_of(topic)} <= {"code", "text"}
