from pathlib import Path

import platformdirs
import pytest

from optimization.laboratory.networks import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *args, **kwargs: str(tmp_path))
    return tmp_path / "networks"


def test_what_was_written_is_read_back_and_nothing_else_is_left_behind(folder: Path) -> None:
    cache.write("a.pt", b"weights")
    assert cache.read("a.pt") == b"weights"
    assert [path.name for path in folder.iterdir()] == ["a.pt"]


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: b"", lambda content: content[:-3] + b"xyz"])
def test_a_damaged_file_counts_as_absent(folder: Path, damage: object) -> None:
    cache.write("a.pt", b"weights")
    path = folder / "a.pt"
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert cache.read("a.pt") is None


def test_what_was_never_written_is_absent(folder: Path) -> None:
    assert cache.read("b.pt") is None


def test_a_folder_that_cannot_be_written_is_a_warning_only(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder.write_text("a file where the folder should be")
    cache.write("a.pt", b"weights")
    assert "Could not keep" in caplog.text
    assert cache.read("a.pt") is None


def test_the_key_changes_with_every_value_and_with_the_source(tmp_path: Path) -> None:
    source = tmp_path / "lenet.py"
    source.write_text("width = 20")
    keys = [cache.cache_key({"seed": 0, "epochs": 8}, source), cache.cache_key({"seed": 1, "epochs": 8}, source)]
    keys.append(cache.cache_key({"seed": 0, "epochs": 8}))
    source.write_text("width = 21")
    keys.append(cache.cache_key({"seed": 0, "epochs": 8}, source))
    assert len(set(keys)) == 4
