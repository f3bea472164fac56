"""A bundle for support tells nothing about anybody."""

import json
import zipfile
from pathlib import Path

import pytest

from console import machine, paths
from console.city import demo
from tests.seat.conftest import Say

URL = "postgresql://wangwei:geheim@db.city.test/wangge"
LINE = (
    "2026-01-02 INFO li signed on; list of 3; 李 at {home}/文书, 13812345678, 110101199003074477, "
    f"{URL}, 10.1.2.3; Traceback: KeyError\n"
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('support') / 'city.db'}"
    demo.build(url, cases=30)
    return url


def test_nothing_in_it_names_anybody(
    say: Say, city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv(machine.ELSEWHERE, str(tmp_path / "machine.toml"))
    machine.write(machine.machine_file(), {"database": URL, "seat": "王伟的席位", "theme": "light"})
    log = paths.logs() / "20260102-000000-dispatch-1.log"
    log.write_text(LINE.format(home=Path.home()), encoding="utf-8")
    said = say("--database", city, "support-bundle", str(tmp_path / "b.zip"), "--json")
    assert said.code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    whole = "\n".join(parts.values())
    for word in ("13812345678", "110101199003074477", "geheim", "wangwei", "city.test", "10.1.2.3"):
        assert word not in whole
    assert "李" not in whole
    assert "王伟" not in whole
    assert str(Path.home()) not in whole
    assert "list of 3" in whole
    assert "KeyError" in whole
    assert json.loads(parts["database.json"])["counts"]["operator"] > 5
    told = {row["name"]: row for row in json.loads(parts["settings.json"])}
    assert (told["theme"]["value"], told["database"]["value"]) == ("light", "")
    assert told["database"]["from"] == "machine"


def test_without_a_database_the_rest_is_packed(say: Say, tmp_path: Path) -> None:
    said = say(
        "--database", f"sqlite:///{tmp_path}/none.db", "support-bundle", str(tmp_path / "b.zip")
    )
    assert said.code == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert json.loads(packed.read("database.json")) == {"error": "database_missing"}


def test_a_place_that_takes_nothing_is_refused_in_one_sentence(say: Say, tmp_path: Path) -> None:
    said = say("support-bundle", str(tmp_path / "none" / "b.zip"), "--json")
    assert (said.code, said.document["error"]) == (1, "file_unwritable")
