"""`settings list|set` and imports of a city's own files: by the system's administrator, with a trace."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from console.domain import city_settings
from console.domain.intent import SETTINGS, HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.follower import LinkState
from console.store.city import tables
from console.store.engine import Store, open_store
from console.store.log import audit, traces
from console.store.migrations import revisions
from console.store.people import administration
from tests.faults.screens import screen, shown, until
from tests.intake import shapes, standards
from tests.intake.shapes import COMMUNITY, box, csv
from tests.intake.tables import spot
from tests.seat.conftest import Said, Say
from tests.store import town
from tests.store.attacks import filed
from tests.store.world import World

THREE = {
    "sysadmin": Post.ADMINISTRATOR,
    "secadmin": Post.SECURITY_ADMINISTRATOR,
    "auditor": Post.AUDITOR,
}


@pytest.fixture
def ruled(town_world: World) -> World:
    """The town with its three administrators."""
    for login, post in THREE.items():
        held = [HeldPost(post, None, None)]
        administration.add_operator(town_world.store, login, login, login, held)
    return town_world


def ran(say: Say, world: World, who: str | None, *words: str) -> Said:
    return say("--database", world.url, *(("--as", who) if who else ()), *words, "--json")


def traced(world: World, kind: str) -> list[dict[str, Any]]:
    names = ("command", "subject_version", "actor_id", "post", "before", "after", "reason")
    return [{n: row[n] for n in names} for row in world.rows("event") if row["kind"] == kind]


def id_of(world: World, login: str) -> int:
    return int(next(row["id"] for row in world.rows("operator") if row["login"] == login))


def seat(world: World, login: str) -> Store:
    if login not in world.stores:
        world.stores[login] = open_store(world.url, login)
    return world.stores[login]


def test_the_table_of_settings_knows_each_that_rules_read_and_takes_its_default() -> None:
    assert set(city_settings.KNOWN) == set(SETTINGS)
    for name, known in city_settings.KNOWN.items():
        assert known.takes(SETTINGS[name]), name


def test_a_setting_is_changed_and_told_and_at_work(say: Say, ruled: World) -> None:
    case = filed(ruled)
    said = ran(say, ruled, "sysadmin", "settings", "set", "undo_minutes", "0", "--reason", "试行")
    assert (said.code, said.document) == (0, {"name": "undo_minutes", "before": 10, "after": 0})
    told: dict[str, Any] = {"command": "set-setting", "post": "administrator", "reason": "试行"}
    told |= {"actor_id": id_of(ruled, "sysadmin"), "subject_version": 1}
    assert traced(ruled, "setting") == [
        told | {"before": {"undo_minutes": 10}, "after": {"undo_minutes": 0}}
    ]
    ruled.later(1)
    assert ruled.act("lead", "undo", case).reason == "undo"
    again = ran(say, ruled, "sysadmin", "settings", "set", "undo_minutes", "0")
    assert (again.code, len(traced(ruled, "setting"))) == (0, 1)
    plain = say("--database", ruled.url, "settings", "set", "axis", "warn")
    assert (plain.code, plain.out) == (0, 'axis："strict" → "warn"\n')
    owner = traced(ruled, "setting")[1]
    assert (owner["actor_id"], owner["post"], owner["subject_version"]) == (None, None, 2)
    listed = ran(say, ruled, "caller", "settings", "list").document
    found = {row["name"]: (row["value"], row["default"]) for row in listed}
    assert (found["axis"], found["undo_minutes"]) == (("warn", "strict"), (0, 10))
    assert (
        "photos_for_done = 0  (0 至 9 之间的整数)"
        in say("--database", ruled.url, "settings", "list").out
    )


@pytest.mark.parametrize("who", ["disp", "lead", "chief", "secadmin", "auditor"])
def test_nobody_else_changes_a_setting_or_takes_a_file_in(
    say: Say, ruled: World, tmp_path: Path, who: str
) -> None:
    before = {table: ruled.rows(table) for table in ("setting", "place", "event")}
    file = csv(tmp_path, "类型,名称,经度,纬度", f"学校,望湖小学,{spot(50, 50)}")
    for words in (("settings", "set", "axis", "warn"), ("import", "places", file)):
        said = ran(say, ruled, who, *words)
        assert (said.code, said.document["error"]) == (1, "other_post"), words
        assert said.err == "此操作由其他岗位办理。\n"
    assert {table: ruled.rows(table) for table in before} == before


@pytest.mark.parametrize(
    ("name", "text", "error", "sentence"),
    [
        ("undo", "3", "setting_unknown", "没有名为“undo”的设置，可用的有 axis, "),
        ("department_codes", "{}", "setting_unknown", "没有名为“department_codes”的设置"),
        ("undo_minutes", "61", "setting_value", "只接受 0 至 60 之间的整数，“61”不可用。"),
        ("undo_minutes", "-1", "setting_value", "“-1”不可用。"),
        ("undo_minutes", "2.5", "setting_value", "“2.5”不可用。"),
        ("undo_minutes", "true", "setting_value", "“true”不可用。"),
        ("forward_automatically", "1", "setting_value", "只接受 true | false，“1”不可用。"),
        ("axis", "loose", "setting_value", "只接受 strict | warn，“loose”不可用。"),
    ],
)
def test_a_bad_key_or_value_is_refused_in_one_sentence(
    say: Say, embedded: World, name: str, text: str, error: str, sentence: str
) -> None:
    before = embedded.rows("setting")
    words = ("--database", embedded.url, "settings", "set", "--json", "--", name, text)
    said = say(*words)
    assert (said.code, said.document["error"]) == (1, error)
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert (embedded.rows("setting"), embedded.rows("event")) == (before, [])


def test_the_guard_says_what_the_table_says(ruled: World) -> None:
    """Whoever writes SQL by hand is held to the same table, and writes no setting past it."""
    wrong: list[tuple[str, Any]] = [("axis", 1), ("axis", "loose"), ("undo_minutes", 61)]
    wrong += [("undo_minutes", True), ("undo_minutes", "7"), ("forward_automatically", 0)]
    wrong += [("undo_minutes", None), ("demo_seed", 3)]
    for name, value in wrong:
        known = city_settings.KNOWN.get(name)
        assert known is None or not known.takes(value), (name, value)
        if ruled.store.embedded:
            with pytest.raises(Refused):
                traces.set_setting(ruled.store, name, value)
            continue
        with seat(ruled, "sysadmin").write() as connection:
            from psycopg.types.json import Jsonb

            said = connection.exec_driver_sql(
                "select public.set_setting(%s, %s, '')", (name, Jsonb(value))
            ).scalar_one()
        assert said == ("setting_unknown" if known is None else "setting_value"), (name, value)
    assert traced(ruled, "setting") == []


def test_a_table_touched_by_hand_is_told_in_the_log(server: World) -> None:
    """Who holds the system's rights can widen a region by plain SQL; nobody does it unseen."""
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    me = administration.add_operator(server.store, "sysadmin", "系", "Sys", held)
    store = seat(server, "sysadmin")
    with store.write() as connection:
        run = connection.exec_driver_sql
        for ancestor in (town.EAST, town.WEST):
            run(
                f"delete from region_under where region_id = {town.WEST} and ancestor_id = {ancestor}"
            )
            run(f"insert into region_under values ({town.WEST}, {ancestor})")
        run("update region set en = 'W' where id = 0")
    told = traced(server, "city")
    assert [(row["command"], row["after"]) for row in told] == [
        ("touch", {"table": "region_under"}),
        ("touch", {"table": "region"}),
    ]
    assert {(row["actor_id"], row["post"]) for row in told} == {(me, "administrator")}
    with store.write() as connection:
        connection.exec_driver_sql("update region set en = 'X' where id = 0")
    assert len(traced(server, "city")) == 3
    with suppress(DBAPIError), store.write() as connection:
        connection.exec_driver_sql("update crew set call_sign = 'C9'")
        connection.exec_driver_sql("select 1 / 0")
    assert len(traced(server, "city")) == 3  # what did not happen is not told


