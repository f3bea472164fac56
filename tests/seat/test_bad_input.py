"""Whatever is wrong with the input: one clear sentence, exit code 1, nothing changed."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.refusal import sentence
from console.domain.refusal_sentences import SENTENCES
from console.store import lock
from console.store.lock import WriteLock
from tests.intake.files import NYC_HEADER, NYC_OPEN, written
from tests.seat.conftest import Said, Say
from tests.store.world import World

NOBODY = 65534


def speaks(said: Said, key: str, **values: object) -> bool:
    """Code 1, and exactly the sentence of `key` on the error output."""
    assert said.code == 1, said
    assert said.err.splitlines() == [sentence(key, values)], said
    return True


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_missing_database_is_named_in_both_languages(
    say: Say, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "none.db"
    said = say("--language", language, "--database", f"sqlite:///{path}", "cases", "list", "--json")
    assert speaks(said, "database_missing", path=path)
    assert said.document == {"error": "database_missing", "message": said.err.strip()}
    assert (SENTENCES["database_missing"].format(path=path) == said.err.strip()) == (
        language == "en"
    )
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_stays_as_it_was(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_bytes(b"Dear city, " * 400)
    for verb in (("db", "check"), ("cases", "list"), ("db", "upgrade"), ("db", "init")):
        assert speaks(say("--database", f"sqlite:///{path}", *verb), "database_broken", path=path)
    assert path.read_bytes() == b"Dear city, " * 400


def test_a_database_of_another_program_has_no_data_of_ours(say: Say, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("create table recipe (name text)")
    connection.close()
    said = say("--database", f"sqlite:///{path}", "cases", "list")
    assert speaks(said, "schema_missing", path=path)


def test_a_newer_schema_is_refused_by_every_verb(
    say: Say, town_world: World, tmp_path: Path
) -> None:
    with town_world.store.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
        connection.exec_driver_sql("update schema_info set least = '9999'")
    file = written(tmp_path, NYC_HEADER, NYC_OPEN)
    for verb in (
        ("db", "check"),
        ("db", "upgrade"),
        ("cases", "list"),
        ("import", "cases", file),
        ("act", "note", "1", "--as", "caller"),
        ("keep", "--for", "0"),
        ("simulate", "--for", "0"),
    ):
        said = say("--database", town_world.url, *verb, "--json")
        assert said.code == 1
        assert said.document["error"] == "schema_newer"
        assert "9999" in said.err
    assert town_world.rows("case_") == town_world.rows("lease") == []


def test_a_network_share_is_refused(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = f"server:/city {tmp_path} nfs4 rw 0 0\n"
    monkeypatch.setattr(lock, "_filesystem_type", lambda _folder: 0)
    read_text = Path.read_text

    def told(self: Path, *more: object, **named: str) -> str:
        return mounts if str(self) == "/proc/mounts" else read_text(self, **named)

    monkeypatch.setattr(Path, "read_text", told)
    path = tmp_path / "x.db"
    said = say("--database", f"sqlite:///{path}", "db", "init")
    assert speaks(said, "database_on_network", path=path)
    assert list(tmp_path.iterdir()) == []


def test_a_locked_database_is_said_to_be_locked(
    say: Say, embedded: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE_S", 0.2)
    other = WriteLock(embedded.store.path)
    with other:
        said = say(
            "act", "register", "--set", "category_id=2", "--set", "region_id=2", "--as", "caller",
            "--database", embedded.url,
        )  # fmt: skip
    other.close()
    assert speaks(said, "database_locked", path=f"{embedded.store.path}.lock")
    assert embedded.rows("case_") == []


@pytest.fixture
def read_only(embedded: World) -> Iterator[Path]:
    """The town's file where nobody but its owner may write, and we are not its owner."""
    folder = Path(tempfile.mkdtemp(prefix="wangge-read-only-"))
    path = folder / "town.db"
    with contextlib.closing(sqlite3.connect(path)) as copy:
        with contextlib.closing(sqlite3.connect(embedded.store.path)) as town:
            town.backup(copy)
        copy.execute("pragma journal_mode=delete")
    path.chmod(0o444)
    folder.chmod(0o555)
    yield path
    folder.chmod(0o700)
    shutil.rmtree(folder)


@contextlib.contextmanager
def as_somebody_else() -> Iterator[None]:
    """Root may write everywhere; for a moment we are not root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


HOME_UNREADABLE = (
    pytest.mark.expects_log("cannot be read, it is left out|home cannot be written")
    if hasattr(os, "geteuid") and os.geteuid() == 0
    else pytest.mark.usefixtures()
)
"""Root's home is closed to whom `as_somebody_else` makes of it."""


@HOME_UNREADABLE
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="file rights of this kind are not Windows'")
def test_a_read_only_database_is_said_to_be_read_only(
    say: Say, read_only: Path, embedded: World
) -> None:
    say("--database", embedded.url, "db", "check")  # whatever is imported late is imported now
    before = read_only.read_bytes()
    for verb in (("db", "check"), ("act", "note", "1", "--as", "caller", "--reason", "x")):
        with as_somebody_else():
            said = say("--database", f"sqlite:///{read_only}", *verb)
        assert speaks(said, "database_read_only", path=read_only)
    assert read_only.read_bytes() == before
    assert [path.name for path in read_only.parent.iterdir()] == ["town.db"]


