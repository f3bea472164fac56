"""Finds functions of JavaScript and their lengths, without a parser of the whole language."""

import re
from collections.abc import Iterator

from tests.house.shape import MAX_FUNCTION

SILENT = re.compile(
    r"""//[^\n]*|/\*.*?\*/                                  # comments
    |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`  # strings
    |(?<=[(,=:\[!&|?;{}+\n])\s*/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/  # regular expressions
    """,
    re.VERBOSE | re.DOTALL,
)
HEAD = re.compile(r"(?:(\w+)\s*=\s*)?(?:async\s+)?(?:function\s*\*?\s*)?([\w#]*)\s*$")
STATEMENTS = {"if", "for", "while", "switch", "catch", "with", "await"}


def functions(source: str) -> Iterator[tuple[int, str, int]]:
    """(line, name, lines) of every function, method and arrow function with a body."""
    code = SILENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), source)
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(code):
        if sign in "([{":
            opened.append((sign, at))
        elif sign in ")]}" and opened:
            start = opened.pop()[1]
            name = _name(code, start) if sign == "}" else None
            if name is not None:
                line = code.count("\n", 0, start) + 1
                yield line, name, code.count("\n", start, at) + 1


def long_functions(source: str) -> list[tuple[int, str, int]]:
    """Those that do not fit on a screen."""
    return sorted(found for found in functions(source) if found[2] > MAX_FUNCTION)


def _name(code: str, brace: int) -> str | None:
    """The name of the function whose body begins at `brace`, "" without one; None for another block."""
    before = code[:brace].rstrip()
    if before.endswith("=>"):
        return ""
    if not before.endswith(")"):
        return None
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        depth += (before[at] == ")") - (before[at] == "(")
        if depth == 0:
            found = HEAD.search(before[max(0, at - 80) : at])
            name = found[2] if found is not None else ""
            return None if name in STATEMENTS else name
    return None
