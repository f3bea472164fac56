"""Writes docs/commands.md from the command line's own grammar; a test holds the two together.

python build/commands.py
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FILE: Final = ROOT / "docs" / "commands.md"
HEAD: Final = """# Commands

Every verb of `main.py` with its options, written from the program's own grammar by
`python build/commands.py`. Options that stand everywhere, before the verb or after it:

"""


def parser() -> argparse.ArgumentParser:
    """The program's grammar, in English."""
    sys.path.insert(0, str(ROOT))
    from console import words
    from console.seat import options

    words.use("en")
    return options.grammar("en")


def verbs(
    grammar: argparse.ArgumentParser, path: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """("db init", its grammar) of every verb that does something, in the order of the help."""
    below = [a for a in grammar._actions if isinstance(a, argparse._SubParsersAction)]
    for action in below:
        for name, made in action.choices.items():
            yield from verbs(made, f"{path} {name}".strip())
    if not below:
        yield path, grammar


def told(grammar: argparse.ArgumentParser) -> Iterator[str]:
    """A line for each option or argument: how it is written, and what may stand there."""
    for action in grammar._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        name = action.option_strings[-1] if action.option_strings else ""
        value = "" if action.nargs == 0 else _value(action)
        words = " ".join(filter(None, (name, value)))
        more = action.help or ""
        if action.required and action.option_strings:
            more = f"required. {more}".strip()
        yield f"- `{words}`" + (f": {more}" if more else "")


def _value(action: argparse.Action) -> str:
    if action.choices:
        return "{" + ", ".join(map(str, action.choices)) + "}"
    metavar = action.metavar if isinstance(action.metavar, str) else None
    written = metavar or (action.dest.upper() if action.option_strings else action.dest)
    return f"{written} …" if action.nargs in ("*", "+") else written


def document() -> str:
    """The whole text of docs/commands.md."""
    from console.seat import verb_words
    from console.words import _

    grammar = parser()
    parts = [HEAD + "".join(f"- `{n}`: {_(t)}\n" for n, t in verb_words.OPTIONS.items())]
    for path, verb in verbs(grammar):
        lines = [f"\n## `{path}`\n", f"{verb.description}\n" if verb.description else ""]
        parts.append("\n".join(filter(None, [*lines, "\n".join(told(verb))])) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    parser()
    FILE.write_text(document(), encoding="utf-8")
