"""The bytes of a CSV or TSV file as rows of text: nothing is guessed about a cell, and nothing raises but ``NoTable``."""

from __future__ import annotations

import csv
import io
import re
import warnings
from dataclasses import dataclass

from quizzes.errors import QuizError
from quizzes.imports.columns import column_named
from quizzes.imports.taken import WHOLE_FILE, NotTaken

SIZE_LIMIT_BYTES = 1_048_576
ROW_LIMIT = 5_000
COLUMN_LIMIT = 1_000

DELIMITERS = ",;\t"
_HOW_TO_SAVE = "save it as “CSV UTF-8”; in LibreOffice choose the character set UTF-8"


class NoTable(QuizError):
    """The bytes are no table that can be read; carries what to mend."""

    def __init__(self, row: int, wrong: str, allowed: str, *, name: str) -> None:
        super().__init__(wrong)
        self.fault = NotTaken(row, "" if row else name, wrong, allowed)


@dataclass(frozen=True)
class Spreadsheet:
    """``titles`` is the header, ``rows`` the others by the number that a spreadsheet shows (the header is row 1), blank ones left out.

    A row has as many cells as the longest one in the file; line breaks inside a cell are line feeds.
    """

    titles: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_spreadsheet(data: bytes, *, name: str) -> Spreadsheet:
    """The table in ``data``; the delimiter is found out, a byte order mark left out. Raises NoTable."""
    text = _text_of(data, name)
    separator = re.match(r"sep=([,;\t])\r?\n", text)  # Excel's own line, which it does not show
    text = text[separator.end() :] if separator else text
    cells = _cells(text, separator[1] if separator else _delimiter(text, name), name)
    if not cells or not any(title.strip() for title in cells[0]):
        raise NoTable(1, "there is no header", "the first row holds the columns' titles, as: concept, front, back", name=name)
    if len(cells) > ROW_LIMIT + 1:
        raise NoTable(WHOLE_FILE, f"there are more than {ROW_LIMIT:,} rows", "split the table", name=name)
    rows = tuple((number, row) for number, row in enumerate(cells[1:], start=2) if any(cell.strip() for cell in row))
    return Spreadsheet(tuple(cells[0]), rows)


def _text_of(data: bytes, name: str) -> str:
    if len(data) > SIZE_LIMIT_BYTES:
        wrong = f"the file is larger than {SIZE_LIMIT_BYTES:,} bytes"
        raise NoTable(WHOLE_FILE, wrong, "split the table; pictures go into files beside the topic", name=name)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NoTable(WHOLE_FILE, "this is a spreadsheet's own file, or an archive", _HOW_TO_SAVE, name=name)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NoTable(WHOLE_FILE, "the text is UTF-16", _HOW_TO_SAVE, name=name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        wrong = f"the byte 0x{error.object[error.start]:02x} in line {line} is not UTF-8"
        raise NoTable(WHOLE_FILE, wrong, _HOW_TO_SAVE, name=name) from None


def _delimiter(text: str, name: str) -> str:
    """The one that makes most known titles of the first line; then the one that stands there most often; then that of the name."""
    usual = "\t" if name.lower().endswith((".tsv", ".tab")) else ","

    def found(delimiter: str) -> tuple[int, int, bool]:
        try:
            titles = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            titles = []
        return sum(bool(column_named(title)) for title in titles), len(titles), delimiter == usual

    return max(DELIMITERS, key=found)


def _cells(text: str, delimiter: str, name: str) -> list[tuple[str, ...]]:
    import pandas as pd

    text = text.rstrip("\r\n")
    width = _width(text, delimiter)
    if width > COLUMN_LIMIT:
        raise NoTable(WHOLE_FILE, f"there are {width:,} columns", f"allowed: {COLUMN_LIMIT:,}", name=name)
    if not text.strip():
        return []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text, newline=""),
                sep=delimiter,
                engine="c",
                header=None,
                names=range(width),
                nrows=ROW_LIMIT + 2,
                index_col=False,
                dtype=str,
                keep_default_na=False,
                na_filter=False,
                skip_blank_lines=False,
                low_memory=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise _unparsed(str(error), name) from None
    return [tuple(map(_lines_joined, row)) for row in frame.itertuples(index=False, name=None)]


def _width(text: str, delimiter: str) -> int:
    """At least as many columns as any row has: rows that are longer than the header must be seen, and pandas has to know beforehand."""
    unquoted = re.sub('"[^"]*"', '""', text)
    return 1 + max((line.count(delimiter) for lines in (text, unquoted) for line in re.split(r"\r\n|\r|\n", lines)), default=0)


def _unparsed(words: str, name: str) -> NoTable:
    quote = re.search(r"EOF inside string starting at row (\d+)", words)
    if quote:
        return NoTable(int(quote[1]) + 1, "a quote is never closed", 'close it, and inside quotes write "" for one quote', name=name)
    return NoTable(WHOLE_FILE, f"the rows cannot be told apart ({words.strip()})", "look for a quote that is out of place", name=name)


def letters(index: int) -> str:
    """What a spreadsheet calls the column of that index (from 0): A, …, Z, AA, …"""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _lines_joined(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n")
