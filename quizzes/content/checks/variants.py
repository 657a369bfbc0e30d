"""Checks of questions whose answer is computed or typed: every draw of a variant must give a question with one right answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from keyword import iskeyword

from pydantic import ValidationError

from quizzes.content.source.document import Document, Path, where
from quizzes.content.source.images import texts_of
from quizzes.content.source.problems import Place, Refusal
from quizzes.models import Asked, Item
from quizzes.models.suggestions import did_you_mean
from quizzes.questions import has_shape, kind_of, placed_options
from quizzes.questions.answers import PutInOrder
from quizzes.questions.faults import Fault
from quizzes.variants import DRAWS_LIMIT, FIXED, STEPS_LIMIT, TEXT_LIMIT, count_of_draws, draws, resolve_draw, values_of
from quizzes.variants.expressions import FUNCTIONS, BadExpression, Value, evaluate, names_in, steps_of
from quizzes.variants.templates import TEMPLATE, written

Draw = Mapping[str, Value]


def question_faults(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    """What is wrong with a question beyond its fields; of a variant the first draw of each fault is named."""
    if not item.inputs:
        if item.let:
            yield _refusal(document, (*path, "let"), "let without inputs", "add inputs, or leave it out")
        yield from type_faults(document, path, item)
        return
    faults = [*_input_faults(document, path, item), *_too_long(document, path, item)]
    faults = faults or [*_expression_faults(document, path, item)]
    yield from faults or _resolved_faults(document, path, item)


def _input_faults(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    for field, names in (("inputs", item.inputs), ("let", item.let)):
        for name in names:
            if not name.isidentifier() or not name.isascii() or iskeyword(name) or name in FUNCTIONS:
                wrong = f"{name!r} cannot be a name in an expression"
                yield _refusal(document, (*path, field, name), wrong, "letters, digits and _, not the name of a function")
            elif field == "let" and name in item.inputs:
                yield _refusal(document, (*path, field, name), f"{name!r} is an input already", "give it another name")
    for name, values in item.inputs.items():
        if len(set(values)) < len(values) or not values:
            wrong = "there is no value to draw" if not values else "a value stands twice"
            yield _refusal(document, (*path, "inputs", name), wrong, "give one value or more, each once")
    if count_of_draws(item) > DRAWS_LIMIT:
        wrong = f"there are {count_of_draws(item):,} draws"
        yield _refusal(document, (*path, "inputs"), wrong, f"allowed: {DRAWS_LIMIT} or fewer, because each is checked")


def _too_long(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    """What keeps all draws from being computed and filled in about a second."""
    count = min(count_of_draws(item), DRAWS_LIMIT)
    texts = [text for inner, text in texts_of(item, path) if not FIXED & {str(key) for key in inner[len(path) :]}]
    steps = sum(map(_steps, [*item.let.values(), *(match[1] for text in texts for match in TEMPLATE.finditer(text))]))
    if steps * count > STEPS_LIMIT:
        wrong = f"{count} draws take {steps * count:,} steps of arithmetic"
        yield _refusal(document, (*path, "inputs"), wrong, f"allowed: {STEPS_LIMIT:,}; give fewer values, or shorter expressions")
    longest = max((len(value) for values in item.inputs.values() for value in values if isinstance(value, str)), default=0)
    length = sum(len(text) + len(TEMPLATE.findall(text)) * longest for text in texts) * count
    if length > TEXT_LIMIT:
        wrong = f"{count} draws fill {length:,} characters"
        yield _refusal(document, (*path, "inputs"), wrong, f"allowed: {TEXT_LIMIT:,}; give fewer values, or shorter texts")


def _steps(expression: str) -> int:
    try:
        return steps_of(expression)
    except BadExpression:
        return 1  # named elsewhere


def _expression_faults(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    """Expressions that cannot be evaluated in some draw, each once with the first such draw; and inputs that nothing uses."""
    used_names: set[str] = set()
    values = [(draw, dict(draw)) for draw in draws(item)]
    refusals: list[Refusal] = []
    for number, (name, expression) in enumerate(item.let.items()):
        names_so_far = [*item.inputs, *list(item.let)[:number]]
        inner, place = (*path, "let", name), document.place_inside((*path, "let", name), expression)
        refusals += _unreadable(place, inner, expression, names_so_far, used_names)
        if not refusals:
            refusals += _first_failure(place, inner, expression, values, partial(_compute_into, name, expression))
    yield from refusals
    names_so_far = [*item.inputs, *item.let]
    for inner, text in texts_of(item, path):
        if FIXED & {str(key) for key in inner[len(path) :]}:
            continue
        for match in TEMPLATE.finditer(text):
            place = document.place_inside(inner, match[0])
            wrong = [*_unreadable(place, inner, match[1], names_so_far, used_names)]
            if not wrong and not refusals:
                wrong += _first_failure(place, inner, match[1], values, partial(written, match[1], match[2]))
            yield from wrong
    for name in item.inputs:
        if name not in used_names:
            yield _refusal(document, (*path, "inputs", name), f"nothing uses {name!r}", f"write {{{{{name}}}}} in a text, or leave it out")


def _unreadable(place: Place, path: Path, expression: str, names_so_far: Sequence[str], used_names: set[str]) -> Iterator[Refusal]:
    """What is wrong with an expression before anything is computed; what it uses is added to ``used_names``."""
    try:
        names = names_in(expression)
    except BadExpression as error:
        yield Refusal(place, where(path), f"{expression.strip()!r} cannot be computed: {error}", "allowed: numbers, names, + - * / // % **")
        return
    used_names |= names
    unknown_names = sorted(names - set(names_so_far))
    if unknown_names:
        yield Refusal(
            place, where(path), f"{unknown_names[0]!r} is not known here", did_you_mean(unknown_names[0], [*names_so_far, *FUNCTIONS])
        )


def _first_failure(
    place: Place,
    path: Path,
    expression: str,
    values: Sequence[tuple[Draw, dict[str, Value]]],
    compute: Callable[[dict[str, Value]], object],
) -> Iterator[Refusal]:
    """The first draw in which the expression cannot be computed."""
    for draw, names in values:
        try:
            compute(names)
        except BadExpression as error:
            if error.name is not None:
                yield Refusal(place, where(path), str(error), did_you_mean(error.name, FUNCTIONS))
            else:
                wrong = f"{expression.strip()!r} cannot be computed for {said(draw)}: {error}"
                yield Refusal(place, where(path), wrong, "change the expression or the inputs")
            return


def _compute_into(name: str, expression: str, names: dict[str, Value]) -> None:
    names[name] = evaluate(expression, names)


def _resolved_faults(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    refused_paths: set[Path] = set()
    as_written = {(fault.path, fault.wrong) for fault in _faults(item)}
    for draw in draws(item):
        try:
            values_of(item, draw)
            resolved = resolve_draw(item, draw)
        except BadExpression:
            continue  # named before
        except ValidationError as error:
            detail = error.errors()[0]
            inner: Path = (*path, *detail["loc"])
            fault = _refusal(document, inner, f"refused for {said(draw)}: {detail['msg']}", "change the text or the inputs")
            yield from [fault] if inner not in refused_paths else []
            refused_paths.add(inner)
            continue
        for draw_fault in _faults(resolved):
            if draw_fault.path not in refused_paths:
                refused_paths.add(draw_fault.path)
                yield _in_file(
                    document, path, draw_fault, "" if (draw_fault.path, draw_fault.wrong) in as_written else f"for {said(draw)} "
                )


def type_faults(document: Document, path: Path, item: Item) -> Iterator[Refusal]:
    """What the item's type refuses, and what is refused for every type."""
    return (_in_file(document, path, fault, "") for fault in _faults(item))


