"""Finds modules that import each other, directly or by way of others."""

import ast
from collections.abc import Mapping, Set

from tests.house.source import ROOT, python_files, tree


def imports_of(root: ast.AST) -> set[str]:
    """Every name that is imported, wherever: at the top, in a function, for type checking only."""
    found: set[str] = set()
    for node in ast.walk(root):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""}
    return found


def module_graph(package: str) -> dict[str, set[str]]:
    """Module → modules of the same package that it imports; the façades `__init__` left out."""
    files = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): file
        for file in python_files(package)
        if file.name != "__init__.py" and file.parent != ROOT
    }
    return {name: imports_of(tree(file)) & (files.keys() - {name}) for name, file in files.items()}


def circles(graph: Mapping[str, Set[str]]) -> list[list[str]]:
    """Groups of modules of which each reaches every other one."""
    reached = {module: _reached(graph, module) for module in graph}
    groups = {
        tuple(sorted(other for other in reached[module] if module in reached[other]))
        for module in graph
        if module in reached[module]
    }
    return sorted(map(list, groups))


def _reached(graph: Mapping[str, Set[str]], start: str) -> set[str]:
    """All that a module imports, directly or not; itself only where a circle leads back."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for name in graph[waiting.pop()] - found:
            found.add(name)
            waiting.append(name)
    return found
