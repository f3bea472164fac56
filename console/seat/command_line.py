"""Tools of the command line: one function a verb, each answering lines and a document.

Exit codes: 0 done, 1 refused or failed with one clear line, 2 usage.
"""

import argparse
import gc
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from console import logs, machine, progress, words
from console.domain.intent import Forged
from console.domain.refusal import Refused, sentence
from console.seat import windowed
from console.seat.options import Usage, parse

Tool = Callable[[argparse.Namespace], tuple[Any, Sequence[str], int]]
"""Answers (document for --json, lines for people, exit code)."""

TOOLS: Final = {
    "db": "seat.database_tools:database",
    "import": "seat.database_tools:importing",
    "cases": "seat.case_tools:cases",
    "calls": "seat.call_tools:calls",
    "commands": "seat.case_tools:commands",
    "rules": "seat.rule_tools:rules",
    "nouns": "seat.noun_tools:listed",
    "settings": "seat.setting_tools:settings",
    "act": "seat.case_tools:act",
    "deadline": "seat.calculation_tools:deadline_of",
    "grid": "seat.grid_tools:grid",
    "simulate": "seat.database_tools:simulate",
    "keep": "seat.keep_tool:keep",
    "support-bundle": "seat.support:bundle",
    "wall install": "seat.wall_install:install",
    "measure latency": "measure.tool:latency",
    "measure dispatch": "measure.tool:dispatch",
    "measure soak": "measure.tool:soak",
    "measure archive": "measure.tool:archive",
    "measure resync": "measure.tool:resync",
}
"""Verbs without a window → their function, imported when asked for."""


LASTING: Final = ("keep", "simulate")
"""Tools that run unattended and keep a log like a window."""


def run(argv: Sequence[str], window: Callable[[argparse.Namespace], int]) -> int:
    """Runs one command line; verbs that are no tool are the window's. Answers the exit code."""
    try:
        options = parse(argv)
    except Usage as off:
        print(off, file=sys.stderr)
        return 2
    here = machine.in_force()
    words.use(options.language or here["language"].value or words.language())
    more = getattr(options, "measure", None) or (options.act if options.verb == "wall" else None)
    verb = f"{options.verb} {more}" if more else options.verb
    if verb != "wall install":  # which writes down what was said here, and nothing else
        _place_here(options, here)
    tool = tool_of(verb)
    if tool is None or options.verb in LASTING:
        logs.begin(options.verb)
        windowed.hold_mutex()
    try:
        if tool is None:
            return window(options)
        gc.enable()
        with progress.shown(sys.stderr):
            document, lines, code = tool(options)
    except Refused as no:
        return _refused(options, no.key, str(no))
    except Forged as forged:
        return _refused(options, "forged", sentence("forged", {"what": str(forged)}))
    _say(json.dumps(document, ensure_ascii=False) if options.json else "\n".join(lines))
    if code and options.json:  # a script reads the document, whoever looks after it the words
        print("\n".join(lines), file=sys.stderr)
    return code


def _place_here(options: argparse.Namespace, here: Mapping[str, machine.SettingInForce]) -> None:
    """Fills in the database and seat of this machine if the command line names none.

    The demo asked for by its name, measures, pictures and self-tests have a city of their own.
    """
    if options.verb in OWN_CITY or (options.verb == "demo" and options.demo_wanted):
        return
    options.database = options.database or here["database"].value or None
    options.seat = options.seat or here["seat"].value or None
    if here["ca"].value:  # libpq reads these where an address says nothing else
        os.environ.setdefault("PGSSLROOTCERT", here["ca"].value)
        os.environ.setdefault("PGSSLMODE", "verify-full")


OWN_CITY: Final = frozenset({"shot", "selftest", "measure", "simulate"})


def tool_of(verb: str) -> Tool | None:
    """The function of a verb; None for the window's."""
    if verb not in TOOLS:
        return None
    module, _colon, name = TOOLS[verb].partition(":")
    found: Tool = getattr(import_module(f"console.{module}"), name)
    return found


def _say(text: str) -> None:
    """Prints lines; a closed pipe (`| head`) is no failure."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(options: argparse.Namespace, key: str, text: str) -> int:
    if getattr(options, "json", False):
        _say(json.dumps({"error": key, "message": text}, ensure_ascii=False))
    print(text, file=sys.stderr)
    return 1