def test_the_codes_that_imports_remember_are_not_changed_unseen(server: World) -> None:
    """They say which department a file means."""
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    administration.add_operator(server.store, "sysadmin", "系", "Sys", held)
    store = seat(server, "sysadmin")
    with store.write() as connection:
        tables.set_setting(connection, tables.CODES, {"D9": town.OTHER})
    assert [row["after"] for row in traced(server, "city")] == [{"table": "setting"}]
    traces.set_setting(store, "undo_minutes", 3)  # has a trace of its own
    assert len(traced(server, "city")) == 1
    assert len(traced(server, "setting")) == 1


def test_what_an_import_says_of_itself_is_short(server: World) -> None:
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    administration.add_operator(server.store, "sysadmin", "系", "Sys", held)
    with seat(server, "sysadmin").write() as connection:
        said = connection.exec_driver_sql(
            "select public.note_import('{}', jsonb_build_object('x', repeat('x', 20000000)))"
        ).scalar_one()
    assert said == "too_much"
    assert traced(server, "import") == []


def test_an_import_tells_the_tables_it_wrote_to_and_the_owner_needs_no_trace(
    say: Say, ruled: World, tmp_path: Path
) -> None:
    file = csv(tmp_path, "环节,紧急,时限", "核查,否,2小时", "核查,是,1小时")
    assert ran(say, ruled, "sysadmin", "import", "limits", file).code == 0
    touched = [] if ruled.store.embedded else [{"table": "stage_limit"}]
    assert [row["after"] for row in traced(ruled, "city")] == touched
    again = csv(tmp_path, "环节,紧急,时限", "核查,否,3小时")
    assert ran(say, ruled, None, "import", "limits", again).code == 0
    assert len(traced(ruled, "city")) == len(touched)


