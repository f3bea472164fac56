"""`db backup` and `db restore`: figures for scripts, a sentence for people, and the form in --help."""

from pathlib import Path

import pytest

from console.store.migrations import revisions
from tests.seat.conftest import Say
from tests.store.attacks import filed
from tests.store.world import World


def test_a_database_is_saved_and_comes_back(say: Say, embedded: World, tmp_path: Path) -> None:
    filed(embedded)
    file, place = str(tmp_path / "saved"), f"sqlite:///{tmp_path / 'again.db'}"
    saved = say("--database", embedded.url, "db", "backup", file, "--json")
    expected = {"file": file, "era": 1, "revision": revisions.NEWEST, "cases": 1, "events": 3}
    assert (saved.code, saved.document) == (0, expected)
    back = say("--database", place, "db", "restore", file, "--json")
    assert (back.code, back.document) == (0, expected | {"era": 2})
    assert say("--database", place, "db", "check", "--json").document["era"] == 2


def test_what_stands_in_the_way_is_one_sentence_and_exit_code_one(
    say: Say, embedded: World, tmp_path: Path
) -> None:
    file = str(tmp_path / "saved")
    assert say("--database", embedded.url, "db", "backup", file).code == 0
    again = say("--database", embedded.url, "db", "backup", file)
    assert (again.code, again.err.strip()) == (1, f"{file} 已存在；备份不会覆盖文件。")
    taken = say("--language", "en", "--database", embedded.url, "db", "restore", file)
    assert taken.code == 1
    assert "where there is none" in taken.err


def test_the_help_tells_the_form(say: Say, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("backup", "restore"):
        with pytest.raises(SystemExit):
            say("db", verb, "--help")
        assert "COPY" in capsys.readouterr().out
