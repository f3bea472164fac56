"""The demo's city: made whole, kept while it lives, made anew when it has not lived for hours."""

import sqlite3
from pathlib import Path

import pytest

from console.city import demo as city
from console.domain.refusal import Refused
from console.seat import demo
from console.store.engine import open_store


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses of the cities built; small ones."""
    urls: list[str] = []
    build = city.build

    def small(url: str, history: int) -> dict[str, int]:
        urls.append(url)
        return build(url, cases=20, history=history)

    monkeypatch.setattr(city, "build", small)
    return urls


def change(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as raw:
        for trigger in raw.execute(
            "select name from sqlite_master where type='trigger'"
        ).fetchall():
            raw.execute(f"drop trigger {trigger[0]}")
        raw.execute(sql)
    raw.close()


def count(path: Path, table: str) -> int:
    store = open_store(f"sqlite:///{path}")
    with store.read() as connection:
        found = connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
    store.close()
    return int(found)


def test_it_is_made_whole_and_then_kept(tmp_path: Path, made: list[str]) -> None:
    path = tmp_path / "demo.db"
    demo.ready(f"sqlite:///{path}")
    assert count(path, "case_") == 20
    assert {file.name for file in tmp_path.iterdir()} <= {"demo.db", "demo.db.lock"}
    demo.ready(f"sqlite:///{path}")
    assert len(made) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "update event set recorded_at = recorded_at - 9 * 3600000",
        "delete from event",
        "update schema_info set digest = 'of another program'",
        "update alembic_version set version_num = '0000'",
        "drop table alembic_version",
    ],
)
def test_one_that_lives_no_more_is_made_anew(tmp_path: Path, made: list[str], sql: str) -> None:
    path = tmp_path / "demo.db"
    demo.ready(f"sqlite:///{path}")
    change(path, sql)
    demo.ready(f"sqlite:///{path}")
    assert len(made) == 2
    assert count(path, "event") >= 20
    assert {file.name for file in tmp_path.iterdir()} <= {"demo.db", "demo.db.lock"}


def test_one_of_a_newer_program_is_left_alone(tmp_path: Path, made: list[str]) -> None:
    path = tmp_path / "demo.db"
    demo.ready(f"sqlite:///{path}")
    change(path, "update alembic_version set version_num = '9999'")
    with pytest.raises(Refused) as no:
        demo.ready(f"sqlite:///{path}")
    assert no.value.key == "schema_newer"
    assert count(path, "case_") == 20


def test_one_broken_off_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(url: str, history: int) -> None:
        store = open_store(url, create=True)
        store.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(city, "build", broken)
    with pytest.raises(KeyboardInterrupt):
        demo.ready(f"sqlite:///{tmp_path / 'demo.db'}")
    assert not list(tmp_path.iterdir())


def test_a_life_that_died_begins_again(tmp_path: Path, made: list[str]) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    demo.ready(url)
    simulator = demo.DemoSimulator(url)
    try:
        assert not simulator.look()
        simulator._child.kill()
        simulator._child.wait()
        assert simulator.look()
        assert simulator._child.poll() is None
        assert not simulator.look()
    finally:
        simulator.end()
