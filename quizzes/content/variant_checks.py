"""Checks of questions whose answer is computed or typed: every draw of a variant must give a question with one right answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from keyword import iskeyword

from pydantic import ValidationError

from quizzes.content.document import Document, Path, where
from quizzes.content.images import texts_of
from quizzes.content.problems import Place, Refusal, did_you_mean
from quizzes.models import Asked
from quizzes.questions import FillBlank, Numeric, OrderSteps, PredictOutput, Question, Several
from quizzes.questions.fill_blank.grading import GAP
from quizzes.questions.predict_output.grading import normal
from quizzes.questions.typed_numbers import close, number_typed
from quizzes.variants import DRAWS_LIMIT, FIXED, STEPS_LIMIT, TEXT_LIMIT, count_of_draws, draws, resolve_draw, values_of
from quizzes.variants.expressions import FUNCTIONS, BadExpression, Value, evaluate, names_in, steps_of
from quizzes.variants.templates import TEMPLATE, written

Draw = Mapping[str, Value]


def question_faults(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    """What is wrong with a question beyond its fields; of a variant the first draw of each fault is named."""
    if isinstance(item, FillBlank):
        yield from _gaps(document, path, item)
    if not item.inputs:
        if item.let:
            yield _refusal(document, (*path, "let"), "let without inputs", "add inputs, or leave it out")
        yield from (fault for fault, _ in _draw_faults(document, path, item, {}))
        return
    broken = [*_input_faults(document, path, item), *_too_long(document, path, item)]
    broken = broken or [*_expression_faults(document, path, item)]
    yield from broken or _resolved_faults(document, path, item)


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
    steps = sum(map(_steps, [*item.let.values(), *(found[1] for text in texts for found in TEMPLATE.finditer(text))]))
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
    used: set[str] = set()
    values = [(drawn, dict(drawn)) for drawn in draws(item)]
    broken: list[Refusal] = []
    for number, (name, expression) in enumerate(item.let.items()):
        known = [*item.inputs, *list(item.let)[:number]]
        inner, place = (*path, "let", name), document.place_inside((*path, "let", name), expression)
        broken += _unreadable(place, inner, expression, known, used)
        if not broken:
            broken += _first_failure(place, inner, expression, values, partial(_compute_into, name, expression))
    yield from broken
    known = [*item.inputs, *item.let]
    for inner, text in texts_of(item, path):
        if FIXED & {str(key) for key in inner[len(path) :]}:
            continue
        for found in TEMPLATE.finditer(text):
            place = document.place_inside(inner, found[0])
            wrong = [*_unreadable(place, inner, found[1], known, used)]
            if not wrong and not broken:
                wrong += _first_failure(place, inner, found[1], values, partial(written, found[1], found[2]))
            yield from wrong
    for name in item.inputs:
        if name not in used:
            yield _refusal(document, (*path, "inputs", name), f"nothing uses {name!r}", f"write {{{{{name}}}}} in a text, or leave it out")


def _unreadable(place: Place, path: Path, expression: str, known: Sequence[str], used: set[str]) -> Iterator[Refusal]:
    """What is wrong with an expression before anything is computed; what it uses is added to ``used``."""
    try:
        names = names_in(expression)
    except BadExpression as error:
        yield Refusal(place, where(path), f"{expression.strip()!r} cannot be computed: {error}", "allowed: numbers, names, + - * / // % **")
        return
    used |= names
    unknown = sorted(names - set(known))
    if unknown:
        yield Refusal(place, where(path), f"{unknown[0]!r} is not known here", did_you_mean(unknown[0], [*known, *FUNCTIONS]))


def _first_failure(
    place: Place,
    path: Path,
    expression: str,
    values: Sequence[tuple[Draw, dict[str, Value]]],
    compute: Callable[[dict[str, Value]], object],
) -> Iterator[Refusal]:
    """The first draw in which the expression cannot be computed."""
    for drawn, names in values:
        try:
            compute(names)
        except BadExpression as error:
            if error.name is not None:
                yield Refusal(place, where(path), str(error), did_you_mean(error.name, FUNCTIONS))
            else:
                wrong = f"{expression.strip()!r} cannot be computed for {said(drawn)}: {error}"
                yield Refusal(place, where(path), wrong, "change the expression or the inputs")
            return


def _compute_into(name: str, expression: str, names: dict[str, Value]) -> None:
    names[name] = evaluate(expression, names)


def _resolved_faults(document: Document, path: Path, item: Asked) -> Iterator[Refusal]:
    seen: set[str] = set()
    for drawn in draws(item):
        try:
            values_of(item, drawn)
            resolved = resolve_draw(item, drawn)
        except BadExpression:
            continue  # named before
        except ValidationError as error:
            found = error.errors()[0]
            inner: Path = (*path, *found["loc"])
            fault = _refusal(document, inner, f"refused for {said(drawn)}: {found['msg']}", "change the text or the inputs")
            kind = f"{inner}"
            faults = [(fault, kind)]
        else:
            faults = [*_draw_faults(document, path, resolved, drawn)]
        for fault, kind in faults:
            if kind not in seen:
                seen.add(kind)
                yield fault


def _draw_faults(document: Document, path: Path, item: Asked, drawn: Draw) -> Iterator[tuple[Refusal, str]]:
    """What is wrong with the question as one draw makes it, each with a name of the fault, so that it is said once."""
    start = f"for {said(drawn)} " if drawn else ""
    if isinstance(item, Question | Several):
        yield from _same_texts(
            document, (*path, "choices"), [(one.id, one.text) for one in item.choices], start, "exactly one right answer in every draw"
        )
    if isinstance(item, OrderSteps):
        named = [(one.id, one.text) for one in item.steps]
        yield from _same_texts(document, (*path, "steps"), named, start, "give each step its own text")
    if isinstance(item, Numeric):
        yield from _number_faults(document, path, item, start)
    if isinstance(item, PredictOutput):
        for index, mistake in enumerate(item.mistakes):
            if normal(mistake.answer) == normal(item.snippet.prints or ""):
                inner = (*path, "mistakes", index, "answer")
                yield _refusal(document, inner, f"{start}this is the right output", "give what a mistake leads to"), f"{inner}"


def _number_faults(document: Document, path: Path, item: Numeric, start: str) -> Iterator[tuple[Refusal, str]]:
    right = number_typed(item.answer, unit=item.unit)
    if right is None:
        inner: Path = (*path, "answer")
        yield _refusal(document, inner, f"{start}{item.answer!r} is no number", "write a number, or {{expression}} in a variant"), "answer"
        return
    for index, mistake in enumerate(item.mistakes):
        inner = (*path, "mistakes", index, "answer")
        value = number_typed(mistake.answer, unit=item.unit)
        if value is None:
            yield _refusal(document, inner, f"{start}{mistake.answer!r} is no number", "write a number"), f"{inner}"
        elif close(value, right, item.tolerance):
            wrong = f"{start}the mistake {mistake.mistake!r} gives {mistake.answer}, which counts as right"
            yield _refusal(document, inner, wrong, "change the mistake, the inputs or the tolerance"), f"{inner}"


def _same_texts(
    document: Document, path: Path, named: Sequence[tuple[str, str]], start: str, allowed: str
) -> Iterator[tuple[Refusal, str]]:
    """Two that read the same: then not exactly one of them is right."""
    first: dict[str, str] = {}
    for index, (name, text) in enumerate(named):
        read = " ".join(text.replace(",", "").replace("`", "").casefold().split())
        if read in first:
            wrong = f"{start}{first[read]!r} and {name!r} both read {text.strip()!r}"
            yield _refusal(document, (*path, index, "text"), wrong, allowed), f"{path}{index}"
        first.setdefault(read, name)


def _gaps(document: Document, path: Path, item: FillBlank) -> Iterator[Refusal]:
    places = GAP.findall(item.text)
    names = [blank.id for blank in item.blanks]
    for name in dict.fromkeys(places):
        if name not in names:
            place = document.place_inside((*path, "text"), f"[[{name}]]")
            yield Refusal(place, where((*path, "text")), f"there is no blank {name!r}", did_you_mean(name, names))
        elif places.count(name) > 1:
            yield _refusal(document, (*path, "text"), f"the gap {name!r} stands twice", "give each gap its own blank")
    for index, name in enumerate(names):
        if name not in places:
            yield _refusal(document, (*path, "blanks", index, "id"), f"the text has no gap [[{name}]]", "write it where the gap is")


def said(drawn: Draw) -> str:
    """``n=64, percent=50``"""
    return ", ".join(f"{name}={value}" for name, value in drawn.items())


def _refusal(document: Document, path: Path, wrong: str, allowed: str) -> Refusal:
    return Refusal(document.place(path), where(path), wrong, allowed)
