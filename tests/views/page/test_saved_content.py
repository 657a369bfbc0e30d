"""A file that is saved while the app runs: shown at the next interaction, or its last good version where it is broken."""

from __future__ import annotations

from pathlib import Path

from visiting import TINY, Browser, OpenPage, page_text


def test_a_saved_file_is_shown_at_the_next_interaction(open_page: OpenPage, tiny: Path) -> None:
    visit = open_page("recall", topic=TINY)
    assert "FRONT-ONE" in page_text(visit)
    tiny.write_text(tiny.read_text().replace("FRONT-ONE", "FRONT-MENDED"))
    assert "FRONT-MENDED" in page_text(visit.run())


def test_a_broken_file_keeps_its_last_good_version_and_says_where_it_is_broken(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    visit = open_page("recall", topic=TINY)
    whole = tiny.read_text()
    line = whole[: whole.index("level: beginner")].count("\n") + 1
    tiny.write_text(whole.replace("level: beginner", "level: begginer", 1).replace("FRONT-ONE", "FRONT-LOST"))
    text = page_text(visit.run())
    assert not visit.exception
    assert "FRONT-ONE" in text
    assert "FRONT-LOST" not in text
    assert f"tiny.yaml:{line}:" in text
    assert "'begginer'" in text or "begginer" in text


def test_a_syntax_error_and_a_deleted_file_are_sentences_on_every_page(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    open_page("catalog")
    tiny.write_text("format: 1\nid: [", encoding="utf-8")
    for page in ("catalog", "topic", "quick-check", "cheat-sheet", "prune"):
        visit = open_page(page, topic=TINY)
        assert not visit.exception, page
        assert "1 problem in the content files" in page_text(visit), page
        assert "This topic is not here" not in page_text(visit), page
    tiny.unlink()
    visit = open_page("recall", topic=TINY)
    assert not visit.exception
    assert "This topic is not here" in page_text(visit)


def test_students_do_not_see_the_problems_of_the_files_not_even_at_the_machine(open_page: OpenPage, tiny: Path) -> None:
    open_page("catalog")
    tiny.write_text("format: [")
    student = open_page("recall", topic=TINY)
    assert "FRONT-ONE" in page_text(student)
    assert "yaml" not in page_text(student)


def test_a_file_that_was_never_good_takes_down_no_other_topic(open_page: OpenPage, tiny: Path, author: Browser) -> None:
    tiny.with_name("broken.yaml").write_text("\tformat: 1")
    visit = open_page("recall", topic=TINY)
    assert not visit.exception
    assert "FRONT-ONE" in page_text(visit)
    assert "broken.yaml:1:1" in page_text(visit)
