"""The pictures that a run was measured on, as results, rows of a log and pages name them.

One data set decides what the app says: a result that was measured on a former one stays readable, says so, and settles nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """``words`` say what the pictures are and whose, ``is_former`` that no run is measured on them any more."""

    id: str
    words: str
    is_former: bool = False


FORMER_DIGITS = "digits-8x8"

DATA_SETS: Mapping[str, DataSet] = {
    data_set.id: data_set
    for data_set in (
        DataSet(id="mnist", words="MNIST, the handwritten digits of LeCun, Cortes and Burges"),
        DataSet(id="signs", words="signs that the app draws"),
        DataSet(id=FORMER_DIGITS, words="scikit-learn\N{RIGHT SINGLE QUOTATION MARK}s 8×8 digits, enlarged", is_former=True),
    )
}


def before_it_was_kept(parameters: Mapping[str, Any]) -> str:
    """What a run with these parameters was measured on by the versions that did not keep it: all digits were the former ones."""
    return "signs" if parameters.get("network") == "signs" else FORMER_DIGITS


def with_the_former(contents: Any) -> Any:
    """What is read as a result, with the pictures where it is of a version that did not keep them."""
    if not isinstance(contents, Mapping) or "data_set" in contents or not isinstance(contents.get("parameters"), Mapping):
        return contents
    return {**contents, "data_set": before_it_was_kept(contents["parameters"])}


def is_former(data_set: str) -> bool:
    """Whether no run is measured on it any more; one that is not known here is a lab's own."""
    return data_set in DATA_SETS and DATA_SETS[data_set].is_former


def settles_nothing(data_set: str) -> str:
    """What is said beside a result of former pictures; empty where they are today's."""
    if not is_former(data_set):
        return ""
    return f"An earlier version measured this on other pictures ({words(data_set)}). It settles nothing today; run again to see what does."


def words(data_set: str) -> str:
    """What the pictures are; the id where it is not known here."""
    return DATA_SETS[data_set].words if data_set in DATA_SETS else data_set
