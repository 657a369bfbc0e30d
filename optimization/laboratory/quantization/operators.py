"""The operators of a .tflite file, and which of them the interpreter hands to XNNPACK, the library of its fast CPU kernels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter

from optimization.results.records import OperatorCount

_NAMES = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}
_DELEGATE = "DELEGATE"


@dataclass(frozen=True, kw_only=True)
class Partitions:
    """Into how many pieces a file was cut for XNNPACK, and the operators that stayed outside of them."""

    count: int
    outside: tuple[OperatorCount, ...]


def operator_counts(file: bytes) -> tuple[OperatorCount, ...]:
    """The operators of the file by their names in the schema (``CONV_2D``), most frequent first, else in the order of the graph."""
    model = schema.ModelT.InitFromPackedBuf(file, 0)
    return _counts_of(_NAMES[model.operatorCodes[operator.opcodeIndex].builtinCode] for operator in model.subgraphs[0].operators)


def partitions(interpreter: Interpreter) -> Partitions | None:
    """How the interpreter, its tensors allocated, has cut its file; None where this version of LiteRT does not tell.

    A piece that a delegate took over appears as one more node, called DELEGATE, after the nodes of the file.
    """
    nodes_of = getattr(interpreter, "_get_ops_details", None)
    if nodes_of is None:
        return None
    nodes = nodes_of()
    pieces = [node for node in nodes if node["op_name"] == _DELEGATE]
    plain = [node for node in nodes if node["op_name"] != _DELEGATE]
    inside_indices = _nodes_inside(pieces, plain)
    return Partitions(count=len(pieces), outside=_counts_of(node["op_name"] for node in plain if node["index"] not in inside_indices))


def _nodes_inside(pieces: Sequence[Mapping[str, Any]], plain: Sequence[Mapping[str, Any]]) -> set[int]:
    """The nodes within the pieces: those that lead from a piece's inputs to its outputs."""
    made_by = {int(tensor): node for node in plain for tensor in node["outputs"]}
    inside_indices: set[int] = set()
    for piece in pieces:
        inputs = {int(tensor) for tensor in piece["inputs"]}
        tensors = [int(tensor) for tensor in piece["outputs"]]
        while tensors:
            node = made_by.get(tensors.pop())
            if node is not None and node["index"] not in inside_indices:
                inside_indices.add(node["index"])
                tensors.extend(int(tensor) for tensor in node["inputs"] if int(tensor) not in inputs)
    return inside_indices


def _counts_of(names: Iterable[str]) -> tuple[OperatorCount, ...]:
    return tuple(OperatorCount(name=name, count=count) for name, count in Counter(names).most_common())
