"""Three administrators, of whom none holds another's rights, and no operator theirs."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing

import pytest
import sqlalchemy as sa

from console.domain.intent import Answer, HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store, open_store
from console.store.log import audit, traces
from console.store.migrations import revisions
from console.store.people import administration, operators
from console.store.reading import queries
from tests.store import town
from tests.store.attacks import dispatched, filed
from tests.store.world import World

THREE: Mapping[str, Post] = {
    "sysadmin": Post.ADMINISTRATOR,
    "secadmin": Post.SECURITY_ADMINISTRATOR,
    "checker": Post.AUDITOR,
}
DENIED = (sa.exc.DBAPIError, Refused)
DISPATCHER = HeldPost(Post.DISPATCHER, town.EAST, None)


@pytest.fixture
def ruled(town_world: World) -> World:
    """The town with its three administrators."""
    for login, post in THREE.items():
        administration.add_operator(
            town_world.store, login, login, login, [HeldPost(post, None, None)]
        )
    return town_world


def seat(world: World, login: str) -> Store:
    if login not in world.stores:
        world.stores[login] = open_store(world.url, login)
    return world.stores[login]


def refusal(attempt: Callable[[], Answer]) -> str | None:
    """The key of what the door, or the database before it, said no with."""
    try:
        return attempt().reason
    except Refused as no:
        return no.key


def test_one_makes_the_login_another_gives_the_post(ruled: World) -> None:
    administration.add_operator(seat(ruled, "sysadmin"), "zhang_new", "孙", "Sun", [])
    administration.give(seat(ruled, "secadmin"), "zhang_new", DISPATCHER, why="上岗")
    case, other = filed(ruled), filed(ruled)
    sent = {"post": Post.DISPATCHER, "changes": {"department_id": town.SANITATION}}
    assert ruled.act("zhang_new", "dispatch", case, **sent).done
    administration.give(seat(ruled, "secadmin"), "zhang_new", DISPATCHER, take=True, why="离岗")
    # a server's login that holds no post is in no group any more
    assert refusal(lambda: ruled.act("zhang_new", "dispatch", other, **sent)) in (
        "scope",
        "rights_changed",
    )
    noted = [e for e in ruled.rows("event") if e["kind"] == "operator" and e["reason"]]
    assert [(e["command"], e["reason"]) for e in noted] == [("give", "上岗"), ("take", "离岗")]


@pytest.mark.parametrize(
    ("who", "act", "key"),
    [
        ("sysadmin", "give", "other_post"),
        ("sysadmin", "lock", "other_post"),
        ("secadmin", "add", "other_post"),
        ("checker", "add", "other_post"),
        ("checker", "unlock", "other_post"),
        ("disp", "give", "other_post"),
        ("disp", "add", "other_post"),
    ],
)
def test_none_does_anothers_work(ruled: World, who: str, act: str, key: str) -> None:
    detail = {"zh": "x", "en": "x"} if act == "add" else {"post": "dispatcher"}
    login = "fresh" if act == "add" else "caller"
    with pytest.raises(Refused) as no:
        administration.act(seat(ruled, who), act, login, detail)
    assert no.value.key == key
    assert "fresh" not in [row["login"] for row in ruled.rows("operator")]


def test_nobody_changes_his_own_rights(ruled: World) -> None:
    with pytest.raises(Refused) as no:
        administration.give(seat(ruled, "secadmin"), "secadmin", DISPATCHER)
    assert no.value.key == "own_rights"


def test_an_administrator_holds_nothing_else(ruled: World) -> None:
    for login, post in (("checker", Post.DISPATCHER), ("caller", Post.AUDITOR),
                        ("sysadmin", Post.SECURITY_ADMINISTRATOR)):  # fmt: skip
        with pytest.raises(Refused) as no:
            administration.give(seat(ruled, "secadmin"), login, HeldPost(post, None, None))
        assert no.value.key == "administrator_alone"


def test_a_locked_login_acts_no_more_until_unlocked(ruled: World) -> None:
    case = dispatched(ruled)
    administration.act(seat(ruled, "secadmin"), "lock", "disp", {}, "离职")
    with pytest.raises(Refused) as no, closing(open_store(ruled.url, "disp")) as store:
        operators.operator(store, "disp")
    assert no.value.key in ("operator_unknown", "operator_locked")
    administration.act(seat(ruled, "secadmin"), "unlock", "disp", {}, "误锁")
    assert ruled.act("disp", "note", case, reason="回来了").done


def test_what_is_not_there_is_refused(ruled: World) -> None:
    for login, act, detail, key in (
        ("nobody", "lock", {}, "operator_unknown"),
        ("disp", "take", {"post": "leader", "region_id": None, "department_id": None}, "post_not_held"),
        ("disp", "give", {"post": "emperor", "region_id": None, "department_id": None}, "post_unknown"),
    ):  # fmt: skip
        with pytest.raises(Refused) as no:
            administration.act(seat(ruled, "secadmin"), act, login, detail)
        assert no.value.key == key


def test_what_is_held_is_given_once_and_taken_at_once(ruled: World) -> None:
    giver = seat(ruled, "secadmin")
    for _time in range(2):
        administration.give(giver, "caller", DISPATCHER, why="上岗")
    assert operators.operator(ruled.store, "caller")[3].count(DISPATCHER) == 1
    with ruled.store.write() as connection:  # given twice by a program of before
        connection.exec_driver_sql(
            "insert into operator_post (operator_id, post, region_id, active)"
            " select operator_id, post, region_id, active from operator_post"
            f" where post = 'dispatcher' and region_id = {town.EAST}"
            " and operator_id = (select id from operator where login = 'caller')"
        )
    administration.give(giver, "caller", DISPATCHER, take=True)
    assert DISPATCHER not in operators.operator(ruled.store, "caller")[3]
    with pytest.raises(Refused) as no:
        administration.give(giver, "caller", DISPATCHER, take=True)
    assert no.value.key == "post_not_held"


def test_of_several_posts_all_are_given_or_none(ruled: World) -> None:
    before = operators.operator(ruled.store, "caller")[3]
    with pytest.raises(Refused):
        administration.give(
            seat(ruled, "secadmin"), "caller", DISPATCHER, HeldPost(Post.AUDITOR, None, None)
        )
    assert operators.operator(ruled.store, "caller")[3] == before


def test_an_administrators_password_is_his_own_affair(ruled: World) -> None:
    with pytest.raises(Refused) as no:
        administration.set_password(seat(ruled, "secadmin"), "checker", "a long password")
    assert no.value.key == "administrator_password"
    administration.set_password(seat(ruled, "checker"), "checker", "a long password")
    administration.set_password(ruled.store, "checker", "another long one")


@pytest.mark.parametrize(
    ("login", "key"),
    [
        ("wangge_owner_later", "login_reserved"),
        ("pg_monitor", "login_reserved"),
        ("public", "login_reserved"),
        ("none", "login_reserved"),
        ("current_user", "login_reserved"),
        ("9lives", "login_shape"),
        ("a" * 64, "login_shape"),
    ],
)
def test_a_name_of_the_database_is_nobodys_login(town_world: World, login: str, key: str) -> None:
    before = len(town_world.rows("operator"))
    with pytest.raises(Refused) as no:
        administration.add_operator(town_world.store, login, "x", "x", [])
    assert no.value.key == key
    assert len(town_world.rows("operator")) == before


def test_whoever_runs_the_server_becomes_no_operator(server: World) -> None:
    with pytest.raises(Refused) as no:
        administration.add_operator(server.store, "postgres", "x", "x", [])
    assert no.value.key == "login_taken"


def test_no_act_fills_the_log(ruled: World) -> None:
    long = "长" * 3_000
    for detail, why in (({"post": long}, ""), ({"post": "leader"}, long)):
        with pytest.raises(Refused) as no:
            administration.act(seat(ruled, "secadmin"), "give", "caller", detail, why)
        assert no.value.key == "too_much"
        assert "8000" in str(no.value)
    with pytest.raises(Refused) as no:
        traces.set_setting(seat(ruled, "sysadmin"), "axis", "warn", long)
    assert no.value.key == "too_much"
    assert "8000" in str(no.value)
    assert long not in str(ruled.rows("event"))


def test_administrators_see_no_cases(ruled: World) -> None:
    filed(ruled)
    for login in THREE:
        store = seat(ruled, login)
        if store.embedded:
            assert not queries.cases(store)
            continue
        with pytest.raises(DENIED), store.read() as connection:
            connection.exec_driver_sql("select * from case_")


def test_the_auditor_proves_the_log_and_writes_nothing(server: World) -> None:
    administration.add_operator(
        server.store, "checker", "审", "C", [HeldPost(Post.AUDITOR, None, None)]
    )
    filed(server)
    audit.seal_all(server.store)
    found = audit.verify(seat(server, "checker"))
    assert found.broken is None
    assert found.events == len(server.rows("event"))


LOGINS = ("disp", "screen", *THREE)
ATTACKS = (
    "update case_ set stage = 20",
    "delete from assignment",
    "insert into event select * from event",
    "update event set reason = 'x'",
    "delete from event",
    "truncate event",
    "truncate command",
    "delete from blob",
    "update seal set hash = ''",
    "update rule set post = 'dispatcher'",
    "update operator_post set region_id = null",
    "insert into operator_post (operator_id, post, active) values (1, 'dispatcher', true)",
    "update operator set active = true",
    "insert into case_axis values (1, 1, 'command')",
    "select * from complainant",
    "update complainant set name = 'x'",
    "alter table case_ disable trigger all",
    "alter table case_ disable row level security",
    "drop policy seen on case_",
    "create table mine (x int)",
    "create schema mine",
    "drop table event",
    "drop trigger door on intent",
    "create or replace function public.door_now() returns bigint language sql return 0",
    "set session authorization postgres",
    "copy (select 1) to program 'true'",
    "select pg_read_file('/etc/hostname')",
    "create role intruder superuser",
    "alter role current_user superuser",
    "alter role {own} createrole",
    "alter role cmdlead password 'x'",
    "select public.door_setting('axis')",
    "select public.door_answer('disp', null::public.intent)",
    "select public.give_password('cmdlead', 'x', 1)",
    "select public.make_login(1, 'postgres')",
    "select public.regroup(1, '{own}')",
    "select public.noted('case', 1, 'close', 1, null, '{{}}', '{{}}', null)",
    "select nextval('event_seq')",
    "set role {owner}",
    "grant {owner} to {own}",
    "grant select on complainant to public",
    "select lo_import('/etc/hostname')",
    "select lo_create(0)",
    "select lo_from_bytea(0, 'x')",
    "lock table seat in access exclusive mode",
    "select * from seat for update",
    "update seat set seen_at = 0",
    "insert into seat (name, operator_id, post, seen_at) select 'x', public.my_id(), 'x', 1",
    "select public.end_sessions('cmdlead', null, null)",
    (
        "insert into crew_position (id, crew_id, at, lon, lat)"
        " values (9223372036854775807, 1, public.door_now(), 116, 31)"
    ),
    *(
        "insert into crew_position (crew_id, at, lon, lat, heading)"
        f" values (1, public.door_now(), {place})"
        for place in ("'NaN', 31, 0", "181, 31, 0", "116, '-Infinity', 0", "116, 31, 'NaN'")
    ),
    (
        "insert into blob (hash, media_type, content, stored_at) select encode(sha256(t.x), 'hex'),"
        " 'x', t.x, 1 from (select convert_to(repeat('x', 8388609), 'UTF8') as x) t"
    ),
)


@pytest.fixture(scope="module")
def besieged(server_uri: str) -> Iterator[World]:
    """One town for all attacks: none of them may leave a trace."""
    from tests.store import world

    made = world.server_world(server_uri, "besieged")
    for login, post in {**THREE, "screen": Post.WALL}.items():
        administration.add_operator(made.store, login, login, login, [HeldPost(post, None, None)])
    dispatched(made)
    revisions.upgrade(made.store)  # a copied database has lost what its own privileges said
    yield made
    made.close()


@pytest.mark.parametrize("login", LOGINS)
def test_no_login_does_more_than_its_own(besieged: World, login: str) -> None:
    with besieged.store.read() as connection:
        owner = connection.exec_driver_sql("select public.role_of('owner')").scalar_one()
    assert [
        a for a in ATTACKS if passes(seat(besieged, login), a.format(own=login, owner=owner))
    ] == []


def passes(store: Store, statement: str) -> bool:
    """Whether the database carries it out."""
    try:
        with store.write() as connection:
            connection.exec_driver_sql(statement)
    except DENIED:
        return False
    return True


def test_a_shadow_in_the_temporary_schema_deceives_nobody(server: World) -> None:
    """Functions of the guard look into their own schema, whatever a session puts before it."""
    case = filed(server, region_id=town.WEST)
    revisions.upgrade(server.store)
    server.door("disp")
    store = server.stores["disp"]
    with pytest.raises(DENIED), store.write() as connection:
        connection.exec_driver_sql("create temp table operator_post as select * from operator_post")
    east = server.door("eastdisp")
    with server.stores["eastdisp"].write() as connection:
        connection.exec_driver_sql("set search_path = pg_temp, public")
    intent = server.intent("eastdisp", "note", case, reason="x")
    assert east.submit([intent])[0].reason == "scope"


def test_nobody_sits_in_anothers_seat(server: World) -> None:
    """A seat's row is its operator's own; the log takes the seat's name from it."""
    ids = {row["login"]: row["id"] for row in server.rows("operator")}
    server.door("disp")
    with pytest.raises(DENIED), server.stores["disp"].write() as connection:
        connection.exec_driver_sql(
            "insert into seat (name, operator_id, post, seen_at)"
            f" values ('席位99', {ids['cmdlead']}, 'x', 1)"
        )


