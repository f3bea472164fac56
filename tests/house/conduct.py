"""Finds conduct the house forbids: blocking the window's thread, leaking connections, hiding bugs."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import calls, last_name

# an event loop that is the program itself, and a drag, which Qt only offers as a call that waits
MAY_EXEC = {"app", "application", "drag"}


def leaking_connections(root: ast.AST) -> Iterator[int]:
    """Lines that connect a lambda or a partial: the receiver is then never let go."""
    for call in calls(root):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "connect":
            for given in call.args:
                wrapped = isinstance(given, ast.Call) and last_name(given.func) == "partial"
                if isinstance(given, ast.Lambda) or wrapped:
                    yield call.lineno


def blocking_calls(root: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what) of calls that stop the window's thread."""
    for call in calls(root):
        name = last_name(call.func)
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if name in {"exec", "exec_"} and owner is not None:
            if last_name(owner) not in MAY_EXEC:
                yield call.lineno, name
        elif name == "processEvents" or name in {"sleep", "msleep", "usleep"}:
            yield call.lineno, name


def silent_catches(root: ast.AST, lines: list[str]) -> Iterator[int]:
    """Lines that catch everything without a reason beside them."""
    for node in ast.walk(root):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or last_name(node.type) in {"Exception", "BaseException"}
            here = lines[node.lineno - 1 : node.lineno + 1]
            reason = any(_reason(line) for line in here)
            raises = isinstance(node.body[-1], ast.Raise)
            if broad and not reason and not raises:
                yield node.lineno


def _reason(line: str) -> bool:
    """True when the line's comment says more than a code for the checker."""
    comment = re.sub(r"#\s*noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?", "#", line).partition("#")[2]
    return bool(re.search(r"\w{3}", comment))
