"""Texts with figures in them: ``{{figure.<id>}}`` from the record, ``{{cite.<source>: 39x}}`` from a source, ``{{given: 90 %}}`` a setting.

They are filled in where a file is read, before anything looks at its items: what is asked, graded, hashed and exported holds the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from quizzes.errors import QuizError
from quizzes.figures.record import Record, Recorded
from quizzes.figures.shown import how, in_text, value
from quizzes.models.fields import Plain
from quizzes.models.figures import Figure
from quizzes.models.suggestions import did_you_mean
from quizzes.variants.expressions import BadExpression, names_in
from quizzes.variants.templates import TEMPLATE, format_number, written

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
FIGURE = re.compile(rf"figure\.({ID})(\.value)?(?![\w.])")
WHOLE = re.compile(rf"\s*figure\.({ID})\s*\Z")
CITE = re.compile(rf"\s*cite\.({ID})\s*\Z")
GIVEN_WORD = "given"
LET = "let"
NO_TEXTS = frozenset("id was concept source type level inputs lab set measure figures sources groups concepts needs".split())
"""Keys below which nothing is cited."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Span:
    """Where a text shows a figure, or what a source says: from ``start`` to before ``end``, in characters."""

    start: int
    end: int
    kind: Literal["figure", "cite"]
    id: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with one citation; ``words`` are its own."""

    path: Path
    words: str
    wrong: str
    allowed: str


@dataclass(frozen=True)
class Filled:
    """A tree of values with every citation replaced; ``spans`` has the places of each text that holds one, ``cited`` the figures."""

    value: Any
    spans: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    cited: frozenset[str] = frozenset()
    record: Record = field(default_factory=dict)
    faults: Sequence[Fault] = ()
    written: Mapping[Path, str] = field(default_factory=dict)
    """Each of these texts as it was written, by its path."""

    def written_by_entry(self) -> Mapping[str, Mapping[Path, str]]:
        """The same by the id of the entry of a section that they stand in, and by their paths in it."""
        texts: dict[str, dict[Path, str]] = {}
        for (section, index, *path), text in ((path, text) for path, text in self.written.items() if len(path) > 2):
            entry = self.value[section][index]
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                texts.setdefault(entry["id"], {})[tuple(path)] = text
        return texts


@dataclass(frozen=True)
class Citable:
    """What texts may cite. ``sources`` is None where any source may be named."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    sources: Collection[str] | None = None
    record: Record = field(default_factory=dict)

    def fill(self, value: Any) -> Filled:
        """The texts of a file, or of a part of it (nested dicts and lists), with their citations replaced.

        A figure that was never recorded stands as another small number for each, so that what holds it can be looked at all the same.
        """
        filling = _Filling(self)
        tree = filling.tree(value, ())
        return Filled(tree, filling.spans, frozenset(filling.cited), self.record, tuple(filling.faults), filling.written)


class _Refused(QuizError):
    """A citation that cannot be written; the text says why, ``allowed`` what can."""

    def __init__(self, wrong: str, allowed: str) -> None:
        super().__init__(wrong)
        self.wrong, self.allowed = wrong, allowed


