"""Opening a database that is not as it should be: one clear sentence, nothing changed."""

import logging
import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory

from console import words
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.seat.seat import take_seat
from console.store import engine, lock
from console.store.address import hosts_of, parse
from console.store.engine import open_store
from console.store.guard.text import guard_sql
from console.store.lock import WriteLock
from console.store.migrations import revisions
from tests.store import toys
from tests.store.attacks import filed
from tests.store.world import World


def refusal(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    return caught.value.key


def test_a_missing_database_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    assert refusal(open_store, f"sqlite:///{path}") == "database_missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y", "sqlite://"])
def test_what_is_no_address_is_said_so(url: str) -> None:
    assert refusal(open_store, url) == "database_url"


def test_a_file_that_is_no_database_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear city, " * 500)
    assert refusal(open_store, f"sqlite:///{path}") == "database_broken"
    assert path.read_bytes() == b"Dear city, " * 500


def test_an_unreachable_server_is_said_so_within_seconds() -> None:
    url = "postgresql://nobody@127.0.0.1:9/none"
    assert refusal(open_store, url) == "database_unreachable"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", "服务器 127.0.0.1:9 上的数据库“none”无响应。"),
        ("en", "The database “none” on the server 127.0.0.1:9 does not answer."),
    ],
)
def test_a_server_is_named_in_plain_words_and_what_the_driver_said_is_for_the_log(
    language: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    words.use(language)
    try:
        with caplog.at_level(logging.INFO), pytest.raises(Refused) as no:
            open_store("postgresql://nobody:secret@127.0.0.1:9/none")
        assert str(no.value) == told
    finally:
        words.use("zh")
    (said,) = caplog.messages
    assert "127.0.0.1" in said
    assert "refused" in said
    assert "secret" not in said


def test_a_database_that_the_server_does_not_have_is_not_called_silent(server: World) -> None:
    url = server.url.replace("/world", "/no_world", 1)
    assert refusal(open_store, url) == "database_missing"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.9"', "server_refuses"),
        ("FATAL:  sorry, too many clients already", "server_full"),
        ("FATAL:  remaining connection slots are reserved for roles", "server_full"),
        ("FATAL:  the database system is starting up", "database_unreachable"),
        ("permission denied for table complainant", "rights_changed"),
        ('FATAL:  pg_hba.conf rejects connection for host "10.0.0.9"', "server_refuses"),
        ("FATAL:  connection requires a valid client certificate", "client_certificate"),
        ("SSL error: tlsv13 alert certificate required", "client_certificate"),
    ],
)
def test_why_a_server_lets_nobody_in_is_said_in_its_own_sentence(text: str, key: str) -> None:
    no = engine.in_words(parse("postgresql://li@h1/city"), OSError(text))
    assert no.key == key
    assert ("li" if key == "rights_changed" else "h1") in str(no)
    assert text not in str(no)


@pytest.mark.parametrize(
    ("query", "option"),
    [
        ("sslmode=nonsense", "nonsense"),
        ("target_session_attrs=foo", "foo"),
        ("sslmod=require", "sslmod"),
        ("ssl=true", "ssl"),
    ],
)
def test_an_option_that_postgresql_does_not_know_is_named(query: str, option: str) -> None:
    with pytest.raises(Refused) as no:
        open_store(f"postgresql://li@127.0.0.1:9/city?{query}")
    assert no.value.key == "database_option"
    assert f"“{option}”" in str(no.value)


def test_who_is_unknown_is_named_where_the_address_names_nobody() -> None:
    no = engine.in_words(
        parse("postgresql://h/city"), OSError('FATAL:  role "root" does not exist')
    )
    assert str(no) == "此处没有名为“root”的操作员。"


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("postgresql://ops@h1:5432,h2/city", "h1:5432, h2"),
        ("postgresql://li@10.0.0.5:6000/city", "10.0.0.5:6000"),
        ("postgresql:///city?host=/tmp/sockets", "localhost"),
        ("sqlite:////srv/city.db", ""),
    ],
)
def test_servers_are_called_by_their_hosts(url: str, hosts: str) -> None:
    assert hosts_of(parse(url)) == hosts


def test_a_database_without_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    sqlite3.connect(path).close()
    store = open_store(f"sqlite:///{path}", create=True)
    assert refusal(revisions.check, store) == "schema_missing"
    store.close()


def test_a_newer_schema_is_refused_and_left_alone(town_world: World) -> None:
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
        connection.exec_driver_sql("update schema_info set least = '9999'")
    assert refusal(revisions.check, town_world.store) == "schema_newer"
    assert refusal(revisions.upgrade, town_world.store) == "schema_newer"
    with town_world.store.read() as connection:
        found = connection.exec_driver_sql("select version_num from alembic_version").scalar_one()
    assert found == "9999"


def test_another_build_works_by_a_server_s_rules_and_by_no_embedded_ones(town_world: World) -> None:
    """A server's guard is its own; an embedded database has the rules of the program that writes."""
    revisions.fit(town_world.store)
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update schema_info set digest = 'of another build'")
    if town_world.store.embedded:
        assert refusal(revisions.fit, town_world.store) == "schema_other"
    else:
        revisions.fit(town_world.store)
        with town_world.store.write() as connection:
            connection.exec_driver_sql("update schema_info set interface = 'of another build'")
        assert refusal(revisions.fit, town_world.store) == "schema_other"
    revisions.upgrade(town_world.store)
    revisions.fit(town_world.store)
    assert revisions.check(town_world.store)["digest"]


