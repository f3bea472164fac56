"""A wall's login on a server: what it may read, call and write is a list, and nothing in it is personal."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import String, insert

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.seat.wall_seat import WallHeartbeat, WallStart, take_wall_seat
from console.store.engine import Store, open_store
from console.store.feed import packed
from console.store.feed.opening import open_feed
from console.store.guard.text import FOR_EVERYBODY
from console.store.guard.wall_views import HIDDEN
from console.store.migrations import revisions
from console.store.people import administration, complainants, seats
from console.store.reading import queries
from console.store.schema import Base, Blob, Case, Complainant, PhoneCall
from tests.store import town, toys, world
from tests.store.attacks import filed, registered
from tests.store.world import World

WALLS: Mapping[str, tuple[HeldPost, str]] = {
    "screen": (HeldPost(Post.WALL, None, None), "disp"),
    "east_screen": (HeldPost(Post.WALL, town.EAST, None), "eastdisp"),
    "dept_screen": (HeldPost(Post.WALL, None, town.SANITATION), "dept"),
}
"""Login → its post, and a login of the operators who sees the same part of the city."""
READ = {
    *("wall.case_", "wall.event", "wall.assignment", "wall.request", "wall.operator"),
    *("schema_info", "alembic_version", "setting", "noun", "region", "region_under", "unit_grid"),
    *(
        "duty_grid",
        "place",
        "category",
        "filing_condition",
        "stage_limit",
        "work_span",
        "collector",
    ),
    *("department", "department_under", "crew", "crew_position", "responsibility", "operator_post"),
    *("seat", "test_clock"),
}
CALLED = {
    *("door_now", "my_posts", "my_regions", "my_departments", "my_corners"),
    *("nouns", "noun_digest", "city_state", "wall_life", "wall_pairs"),
}
SECRETS = {
    "address": "望湖路 7777 号",
    "moved": "观湖巷 8888 号",
    "description": "邻居老魏家的污水",
    "reason": "魏先生在电话里说",
    "behalf": "魏国强代报",
    "name": "魏国强",
    "phone": "13987654321",
    "picture": "whose door is on it",
    "answer": "答复魏国强",
}


@pytest.fixture(scope="module")
def shown(server_uri: str) -> Iterator[World]:
    """The town with three walls, and a case about which everything is told that can be told."""
    made = world.server_world(server_uri, "walled")
    with toys.declared():  # again: rights on a database itself are not copied with it
        revisions.upgrade(made.store)
    with made.store.write() as connection:
        connection.exec_driver_sql(world.CLOCK)
    for login, (held, _alike) in WALLS.items():
        administration.add_operator(made.store, login, "墙", "Wall", [held])
    _tell_everything(made)
    with made.store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as bare:
        bare.exec_driver_sql("analyze")
    yield made
    made.close()
    world.administer(server_uri, "drop database walled")


def _tell_everything(made: World) -> None:
    about: dict[str, Any] = {"address": SECRETS["address"], "description": SECRETS["description"]}
    case = registered(made, **about)
    more: dict[str, Any] = {"reason": SECRETS["reason"], "on_behalf_of": SECRETS["behalf"]}
    assert made.act("caller", "attach", case, changes={"photos": [town.BLOB]}, **more).done
    assert made.act("caller", "accept", case, changes={"address": SECRETS["moved"]}, **more).done
    assert made.act("lead", "file", case, changes={"condition_id": town.SLOW}, **more).done
    to = {"department_id": town.SANITATION, "crews": [town.CREW]}
    assert made.act("disp", "dispatch", case, changes=to, **more).done
    assert made.act("dept", "ask-return", case, **more).done
    filed(made, region_id=town.WEST, **about)
    with made.store.write() as connection:
        told = {"name": SECRETS["name"], "phone": SECRETS["phone"], "address": SECRETS["address"]}
        connection.execute(insert(Complainant), [{"case_id": case, **told}])
        call = {"act": "answer", "question": "other", "answer": SECRETS["answer"]}
        who = {"name": SECRETS["name"], "phone": SECRETS["phone"], "operator_id": 1}
        connection.execute(
            insert(PhoneCall), [{**call, **who, "post": "call_taker", "at": made.now}]
        )
        picture = {"hash": "b" * 64, "media_type": "image/png", "stored_at": 0}
        connection.execute(insert(Blob), [{**picture, "content": SECRETS["picture"].encode()}])
    complainants.act(made.stores["disp"], "reveal", case, Post.DISPATCHER, why=SECRETS["reason"])


@pytest.fixture(scope="module")
def screen(shown: World) -> Iterator[Store]:
    with closing(open_store(shown.url, "screen")) as store:
        yield store


def column(store: Store, sql: str) -> list[Any]:
    with store.read() as connection:
        return list(connection.exec_driver_sql(sql).scalars())


OURS = "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"
RELATIONS = (
    "select replace(n.nspname || '.' || c.relname, 'public.', '') from pg_class c"
    f" join pg_namespace n on n.oid = c.relnamespace where {OURS} and "
)


def test_a_wall_reads_what_is_on_the_list_and_nothing_else(shown: World, screen: Store) -> None:
    tables = RELATIONS + "c.relkind in ('r', 'p', 'v', 'm', 'f')"
    assert len(column(screen, tables)) > len(READ) + 20
    may = " and has_any_column_privilege(c.oid, 'select')"
    assert set(column(screen, tables + may)) == READ
    for table in READ - {"seat"}:  # of that, two columns
        column(screen, f"select count(*) from {table}")
    assert column(screen, "select count(post) + count(seen_at) from seat")


def test_no_table_that_is_not_on_the_list_answers_a_wall(screen: Store) -> None:
    """Asked for by its full name, with which no view stands before it."""
    for table in {*Base.metadata.tables} - (READ - {"seat"}):
        with pytest.raises(Refused) as no:
            column(screen, f"select * from public.{table}")
        assert no.value.key == "rights_changed", table


def test_a_wall_writes_no_table_and_makes_nothing(screen: Store) -> None:
    for right in ("insert", "update", "references"):
        may = f"c.relkind in ('r', 'p', 'v') and has_any_column_privilege(c.oid, '{right}')"
        assert column(screen, RELATIONS + may) == [], right
    for right in ("delete", "truncate", "trigger"):
        may = f"c.relkind in ('r', 'p', 'v') and has_table_privilege(c.oid, '{right}')"
        assert column(screen, RELATIONS + may) == [], right
    for right in ("usage", "select", "update"):
        may = f"case when c.relkind = 'S' then has_sequence_privilege(c.oid, '{right}') end"
        assert column(screen, RELATIONS + may) == [], right
    schemas = f"select nspname from pg_namespace n where {OURS} and has_schema_privilege(oid, "
    assert set(column(screen, schemas + "'usage')")) == {"public", "wall"}
    assert column(screen, schemas + "'create')") == []
    for right in ("create", "temp"):
        sql = f"select has_database_privilege(current_database(), '{right}')"
        assert column(screen, sql) == [False], right


def test_a_wall_calls_what_is_on_the_list_and_nothing_else(screen: Store) -> None:
    may = (
        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        f" where {OURS} and has_function_privilege(p.oid, 'execute')"
    )
    assert set(column(screen, may)) == CALLED


def test_no_function_of_the_others_answers_a_wall(shown: World, screen: Store) -> None:
    for name in sorted({*FOR_EVERYBODY} - CALLED):
        kinds = column(
            shown.store,
            "select format_type(u.t, null) from pg_proc p, unnest(p.proargtypes)"
            " with ordinality u (t, n) where p.pronamespace = 'public'::regnamespace"
            f" and p.proname = '{name}' order by u.n",
        )
        asked = ", ".join(f"null::{kind}" for kind in kinds)
        with pytest.raises(Refused) as no:
            column(screen, f"select public.{name}({asked})")
        assert no.value.key == "rights_changed", name


def test_nothing_that_a_wall_may_read_holds_what_people_said(shown: World, screen: Store) -> None:
    everything = [f"select r::text from {table} r" for table in sorted(READ - {"seat"})]
    everything += [f"select public.nouns('{kind}', null, true)::text from noun" for kind in
                   column(screen, "select kind from noun")]  # fmt: skip
    everything += ["select public.city_state()", "select r::text from public.noun_digest() r"]
    everything += ["select r::text from pg_stats r", "select r::text from pg_stat_activity r"]
    found = "\n".join(str(row) for sql in everything for row in column(screen, sql))
    assert column(screen, "select number from case_")[0] in found
    assert [what for what, secret in SECRETS.items() if secret in found] == []
    assert town.BLOB not in found
    # the same look finds all of it in what the owner reads
    owned = ("case_", "event", "complainant", "phone_call", "request", "attachment")
    seen = "\n".join(
        str(row) for one in owned for row in column(shown.store, f"select r::text from {one} r")
    )
    assert [what for what, secret in SECRETS.items() if secret not in seen] == ["picture"]
    assert town.BLOB in seen


def test_a_wall_hears_of_no_key_but_a_cases_columns_and_its_crews(screen: Store) -> None:
    keys = "select distinct jsonb_object_keys(after) from event where kind = 'case'"
    known = {c.name for c in Case.__table__.columns} - HIDDEN | {"assignments"}
    heard = set(column(screen, keys))
    assert "assignments" in heard
    assert heard <= known
    empty = "select count(*) from event where coalesce(reason, on_behalf_of, seat) is not null"
    assert column(screen, empty + " or before <> '{}'") == [0]


def test_every_text_of_a_case_that_a_wall_reads_is_a_number_or_a_key() -> None:
    texts = {c.name for c in Case.__table__.columns if isinstance(c.type, String)} - HIDDEN
    calendars = {"stage_calendar", "department_calendar", "case_calendar"}
    assert texts == {"number", "day_number", "source", "grid_code", *calendars}


@pytest.mark.parametrize("login", WALLS)
def test_a_wall_sees_the_cases_of_its_post(shown: World, login: str) -> None:
    alike = WALLS[login][1]
    shown.door(alike)
    with closing(open_store(shown.url, login)) as store:
        for table, key in (("case_", "id"), ("assignment", "id"), ("event", "seq")):
            sql = f"select {key} from {table} where {{}} order by 1"
            ours = "kind = 'case'" if table == "event" else "true"
            wanted = column(shown.stores[alike], sql.format(ours))
            assert column(store, sql.format("true")) == wanted, table
            assert wanted


def test_the_feed_gives_a_wall_all_but_what_is_hidden(shown: World, screen: Store) -> None:
    feed, other = open_feed(screen), open_feed(shown.stores["disp"])
    load, wanted = feed.load(0), other.load(0)
    rows = [{**row, **dict.fromkeys(HIDDEN, "")} for row in wanted.cases.rows()]
    assert load.cases.rows() == rows
    assert rows
    assert load.assignments == wanted.assignments
    assert load.nouns == wanted.nouns
    assert [part.tolist() for part in load.counted] == [part.tolist() for part in wanted.counted]
    assert load.requests == []
    assert wanted.requests
    case = filed(shown, address=SECRETS["address"])
    sent = {"department_id": town.SANITATION, "crews": [town.CREW2]}
    assert shown.act("disp", "dispatch", case, changes=sent, reason=SECRETS["reason"]).done
    heard, told = feed.poll(load.cursor), other.poll(wanted.cursor)
    hidden = {*HIDDEN, "attachments", "requests"}
    for one, whole in zip(heard.events, told.events, strict=True):
        after = {key: value for key, value in whole.after.items() if key not in hidden}
        assert one == whole._replace(after=after)
    assert feed.prove(load.cursor).digest == other.prove(wanted.cursor).digest
    assert feed.prove(load.cursor).nouns == other.prove(wanted.cursor).nouns
    assert [row["id"] for row in feed.cases([case])] == [case]
    assert feed.buckets([case % 1024])
    assert feed.positions(0) == other.positions(0)
    feed.close()
    other.close()
    assert queries.ground(screen) == queries.ground(shown.store)
    assert {*packed.TEXTS} >= HIDDEN


def test_a_wall_writes_the_row_of_itself_alone(shown: World) -> None:
    seat = take_wall_seat(WallStart(shown.url, login="screen", name="大厅"), lambda: None)
    beat = seat.heartbeat
    assert isinstance(beat, WallHeartbeat)
    beat.told = lambda: {"scene": "overview"}
    before = {t: shown.rows(t) for t in Base.metadata.tables if t != "wall_status"}
    beat.turn(0)
    assert (beat.problem, beat.server[:7], beat.behind_ms) == ("", "primary", 0)
    assert beat.city_version == seat.city
    (row,) = shown.rows("wall_status")
    assert (row["name"], row["told"]) == ("大厅", {"scene": "overview"})
    beat.stop()
    seat.close()
    assert {t: shown.rows(t) for t in Base.metadata.tables if t != "wall_status"} == before
    shown.later(0.1)
    assert told_by(shown, "east_screen", "大厅") == "seat_taken"


def told_by(made: World, login: str, wall: str) -> str | None:
    """Why this login may not write the row of that wall."""
    with closing(open_store(made.url, login)) as store:
        try:
            with store.write() as connection:
                seats.wall_life(connection, wall, 1, {})
        except Refused as no:
            return no.key
    return None


def test_whoever_is_more_than_a_wall_reads_the_tables(shown: World) -> None:
    held = [HeldPost(Post.WALL, None, None), HeldPost(Post.DISPATCHER, town.CITY, None)]
    administration.add_operator(shown.store, "both_posts", "双", "Both", held)
    sql = "select count(*) from case_ where address = ''"
    with closing(open_store(shown.url, "both_posts")) as store:
        assert column(store, sql) == column(shown.stores["disp"], sql)
        assert column(store, "show search_path") == ['"$user", public']


@pytest.mark.parametrize("login", WALLS)
def test_a_wall_of_a_file_is_shown_no_more(embedded: World, login: str) -> None:
    """Whoever has the file has it all; what the wall's program reads is the same."""
    administration.add_operator(embedded.store, login, "墙", "Wall", [WALLS[login][0]])
    _tell_everything(embedded)
    alike = WALLS[login][1]
    embedded.door(alike)
    store = open_store(embedded.url, login)
    feed, other = open_feed(store), open_feed(embedded.stores[alike])
    load, wanted = feed.load(0), other.load(0)
    assert load.cases.rows() == [{**r, **dict.fromkeys(HIDDEN, "")} for r in wanted.cases.rows()]
    assert load.cases.rows()
    assert feed.digest() == other.digest()
    assert load.assignments == wanted.assignments
    found = "\n".join(
        str(row)
        for table in ("case_", "event", "assignment", "request", "attachment", "token", "blob")
        for row in _whole(store, table)
    )
    assert [what for what, secret in SECRETS.items() if secret in found] == []
    assert town.BLOB not in found
    assert "assignments" in found
    feed.close()
    other.close()
    store.close()


def _whole(store: Store, table: str) -> list[Any]:
    with store.read() as connection:
        return list(connection.exec_driver_sql(f"select * from {table}").all())
