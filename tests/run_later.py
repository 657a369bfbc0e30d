"""Finds what runs later, on a thread where nobody is here, and reads all the same who is here: the visitor, the state, the address.

What runs later is what is given to ``st.download_button`` as a callable, to ``on_ended``, to a thread or an executor. It is followed
from its name, lambda or ``partial`` to its body, and from there to every function of the same package that it names.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
FORBIDDEN = ("streamlit", "views.page.visitor", "views.page.state")
"""Streamlit whole: on such a thread its commands do nothing, and its context, state and address are those of nobody."""

LATER = {
    "download_button": (slice(1, 2), ("data",)),
    "Thread": (slice(1, 2), ("target",)),
    "Timer": (slice(1, 2), ("function",)),
    "submit": (slice(0, 1), ()),
    "to_thread": (slice(0, 1), ()),
    "run_in_executor": (slice(1, 2), ()),
}
"""Who takes something to run later, at which places and under which names; ``on_ended`` is one of everybody's."""


@dataclass(frozen=True)
class Scope:
    """A module, and the functions around a place in it, the innermost last."""

    module: str
    tree: ast.Module
    around: tuple[Function, ...] = ()

    def inside(self, function: Function) -> Scope:
        return Scope(self.module, self.tree, (*self.around, function))


@cache
def _imported(tree: ast.Module) -> Mapping[str, str]:
    """Name -> what it stands for, of every import of the file."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {one.asname or one.name: one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return names


@dataclass
class Follower:
    """Follows what runs later through the modules of one package."""

    modules: Mapping[str, ast.Module]
    found: set[str] = field(default_factory=set)
    _seen: set[tuple[int, str]] = field(default_factory=set)
    _calls: list[tuple[ast.Call, Scope]] = field(default_factory=list)

    def run(self) -> list[str]:
        """``module:line reads …`` for each place that must not be reached from what runs later."""
        self._calls = [found for name, tree in self.modules.items() for found in _calls(Scope(name, tree))]
        for call, scope in self._calls:
            for expression in _later(call):
                self._given(expression, scope)
        return sorted(self.found)

    def read(self, function: Function) -> bool:
        """Whether the function was reached and read."""
        return (id(function), "body") in self._seen

    def _given(self, expression: ast.expr, scope: Scope) -> None:
        """What is handed over: if it is, holds or makes something to call, that is read."""
        match expression:
            case ast.Lambda():
                self._body(expression, scope)
            case ast.Name() | ast.Attribute():
                self._named(expression, scope)
            case ast.IfExp(body=body, orelse=other):
                self._given(body, scope)
                self._given(other, scope)
            case ast.BoolOp(values=values):
                for one in values:
                    self._given(one, scope)
            case ast.NamedExpr(value=value):
                self._given(value, scope)
            case ast.Call() if _last_name(expression.func) == "partial":
                for one in (*expression.args, *(keyword.value for keyword in expression.keywords)):
                    self._given(one, scope)
            case ast.Call():
                self._made(expression, scope)

    def _made(self, call: ast.Call, scope: Scope) -> None:
        """What a function of ours returns, where that is something to call later; the function itself runs now."""
        for function, there in self._functions(call.func, scope):
            for node in _own(function):
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Lambda | ast.Name | ast.Call):
                    is_new = (id(node), "made") not in self._seen
                    self._seen.add((id(node), "made"))
                    if is_new:
                        self._given(node.value, there.inside(function))

    def _named(self, name: ast.Name | ast.Attribute, scope: Scope) -> None:
        """A name that is used later: a function of ours is read; a forbidden one is found."""
        key = (id(name), scope.module)
        if key in self._seen:
            return
        self._seen.add(key)
        means = _means(name, scope)
        if means in FORBIDDEN or means.startswith(tuple(f"{one}." for one in FORBIDDEN)):
            self.found.add(f"{scope.module}:{name.lineno} reads {means}")
            return
        for function, there in self._functions(name, scope):
            self._body(function, there)
        if isinstance(name, ast.Name):
            for value, there in self._values(name.id, scope):
                self._given(value, there)

    def _body(self, function: Function, scope: Scope) -> None:
        if (id(function), "body") in self._seen:
            return
        self._seen.add((id(function), "body"))
        inside = scope.inside(function)
        for default in (*function.args.defaults, *filter(None, function.args.kw_defaults)):
            self._given(default, scope)
        for part in function.body if isinstance(function.body, list) else [function.body]:
            for node in ast.walk(part):
                if isinstance(node, ast.Name | ast.Attribute):
                    self._named(node, inside)

    def _functions(self, name: ast.expr, scope: Scope) -> Iterator[tuple[Function, Scope]]:
        """The functions of the package that a name stands for."""
        if isinstance(name, ast.Name):
            for depth in range(len(scope.around), 0, -1):
                outer = Scope(scope.module, scope.tree, scope.around[:depth])
                yield from (
                    (one, outer) for one in _own(scope.around[depth - 1]) if isinstance(one, ast.FunctionDef) and one.name == name.id
                )
        module, _, last = _means(name, scope).rpartition(".")
        if module in self.modules:
            tree = self.modules[module]
            yield from ((one, Scope(module, tree)) for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == last)
        elif isinstance(name, ast.Attribute):  # perhaps a method of a class of this file
            classes = [one for one in scope.tree.body if isinstance(one, ast.ClassDef)]
            methods = [one for kind in classes for one in kind.body if isinstance(one, ast.FunctionDef) and one.name == name.attr]
            yield from ((one, Scope(scope.module, scope.tree)) for one in methods)

    def _values(self, name: str, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        """What a local name was given: in an assignment, or as an argument by whoever calls."""
        for depth in range(len(scope.around), 0, -1):
            function = scope.around[depth - 1]
            outer = Scope(scope.module, scope.tree, scope.around[:depth])
            for node in _own(function):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value and name in map(_last_name, targets):
                    yield node.value, outer
            place = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
            if isinstance(function, ast.FunctionDef) and name in (*place, *(one.arg for one in function.args.kwonlyargs)):
                yield from self._arguments(function, name, place.index(name) if name in place else None, scope)

    def _arguments(self, function: ast.FunctionDef, name: str, place: int | None, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
        for call, there in self._calls:
            if _last_name(call.func) == function.name and any(one is function for one, _ in self._functions(call.func, there)):
                given = [keyword.value for keyword in call.keywords if keyword.arg == name]
                given += [call.args[place]] if place is not None and len(call.args) > place else []
                yield from ((one, there) for one in given)


def _later(call: ast.Call) -> Iterator[ast.expr]:
    """What a call hands over to run later."""
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    places, names = LATER.get(_last_name(call.func), (slice(0, 0), ()))
    yield from call.args[places]
    yield from (named[name] for name in (*names, "on_ended") if name in named)


def _calls(scope: Scope, node: ast.AST | None = None) -> Iterator[tuple[ast.Call, Scope]]:
    """Every call of a module, with the functions around it."""
    for child in ast.iter_child_nodes(node or scope.tree):
        if isinstance(child, ast.Call):
            yield child, scope
        inside = scope.inside(child) if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) else scope
        yield from _calls(inside, child)


def _own(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of the functions in it."""
    waiting: list[ast.AST] = list(function.body) if isinstance(function.body, list) else [function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _means(name: ast.expr, scope: Scope) -> str:
    """The dotted name in full: ``views.page.visitor.learner`` for ``visitor.learner``; a function of this file by its module."""
    if isinstance(name, ast.Attribute):
        return f"{_means(name.value, scope)}.{name.attr}"
    if not isinstance(name, ast.Name):
        return "?"
    is_local = any(name.id in _locals(function) for function in scope.around)
    return name.id if is_local else _imported(scope.tree).get(name.id, f"{scope.module}.{name.id}")


@cache
def _locals(function: Function) -> frozenset[str]:
    """The arguments of a function, and what it gives a value."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    assigned = (node.id for node in _own(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return frozenset([*(one.arg for one in arguments), *assigned])


def _last_name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