def test_no_login_writes_a_setting_past_its_trace(server: World) -> None:
    held = [HeldPost(Post.ADMINISTRATOR, None, None)]
    administration.add_operator(server.store, "sysadmin", "系", "Sys", held)
    store = seat(server, "sysadmin")
    with store.write() as connection:
        run = connection.exec_driver_sql
        assert run("update setting set value = '\"warn\"' where name = 'axis'").rowcount == 0
        tables.set_setting(connection, tables.CODES, {"D1": 2})
    for forbidden in ("insert into setting values ('axis2', '1')", "delete from setting"):
        with (
            pytest.raises(Exception, match=r"没有进行此操作的权限|row-level security"),
            store.write() as again,
        ):
            again.exec_driver_sql(forbidden)
    assert traces.settings(store)["axis"] == "strict"


def files(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Kind → a file, and how many rows its table then has more."""
    outline = shapes.geojson(folder, shapes.regions(box(0, 0, 200, 100)), "r.geojson")
    duty = {"责任网格": "望湖01", "监督员": "K9"}
    rows = [({"code": f"{COMMUNITY}001"} | duty, box(0, 0))]
    grid = shapes.geojson(folder, rows, "g.geojson")
    crew = f"D1,,甲班,{spot(0, 0)}"
    part = f"9901010101000001,上水井盖,{spot(50, 50)},完好"

    def table(name: str, *lines: str) -> str:
        (folder / name).mkdir()
        return csv(folder / name, *lines)

    return {
        "regions": (outline, 3, 7),
        "grid": (grid, 0, 1),
        "places": (table("p", "类型,名称,经度,纬度", f"学校,望湖小学,{spot(50, 50)}"), 0, 1),
        "departments": (table("d", "code,name,crew,lon,lat", "D1,新所,,,", crew), 5, 6),
        "responsibility": (
            table("w", "category,kind,region,department", "0101,event,,D1"),
            0,
            1,
        ),
        "components": (table("c", "ObjID,ObjName,X,Y,ObjState", part), 0, 1),
        "standard": (standards.components(folder, *standards.COVERS), 4, 8),
        "limits": (table("l", "环节,紧急,时限,类别", "核查,否,2小时,三类"), 4, 5),
    }


def test_each_file_of_the_city_leaves_one_trace(say: Say, ruled: World, tmp_path: Path) -> None:
    """On a server the administrator's own login takes them in: it may write the city's tables."""
    me, seen = id_of(ruled, "sysadmin"), len(traced(ruled, "import"))
    for kind, (file, before, after) in files(tmp_path).items():
        said = ran(say, ruled, "sysadmin", "import", kind, file)
        assert said.code == 0, said.err
        report = said.document
        seen += 1
        told = traced(ruled, "import")
        assert len(told) == seen, kind
        assert told[-1]["before"] == {"count": before}, kind
        counts = {name: report[name] for name in ("rows", "imported", "unchanged", "rejected")}
        named = {"kind": kind, "file": Path(file).name, "count": after}
        assert told[-1]["after"] == counts | named, kind
        assert (told[-1]["actor_id"], told[-1]["post"]) == (me, "administrator")
    said = ran(say, ruled, None, "import", "places", files_again(tmp_path))
    assert said.code == 0
    owner = traced(ruled, "import")[-1]
    assert (owner["actor_id"], owner["post"], owner["after"]["unchanged"]) == (None, None, 1)
    audit.seal_all(ruled.store)
    assert audit.verify(ruled.store).broken is None
    assert revisions.check(ruled.store)["digest"]


def files_again(folder: Path) -> str:
    return str(next((folder / "p").iterdir()))


def test_an_import_that_fails_leaves_no_trace(
    ruled: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.intake import places

    def fails(*_all: Any) -> None:
        raise RuntimeError("in the middle")

    file = csv(tmp_path, "类型,名称,经度,纬度", f"学校,望湖小学,{spot(50, 50)}")
    monkeypatch.setattr(tables, "change", fails)
    with pytest.raises(RuntimeError):
        places.import_places(ruled.store, file)
    assert (ruled.rows("place"), traced(ruled, "import")) == ([], [])


def test_a_console_that_learns_of_it_goes_on(say: Say, ruled: World, tmp_path: Path) -> None:
    case, file = filed(ruled), csv(tmp_path, "类型,名称,经度,纬度", f"学校,望湖小学,{spot(50, 50)}")
    seen = screen(ruled)
    until(seen.room, lambda: shown(seen.room) == {case: 3})
    assert ran(say, ruled, "sysadmin", "settings", "set", "axis", "warn").code == 0
    assert ran(say, ruled, "sysadmin", "import", "places", file).code == 0
    assert ruled.act("disp", "note", case, reason="x").done
    until(seen.room, lambda: shown(seen.room) == {case: 4})
    assert (seen.room.link_state(), seen.room.faults) == (LinkState.LIVE, 0)
    seen.close()
