"""A backup is whole or not there; a restore brings all of it back and begins another era."""

import os
import zipfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.backup import files
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.feed.port import CursorLost
from console.store.log import audit
from console.store.migrations import revisions
from console.store.people import administration
from console.store.schema import Base
from tests.faults.history import Hand, keeps_its_word
from tests.store import world
from tests.store.attacks import dispatched, filed
from tests.store.world import World

SAME = sorted(set(Base.metadata.tables) - {"noun", "rule", "lease", "seat", "schema_info"})
NUMBERS = count(1)
Place = Callable[[], str]


@pytest.fixture
def place(
    town_world: World, server_uri: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Place]:
    """Addresses where nothing is, for the same kind of database."""
    made: list[str] = []

    def empty() -> str:
        name = f"restored{next(NUMBERS)}"
        if town_world.store.embedded:
            return f"sqlite:///{tmp_path / name}.db"
        world.administer(server_uri, f"create database {name}")
        made.append(name)
        return world.database_uri(server_uri, name)

    yield empty
    for name in made:
        world.administer(server_uri, f"drop database {name} with (force)")


def key_of(call: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as caught:
        call(*args)
    return caught.value.key


def restored(url: str, file: Path) -> World:
    files.restore(url, file)
    return World(url, open_store(url))


def era(store: Store) -> int:
    return int(revisions.check(store)["era"])


def test_all_of_it_comes_back_under_the_next_era(
    town_world: World, place: Place, tmp_path: Path
) -> None:
    case = dispatched(town_world)
    audit.seal_all(town_world.store)
    made = files.backup(town_world.store, tmp_path / "saved")
    assert (made["cases"], made["events"], made["era"]) == (1, 4, 1)
    again = restored(place(), tmp_path / "saved")
    for table in SAME:
        assert again.rows(table) == town_world.rows(table), table
    assert era(again.store) == 2
    revisions.fit(again.store)
    # it lives on: numbers follow, the log's chain holds over the seam, both eras in it
    assert again.act("dept", "done", case).done
    assert filed(again) == case + 1
    assert audit.seal_all(again.store) == 4
    found = audit.verify(again.store)
    assert (found.broken, found.events, found.unsealed) == (None, 8, 0)
    assert [row["era"] for row in again.rows("event")] == [1] * 4 + [2] * 4
    again.close()


def test_a_cursor_of_the_life_before_is_lost_and_old_events_are_not_news(
    town_world: World, place: Place, tmp_path: Path
) -> None:
    feed = open_feed(town_world.store)
    case = filed(town_world)
    cursor = feed.load().cursor
    feed.close()
    files.backup(town_world.store, tmp_path / "saved")
    again = restored(place(), tmp_path / "saved")
    feed = open_feed(again.store)
    with pytest.raises(CursorLost):
        feed.poll(cursor)
    cursor = feed.load().cursor
    assert not feed.poll(cursor).events
    assert again.act("disp", "note", case, reason="x").done
    assert [event.command for event in feed.poll(cursor).events] == ["note"]
    feed.close()
    again.close()


def test_two_restores_of_one_backup_are_two_lives(
    town_world: World, place: Place, tmp_path: Path
) -> None:
    """In one cluster they share era, epoch and the count of transactions."""
    dispatched(town_world)
    files.backup(town_world.store, tmp_path / "saved")
    lives = [restored(place(), tmp_path / "saved") for _life in range(2)]
    assert era(lives[0].store) == era(lives[1].store) == 2
    feeds = [open_feed(life.store) for life in lives]
    cursors = [feed.load().cursor for feed in feeds]
    with pytest.raises(CursorLost):
        feeds[1].poll(cursors[0])
    assert not feeds[1].poll(cursors[1]).events
    for feed, life in zip(feeds, lives, strict=True):
        feed.close()
        life.close()


def test_a_repeated_command_is_known_in_the_next_life_too(
    town_world: World, place: Place, tmp_path: Path
) -> None:
    case = filed(town_world)
    note = town_world.intent("disp", "note", case, reason="x")
    (first,) = town_world.door("disp").submit([note])
    files.backup(town_world.store, tmp_path / "saved")
    again = restored(place(), tmp_path / "saved")
    assert again.door("disp").submit([note]) == [first]
    assert len(again.rows("event")) == len(town_world.rows("event"))
    again.close()


def test_nothing_is_written_over(town_world: World, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    file.write_bytes(b"somebody's")
    assert key_of(files.backup, town_world.store, file) == "backup_exists"
    assert file.read_bytes() == b"somebody's"
    file.unlink()
    files.backup(town_world.store, file)
    rows = town_world.rows("operator")
    assert key_of(files.restore, town_world.url, file) == "restore_not_empty"
    assert town_world.rows("operator") == rows
    assert era(town_world.store) == 1


def test_a_backup_is_for_its_owner_alone(town_world: World, tmp_path: Path) -> None:
    files.backup(town_world.store, tmp_path / "saved")
    if os.name == "posix":
        assert (tmp_path / "saved").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_written_leaves_nothing(town_world: World, tmp_path: Path) -> None:
    file = tmp_path / "none" / "saved"
    assert key_of(files.backup, town_world.store, file) == "file_unwritable"
    assert not file.parent.exists()


@pytest.mark.parametrize("damage", ["cut", "changed", "other", "gone", "text"])
def test_a_damaged_backup_restores_nothing(
    town_world: World, place: Place, tmp_path: Path, damage: str
) -> None:
    filed(town_world)
    file = tmp_path / "saved"
    files.backup(town_world.store, file)
    whole = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(whole[: len(whole) * 2 // 3])
    elif damage == "changed":
        middle = slice(len(whole) // 2, len(whole) // 2 + 20_000)
        whole[middle] = bytes(b ^ 0xFF for b in whole[middle])
        file.write_bytes(whole)
    elif damage == "text":
        file.write_bytes(b"Dear city, " * 500)
    elif damage == "gone":
        file.unlink()
    else:
        with zipfile.ZipFile(file, "w") as zipped:
            zipped.writestr("manifest.json", '{"format": "another program\'s"}')
    url = place()
    wanted = {"text": {"backup_kind"}, "other": {"backup_kind"}, "gone": {"file_unreadable"}}
    assert key_of(files.restore, url, file) in wanted.get(damage, {"backup_damaged"})
    if town_world.store.embedded:
        left = {p.name for p in tmp_path.iterdir()} - {"saved", "world.db.lock"}
        assert not {name for name in left if "restored" in name}
    else:
        store = open_store(url)
        assert key_of(revisions.check, store) == "schema_missing"
        store.close()


def test_a_newer_program_s_backup_is_refused(
    town_world: World, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.backup(town_world.store, tmp_path / "saved")
    monkeypatch.setattr(revisions, "NEWEST", "0000")
    assert key_of(files.restore, place(), tmp_path / "saved") == "schema_newer"


def test_a_file_put_in_another_s_place_is_noticed_by_who_has_it_open(
    embedded: World, tmp_path: Path
) -> None:
    case = filed(embedded)
    feed = open_feed(embedded.store)
    cursor = feed.load().cursor
    files.backup(embedded.store, tmp_path / "saved")
    path = embedded.store.path
    assert embedded.act("disp", "note", case, reason="lost with the old file").done
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).rename(tmp_path / f"aside{suffix}")
    assert key_of(feed.poll, cursor) == "database_missing"
    with pytest.raises(Refused):
        embedded.act("disp", "note", case, reason="nowhere to write")
    assert not path.exists()
    files.restore(embedded.url, tmp_path / "saved")
    feed.close()
    feed = open_feed(embedded.store)
    with pytest.raises(CursorLost):
        feed.poll(cursor)
    feed.close()
    assert embedded.act("disp", "note", case, reason="in the new file").version == 4
    assert [row["reason"] for row in embedded.rows("event")][-1] == "in the new file"


def test_writers_go_on_while_a_backup_is_made_and_it_holds_one_moment(
    town_world: World, place: Place, tmp_path: Path
) -> None:
    hand = Hand(town_world.url, "disp", [filed(town_world), filed(town_world)])
    hand.start()
    meanwhile, number = 0, 0
    while meanwhile < 3:  # a fast machine saves a small town between two commands
        number, before = number + 1, len(hand.answered)
        files.backup(town_world.store, tmp_path / f"saved{number}")
        meanwhile += len(hand.answered) - before
        assert number < 500, "nobody wrote while a backup was made"
    hand.stop()
    assert hand.silences == []
    again = restored(place(), tmp_path / f"saved{number}")
    keeps_its_word(again, {})
    again.close()


def test_an_operator_saves_nothing_not_even_the_part_he_sees(server: World, tmp_path: Path) -> None:
    filed(server)
    store = open_store(server.url, "eastdisp")
    assert key_of(files.backup, store, tmp_path / "saved") == "backup_rights"
    store.close()
    assert not list(tmp_path.iterdir())


def test_passwords_come_back_as_the_server_keeps_them(
    server: World, server_uri: str, tmp_path: Path
) -> None:
    verifier = "select rolpassword from pg_authid where rolname = 'keyholder'"
    post = HeldPost(Post.DISPATCHER, None, None)
    administration.add_operator(server.store, "keyholder", "钥", "Key", [post], "a long password")
    with server.store.read() as connection:
        kept = connection.exec_driver_sql(verifier).scalar_one()
    files.backup(server.store, tmp_path / "saved")
    with server.store.write() as connection:
        connection.exec_driver_sql("drop owned by keyholder")
        connection.exec_driver_sql("drop role keyholder")
    name = f"restored{next(NUMBERS)}"
    world.administer(server_uri, f"create database {name}")
    again = restored(world.database_uri(server_uri, name), tmp_path / "saved")
    with again.store.read() as connection:
        assert connection.exec_driver_sql(verifier).scalar_one() == kept
    again.close()
    world.administer(server_uri, f"drop database {name} with (force)", "drop role keyholder")
