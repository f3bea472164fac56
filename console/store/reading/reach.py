"""Which rows an operator sees, once for both databases: through one of his posts.

Row security of PostgreSQL (guard/reading.sql), the views before the tables of an embedded database
(`sight`) and a console's own question whether it sees all (`domain.intent.sees_whole`) say the same.
"""

from typing import Final

from console.domain.administration import ADMINISTRATORS, PRIVATE

HIDDEN_POSTS: Final = ", ".join(f"'{post}'" for post in ADMINISTRATORS)
"""Posts through which no case is seen."""
PRIVATE_KINDS: Final = ", ".join(f"'{kind}'" for kind in PRIVATE)
"""Kinds of events that only who caused them sees."""
BESIDE: Final = ("assignment", "request", "attachment", "case_axis", "external_ref", "token")
"""Tables whose rows are seen with their case."""
_POSTS: Final = """{schema}.operator o join {schema}.operator_post p on p.operator_id = o.id
      where o.login = {login} and o.active and p.active and p.post not in ({hidden})"""
_WHOLE: Final = """p.department_id is null and (p.region_id is null or p.region_id = (
          select case when count(*) = 1 then min(r.id) end from {schema}.region r
          where r.parent_id is null))"""


def posts_sql(schema: str, login: str) -> str:
    """The posts `p` of a login (an SQL expression) that reach cases: what stands after `from`."""
    return _POSTS.format(schema=schema, login=login, hidden=HIDDEN_POSTS)


def whole_sql(schema: str, login: str) -> str:
    """Whether the login sees everything: a post bound to nothing, or to the one region that all
    others lie in."""
    return f"""exists (
      select 1 from {posts_sql(schema, login)}
        and {_WHOLE.format(schema=schema)})"""


MY_POSTS: Final = posts_sql("public", "session_user")
WHOLE: Final = whole_sql("public", "session_user")
SCOPE: Final = f"""array_agg(coalesce(p.region_id, -p.department_id)::integer) from {MY_POSTS}
        and (p.region_id is null) <> (p.department_id is null)"""
"""Regions and (negated) departments of posts that are bound by one of the two only. Policies say both
in full: a poll of eleven events asks them, and as calls of functions they were half of its 150 us."""
SEES: Final = f"""(select {WHOLE})
       or region_id in (select public.my_regions())
       or department_id in (select public.my_departments())
       or (region_id, department_id) in (select m.region, m.department from public.my_corners() m)"""
"""Of a row of `case_`: whether one of the caller's posts reaches it. Policy, search and a wall's view say it."""
HEARS: Final = f"""kind not in ({PRIVATE_KINDS}) and (0 = any (scope) or scope && (select {SCOPE})
       or (select {WHOLE})
       or exists (select 1 from public.my_posts() m
         where m.region = any (scope) and -m.department = any (scope)))"""
"""Of a row of `event` that is nobody's own: whether it concerns what the caller sees."""

_OF_A_CASE: Final = """(p.region_id is null or exists (select 1 from main.region_under u
        where u.region_id = t.region_id and u.ancestor_id = p.region_id))
    and (p.department_id is null or exists (select 1 from main.department_under d
        where d.department_id = t.department_id and d.ancestor_id = p.department_id))"""
_OF_AN_EVENT: Final = """
    (p.region_id is null or p.region_id in (select value from json_each(t.scope)))
    and (p.department_id is null or -p.department_id in (select value from json_each(t.scope)))"""
_WITH_CASE: Final = "exists (select 1 from temp.case_ k where k.id = t.case_id)"


def views(login: str) -> dict[str, str]:
    """Table of an embedded database → which of its rows `t` the login (an SQL text) sees."""
    posts = posts_sql("main", login)
    own = f"(select o.id from main.operator o where o.login = {login})"
    seen = f"exists (select 1 from {posts} and {_OF_AN_EVENT})"
    return {
        "case_": f"exists (select 1 from {posts} and {_OF_A_CASE})",
        "event": f"(t.kind in ({PRIVATE_KINDS}) and t.actor_id = {own})"
        f" or (t.kind not in ({PRIVATE_KINDS}) and"
        f" (0 in (select value from json_each(t.scope)) or {seen}))",
        **dict.fromkeys(BESIDE, _WITH_CASE),
        "alarm": f"t.case_id is null or {_WITH_CASE}",
        "blob": "exists (select 1 from temp.attachment a where a.blob_hash = t.hash)",
        "command": f"t.actor_id = {own}",
        "complainant": "false",
        "phone_call": "false",
    }
