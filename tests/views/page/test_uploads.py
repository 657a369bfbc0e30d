"""Files that were given to a page: the server lets go of what was read, and of what nobody reads."""

from __future__ import annotations

import json

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.testing.v1 import local_script_runner
from visiting import TINY, OpenPage, page_text

from views.server import kept_uploads

TABLE = b"front,back,concept\nFRONT-NEW,BACK-NEW,c-one\n"
NO_ROWS = json.dumps({"format": "featherweight-events", "version": 1, "events": []})


class Holders(list[MemoryUploadedFileManager]):
    """Those that held the uploaded files of the runs of a page, in order."""

    def new(self, endpoint: str) -> MemoryUploadedFileManager:
        self.append(MemoryUploadedFileManager(endpoint))
        return self[-1]

    @property
    def last_held(self) -> list[str]:
        return [one.name for files in self[-1].file_storage.values() for one in files.values()]


@pytest.fixture
def holders(monkeypatch: pytest.MonkeyPatch) -> Holders:
    found = Holders()
    monkeypatch.setattr(local_script_runner, "MemoryUploadedFileManager", found.new)
    return found


@pytest.mark.parametrize(
    ("content", "says"), [(NO_ROWS.encode(), "nothing new in this file"), (b"[1, 2", "This is no JSON file")], ids=["taken", "refused"]
)
def test_a_file_of_ones_own_data_is_let_go_once_it_was_read(content: bytes, says: str, open_page: OpenPage, holders: Holders) -> None:
    visit = open_page("you")
    visit.file_uploader[0].set_value(("all.json", content, "application/json")).run()
    assert not visit.exception
    assert says in page_text(visit)
    assert holders.last_held == []


@pytest.mark.usefixtures("author", "tiny")
def test_a_table_for_the_author_is_let_go_once_its_items_are_added(open_page: OpenPage, holders: Holders) -> None:
    visit = open_page("author", topic=TINY)
    visit.file_uploader[0].set_value(("rows.csv", TABLE, "text/csv"))
    next(button for button in visit.button if button.label == "Add its items").click().run()
    assert not visit.exception
    assert "rows.csv" in page_text(visit)
    assert holders.last_held == []


def test_of_files_that_nobody_reads_a_session_holds_the_newest_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", MemoryUploadedFileManager.add_file)
    kept_uploads.hold_few()
    held = MemoryUploadedFileManager("/upload")

    def give(session: str, *names: str) -> None:
        for name in names:
            held.add_file(session, UploadedFileRec(file_id=name, name=name, type="text/csv", data=b"12345"))

    give("one", *map(str, range(20)), "19")
    give("two", "a")
    assert {session: list(files) for session, files in held.file_storage.items()} == {"one": ["18", "19"], "two": ["a"]}