def test_a_password_is_kept_as_its_verifier_and_ages(server: World) -> None:
    for login, post in THREE.items():
        administration.add_operator(server.store, login, login, login, [HeldPost(post, None, None)])
    administration.set_password(seat(server, "secadmin"), "disp", "a long password")
    administration.set_password(seat(server, "checker"), "checker", "another long one")
    with server.store.read() as connection:
        found = {
            row[0]: (row[1], row[2])
            for row in connection.exec_driver_sql(
                "select rolname, rolpassword, rolvaliduntil > now() + interval '80 days'"
                " from pg_authid where rolname in ('disp', 'checker')"
            )
        }
    assert all(secret.startswith("SCRAM-SHA-256$") and later for secret, later in found.values())
    with pytest.raises(Refused) as no:
        administration.set_password(seat(server, "checker"), "disp", "not his to set")
    assert no.value.key == "other_post"
    for weak in ("short", "aaaaaaaaaaaaaaa"):
        with pytest.raises(Refused) as no:
            administration.set_password(seat(server, "checker"), "checker", weak)
        assert no.value.key == "password_weak"
    events = [str(e) for e in server.rows("event") if e["kind"] == "operator"]
    assert not [e for e in events if "SCRAM" in e or "long" in e]


def test_a_crew_is_told_by_whom_it_belongs_to(server: World) -> None:
    """What the attacks on `crew_position` are refused for is not that nobody may write it."""
    sql = "insert into crew_position (crew_id, at, lon, lat, heading)"
    sql = f"{sql} values ({town.CREW}, public.door_now(), 116.1, 31.7, null)"
    assert passes(seat(server, "dept"), sql)
    assert passes(seat(server, "disp"), sql)
    assert len(server.rows("crew_position")) == 2
