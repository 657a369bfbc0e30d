"""The shelf serves what is saved, and the last good version of what is broken."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from content_folder import ContentFolder

from quizzes.content import shelf as shelf_module
from quizzes.content.shelf import Offer, Shelf


def _titles(offer: Offer) -> dict[str, str]:
    return {topic.id: topic.title for topic in offer.topics}


def test_a_saved_file_is_served_at_the_next_look(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    assert _titles(shelf.look()) == {"whole/topic": "A whole topic"}
    content_folder.write(content_folder.changed("A whole topic", "A new title"))
    assert _titles(shelf.look()) == {"whole/topic": "A new title"}


def test_a_broken_save_keeps_the_last_good_version_and_shows_the_problem(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    good = shelf.look()
    for broken in (content_folder.changed("minutes: 5", "minutes: 0"), "", "a: [", "\0"):
        content_folder.write(broken)
        offer = shelf.look()
        assert offer.topics == good.topics
        assert len(offer.problems) == 1
        assert shelf.look() == offer
    content_folder.write(content_folder.changed("A whole topic", "Mended"))
    assert _titles(shelf.look()) == {"whole/topic": "Mended"}
    assert shelf.look().problems == ()


def test_a_file_that_was_never_good_is_a_problem_and_no_topic(content_folder: ContentFolder) -> None:
    content_folder.write("format: 2")
    content_folder.add_topic("other")
    offer = content_folder.shelf().look()
    assert [topic.id for topic in offer.topics] == ["whole/other"]
    assert [problem.where for problem in offer.problems] == ["format"]


def test_a_deleted_file_disappears_with_its_last_good_version(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    other = content_folder.add_topic("other")
    assert len(shelf.look().topics) == 2
    other.write_text("broken: [", encoding="utf-8")
    assert len(shelf.look().topics) == 2
    other.unlink()
    offer = shelf.look()
    assert [topic.id for topic in offer.topics] == ["whole/topic"]
    assert offer.problems == ()
    other.write_text("broken: [", encoding="utf-8")
    assert [topic.id for topic in shelf.look().topics] == ["whole/topic"]


def test_a_new_file_and_a_new_track_appear(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    shelf.look()
    content_folder.add_topic("other")
    track = content_folder.root / "second"
    shutil.copytree(content_folder.root / "whole", track)
    (track / "other.yaml").unlink()
    (track / "topic.yaml").write_text(content_folder.changed("id: whole/topic", "id: second/topic"), encoding="utf-8")
    offer = shelf.look()
    assert {topic.id for topic in offer.topics} == {"whole/topic", "whole/other", "second/topic"}
    assert offer.topic("second/topic") is not None
    assert offer.topic("second/other") is None


def test_a_save_of_equal_size_and_time_is_noticed(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    shelf.look()
    before = content_folder.topic_file.stat()
    content_folder.write(content_folder.changed("A whole topic", "A whale topic"))
    os.utime(content_folder.topic_file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert content_folder.topic_file.stat().st_size == before.st_size
    assert _titles(shelf.look()) == {"whole/topic": "A whale topic"}


def test_a_picture_that_goes_or_comes_breaks_or_mends_its_topic(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    assert shelf.look().problems == ()
    picture = content_folder.root / "whole" / "dot.svg"
    aside = picture.rename(content_folder.root / "dot.svg")
    offer = shelf.look()
    assert [problem.wrong for problem in offer.problems] == ["the image 'dot.svg' does not exist"]
    assert len(offer.topics) == 1
    aside.rename(picture)
    assert shelf.look().problems == ()


def test_a_file_that_did_not_change_is_not_read_again(content_folder: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = content_folder.shelf()
    content_folder.write("broken: [")
    first = shelf.look()

    def read_again(*_: object, **__: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(shelf_module, "read_file", read_again)
    assert shelf.look() == first


def test_a_folder_that_is_gone_is_a_problem_and_comes_back(content_folder: ContentFolder) -> None:
    shelf = content_folder.shelf()
    away = content_folder.root.rename(content_folder.root.parent / "away")
    offer = shelf.look()
    assert offer.topics == ()
    assert [problem.wrong for problem in offer.problems] == ["there is no such folder"]
    away.rename(content_folder.root)
    assert len(shelf.look().topics) == 1


def test_one_saved_file_of_many_is_read_alone(content_folder: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        content_folder.add_topic(f"other-{number}")
    shelf, read = content_folder.shelf(), []
    assert len(shelf.look().topics) == 31
    really = shelf_module.read_file

    def counted(path: Path, **given: Any) -> Any:
        read.append(path.name)
        return really(path, **given)

    monkeypatch.setattr(shelf_module, "read_file", counted)
    same = shelf.look()
    assert shelf.look() is same
    content_folder.write(content_folder.changed("A whole topic", "A new title"))
    assert "A new title" in _titles(shelf.look()).values()
    assert read == ["topic.yaml"]


def test_whoever_cannot_wait_is_offered_what_was_read_and_how_much_was_not(
    content_folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    content_folder.add_topic("other")
    go_on, really = threading.Event(), shelf_module.read_file

    def slowly(path: Path, **given: Any) -> Any:
        if path.name == "topic.yaml":
            go_on.wait(60)
        return really(path, **given)

    monkeypatch.setattr(shelf_module, "read_file", slowly)
    shelf = Shelf(content_folder.root, labs=content_folder.labs, patience_s=0.01)
    while not (offer := shelf.look()).topics:
        assert offer.unread > 0
    assert ([topic.id for topic in offer.topics], offer.unread, offer.files) == (["whole/other"], 1, 2)
    go_on.set()
    while (offer := shelf.look()).unread:
        pass
    assert [topic.id for topic in offer.topics] == ["whole/other", "whole/topic"]
