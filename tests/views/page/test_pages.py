"""Every page as the server draws it: whole, also where a topic, a section, the content or the data folder is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from visiting import SHIPPED, TINY, OpenPage, page_text

from views.page.pages import PAGES

pytestmark = pytest.mark.usefixtures("author")

WITH_TOPIC = [page for page in PAGES if page not in ("catalog", "today", "progress", "you", "author", "items", "search")]
EMPTY_SECTIONS = {
    "lesson": "no lesson",
    "recall": "no recall cards",
    "quick-check": "no quick check",
    "practice": "no worked problems",
    "explain": "nothing to explain",
    "self-test": "no self-test",
    "cheat-sheet": "no cheat sheet",
}


def cut_out(file: Path, *sections: str) -> None:
    """Take whole sections out of the tiny topic; they stand between blank lines."""
    parts = file.read_text().split("\n\n")
    kept = [part for part in parts if part.partition(":")[0] not in sections]
    assert len(kept) == len(parts) - len(sections)
    file.write_text("\n\n".join(kept))


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_drawn_with_the_shipped_content(page: str, open_page: OpenPage) -> None:
    visit = open_page(page, **({"topic": SHIPPED} if page in WITH_TOPIC else {}))
    assert not visit.exception
    assert not visit.error
    assert len(page_text(visit)) > 300


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_drawn_with_a_topic_that_holds_one_of_each(page: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page(page, topic=TINY)
    assert not visit.exception
    assert not visit.error


@pytest.mark.parametrize("page", WITH_TOPIC)
def test_without_a_topic_in_the_address_the_only_one_is_shown(page: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page(page)
    assert not visit.exception
    assert visit.query_params["topic"] == TINY


@pytest.mark.parametrize("topic", ["track/none", "../../etc/passwd", "<script>", "x" * 3000])
@pytest.mark.parametrize("page", WITH_TOPIC)
def test_an_unknown_topic_is_said_in_a_sentence(page: str, topic: str, open_page: OpenPage, tiny: Path) -> None:
    visit = open_page(page, topic=topic)
    assert not visit.exception
    assert visit.header[0].value == "This topic is not here"
    assert "FRONT-ONE" not in page_text(visit)


@pytest.mark.parametrize("page", WITH_TOPIC)
def test_no_topic_in_the_address_is_no_guess_where_there_are_several(page: str, open_page: OpenPage, tiny: Path) -> None:
    tiny.with_name("other.yaml").write_text(tiny.read_text().replace(TINY, "track/other"))
    visit = open_page(page)
    assert not visit.exception
    assert visit.header[0].value == "This topic is not here"


@pytest.mark.parametrize("page", EMPTY_SECTIONS)
def test_an_empty_section_says_so(page: str, open_page: OpenPage, tiny: Path) -> None:
    cut_out(tiny, page.replace("-", "_"))
    visit = open_page(page, topic=TINY)
    assert not visit.exception
    assert EMPTY_SECTIONS[page] in page_text(visit)


def test_a_topic_page_has_no_way_into_an_empty_mode(open_page: OpenPage, tiny: Path) -> None:
    cut_out(tiny, "recall", "self_test")
    visit = open_page("topic", topic=TINY)
    assert not visit.exception
    assert visit.button(key="start").disabled
    assert visit.button(key="test").disabled
    assert "Quick check" in page_text(visit)
    assert "Self-test" not in page_text(visit)
    assert "Recall" not in page_text(visit)


def test_an_empty_content_folder_says_what_to_do(open_page: OpenPage, tiny: Path) -> None:
    tiny.unlink()
    visit = open_page("catalog")
    assert not visit.exception
    assert "No topic yet" in page_text(visit)
    assert str(tiny.parents[1]) in page_text(visit)


def test_a_data_folder_that_cannot_be_written_is_said_without_a_traceback(
    open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))
    visit = open_page("recall", topic=SHIPPED)
    assert not visit.exception
    assert "not with you" in visit.error[0].value
    assert "Traceback" not in page_text(visit)
