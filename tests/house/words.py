"""Reads the marked words of a piece of source: `_("…")` and `mark("…")`."""

import ast
import re
from string import Formatter

from tests.house.source import calls, last_name

MARKS = ("_", "mark")


def marked(root: ast.AST) -> list[tuple[int, str]]:
    """(line, English text) of every marked literal."""
    return [
        (call.lineno, argument.value)
        for call in calls(root)
        if isinstance(call.func, ast.Name) and call.func.id in MARKS and call.args
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def glued(root: ast.AST) -> list[int]:
    """Lines where a marked text is put together before it is looked up."""
    return [
        call.lineno
        for call in calls(root)
        if last_name(call.func) in MARKS
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]


def placeholders(text: str) -> set[str]:
    """Names to be filled in, without their format."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def speaks_chinese(text: str) -> bool:
    """True when there is at least one Han character or no letters at all to translate."""
    plain = re.sub(r"\{[^}]*\}", "", text)
    return bool(re.search(r"[\u3400-\u9fff]", plain)) or not re.search(r"[a-z]{3}", plain)
