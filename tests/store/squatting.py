"""What a login of the server tries beside the door: seats, the lease, looks, pictures, positions.

Each with the check of the guard that stands against it; `tests/store/test_guarded.py` takes it out.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

import sqlalchemy as sa

from console.domain.administration import SEATS_MOST
from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store, open_store
from console.store.people import administration, complainants
from tests.store import town
from tests.store.attacks import filed, registered
from tests.store.world import World

Leak = Callable[[World], bool]
PHONE: Final = "13800001234"


def seat(world: World, login: str) -> Store:
    if login not in world.stores:
        world.stores[login] = open_store(world.url, login)
    return world.stores[login]


def says(world: World, login: str, sql: str, values: tuple[Any, ...] = ()) -> Any:
    """The one value that a statement of this login answers, in a transaction of its own."""
    with seat(world, login).write() as connection:
        return connection.exec_driver_sql(sql, values).scalar_one()


def denied(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except (Refused, sa.exc.DBAPIError):
        return True
    return False


def does(world: World, login: str, sql: str, values: tuple[Any, ...] = ()) -> bool:
    """Whether the server carries a statement out that answers nothing."""

    def attempt() -> None:
        with seat(world, login).write() as connection:
            connection.exec_driver_sql(sql, values)

    return not denied(attempt)


def sits(world: World, login: str, name: str, post: str = "dispatcher") -> bool:
    return says(world, login, "select public.show_life(%s, %s)", (name, post)) is None


def ruler(world: World, post: Post, login: str) -> str:
    administration.add_operator(world.store, login, login, login, [HeldPost(post, None, None)])
    return login


def anothers_seat(world: World) -> bool:
    assert sits(world, "disp", "席位11")
    return sits(world, "eastdisp", "席位11")


def anothers_leaving(world: World) -> bool:
    assert sits(world, "disp", "席位12")
    says(world, "eastdisp", "select public.leave_seat('席位12')")
    return [r["operator_id"] for r in world.rows("seat") if r["name"] == "席位12"] == [None]


def every_seat(world: World) -> bool:
    return all(sits(world, "eastdisp", f"{number}") for number in range(SEATS_MOST + 1))


def anothers_post(world: World) -> bool:
    return sits(world, "disp", "席位13", "command_lead")


def anothers_lease(world: World) -> bool:
    asked = "select (public.keep_house('one', 15000)).kept_until"
    until = says(world, "disp", asked)
    says(world, "eastdisp", "select (public.keep_house('one', 0)).kept_until")
    left = says(world, "otherdept", "select (public.keep_house('two', 0)).kept_until")
    world.later(1)  # free again for whoever tries next
    return bool(left != until)


def auditors_lease(world: World) -> bool:
    who = ruler(world, Post.AUDITOR, "aud_keeps")
    world.later(2)
    return bool(says(world, who, "select (public.keep_house('mine', 15000)).kept_by") == "mine")


def locked_keeper(world: World) -> bool:
    """Who was locked a moment ago and is still connected."""
    assert says(world, "patrol", "select 1") == 1
    _active(world, "patrol", "false")
    world.later(2)
    kept = says(world, "patrol", "select (public.keep_house('gone', 15000)).kept_by")
    _active(world, "patrol", "true")
    return bool(kept == "gone")


def _active(world: World, login: str, word: str) -> None:
    with world.store.write() as connection:
        sql = f"update operator set active = {word} where login = '{login}'"
        connection.exec_driver_sql(sql)


def holds_himself(world: World) -> bool:
    """Whether his own open transaction keeps his posts from being taken."""
    case = filed(world)
    version = world.case(case)["version"]
    who = ruler(world, Post.SECURITY_ADMINISTRATOR, "sec_waits")
    held = town.WHO["cmdlead"]
    with seat(world, "cmdlead").engine.connect() as connection:
        sql = (
            "insert into intent (command_id, ordinal, command, kind, subject, version_seen, post,"
            " changes) values (%s, 0, 'claim', 'case', %s, %s, 'command_lead', '{}')"
            " returning outcome"
        )
        connection.exec_driver_sql("select public.administer('sign-on', 'cmdlead', '{}', '')")
        assert connection.exec_driver_sql(sql, ("held", case, version)).scalar_one() == "done"
        taken = not denied(
            lambda: administration.give(seat(world, who), "cmdlead", held, take=True)
        )
        connection.rollback()
    if taken:
        administration.give(seat(world, who), "cmdlead", held)
    return not taken


def boundless_name(world: World) -> bool:
    return does(world, "disp", "select public.keep_house(repeat('x', 101), 1)")


def looked_at(world: World) -> int:
    case = registered(world)
    told = {"name": "李某某", "phone": PHONE, "address": None}
    complainants.act(seat(world, "caller"), "tell", case, Post.CALL_TAKER, told)
    return case


ASKED: Final = "select public.complainant_of(%s, %s, 'dispatcher', '{}', '')::text"


def look_and_roll_back(world: World) -> bool:
    case = looked_at(world)
    with seat(world, "disp").engine.connect() as connection:
        run = connection.exec_driver_sql
        shown = [run(ASKED, (act, case)).scalar_one() for act in ("reveal", "revealed")]
        connection.rollback()
    return any(PHONE in said for said in shown)


def look_unasked(world: World) -> bool:
    return PHONE in says(world, "disp", ASKED, ("revealed", looked_at(world)))


def look_by_anothers_leave(world: World) -> bool:
    case = looked_at(world)
    complainants.act(seat(world, "cmdlead"), "reveal", case, Post.COMMAND_LEAD)
    return PHONE in says(world, "disp", ASKED, ("revealed", case))


def look_much_later(world: World) -> bool:
    case = looked_at(world)
    assert PHONE not in says(world, "disp", ASKED, ("reveal", case))
    world.later(6)
    return PHONE in says(world, "disp", ASKED, ("revealed", case))


def administrators_password(world: World) -> bool:
    who = ruler(world, Post.SECURITY_ADMINISTRATOR, "sec_sets")
    whom = ruler(world, Post.AUDITOR, "aud_set")
    store = seat(world, who)
    return not denied(lambda: administration.set_password(store, whom, "not his to know"))


def reserved_login(world: World) -> bool:
    who = ruler(world, Post.ADMINISTRATOR, "sys_names")
    names = '{"zh": "x", "en": "x"}'
    sql = "select public.administer('add', 'wangge_owner_later', %s, '')"
    added = says(world, who, sql, (names,)) is None
    if added:
        with world.store.write() as connection:  # roles are of the whole server
            connection.exec_driver_sql("drop role wangge_owner_later")
    return added


def flood(world: World) -> bool:
    sql = "select public.administer('sign-on', 'disp', jsonb_build_object('x', repeat('x', 9000)), '')"
    return says(world, "disp", sql) is None


def flood_by_reason(world: World) -> bool:
    who = ruler(world, Post.ADMINISTRATOR, "sys_floods")
    sql = "select public.set_setting('axis', '\"warn\"', repeat('x', 9000))"
    return says(world, who, sql) is None


def flood_by_look(world: World) -> bool:
    sql = "select public.complainant_of('reveal', %s, 'dispatcher', '{}', repeat('x', 9000))::text"
    return bool(says(world, "disp", sql, (registered(world),)) == "{}")


def forged_picture(world: World) -> bool:
    digest = hashlib.sha256(b"the true one").hexdigest()
    sql = "insert into blob (hash, media_type, content, stored_at) values (%s, 'image/jpeg', %s, 1)"
    return does(world, "disp", sql, (digest, b"another"))


def position(world: World, login: str, crew: int, at: int, lon: str = "116.1") -> bool:
    sql = f"insert into crew_position (crew_id, at, lon, lat) values (%s, %s, '{lon}', 31.7)"
    return does(world, login, sql, (crew, at))


def anothers_crew(world: World) -> bool:
    return position(world, "otherdept", town.CREW, world.now)


def far_future(world: World) -> bool:
    return position(world, "dept", town.CREW, 2**63 - 1)


HOLES: Final[Mapping[str, tuple[str, str, Leak]]] = {
    "seat": ("where s.operator_id = me or s.operator_id is null or s.seen_at <= alive", "where true", anothers_seat),
    "leaving": ("where name = seat_name and operator_id = public.my_id()", "where name = seat_name", anothers_leaving),
    "seats": (f">= {SEATS_MOST} then", ">= 2000 then", every_seat),
    "seated": ("p.operator_id = me and p.active and p.post = in_post", "true", anothers_post),
    "lease": ("where l.login = session_user and l.holder", "where l.holder", anothers_lease),
    "keeper": ("and p.active and p.post = 'auditor'", "and false", auditors_lease),
    "locked_keeper": ("public.my_id() is not null and not exists (", "not exists (", locked_keeper),
    "holds_himself": ("where o.id = who.id for no key update", "where o.id = who.id for update", holds_himself),
    "holder": ("not between 1 and 100 then", "is null then", boundless_name),
    "trace_first": ("\n          and e.xid is distinct from pg_current_xact_id_if_assigned()", "", look_and_roll_back),
    "trace_at_all": ("if not exists (\n        select 1 from public.event e", "if false and not exists (\n        select 1 from public.event e", look_unasked),
    "trace_own": ("and e.actor_id is not distinct from me", "", look_by_anothers_leave),
    "trace_fresh": ("and e.recorded_at > public.door_now() - 300000", "", look_much_later),
    "password": ("when act = 'password' and not master and exists (", "when false and exists (", administrators_password),
    "reserved": ("    when wanted ~ '^(pg_", "    when false and wanted ~ '^(pg_", reserved_login),
    "flood": ("if octet_length(detail::text) > 8000 or octet_length(why) > 8000 then\n    return 'too_much'", "if false then\n    return 'too_much'", flood),
    "flood_reason": ("  elsif octet_length(why) > 8000 then\n    return 'too_much';\n", "", flood_by_reason),
    "flood_look": ("if octet_length(detail::text) > 8000 or octet_length(why) > 8000 then\n    return '{\"refused\"", "if false then\n    return '{\"refused\"", flood_by_look),
    "forged_picture": ("'hash = encode(sha256(content), ''hex'') and ", "'", forged_picture),
    "crew": ("where c.id = crew_id and (", "where (", anothers_crew),
    "moment": ("at between 946684800000 and public.door_now() + 86400000\n    and ", "", far_future),
}  # fmt: skip
"""As `test_guarded.HOLES`: text of the guard → what stands there without the check, and the leak."""
