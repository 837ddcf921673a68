"""The project's own files, as the tests of the house read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("portal", "tests", "tools", "bench", "migrations")
SKIPPED = frozenset({"__pycache__", "node_modules", "vendor", "results"})


def files(pattern: str, *folders: str) -> list[Path]:
    """Files of these folders (of all code by default), without what is generated or not ours."""
    found = (path for folder in folders or CODE for path in sorted((ROOT / folder).rglob(pattern)))
    return [path for path in found if path.is_file() and not SKIPPED & set(path.parts)]


def name(path: Path) -> str:
    """A path as the reader of a message wants it."""
    return path.relative_to(ROOT).as_posix()


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The length of a function from its first line to its last, decorators not counted."""
    return (function.end_lineno or function.lineno) - function.lineno + 1
