"""What the app reads from its environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizzes.environment import GIB, LAB_TLS, PROJECT, BadEnvironment, read_environment
from quizzes.events.log import open_log

LIMITS = ("LAB_LIMIT_S", "LAB_MEMORY_GB", "LAB_TIMING_S")


def test_everything_has_a_default() -> None:
    found = read_environment({})
    assert found.content_dir == PROJECT / "content"
    assert found.content_dir.is_dir()
    assert "featherweight" in str(found.data_dir)
    assert found.lab_scheduler is None
    assert found.lab_limit_s == 300
    assert found.lab_memory_bytes == 3 * GIB
    assert found.lab_timing_s == 10


def test_the_data_folder_is_outside_the_repository() -> None:
    assert not read_environment({}).data_dir.resolve().is_relative_to(PROJECT)


def test_each_name_is_read() -> None:
    found = read_environment(
        {
            "CONTENT_DIR": "/some/content",
            "DATA_DIR": "/some/data",
            "DATABASE_URL": "postgresql://host/name",
            "LAB_SCHEDULER": "tcp://host:8786",
            "LAB_TLS_CA_FILE": "/keys/ca.pem",
            "LAB_TLS_KEY": "/keys/key.pem",
            "LAB_LIMIT_S": "30.5",
            "LAB_MEMORY_GB": "0.5",
            "LAB_TIMING_S": "1.5",
        }
    )
    assert (found.content_dir, found.data_dir) == (Path("/some/content"), Path("/some/data"))
    assert found.database_url == "postgresql://host/name"
    assert found.lab_scheduler == "tcp://host:8786"
    assert found.lab_tls == (Path("/keys/ca.pem"), None, Path("/keys/key.pem"))
    assert found.lab_limit_s == 30.5
    assert found.lab_memory_bytes == GIB // 2
    assert found.lab_timing_s == 1.5


def test_an_empty_value_counts_as_none() -> None:
    names = ("CONTENT_DIR", "DATA_DIR", "DATABASE_URL", "LAB_SCHEDULER", *LAB_TLS, *LIMITS, "AUTHORING")
    assert read_environment(dict.fromkeys(names, "")) == read_environment({})


def test_authoring_is_by_link_without_programs_or_off_and_the_word_of_earlier_versions_still_counts() -> None:
    assert read_environment({}).authoring
    assert read_environment({"AUTHORING": "link"}).authoring
    assert read_environment({"AUTHORING": "local"}).authoring
    assert not read_environment({"AUTHORING": "off"}).authoring
    assert [read_environment({"AUTHORING": word}).authored_programs for word in ("link", "local", "texts", "off")] == [
        True,
        True,
        False,
        False,
    ]
    assert read_environment({"AUTHORING": "texts"}).authoring
    with pytest.raises(BadEnvironment, match="AUTHORING='yes' is not allowed; give link, texts, off or local"):
        read_environment({"AUTHORING": "yes"})


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "1e999", "two", " ", "3 GB", "1,5"])
def test_a_limit_that_is_no_number_above_zero_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(BadEnvironment) as refused:
        read_environment({name: value})
    assert name in str(refused.value)
    assert repr(value) in str(refused.value)
    assert "above 0" in str(refused.value)


@pytest.mark.parametrize("name", ["plain", "with space", "what?", "100%41", "a#b", "a&b=c", "ünïcode", "semi;colon"])
def test_the_log_lies_in_the_data_folder_whatever_that_is_called(tmp_path: Path, name: str) -> None:
    found = read_environment({"DATA_DIR": str(tmp_path / name)})
    open_log(found.database_url).close()
    assert (tmp_path / name / "events.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]
