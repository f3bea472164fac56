"""Finds where the program asks which of the two databases it has."""

import ast
from collections.abc import Iterator

from tests.house.source import calls, last_name


def questions(root: ast.AST) -> Iterator[int]:
    """Lines that ask `….embedded`, `is_embedded(…)` or `….dialect.name`."""
    for node in ast.walk(root):
        if isinstance(node, ast.Attribute):
            named = node.attr == "name" and last_name(node.value) == "dialect"
            if named or node.attr == "embedded":
                yield node.lineno
        elif isinstance(node, ast.Call) and last_name(node.func).endswith("is_embedded"):
            yield node.lineno


def unlike_pairs(root: ast.AST) -> Iterator[int]:
    """Lines whose `pick` takes functions of two modules that are not called the same."""
    for call in calls(root):
        if last_name(call.func) == "pick" and len(call.args) == 3:
            one, other = call.args[1:]
            modules = isinstance(one, ast.Attribute) and isinstance(other, ast.Attribute)
            if modules and last_name(one) != last_name(other):
                yield call.lineno
