"""The manual page, from the grammar of the command line, in English and Chinese."""

import argparse
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from release import Release

from console import words
from console.seat import options, verb_words
from console.version import COMMAND
from console.words import _

TITLES: Final = {
    "en": ("NAME", "SYNOPSIS", "VERBS", "OPTIONS", "FILES", "EXIT STATUS"),
    "zh": ("名称", "概要", "子命令", "选项", "文件", "退出码"),
}
FILES: Final = {
    "en": (
        ("/etc/wangge/console.toml", "Settings of this machine: database, CA, seat, language."),
        ("~/.config/wangge-console/", "The operator's own settings."),
        ("~/.local/state/wangge-console/", "Logs of the last twenty runs."),
    ),
    "zh": (
        ("/etc/wangge/console.toml", "本机设置：数据库、CA、席位、语言。"),
        ("~/.config/wangge-console/", "操作员自己的设置。"),
        ("~/.local/state/wangge-console/", "最近二十次运行的日志。"),
    ),
}
CODES: Final = {
    "en": "0 done, 1 refused or failed with one clear line, 2 wrong words on the command line.",
    "zh": "0 完成；1 被拒绝或失败，并给出一句说明；2 命令行用法有误。",
}


def write(folder: Path, release: Release) -> None:
    """`man1/wangge.1.gz` and its other name, and the same below `zh_CN`."""
    for language, place in (("en", folder / "man1"), ("zh", folder / "zh_CN" / "man1")):
        place.mkdir(parents=True, exist_ok=True)
        _pack(place / f"{COMMAND}.1.gz", page(language, release))
        _pack(place / "wangge-console.1.gz", f".so man1/{COMMAND}.1\n")


def _pack(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def page(language: str, release: Release) -> str:
    """The page in roff."""
    before = words.language()
    words.use(language)
    try:
        return "\n".join(_page(language, release)) + "\n"
    finally:
        words.use(before)


def _page(language: str, release: Release) -> Iterator[str]:
    name, synopsis, verbs, everywhere, files, codes = TITLES[language]
    yield f'.TH WANGGE 1 "{release.built}" "{release.number}" "{_("Wangge Console")}"'
    yield from (f".SH {name}", rf"{COMMAND}, wangge\-console \- {_('Wangge Console')}")
    yield from (f".SH {synopsis}", f".B {COMMAND}", r"[\fIOPTION\fR …] [\fIVERB\fR …]")
    yield f".SH {everywhere}"
    for option, told in verb_words.OPTIONS.items():
        yield from (".TP", f".B {_safe(option)}", _safe(_(told)))
    yield f".SH {verbs}"
    for parser in _leaves(options.grammar(language)):
        usage = parser.format_usage().partition(parser.prog)[2].split()
        verb = parser.prog.partition(" ")[2]
        yield from (".TP", f".B {_safe(verb)}")
        yield from (_safe(parser.description or ""), ".br", rf"\fI{_safe(' '.join(usage))}\fR")
    yield f".SH {files}"
    for file, told in FILES[language]:
        yield from (".TP", f".I {_safe(file)}", told)
    yield from (f".SH {codes}", CODES[language])


def _leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every verb that takes no further verb."""
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        yield parser
    for action in below:
        for one in dict.fromkeys(action.choices.values()):
            yield from _leaves(one)


def _safe(text: str) -> str:
    """Text that roff takes as it stands."""
    plain = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain
