"""`db load-demo` with a past, and the measures' words, on the command line."""

from pathlib import Path

import pytest

from console.seat.options import Usage, parse
from tests.seat.conftest import Say


@pytest.mark.parametrize("number", ["--history", "--cases"])
def test_fewer_than_no_case_is_refused_and_no_file_made(
    say: Say, tmp_path: Path, number: str
) -> None:
    path = tmp_path / "city.db"
    said = say(
        "--language", "en", "db", "load-demo", number, "-2", "--database", f"sqlite:///{path}"
    )
    assert (said.code, said.err.strip()) == (1, "-2 is no number of cases.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("archive", "--closed", "0"), ("resync", "--open", "many")])
def test_a_measure_of_no_cases_is_a_slip_of_the_words(words: tuple[str, ...]) -> None:
    with pytest.raises(Usage):
        parse(["measure", *words])


def test_the_measures_know_how_many_cases_they_are_about() -> None:
    assert parse(["measure", "archive"]).closed == 1_000_000
    assert parse(["measure", "resync", "--open", "500"]).open == 500
