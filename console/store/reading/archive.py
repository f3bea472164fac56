"""What screens ask of the whole archive, open and closed: answers that millions do not slow.

Every question goes by an index and touches as many rows as it shows. Tokens are compared
by equality alone, which row security lets an index answer.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection

from console.domain import tokens
from console.store.dialect import is_embedded
from console.store.schema import Attachment, Case, Event, Request

Row = Mapping[str, Any]

PROBED: Final = 200
"""A token's commonness is told by how far back its newest so many cases reach."""
WALKED: Final = 3_000
"""So many of the newest cases with the rarest token are asked for the others: who types two words
that are common alone and rare together sees the newest of them only."""
WALKED_NARROW: Final = 5_000
"""The same on a server for whoever sees a part only, of which most may be others' cases: each that has
the words is asked for (at 5,000,000 closed 8,000 took 54 ms, 5,000 take 36)."""
FEW: Final = 10
"""Who sees less than one in so many of the rarest word's cases (a district's dispatcher sees one in
six, a department one in a hundred) is asked for those he sees before their words are compared."""
SHOWN: Final = 50
COLUMNS: Final = ", ".join(f"c.{column.name}" for column in Case.__table__.columns)
FOUND: Final = text(
    f"select {COLUMNS} from found_cases(cast(:words as text[]), :most) f"  # noqa: S608
    " join case_ c on c.id = f order by c.id desc"
)
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
    if not is_embedded(connection):
        asked: Any = FOUND
        values: dict[str, Any] = {"words": wanted, "most": most}
    else:
        first, *others = _rarest_first(connection, wanted)
        asked = text(_walk(bool(others)))
        values = {"first": first, "walked": WALKED, "most": most}
        if others:
            asked = asked.bindparams(bindparam("others", expanding=True))
            values |= {"others": others, "wanted": len(others)}
    return [dict(row) for row in connection.execute(asked, values).mappings()]


def _walk(more: bool) -> str:
    """The search of an embedded database, as `found_cases` of the guard does it."""
    also = "(select count(*) from token k where k.case_id = c.id and k.token in :others) = :wanted"
    return (
        f"select {COLUMNS} from (select t.case_id from token t where t.token = :first"  # noqa: S608
        " order by t.case_id desc limit :walked) w join case_ c on c.id = w.case_id"
        f"{' where ' + also if more else ''} order by w.case_id desc limit :most"
    )


def _rarest_first(connection: Connection, wanted: Sequence[str]) -> list[str]:
    """By how far back the newest cases of each reach; a token with few cases reaches to the end."""
    if len(wanted) < 2:
        return list(wanted)
    listed = ", ".join(f"(:w{i})" for i in range(len(wanted)))
    sql = (
        f"with w(word) as (values {listed}) select w.word, (select t.case_id from token t"  # noqa: S608
        " where t.token = w.word order by t.case_id desc limit 1 offset :back) from w"
    )
    values: dict[str, Any] = {f"w{i}": token for i, token in enumerate(wanted)}
    found = connection.execute(text(sql), {**values, "back": PROBED - 1})
    reach = {token: case or 0 for token, case in found}
    return sorted(wanted, key=reach.__getitem__)


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


_DUE: Final = (
    "select c.department_id, c.closed_at, c.case_stopped, c.case_deadline, c.overdue_excused, c.reworks"
    " from case_ c where c.case_deadline >= :since and c.case_deadline < :until"
)
EVALUATION: Final = text(
    "select d.department_id, count(*) as due,"
    " count(case when d.closed_at < :until then 1 end) as closed,"
    " count(case when d.case_stopped <= d.case_deadline or d.overdue_excused then 1 end) as on_time,"
    " count(case when d.reworks > 0 then 1 end) as reworked"
    f" from ({_DUE} and c.stage >= 20 and c.stage <> 22 union all {_DUE} and c.stage < 20) d"
    " group by d.department_id"
)
"""The ended cases by their index; of the open ones, few at any time, all are looked at."""


def evaluation(connection: Connection, since: int, until: int) -> Mapping[int, Row]:
    """By department, of the cases due to close in [`since`, `until`) ms: `due`, `closed` by the end,
    `on_time`, `reworked`."""
    found = connection.execute(EVALUATION, {"since": since, "until": until}).mappings()
    return {row["department_id"]: dict(row) for row in found}
