"""What an operator sees of an embedded database: the rules of guard/reading.sql as temporary views.

A view of the same name stands before the table on every connection an operator reads by, so every
question asked there is answered with the rows his posts reach. Whoever sees everything has none.
"""

import sqlite3
from typing import Final

from console.domain.administration import ADMINISTRATORS, PRIVATE

POSTS: Final = """exists (
  select 1 from main.operator o join main.operator_post p on p.operator_id = o.id
  where o.login = {login} and o.active and p.active and p.post not in ({administrators})
    and {reach})"""
OF_A_CASE: Final = """(p.region_id is null or exists (select 1 from main.region_under u
        where u.region_id = t.region_id and u.ancestor_id = p.region_id))
    and (p.department_id is null or exists (select 1 from main.department_under d
        where d.department_id = t.department_id and d.ancestor_id = p.department_id))"""
OF_AN_EVENT: Final = """
    (p.region_id is null or p.region_id in (select value from json_each(t.scope)))
    and (p.department_id is null or -p.department_id in (select value from json_each(t.scope)))"""
WHOLE: Final = """p.department_id is null and (p.region_id is null or (
      p.region_id in (select r.id from main.region r where r.parent_id is null)
      and 1 = (select count(*) from main.region r where r.parent_id is null)))"""
"""A post bound to nothing, or to the one region that all others lie in."""
ME: Final = "(select o.id from main.operator o where o.login = {login})"
WITH_CASE: Final = "exists (select 1 from temp.case_ k where k.id = t.case_id)"
BESIDE: Final = ("assignment", "request", "attachment", "case_axis", "external_ref", "token")


def narrow(raw: sqlite3.Connection, login: str) -> bool:
    """Puts the views before the tables unless the operator sees everything; answers whether."""
    if raw.execute("select 1 from sqlite_master where name = 'operator_post'").fetchone() is None:
        return False  # no schema yet: nothing to see
    words = {
        "login": _quoted(login),
        "administrators": ", ".join(map(_quoted, ADMINISTRATORS)),
        "private": ", ".join(map(_quoted, PRIVATE)),
    }
    if raw.execute(f"select {POSTS.format(reach=WHOLE, **words)}").fetchone()[0]:  # noqa: S608
        return False
    for table, seen in _rules(words).items():
        raw.execute(f"create temp view {table} as select * from main.{table} t where {seen}")  # noqa: S608
    return True


def _rules(words: dict[str, str]) -> dict[str, str]:
    events = POSTS.format(reach=OF_AN_EVENT, **words)
    own = ME.format(**words)
    return {
        "case_": POSTS.format(reach=OF_A_CASE, **words),
        "event": f"(t.kind in ({words['private']}) and t.actor_id = {own})"
        f" or (t.kind not in ({words['private']}) and {events})",
        **dict.fromkeys(BESIDE, WITH_CASE),
        "alarm": f"t.case_id is null or {WITH_CASE}",
        "blob": "exists (select 1 from temp.attachment a where a.blob_hash = t.hash)",
        "command": f"t.actor_id = {own}",
        "complainant": "false",
        "phone_call": "false",
    }


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
