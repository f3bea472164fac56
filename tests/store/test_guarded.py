"""Each check of reading, administering and revealing taken out of the guard lets something through."""

from collections.abc import Callable
from typing import Any, Final

import pytest
import sqlalchemy as sa

from console.domain.intent import HeldPost
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.store.engine import Store, open_store
from console.store.guard.text import guard_sql
from console.store.people import administration, complainants
from tests.store import squatting, town
from tests.store.attacks import dispatched, filed, registered
from tests.store.world import CLOCK, World

Leak = Callable[[World], bool]
"""Whether somebody gets what is not his."""


def seat(world: World, login: str) -> Store:
    if login not in world.stores:
        world.stores[login] = open_store(world.url, login)
    return world.stores[login]


def sees(world: World, login: str, sql: str) -> bool:
    with seat(world, login).read() as connection:
        return connection.exec_driver_sql(sql).first() is not None


def other_region(world: World) -> bool:
    case = filed(world, region_id=town.WEST)
    return sees(world, "eastdisp", f"select 1 from case_ where id = {case}")


def other_department(world: World) -> bool:
    dispatched(world)
    return sees(world, "otherdept", "select 1 from case_")


def other_corner(world: World) -> bool:
    corner = HeldPost(Post.DEPARTMENT, town.WEST, town.SANITATION)
    administration.add_operator(world.store, "corner_west", "角", "Corner", [corner])
    dispatched(world)
    return sees(world, "corner_west", "select 1 from case_")


def other_story(world: World) -> bool:
    case = filed(world, region_id=town.WEST)
    return sees(world, "eastdisp", f"select 1 from event where case_id = {case}")


def administrators_log(world: World) -> bool:
    administration.add_operator(world.store, "fresh_one", "新", "F", [])
    return sees(world, "disp", "select 1 from event where kind = 'operator'")


def other_assignment(world: World) -> bool:
    dispatched(world, crews=[town.CREW])
    return sees(world, "otherdept", "select 1 from assignment")


def other_key(world: World) -> bool:
    filed(world, address="望湖路 12 号", region_id=town.EAST)
    west = filed(world, address="望湖路 12 号", region_id=town.WEST)
    found = "found_cases(array['望湖', '湖路'], 50)"
    return sees(world, "eastdisp", f"select 1 from {found} f where f = {west}")


def other_picture(world: World) -> bool:
    case = registered(world, region_id=town.WEST)
    assert world.act("caller", "attach", case, changes={"photos": [town.BLOB]}).done
    return sees(world, "eastdisp", "select 1 from blob")


def other_answers(world: World) -> bool:
    filed(world)
    return sees(world, "eastdisp", "select 1 from command")


def refused(attempt: Callable[[], Any]) -> bool:
    try:
        attempt()
    except (Refused, sa.exc.DBAPIError):
        return True
    return False


def give(world: World, who: str, whom: str, post: Post) -> bool:
    """Whether `who` can give `whom` a post."""
    store = seat(world, who)
    return not refused(lambda: administration.give(store, whom, HeldPost(post, town.CITY, None)))


def anybody_gives(world: World) -> bool:
    return give(world, "disp", "eastdisp", Post.DISPATCHER)


def ruler(world: World, post: Post, login: str) -> str:
    administration.add_operator(world.store, login, login, login, [HeldPost(post, None, None)])
    return login


def gives_himself(world: World) -> bool:
    who = ruler(world, Post.SECURITY_ADMINISTRATOR, "sec_himself")
    return give(world, who, who, Post.SECURITY_ADMINISTRATOR)


def administrator_acts(world: World) -> bool:
    who = ruler(world, Post.SECURITY_ADMINISTRATOR, "sec_gives")
    whom = ruler(world, Post.AUDITOR, "aud_gets")
    return give(world, who, whom, Post.DISPATCHER)


def takes_a_role_over(world: World) -> bool:
    who = ruler(world, Post.ADMINISTRATOR, "sys_takes")
    store = seat(world, who)
    return not refused(lambda: administration.act(store, "add", "postgres", {"zh": "x", "en": "x"}))


def anothers_password(world: World) -> bool:
    secret = {"verifier": "SCRAM-SHA-256$4096:x$y:z"}
    store = seat(world, "disp")
    return not refused(lambda: administration.act(store, "own-password", "eastdisp", secret))


def reveals(world: World, login: str, post: Post, what: str = "reveal", **more: Any) -> bool:
    case = registered(world, **more)
    store = seat(world, login)
    return not refused(lambda: complainants.act(store, what, case, post))


def does(world: World, login: str, sql: str) -> bool:
    """Whether a function of the guard says nothing against it."""
    with seat(world, login).write() as connection:
        return connection.exec_driver_sql(sql).scalar_one() is None