def _faults(item: Item) -> Iterator[Fault]:
    kind = kind_of(item)
    if kind is None:
        return
    if isinstance(item, Asked):
        yield from _same_texts(item)
    yield from kind.faults(item)


def _same_texts(item: Asked) -> Iterator[Fault]:
    """Options that read the same: then not exactly one of them is right, or no order is."""
    allowed = "give each step its own text" if has_shape(item, PutInOrder) else "exactly one right answer in every draw"
    first: dict[str, str] = {}
    for path, option in placed_options(item):
        plain_text = " ".join(option.text.replace(",", "").replace("`", "").casefold().split())
        if plain_text in first:
            yield Fault(path, f"{first[plain_text]!r} and {option.id!r} both read {option.text.strip()!r}", allowed)
        first.setdefault(plain_text, option.id)


def _in_file(document: Document, path: Path, fault: Fault, start: str) -> Refusal:
    inner = (*path, *fault.path)
    place = document.place_inside(inner, fault.words) if fault.words else document.place(inner)
    return Refusal(place, where(inner), f"{start}{fault.wrong}", fault.allowed)


def said(draw: Draw) -> str:
    """``n=64, percent=50``"""
    return ", ".join(f"{name}={value}" for name, value in draw.items())


def _refusal(document: Document, path: Path, wrong: str, allowed: str) -> Refusal:
    return Refusal(document.place(path), where(path), wrong, allowed)
