"""Global options stand before or after the verb; words that do not fit are usage, code 2."""

import argparse
from itertools import pairwise

import pytest

from console.seat import verb_words
from console.seat.options import WORKSPACES, Usage, grammar, parse
from console.words import LANGUAGES
from tests.seat.conftest import Say

GLOBALS = (
    ("--database", "sqlite:///x.db"),
    ("--as", "li"),
    ("--seat", "A1"),
    ("--language", "en"),
    ("--theme", "light"),
)
VERBS: tuple[tuple[str, ...], ...] = (
    ("db", "init"),
    ("cases", "list", "--json"),
    ("act", "note", "1", "--reason", "x"),
    ("simulate", "--rate", "2"),
    ("dispatch",),
    ("shot", "dispatch", "x.png"),
)


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
@pytest.mark.parametrize("pair", GLOBALS, ids=" ".join)
def test_a_global_option_means_the_same_on_both_sides_of_the_verb(
    verb: tuple[str, ...], pair: tuple[str, str]
) -> None:
    before, after = parse([*pair, *verb]), parse([*verb, *pair])
    assert vars(before) == vars(after)
    assert pair[1] in vars(after).values()


def test_no_argument_is_the_demo() -> None:
    assert parse([]).verb == "demo"
    assert parse(["--language", "en"]).verb == "demo"


@pytest.mark.parametrize("name", WORKSPACES)
def test_every_workspace_is_a_verb_of_the_window(say: Say, name: str) -> None:
    seen: list[str] = []

    def window(options: argparse.Namespace) -> int:
        seen.append(options.verb)
        return 7

    assert say(name, "--for", "3", window=window).code == 7
    assert seen == [name]


WRONG: tuple[tuple[str, ...], ...] = (
    ("fly",),
    ("db",),
    ("db", "destroy"),
    ("import", "cases"),
    ("act",),
    ("cases", "list", "--colour", "red"),
    ("--language", "fr", "commands"),
    ("deadline", "--from", "2025-03-14T13:00"),
    ("simulate", "--rate", "0"),
    ("simulate", "--rate", "fast"),
    ("simulate", "--share", "2"),
    ("shot", "dispatch", "x.png", "--size", "large"),
    ("act", "note", "seven"),
)


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_words_that_do_not_fit_are_usage(say: Say, words: tuple[str, ...]) -> None:
    said = say(*words)
    assert said.code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1


def test_an_option_is_never_guessed_from_its_first_letters() -> None:
    for short, long in pairwise(["--data", "--database"]):
        assert vars(parse([long, "x", "commands"]))["database"] == "x"
        with pytest.raises(Usage):
            parse([short, "x", "commands"])


def _paths(parser: argparse.ArgumentParser, above: str = "") -> list[str]:
    acts = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    found = []
    for act in acts:
        for name, below in act.choices.items():
            found += [f"{above} {name}".strip(), *_paths(below, f"{above} {name}")]
    return found


def test_help_says_in_both_languages_what_every_verb_is_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sorted(_paths(grammar("zh"))) == sorted(verb_words.VERB_HELP)
    for language in LANGUAGES:
        with pytest.raises(SystemExit) as left:
            parse(["--language", language, "--help"])
        told = capsys.readouterr().out
        assert left.value.code == 0
        assert ("派遣员" in told) == (language == "zh")
        assert all(option in told for option in verb_words.OPTIONS)
        assert ("Run maintenance" in told) == (language == "en")
