"""The command line's grammar: global options before or after the verb."""

import argparse
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

from console import version, words
from console.seat import verb_words, wall_options
from console.words import LANGUAGES, _

WORKSPACES: Final = (
    *("demo", "intake", "dispatch", "department", "shift", "emergency", "wall"),
    *("reports", "administration"),
)


IMPORTS: Final = (
    "cases",
    *("regions", "grid", "places", "components", "departments", "responsibility"),
    *("standard", "limits"),
)
"""Kinds of file that `import` accepts."""
WITH_PLACES: Final = frozenset({"regions", "grid", "places", "components", "departments"})
"""Kinds whose coordinates may be in another system than WGS-84."""


class Usage(Exception):
    """Wrong usage of the command line: exit code 2."""


class _Verbs(argparse._SubParsersAction):  # type: ignore[type-arg]
    """Subparsers with a line of help each."""

    def add_parser(self, name: str, **given: Any) -> "_Parser":
        told = _(verb_words.VERB_HELP[f"{self._prog_prefix} {name}".partition(" ")[2]])
        made: _Parser = super().add_parser(name, **{"help": told, "description": told} | given)
        return made


class _Parser(argparse.ArgumentParser):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.register("action", "parsers", _Verbs)

    def error(self, message: str) -> NoReturn:
        raise Usage(f"{self.prog}: {message}")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The namespace of a command line: `verb` (a workspace or a tool) and its arguments.

    Raises `Usage` for words that do not fit.
    """
    shared = _Parser(add_help=False, prog=version.called(), allow_abbrev=False)
    shared.add_argument("--database", metavar="URL")
    shared.add_argument("--as", dest="actor", metavar="NAME")
    shared.add_argument("--seat", metavar="NAME")
    shared.add_argument("--language", choices=LANGUAGES)
    shared.add_argument("--theme", choices=("dark", "light"))
    known, rest = shared.parse_known_args(list(argv))
    if known.language:
        words.use(known.language)
    return grammar(words.language()).parse_args(rest, known)


@cache
def grammar(_language: str) -> argparse.ArgumentParser:
    """The parser of all verbs, its words in the language in force."""
    everywhere = "\n".join(f"  {name:22}{_(told)}" for name, told in verb_words.OPTIONS.items())
    top = _Parser(
        prog=version.called(),
        allow_abbrev=False,
        description=_("Wangge Console"),
        epilog=f"{_('Everywhere:')}\n{everywhere}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"%(prog)s {version.version()}")
    verbs = top.add_subparsers(dest="verb", metavar="VERB", parser_class=_Parser)
    for name in WORKSPACES:
        window = verbs.add_parser(name, allow_abbrev=False)
        window.add_argument("--for", dest="seconds", type=float)
        window.set_defaults(demo_wanted=name == "demo")
        _json(window)
        if name == "wall":
            wall_options.add(window)
    _database(verbs.add_parser("db"))
    _imports(verbs.add_parser("import"))
    _cases(verbs)
    _calls(verbs)
    _rules(verbs)
    _nouns(verbs)
    _settings(verbs)
    _calculations(verbs)
    _machinery(verbs)
    top.set_defaults(verb="demo", demo_wanted=False, seconds=None, json=False)
    return top


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def _database(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, parser_class=_Parser)
    for name in (
        "init",
        "upgrade",
        "check",
        "seal",
        "verify-audit",
        "server-settings",
        "load-demo",
    ):
        act = acts.add_parser(name)
        _json(act)
        if name == "upgrade":
            told = _("Where consoles that are too old find the installer: a folder or an address.")
            act.add_argument("--installer", metavar="PLACE", help=told)
        if name == "verify-audit":
            act.add_argument("--known", metavar="SEAL")
        if name == "load-demo":
            act.add_argument("--seed", type=int, default=1)
            act.add_argument("--cases", type=int, default=3000)
            act.add_argument("--history", type=int, default=0, metavar="N")
    for name, told in (
        ("backup", _("Writes the whole database into FILE while consoles work on it.")),
        ("restore", _("Makes a database, where there is none yet, from the backup FILE.")),
    ):
        form = _("SQLite: a database file. PostgreSQL: a zip of one COPY text a table.")
        act = acts.add_parser(name, description=f"{told} {form}")
        act.add_argument("file", metavar="FILE", type=Path)
        _json(act)
    person = acts.add_parser("add-operator")
    person.add_argument("login")
    person.add_argument("--name", required=True)
    person.add_argument("--name-en")
    person.add_argument(
        "--post", dest="posts", action="append", default=[], metavar="POST[@REGION|:DEPARTMENT]"
    )
    _json(person)
    for name in ("give", "take", "lock", "unlock", "password"):
        act = acts.add_parser(name)
        act.add_argument("login")
        if name in ("give", "take"):
            act.add_argument("posts", nargs="+", metavar="POST[@REGION|:DEPARTMENT]")
        act.add_argument("--reason")
        _json(act)


def _imports(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="kind", required=True, parser_class=_Parser)
    for name in IMPORTS:
        kind = kinds.add_parser(name)
        kind.add_argument("file", metavar="FILE")
        if name == "cases":
            kind.add_argument("--mapping", metavar="FILE")
        if name in WITH_PLACES:
            kind.add_argument("--crs", metavar="CRS")
        _json(kind)


def _cases(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    cases = verbs.add_parser("cases").add_subparsers(
        dest="act", required=True, parser_class=_Parser
    )
    listing = cases.add_parser("list")
    listing.add_argument("--stage")
    listing.add_argument("--overdue", action="store_true")
    listing.add_argument("--all", dest="ended", action="store_true")
    listing.add_argument("--limit", type=_positive_whole, default=None)
    _json(listing)
    person = cases.add_parser("complainant")
    person.add_argument("case", type=int, metavar="CASE")
    for what in ("reveal", "tell", "erase"):
        person.add_argument(f"--{what}", dest="what", action="store_const", const=what)
    for name in ("name", "phone", "address", "reason"):
        person.add_argument(f"--{name}")
    _json(person)
    proposals = cases.add_parser("proposals")
    proposals.add_argument("case", type=int, metavar="CASE")
    _json(proposals)
    offered = cases.add_parser("offered")
    offered.add_argument("case", type=_subject, metavar="CASE|KIND:ID")
    offered.add_argument("--post")
    _json(offered)
    _json(verbs.add_parser("commands"))
    act = verbs.add_parser("act")
    act.add_argument("command", metavar="COMMAND|KIND:COMMAND")
    act.add_argument("cases", nargs="*", type=int, metavar="CASE")
    act.add_argument("--set", dest="changes", action="append", default=[], metavar="KEY=VALUE")
    act.add_argument("--photo", dest="photos", action="append", default=[], metavar="FILE")
    act.add_argument("--reason")
    act.add_argument("--post")
    act.add_argument("--on-behalf-of")
    act.add_argument("--version-seen", type=int)
    act.add_argument("--command-id")
    _json(act)


def _subject(text: str) -> int | tuple[str, int]:
    """`5` is a case, `scene:5` a noun."""
    kind, colon, number = text.rpartition(":")
    return (kind, int(number)) if colon else int(text)


def _nouns(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    acts = verbs.add_parser("nouns").add_subparsers(dest="act", required=True, parser_class=_Parser)
    listing = acts.add_parser("list")
    listing.add_argument("kind", metavar="KIND")
    listing.add_argument("--all", dest="ended", action="store_true")
    _json(listing)


def _calls(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    acts = verbs.add_parser("calls").add_subparsers(dest="act", required=True, parser_class=_Parser)
    answer = acts.add_parser("answer")
    answer.add_argument("--question", required=True, metavar="KIND")
    answer.add_argument("--answer", required=True, metavar="TEXT")
    answer.add_argument("--name")
    answer.add_argument("--phone")
    answer.add_argument("--command-id")
    listing = acts.add_parser("list")
    listing.add_argument("--since", metavar="DAY")
    listing.add_argument("--limit", type=_positive_whole, default=None)
    erase = acts.add_parser("erase")
    erase.add_argument("call", type=int, metavar="CALL")
    erase.add_argument("--reason")
    for act in (answer, listing, erase):
        _json(act)


def _rules(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    acts = verbs.add_parser("rules").add_subparsers(dest="act", required=True, parser_class=_Parser)
    add = acts.add_parser("add")
    add.add_argument("--category", required=True, metavar="CODE")
    add.add_argument("--kind", choices=("component", "event"))
    add.add_argument("--scheme")
    add.add_argument("--region", metavar="CODE")
    add.add_argument("--department", required=True, metavar="NAME")
    add.add_argument("--hold-back", type=int, default=60, metavar="SECONDS")
    add.add_argument("--owner", metavar="NAME")
    end = acts.add_parser("end")
    end.add_argument("rule", type=int, metavar="RULE")
    for act in (add, end):
        act.add_argument("--post")
        act.add_argument("--reason")
        act.add_argument("--command-id")
        _json(act)
    listing = acts.add_parser("list")
    listing.add_argument("--all", dest="ended", action="store_true")
    _json(listing)


def _settings(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    acts = verbs.add_parser("settings").add_subparsers(
        dest="act", required=True, parser_class=_Parser
    )
    listing = acts.add_parser("list")
    listing.add_argument("--here", action="store_true")
    _json(listing)
    install = acts.add_parser("install")
    install.add_argument("values", nargs="+", metavar="KEY=VALUE")
    install.add_argument("--for-all", action="store_true")
    _json(install)
    one = acts.add_parser("set")
    one.add_argument("name", metavar="KEY")
    one.add_argument("value", metavar="VALUE")
    one.add_argument("--reason")
    _json(one)


def _calculations(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    deadline = verbs.add_parser("deadline")
    deadline.add_argument("--from", dest="start", required=True)
    deadline.add_argument("--limit", required=True)
    deadline.add_argument("--zone", default="Asia/Shanghai")
    _json(deadline)
    grid = verbs.add_parser("grid").add_subparsers(dest="act", required=True, parser_class=_Parser)
    code = grid.add_parser("code")
    code.add_argument("code", nargs="?")
    code.add_argument("--next", dest="community")
    code.add_argument("--taken", default="")
    _json(code)
    cut = grid.add_parser("cut")
    cut.add_argument("--community", required=True, metavar="CODE")
    cut.add_argument("--size", type=_positive, default=100.0, metavar="METRES")
    _json(cut)
    out = grid.add_parser("export")
    out.add_argument("what", choices=("grid", "regions"))
    out.add_argument("file", metavar="FILE.geojson")
    _json(out)


def _machinery(verbs: "argparse._SubParsersAction[_Parser]") -> None:
    simulate = verbs.add_parser("simulate")
    simulate.add_argument("--rate", type=_positive, default=1.0)
    simulate.add_argument("--seed", type=int, default=1)
    simulate.add_argument("--share", type=_share, default=0.35)
    simulate.add_argument("--for", dest="seconds", type=float)
    simulate.add_argument("--with-parent", action="store_true")
    _json(simulate)
    keep = verbs.add_parser("keep")
    keep.add_argument("--for", dest="seconds", type=float)
    _json(keep)
    shot = verbs.add_parser("shot")
    shot.add_argument("workspace", choices=(*WORKSPACES[1:], "sign-on"))
    shot.add_argument("file", nargs="?", metavar="FILE.png")
    shot.add_argument("--size", type=_size, default=(1920, 1080))
    wall_options.add_look(shot)
    shot.add_argument("--scale", type=_positive, default=1.0)
    shot.add_argument("--state", default="")
    shot.add_argument("--audit", action="store_true")
    _json(shot)
    _json(verbs.add_parser("selftest"))
    support = verbs.add_parser("support-bundle")
    support.add_argument("file", metavar="FILE.zip")
    _json(support)
    measure = verbs.add_parser("measure").add_subparsers(
        dest="measure", required=True, parser_class=_Parser
    )
    for name in verb_words.MEASURES:
        one = measure.add_parser(name)
        one.add_argument("--cases", type=int, default=100_000)
        one.add_argument("--closed", type=_count, default=1_000_000)
        one.add_argument("--open", type=_count, default=100_000)
        one.add_argument("--rows", type=_count, default=100_000)
        one.add_argument("--selected", type=_count, default=10_000)
        one.add_argument("--seats", type=int, default=10)
        one.add_argument("--clients", type=int, default=8)
        one.add_argument("--rate", type=_positive, default=50.0)
        one.add_argument("--seconds", "--for", dest="seconds", type=float, default=10.0)
        one.add_argument("--minutes", type=_positive, default=3.0)
        if name == "wall":
            one.add_argument("--scene", default="Overview", metavar="NAME")
        if name == "soak":
            one.add_argument("--wall", action="store_true")
        _json(one)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text}: ≥ 1")
    return value


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text}: > 0")
    return value


def _positive_whole(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text}: > 0")
    return value


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text}: 0-1")
    return value


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{3,5})[x×](\d{3,5})", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text}: WIDTHxHEIGHT")
    return int(found[1]), int(found[2])