def test_a_console_works_on_a_newer_server_whose_least_program_it_is(town_world: World) -> None:
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
        connection.exec_driver_sql(f"update schema_info set least = '{revisions.NEWEST}'")  # noqa: S608
    if town_world.store.embedded:
        assert refusal(revisions.fit, town_world.store) == "schema_newer"
        return
    revisions.fit(town_world.store)
    assert revisions.check(town_world.store)["revision"] == "9999"
    with closing(take_seat(town_world.url, "disp")) as seat:
        assert seat.desk.post is Post.DISPATCHER


def test_a_console_that_is_too_old_is_told_where_the_installer_lies(town_world: World) -> None:
    place = r"\\files\console\WanggeConsole-x64.exe"
    revisions.upgrade(town_world.store, f" {place}\n")
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
        connection.exec_driver_sql("update schema_info set least = '9998'")
    with pytest.raises(Refused) as caught:
        take_seat(town_world.url, "disp")
    assert (caught.value.key, caught.value.values["place"]) == ("schema_newer_at", place)
    assert str(caught.value).endswith(place)
    assert "\n" not in str(caught.value)


def test_an_upgrade_keeps_the_installer_s_place_until_another_is_told(town_world: World) -> None:
    def place() -> str:
        return str(town_world.rows("schema_info")[0]["installer"])

    revisions.upgrade(town_world.store, "https://city.test/console")
    revisions.upgrade(town_world.store)
    assert place() == "https://city.test/console"
    revisions.upgrade(town_world.store, "")
    assert place() == ""


def test_what_a_console_asks_of_a_server_is_its_tables_and_signatures() -> None:
    found = revisions.SIGNATURE.findall(guard_sql())
    written = guard_sql().lower().count("create or replace function")
    assert len(found) == written > 50
    assert "public.is_master() returns boolean" in found


def test_the_least_program_is_a_revision_that_there_was() -> None:
    known = {
        script.revision
        for script in ScriptDirectory.from_config(revisions.config()).walk_revisions()
    }
    assert revisions.LEAST in known


def test_the_revision_this_program_names_is_the_last_migration() -> None:
    assert ScriptDirectory.from_config(revisions.config()).get_heads() == [revisions.NEWEST]


def test_an_upgrade_twice_changes_nothing(town_world: World) -> None:
    before = town_world.rows("rule")
    with toys.declared():  # the town has it
        assert revisions.upgrade(town_world.store) == revisions.NEWEST
    assert town_world.rows("rule") == before
    assert revisions.check(town_world.store)["digest"]


def test_a_network_path_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_filesystem_type", lambda _folder: 0x6969)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    assert refusal(open_store, url, create=True) == "database_on_network"


def test_an_unknown_operator_is_refused_by_the_door(embedded: World) -> None:
    stranger = open_store(embedded.url, "stranger")
    embedded.stores["stranger"] = stranger
    with pytest.raises(Refused) as caught:
        embedded.act("stranger", "note", 1, post=Post.DISPATCHER, reason="x")
    assert caught.value.key == "operator_unknown"


def hold(path: str, held: Any, let_go: Any) -> None:
    with WriteLock(Path(path)):
        held.set()
        let_go.wait(20)


def test_a_lock_held_by_another_process_is_waited_for_then_said(
    embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_S", 0.3)
    spawn = multiprocessing.get_context("spawn")
    held, let_go = spawn.Event(), spawn.Event()
    other = spawn.Process(target=hold, args=(str(embedded.store.path), held, let_go))
    other.start()
    try:
        assert held.wait(30)
        assert refusal(embedded.act, "caller", "note", 1, reason="x") == "database_locked"
    finally:
        let_go.set()
        other.join()
    assert embedded.act("caller", "note", 1, reason="x").reason == "unknown_case"


def test_a_large_log_is_checkpointed_by_the_writer(
    embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "CHECKPOINT_ABOVE", 4096)
    for _ in range(5):
        embedded.act("caller", "register", changes={"category_id": 2, "region_id": 2})
    log = embedded.store.path.with_name("world.db-wal")
    assert log.stat().st_size == 0


def test_a_console_that_another_version_overtook_writes_nothing_by_its_old_rules(
    embedded: World,
) -> None:
    case = filed(embedded)
    for revision, expected in (("9999", "schema_newer"), (revisions.NEWEST, "schema_other")):
        with embedded.store.write() as connection:
            connection.exec_driver_sql(
                "update schema_info set digest = 'theirs', revision = ?", (revision,)
            )
        assert refusal(embedded.act, "disp", "note", case, reason="x") == expected
    assert embedded.case(case)["version"] == 3


@pytest.mark.parametrize(("ours", "expected"), [("0000", "schema_newer"), ("9998", "schema_older")])
def test_of_two_versions_each_is_told_clearly_which_one_it_is(
    town_world: World, monkeypatch: pytest.MonkeyPatch, ours: str, expected: str
) -> None:
    """The old console before a renewed database, and the new one before an old database."""
    before = town_world.rows("schema_info")
    monkeypatch.setattr(revisions, "NEWEST", ours)
    assert refusal(take_seat, town_world.url, "disp") == expected
    assert refusal(revisions.check, town_world.store) == expected
    assert town_world.rows("schema_info") == before