class _Filling:
    def __init__(self, citable: Citable) -> None:
        self._figures, self._sources, self._record = citable.figures, citable.sources, citable.record
        self.spans: dict[str, Sequence[Span]] = {}
        self.written: dict[Path, str] = {}
        self.cited: set[str] = set()
        self.faults: list[Fault] = []

    def tree(self, value: Any, path: Path) -> Any:
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, dict):
            return {key: inner if key in NO_TEXTS else self.tree(inner, (*path, key)) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.tree(inner, (*path, index)) for index, inner in enumerate(value)]
        return value

    def _text(self, text: str, path: Path) -> str:
        if LET in path and "figure." in text:
            return self._let(text, path)
        if "{{" not in text:
            return text
        pieces, spans, end, length = [], [], 0, 0
        for match in TEMPLATE.finditer(text):
            pieces.append(text[end : match.start()])
            length += len(pieces[-1])
            end = match.end()
            shown_text, span = self._citation(match, path)
            if span is not None:
                spans.append(Span(length, length + len(shown_text), *span))
            pieces.append(shown_text)
            length += len(shown_text)
        whole_text = "".join([*pieces, text[end:]])
        if whole_text == text:
            return text
        self.written[path] = text
        if spans:
            lead = len(whole_text) - len(whole_text.lstrip("\n"))
            self.spans[whole_text.strip("\n")] = [Span(span.start - lead, span.end - lead, span.kind, span.id) for span in spans]
        is_whole = TEMPLATE.fullmatch(text.strip()) is not None
        return Plain(whole_text) if is_whole or isinstance(text, Plain) else whole_text

    def _citation(self, match: re.Match[str], path: Path) -> tuple[str, tuple[Literal["figure", "cite"], str] | None]:
        """What stands in place of one ``{{…}}``, and what it cites; one that cites nothing stays as it is."""
        expression, form = match[1], match[2]
        try:
            if expression.strip() == GIVEN_WORD:
                return _stated_form(form, "{{given: 90 %}}"), None
            if cite := CITE.match(expression):
                if self._sources is not None and cite[1] not in self._sources:
                    raise _Refused(f"there is no source {cite[1]!r}", did_you_mean(cite[1], self._sources))
                return _stated_form(form, f"{{{{cite.{cite[1]}: 39x}}}}"), ("cite", cite[1])
            if whole := WHOLE.match(expression):
                return self._figure_text(whole[1], form), ("figure", whole[1])
            if first := FIGURE.search(expression):
                return self._computed(expression, form), ("figure", first[1])
        except (_Refused, BadExpression) as error:
            allowed = error.allowed if isinstance(error, _Refused) else "compute with {{figure.<id>.value}} and numbers"
            self.faults.append(Fault(path, match[0], str(error), allowed))
        return match[0], None

    def _figure_text(self, figure_id: str, form: str | None) -> str:
        figure, recorded_figure = self._recorded_figure(figure_id)
        if recorded_figure is None:
            return str(self._stand_in(figure_id))
        if not form:
            return in_text(figure, recorded_figure)
        self._refuse_by_machine(figure)
        return format_number(value(figure, recorded_figure), form) + how(figure)[1]

    def _computed(self, expression: str, form: str | None) -> str:
        numbers = self._numbers(expression)
        return "{{" + numbers + (f":{form}" if form else "") + "}}" if names_in(numbers) else written(numbers, form, {})

    def _let(self, expression: str, path: Path) -> str:
        try:
            numbers = Plain(self._numbers(expression))
            self.written[path] = expression
            return numbers
        except _Refused as error:
            self.faults.append(Fault(path, "figure.", error.wrong, error.allowed))
            return expression

    def _numbers(self, expression: str) -> str:
        return FIGURE.sub(lambda match: self._number(match[1]), expression)

    def _number(self, figure_id: str) -> str:
        figure, recorded_figure = self._recorded_figure(figure_id)
        self._refuse_by_machine(figure)
        return f"{value(figure, recorded_figure):.12g}" if recorded_figure is not None else str(self._stand_in(figure_id))

    def _recorded_figure(self, figure_id: str) -> tuple[Figure, Recorded | None]:
        figure = self._figures.get(figure_id)
        if figure is None:
            raise _Refused(f"there is no figure {figure_id!r}", did_you_mean(figure_id, self._figures))
        self.cited.add(figure_id)
        recorded_figure = self._record.get(figure_id)
        return figure, recorded_figure if recorded_figure is not None and recorded_figure.holds_for(figure) else None

    def _refuse_by_machine(self, figure: Figure) -> None:
        if figure.is_by_machine:
            raise _Refused(f"{figure.id!r} depends on the CPU: there is no one number to compute with", "cite it as a whole")

    def _stand_in(self, figure_id: str) -> int:
        return 1 + [*self._figures].index(figure_id)


def _stated_form(form: str | None, example: str) -> str:
    if form is None or not form.strip():
        raise _Refused("what it says is missing", f"write {example}")
    return form.strip()


def unrecorded(figures: Mapping[str, Figure], record: Record) -> Iterator[tuple[str, str]]:
    """The ids of figures that cannot be shown, with the reason."""
    for figure_id, figure in figures.items():
        recorded_figure = record.get(figure_id)
        if recorded_figure is None or not recorded_figure.seen:
            yield figure_id, "it was never recorded"
        elif not recorded_figure.holds_for(figure):
            yield figure_id, "what is run for it has changed since it was recorded"
