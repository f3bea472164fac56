"""What screens ask of the whole archive, open and closed: answers that millions do not slow.

Every question goes by an index and touches as many rows as it shows. Tokens are compared
by equality alone, which row security lets an index answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.engine import Connection

from console.domain import tokens
from console.store.dialect import pick
from console.store.reading import embedded, server
from console.store.schema import Attachment, Case, Event, Request

Row = Mapping[str, Any]

SHOWN: Final = 50
OVERDUE: Final = text(
    "select c.id, c.number, c.day_number, c.category_id, c.severity, c.region_id, c.department_id,"
    " c.address, c.department_deadline, c.department_since, c.urged_at, c.version from case_ c"
    " where c.stage < 20 and c.department_deadline <= :now and c.department_stopped is null"
    " and (c.suspended_until is null or c.suspended_until <= :now)"
    " and (:region = 0 or exists (select 1 from region_under u"
    " where u.region_id = c.region_id and u.ancestor_id = :region))"
    " order by c.department_deadline, c.id limit :most"
)
COUNTERS: Final = text(
    "select r.region_id, sum(r.open) as open, sum(r.overdue) as overdue, sum(r.closed) as closed"
    " from (select c.region_id, count(*) as open,"
    "  count(case when c.department_deadline <= :now and c.department_stopped is null"
    "   and (c.suspended_until is null or c.suspended_until <= :now) then 1 end) as overdue,"
    "  0 as closed from case_ c where c.stage < 20 group by c.region_id"
    " union all select c.region_id, 0, 0, count(*) from case_ c"
    "  where c.stage >= 20 and c.closed_at >= :since group by c.region_id) r group by r.region_id"
)


def overdue(
    connection: Connection, now: int, *, region: int | None = None, most: int = 500
) -> Sequence[Row]:
    """Open cases whose department is late at `now` (ms), longest first; in one region if named."""
    found = connection.execute(OVERDUE, {"now": now, "region": region or 0, "most": most})
    return [dict(row) for row in found.mappings()]


def search(connection: Connection, words: str, *, most: int = SHOWN) -> Sequence[Row]:
    """Cases that have every word, the newest first; none where the words say too little.

    Begins with the rarest token and asks the others only of the cases that have it.
    """
    wanted = list(tokens.wanted(words))
    if not wanted:
        return []
    found = pick(connection, embedded.search, server.search)(connection, wanted, most)
    return [dict(row) for row in found]


def card(connection: Connection, case: int) -> Mapping[str, Any]:
    """`case` (None: not there or not mine to see), its `story`, `attachments` and `requests`."""
    found = connection.execute(Case.__table__.select().where(Case.id == case)).mappings()
    parts = {
        "story": (Event, Event.case_id, Event.seq),
        "attachments": (Attachment, Attachment.case_id, Attachment.id),
        "requests": (Request, Request.case_id, Request.id),
    }
    row = found.one_or_none()
    told: dict[str, Any] = {"case": None if row is None else dict(row)}
    for name, (table, key, order) in parts.items():
        wanted = table.__table__.select().where(key == case).order_by(order)
        told[name] = [dict(one) for one in connection.execute(wanted).mappings()]
    return told


def counters(connection: Connection, now: int, since: int) -> Mapping[int, Row]:
    """By community: cases `open` and `overdue` at `now`, and `closed` from `since` on (ms)."""
    found = connection.execute(COUNTERS, {"now": now, "since": since}).mappings()
    return {
        row["region_id"]: {n: int(row[n]) for n in ("open", "overdue", "closed")} for row in found
    }


_OWN: Final = "c.duplicate_of is null and not c.self_handled"
EVALUATION: Final = text(
    "select d.department_id, count(*) as due, sum(d.closed) as closed, sum(d.on_time) as on_time,"
    " count(case when d.reworks > 0 then 1 end) as reworked from ("
    " select c.department_id, c.reworks, 1 as closed, case when c.overdue_excused"
    "   or c.case_deadline is null or coalesce(c.case_stopped, c.closed_at) <= c.case_deadline"
    "   then 1 else 0 end as on_time"
    f"  from case_ c where c.stage = 20 and c.closed_at >= :since and c.closed_at < :until and {_OWN}"
    " union all select c.department_id, c.reworks, 0, 0 from case_ c"
    f"  where c.stage >= 20 and c.closed_at >= :until and c.case_deadline < :until and {_OWN}"
    " union all select c.department_id, c.reworks, 0, 0 from case_ c"
    f"  where c.stage < 20 and c.case_deadline < :until and {_OWN}"
    ") d group by d.department_id"
)
"""Cases due to close as `domain.evaluation` says: closed in the period, and open at its end with the case's
deadline before that end. Of the open ones, few at any time, all are looked at."""


def evaluation(connection: Connection, since: int, until: int) -> Mapping[int, Row]:
    """By department, of the cases due to close 应结案 in [`since`, `until`) ms: `due`, `closed`, `on_time`
    and `reworked`."""
    found = connection.execute(EVALUATION, {"since": since, "until": until}).mappings()
    return {row["department_id"]: dict(row) for row in found}
