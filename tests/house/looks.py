"""Finds colours and sizes written down where only the token file may have them."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import calls, last_name, strings

HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})(?![0-9a-zA-Z_])")
FUNCTION = re.compile(r"\b(?:rgb|rgba|hsl|hsla)\(\s*\d")
FONT_SIZE = re.compile(
    r"font(?:-size)?\s*:[^;{}]*\b\d+(?:\.\d+)?p[xt]|\bfont\s*=\s*[\"'`][^\"'`]*\d+px"
)
SIZE_SETTERS = {"setPixelSize", "setPointSize", "setPointSizeF"}
PLAIN = {"transparent", "color0", "color1"}  # Qt's colours that are not colours


def in_python(root: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, what) of each literal colour and font size of a Python file."""
    for line, text in strings(root):
        for pattern in (HEX, FUNCTION, FONT_SIZE):
            if found := pattern.search(text):
                yield line, found.group()
    for call in calls(root):
        name, literal = last_name(call.func), any(isinstance(a, ast.Constant) for a in call.args)
        if name in SIZE_SETTERS and literal:
            yield call.lineno, name
        if name in {"QColor", "fromRgb", "fromRgbF", "fromHsv"} and literal:
            yield call.lineno, name
    for node in ast.walk(root):
        if not isinstance(node, ast.Attribute) or node.attr in PLAIN:
            continue
        if last_name(node.value) == "GlobalColor":
            yield node.lineno, f"GlobalColor.{node.attr}"


def in_page(text: str) -> Iterator[tuple[int, str]]:
    """(line, what) of each literal colour and font size of a script or style sheet."""
    for number, line in enumerate(text.splitlines(), 1):
        for pattern in (HEX, FUNCTION, FONT_SIZE):
            if found := pattern.search(line):
                yield number, found.group()
