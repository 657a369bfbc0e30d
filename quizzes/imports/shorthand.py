"""What teachers' own lists leave out or say more shortly: the section, ids, levels, and which choice is right."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from quizzes.imports.columns import CORRECT
from quizzes.imports.header import Header
from quizzes.imports.rows import Row
from quizzes.imports.shapes import fields_of
from quizzes.imports.slugs import new_id
from quizzes.models import Item

LETTERS = "abcdefgh"
"""Ids of choices that have none, and what ``correct`` may say; they tell nothing about being right."""

_TEXT_FIELDS = ("front", "question", "prompt", "claim", "title", "text")
"""Fields that say what an item is about; its id is made from the first one that it has."""


def section_meant(cells: Mapping[str, str]) -> str:
    """The section of a row that names none: front and back make a card, a question with choices or a type goes into the self-test."""
    if "front" in cells and "back" in cells:
        return "recall"
    has_choices = any(column.startswith("choices.") for column in cells)
    return "self_test" if "question" in cells and (has_choices or "type" in cells) else ""


def default_level(model: type[Item]) -> str | None:
    """The lowest level that the model knows; None where it has no levels."""
    level = fields_of(model).get("level")
    return level.shape.words[0] if level is not None and level.shape.words else None


def complete(row: Row, correct: str, header: Header) -> None:
    """Add level, ids of choices and the right choice to the row's entry, where they are not given."""
    level = default_level(row.model)
    if level is not None:
        row.entry.setdefault("level", level)
    choices = row.entry.get("choices")
    if isinstance(choices, list) and all(isinstance(choice, dict) for choice in choices):
        _name_choices(choices)
        if correct:
            _mark(row, choices, correct, header)
    elif correct:
        row.refuse(header.title(CORRECT), "there are no choices that could be right", "leave it empty, or add “choice 1” and others")


def _name_choices(choices: list[dict[str, Any]]) -> None:
    used_ids = {choice.get("id") for choice in choices}
    free = [letter for letter in LETTERS if letter not in used_ids]
    for index, choice in enumerate(choices):
        if "id" not in choice and free:
            letter = LETTERS[index] if index < len(LETTERS) and LETTERS[index] in free else free[0]
            free.remove(letter)
            choice["id"] = letter


def _mark(row: Row, choices: list[dict[str, Any]], correct: str, header: Header) -> None:
    """Mark what ``correct`` says; for several-choices it may say more than one, with ; or , between them."""
    numbers = {row.numbers.get(("choices", index), index + 1): index for index in range(len(choices))}
    words = [correct]
    if row.entry.get("type") == "several-choices" and not _choices_meant(correct, choices, numbers):
        words = [word for word in re.split("[;,]", correct) if word.strip()]
    for word in words:
        indices = _choices_meant(word, choices, numbers)
        if len(indices) == 1:
            choices[indices.pop()]["correct"] = True
            continue
        wrong = f"{word.strip()!r} is no choice" if not indices else f"{word.strip()!r} may be a choice's number or another one's text"
        last = max(numbers)
        row.refuse(header.title(CORRECT), wrong, f"write a letter, A to {LETTERS[min(last, 8) - 1].upper()}, a number, or a choice's text")


def _choices_meant(word: str, choices: list[dict[str, Any]], numbers: Mapping[int, int]) -> set[int]:
    """The indices of the choices that the word may mean: by number, by letter, or by text."""
    plain = word.strip().casefold()
    indices = {index for index, choice in enumerate(choices) if str(choice.get("text", "")).strip().casefold() == plain}
    if re.fullmatch("[1-9]", plain) and int(plain) in numbers:
        indices.add(numbers[int(plain)])
    if len(plain) == 1 and plain in LETTERS and LETTERS.index(plain) + 1 in numbers:
        indices.add(numbers[LETTERS.index(plain) + 1])
    return indices


def name_item(row: Row, *, used_ids: Collection[str]) -> None:
    """Give the row's item an id made from what it says, where it has none and says something."""
    text = next((row.entry[name] for name in _TEXT_FIELDS if isinstance(row.entry.get(name), str)), None)
    if "id" not in row.entry and text is not None:
        row.entry["id"] = new_id(text, used_ids=used_ids)
