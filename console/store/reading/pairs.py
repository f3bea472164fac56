"""Pictures before and after of closed cases, for walls: the work shown, nobody's report."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import Connection

from console.store.dialect import pick, run

MOST: Final = 12
LOOKED_AT: Final = 400
"""So many of the newest closed cases are looked at for pictures."""
SQL: Final = f"""
select q.* from (
  select c.id, c.category_id, c.region_id, c.registered_at, c.closed_at,
    (select a.blob_hash from attachment a where a.case_id = c.id
       and (a.role = 'verify' or (a.role = 'report' and c.source = 'collector'))
     order by a.id limit 1) as was,
    (select a.blob_hash from attachment a where a.case_id = c.id and a.role in ('after', 'check')
     order by a.id desc limit 1) as now_is
  from case_ c where c.stage = 20 and c.closed_at >= {{since}}
  order by c.closed_at desc limit {LOOKED_AT}) q
where q.was is not null and q.now_is is not null
"""
OF_FILE: Final = (
    "select p.id, p.category_id, p.region_id, p.registered_at, p.closed_at, b.content, a.content"
    f" from ({SQL.format(since='?')}) p join blob b on b.hash = p.was join blob a on a.hash = p.now_is"
    " order by p.closed_at desc limit ?"
)
OF_SERVER: Final = "select * from public.wall_pairs(?, ?)"


@dataclass(frozen=True, slots=True)
class ClosedCasePictures:
    """A closed case with the bytes of its pictures before and after."""

    case: int
    category: int
    region: int
    took_ms: int
    before: bytes
    after: bytes


def guard_pairs() -> str:
    """The question of `wall_pairs`, with the names that the guard's functions need."""
    named = SQL.format(since="$1")
    for table in ("attachment", "case_"):
        named = named.replace(f"from {table} ", f"from public.{table} ")
    return named.strip()


def read(connection: Connection, since: int, most: int = MOST) -> list[ClosedCasePictures]:
    """The newest of those closed at `since` (ms) or later."""
    found = run(connection, pick(connection, OF_FILE, OF_SERVER), (since, most))
    return [
        ClosedCasePictures(case, category, region, closed - registered, bytes(was), bytes(now_is))
        for case, category, region, registered, closed, was, now_is in found
    ]
