"""The project's own source, read once for the rules."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENDORED = (ROOT / "resources" / "map" / "leaflet",)
TOKENS = ROOT / "resources" / "themes" / "tokens.json"


def python_files(*folders: str) -> list[Path]:
    """Our Python files under these top-level folders, and main.py when it is there."""
    found = [f for folder in folders for f in sorted((ROOT / folder).rglob("*.py"))]
    door = ROOT / "main.py"
    return found + ([door] if door.exists() else [])


def program_files() -> list[Path]:
    """What ships: console, widgets, main.py."""
    return python_files("console", "widgets")


def page_files() -> list[Path]:
    """Our own JavaScript, style sheets and pages."""
    kinds = {".js", ".css", ".qss", ".html"}
    return [
        file
        for folder in ("widgets", "resources")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in kinds and not any(file.is_relative_to(v) for v in VENDORED)
    ]


@cache
def text(file: Path) -> str:
    """The file as text."""
    return file.read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    """The file as a syntax tree."""
    return ast.parse(text(file), str(file))


def place(file: Path, line: int) -> str:
    """`folder/file.py:12`, as an editor opens it."""
    return f"{file.relative_to(ROOT).as_posix()}:{line}"


def calls(root: ast.AST) -> Iterator[ast.Call]:
    """Every call in a tree."""
    return (node for node in ast.walk(root) if isinstance(node, ast.Call))


def last_name(node: ast.AST) -> str:
    """`c` of `a.b.c`, `f` of `f`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def docstrings(root: ast.AST) -> set[int]:
    """Ids of the nodes that are bare strings: docstrings and the like."""
    return {
        id(node.value)
        for node in ast.walk(root)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def strings(root: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, text) of every string in use, docstrings left out; parts of f-strings too."""
    skip = docstrings(root)
    for node in ast.walk(root):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip:
            yield node.lineno, node.value
