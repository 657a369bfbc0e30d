"""The Python files of the product, read and never run, and what each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Module:
    """A Python file of the product; ``name`` as it is imported."""

    name: str
    text: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        """Parsed by the first test that looks."""
        return ast.parse(self.text)

    def is_in(self, *packages: str) -> bool:
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)


def module_at(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), path.read_text(encoding="utf-8"), is_package)


MODULES = [module_at(ROOT / "app.py")]
MODULES += [module_at(path) for package in ("quizzes", "optimization", "views") for path in sorted((ROOT / package).rglob("*.py"))]


def imports(module: Module) -> Iterator[str]:
    """Every module that is imported anywhere in the file, inside functions too, and by a literal name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and called(node) in ("import_module", "__import__"):
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    around = module.name.split(".")
    around = around[: len(around) - node.level + (1 if module.is_package else 0)]
    return ".".join([*around, *([node.module] if node.module else [])])


def called(node: ast.Call) -> str:
    """The last name of what is called: ``load`` of ``torch.load(…)``."""
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
