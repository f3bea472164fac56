"""Finds what is too long or badly named."""

import ast
import re
from collections.abc import Iterator

MAX_FILE, MAX_FUNCTION = 400, 60
FORBIDDEN = {"manager", "helper", "helpers", "util", "utils", "common"}

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(root: ast.AST) -> Iterator[Definition]:
    """Every class and function."""
    return (n for n in ast.walk(root) if isinstance(n, Definition))


def long_functions(root: ast.AST) -> list[tuple[int, str, int]]:
    """(line, name, lines) of functions that do not fit on a screen."""
    return [
        (n.lineno, n.name, length)
        for n in definitions(root)
        if not isinstance(n, ast.ClassDef)
        and (length := (n.end_lineno or n.lineno) - n.lineno + 1) > MAX_FUNCTION
    ]


SQL_FUNCTION = re.compile(
    r"(?ims)((?:^--[^\n]*\n)*)^create or replace function\s+([\w.]+)"
    r"(?:(?!^create ).)*?^(?:\$\$|end);$"
)
LONG_FOR_A_REASON = "Longer than a function"


def long_sql(source: str) -> list[tuple[str, int]]:
    """(name, lines) of SQL functions that do not fit on a screen and whose comment says not why."""
    return [
        (found[2], lines)
        for found in SQL_FUNCTION.finditer(source)
        if (lines := found[0].count("\n") + 1 - found[1].count("\n")) > MAX_FUNCTION
        and LONG_FOR_A_REASON not in found[1]
    ]


def parts(name: str) -> set[str]:
    """`CaseManagerHelper` or `case_manager` → its words in small letters."""
    return {w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)}


def bad_name(name: str) -> bool:
    """True for a name that says nothing about what the thing is."""
    return bool(parts(name) & FORBIDDEN)