def test_an_unknown_operator_is_told_so(say: Say, embedded: World) -> None:
    said = say("--database", embedded.url, "act", "note", "1", "--as", "ghost", "--reason", "x")
    assert speaks(said, "operator_unknown", login="ghost")


def test_an_operator_the_server_does_not_know_is_told_so(say: Say, server: World) -> None:
    said = say("--database", server.url, "act", "note", "1", "--as", "ghost", "--json")
    assert said.code == 1
    assert said.document["error"] == "operator_unknown"


def test_nobody_cannot_act(say: Say, embedded: World) -> None:
    assert speaks(say("--database", embedded.url, "act", "note", "1"), "operator_needed")


def test_an_impossible_transition_is_refused_and_changes_nothing(
    say: Say, town_world: World
) -> None:
    case = town_world.act("caller", "register", changes={"category_id": 2, "region_id": 2}).subject
    before, events = town_world.case(case or 0), town_world.rows("event")
    words = ("act", "close", str(case), "--as", "lead", "--set", "closing_confirmed=true")
    said = say("--database", town_world.url, *words)
    assert said.code == 1
    assert said.out == f"{case}: refused {sentence('stage', {})}\n"
    assert town_world.case(case or 0) == before
    assert town_world.rows("event") == events


FORGED = (
    (("--set", "number=1"), "forged"),
    (("--set", "stage=20"), "forged"),
    (("--set", 'category_id="two"'), "forged"),
    (("--set", "category_id"), "change_shape"),
    (("--set", "category_id={"), "change_shape"),
    (("--post", "emperor"), "post_not_held"),
)


@pytest.mark.parametrize(("words", "why"), FORGED, ids=[w[1] for w, _why in FORGED])
def test_what_no_console_would_write_is_refused_whole(
    say: Say, town_world: World, words: tuple[str, ...], why: str
) -> None:
    right = ("--set", "category_id=2", "--set", "region_id=2") if words[1] != "category_id" else ()
    said = say(
        "--database", town_world.url, "act", "register", "--as", "caller", *right, *words, "--json"
    )
    assert said.code == 1
    assert said.document["error"] == why
    assert town_world.rows("case_") == town_world.rows("command") == []


OFF: tuple[tuple[tuple[str, ...], str], ...] = (
    (("act", "fly", "1", "--as", "caller"), "command_unknown"),
    (("cases", "list", "--stage", "heaven"), "stage_unknown"),
    (("deadline", "--from", "yesterday", "--limit", "1工作时"), "moment_unreadable"),
    (("deadline", "--from", "2025-03-14T13:00", "--limit", "soon"), "limit_unreadable"),
    (
        ("deadline", "--from", "2025-03-14T13:00", "--limit", "1天", "--zone", "Mars/Base"),
        "zone_unknown",
    ),
    (("grid", "code", "12"), "grid_code_shape"),
    (("grid", "code"), "grid_code_shape"),
    (("simulate", "--for", "0"), "city_not_simulated"),
    (("import", "cases", "/nowhere/at/all.csv"), "file_unreadable"),
)


@pytest.mark.parametrize(("words", "why"), OFF, ids=[" ".join(w[:4]) for w, _why in OFF])
def test_each_word_that_means_nothing_has_its_sentence(
    say: Say, embedded: World, words: tuple[str, ...], why: str
) -> None:
    said = say("--database", embedded.url, *words, "--json")
    assert (said.code, said.document["error"]) == (1, why)
    assert len(said.err.splitlines()) == 1
    assert "{" not in said.err


def test_a_binary_file_is_refused_in_one_sentence(
    say: Say, town_world: World, tmp_path: Path
) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    said = say("--database", town_world.url, "import", "cases", str(path))
    assert speaks(said, "file_not_text", path=path)
    assert town_world.rows("case_") == []


def test_a_server_that_is_away_is_told_so(say: Say) -> None:
    said = say("--database", "postgresql://nobody@127.0.0.1:9/none", "cases", "list", "--json")
    assert (said.code, said.document["error"]) == (1, "database_unreachable")
    assert len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("pair", "key"),
    [
        ("lon=NaN", "value_unfit"),
        ("lon=1e400", "value_unfit"),
        ("region_id=99999999999", "value_unfit"),
        ("photos=[[1]]", "value_unfit"),
        ('photos=["\\u0000"]', "value_unfit"),
        ("address=\udc80", "value_unfit"),
        (f"due={'9' * 5000}", "change_shape"),
        (f"photos={'[' * 9000}", "change_shape"),
    ],
)
def test_a_value_that_nothing_can_hold_is_named(
    say: Say, embedded: World, pair: str, key: str
) -> None:
    name = pair.partition("=")[0]
    said = say("--database", embedded.url, "--as", "caller", "act", "register", "--set", pair)
    assert speaks(said, key, name=name, text=pair)
    assert not embedded.rows("command")


@pytest.mark.parametrize("words", [("note", "99999999999999999999", "--reason", "x"),
                                   ("note", "1", "--reason", "\udc80"),
                                   ("accept", "1", "--version-seen", "99999999999999999999")])  # fmt: skip
def test_a_command_that_nothing_can_hold_is_a_sentence(
    say: Say, town_world: World, words: tuple[str, ...]
) -> None:
    said = say("--database", town_world.url, "--as", "caller", "act", *words)
    assert (said.code, len(said.err.splitlines())) == (1, 1)
    assert not town_world.rows("command")