def past_the_trace(world: World) -> bool:
    with seat(world, ruler(world, Post.ADMINISTRATOR, "sys_past")).write() as connection:
        sql = "update setting set value = '\"warn\"' where name = 'axis'"
        return connection.exec_driver_sql(sql).rowcount == 1


def touches_unseen(world: World) -> bool:
    with seat(world, ruler(world, Post.ADMINISTRATOR, "sys_touch")).write() as connection:
        connection.exec_driver_sql(f"insert into region_under values ({town.WEST}, {town.EAST})")
    return not any(row["kind"] == "city" for row in world.rows("event"))


WITH_CASE: Final = "    or exists (select 1 from public.case_ k where k.id = case_id offset 0)$p$"
HOLES: Final[dict[str, tuple[str, str, Leak]]] = {
    **squatting.HOLES,
    "region": ("or region_id in (select public.my_regions())", "or true", other_region),
    "department": ("or department_id in (select public.my_departments())", "or true", other_department),
    "corner": ("or (region_id, department_id) in (select m.region, m.department from public.my_corners() m)", "or true", other_corner),
    "story": ("and (0 = any (scope) or scope && (select", "and (true or scope && (select", other_story),
    "private": ("kind in ('operator', 'complainant', 'call') and actor_id = (select public.my_id())", "kind in ('operator', 'complainant')", administrators_log),
    "beside": (WITH_CASE, " or true$p$", other_assignment),
    "found": ("  where master or exists (", "  where true or exists (", other_key),
    "picture": ("'exists (select 1 from public.attachment a where a.blob_hash = hash offset 0)'", "'true'", other_picture),
    "answers": ("'actor_id = (select public.my_id())'", "'true'", other_answers),
    "giver": ("if own_post is not null and not public.is_master() and not exists (", "if false and not exists (", anybody_gives),
    "himself": ("when own_post is not null and act <> 'add' and who = me then", "when false then", gives_himself),
    "alone": ("and (given in (", "and false and (given in (", administrator_acts),
    "taken": ("and (not public.is_master()\n                 or r.rolsuper or r.rolcreaterole or r.rolbypassrls)", "and false", takes_a_role_over),
    "own": ("when own_post is null and not master and who is distinct from me then", "when false then", anothers_password),
    "scope": ("me is null or not public.door_reaches(me, null, k.region_id, k.department_id)", "me is null", lambda w: reveals(w, "eastdisp", Post.DISPATCHER, region_id=town.WEST)),
    "post": ("when not public.door_reaches(me, wanted_post, k.region_id, k.department_id) then 'post'", "when false then 'post'", lambda w: reveals(w, "disp", Post.CALL_TAKER)),
    "chooser": ("if not public.keeps_city() then\n    return 'other_post';\n  elsif", "if false then\n    return 'other_post';\n  elsif", lambda w: does(w, "disp", "select public.set_setting('axis', '\"warn\"', '')")),
    "importer": ("if not public.keeps_city() then\n    return 'other_post';\n  elsif octet_length(was", "if octet_length(was", lambda w: does(w, "disp", "select public.note_import('{}', '{}')")),
    "touch": ("if not public.is_master() and not exists (\n    select 1 from public.event e", "if false and not exists (\n    select 1 from public.event e", touches_unseen),
    "trace": ("using (name = %L)'", "using (true or name = %L)'", past_the_trace),
    "act": ("::jsonb)->act ? wanted_post then", "::jsonb)->act ? wanted_post and false then", lambda w: reveals(w, "disp", Post.DISPATCHER, "erase")),
}  # fmt: skip
"""Text of the guard → what stands there without the check, and who then gets what is not his."""
BEHIND: Final = {
    "scope": (
        (
            "when not public.door_reaches(me, wanted_post, k.region_id",
            "when false and not public.door_reaches(me, wanted_post, k.region_id",
        ),
    ),
    "trace": (("with check (name = %L)'", "with check (true or name = %L)'"),),
}
"""A second check that would catch the same, taken out too."""


@pytest.mark.parametrize("name", HOLES)
def test_without_its_check_something_leaks(server: World, name: str) -> None:
    old, new, _leak = HOLES[name]
    guard = guard_sql()
    assert old in guard, f"the guard has no such text: {old}"
    changed = guard.replace(old, new)
    for more, less in BEHIND.get(name, ()):
        assert more in changed
        changed = changed.replace(more, less)
    with server.store.write() as connection:
        raw: Any = connection.connection.dbapi_connection
        with raw.cursor() as cursor:
            cursor.execute(changed)
        connection.exec_driver_sql(CLOCK)
    assert HOLES[name][2](server)


def test_with_all_checks_nothing_does(server: World) -> None:
    assert [name for name, (_old, _new, leak) in HOLES.items() if leak(server)] == []
