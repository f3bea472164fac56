"""Reading in an embedded database: sight of nouns, the search. `server` has `nouns` and `search` too."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, text
from sqlalchemy.engine import Connection, RowMapping

from console.domain.administration import ADMINISTRATORS
from console.domain.intent import HeldPost, Row
from console.domain.nouns import Noun, noun
from console.domain.stage import Post
from console.store.bare import run
from console.store.documents import rows
from console.store.reading.tokens import COLUMNS, PROBED, WALKED

EVERYBODY: Final = 0
"""In the scope of what is the whole city's."""


def nouns(
    connection: Connection, one: Noun, login: str | None, ids: Sequence[int] | None, *, ended: bool
) -> list[dict[str, Any]]:
    """Rows of a noun that a login sees."""
    gone = {one.state(name) for name in one.gone}
    sql = f"SELECT * FROM main.{one.table} ORDER BY id"  # noqa: S608
    held = posts(connection, login) if login is not None else None
    return [
        row
        for row in rows(connection, one.table, sql)
        if (row["id"] in ids if ids is not None else ended or row["state"] not in gone)
        and (held is None or sees(held, scope(connection, one, row)))
    ]


def posts(connection: Connection, login: str) -> list[HeldPost]:
    """The posts of an active login."""
    found = run(
        connection,
        "SELECT p.post, p.region_id, p.department_id FROM main.operator o"
        " JOIN main.operator_post p ON p.operator_id = o.id"
        " WHERE o.login=? AND o.active AND p.active",
        (login,),
    )
    return [HeldPost(Post(post), region, department) for post, region, department in found]


def row(connection: Connection, table: str, row_id: int) -> dict[str, Any] | None:
    """One row of an embedded database; None where there is none."""
    found = rows(connection, table, f"SELECT * FROM main.{table} WHERE id=?", row_id)  # noqa: S608
    return found[0] if found else None


def sees(held: Sequence[HeldPost], scope: Collection[int]) -> bool:
    """Whether one of the posts meets a scope; administrators see what is everybody's only."""
    return EVERYBODY in scope or any(
        post.post not in ADMINISTRATORS
        and (post.region_id is None or post.region_id in scope)
        and (post.department_id is None or -post.department_id in scope)
        for post in held
    )


def scope(connection: Connection, one: Noun, row: Row) -> set[int]:
    """Whom a row concerns: regions above and below its own, its department's line (negated)."""
    if one.city:
        return {EVERYBODY}
    region: int | None
    department: int | None
    if one.region:
        region = row[one.region]
        department = row[one.concerned] if one.concerned else None
    else:
        place = parent(connection, one, row[f"{one.parent}_id"])
        region, department = place[:2] if place is not None else (None, None)
    found = {
        -body
        for (body,) in run(
            connection,
            "SELECT ancestor_id FROM main.department_under WHERE department_id=?",
            (department,),
        )
    }
    if region is None:
        return found | {EVERYBODY}
    under = "SELECT ancestor_id FROM main.region_under WHERE region_id=?1 UNION"
    sql = f"{under} SELECT region_id FROM main.region_under WHERE ancestor_id=?1"
    return found | {number for (number,) in run(connection, sql, (region,))}


def parent(
    connection: Connection, one: Noun, parent_id: int
) -> tuple[int | None, int | None, int] | None:
    """Region, department and state of the row that a noun belongs to; None where there is none."""
    if one.parent == "case":
        found = row(connection, "case_", parent_id)
        return (found["region_id"], found["department_id"], found["stage"]) if found else None
    above = noun(one.parent)
    assert above is not None, one
    held = row(connection, above.table, parent_id)
    if held is None:
        return None
    if not above.region and above.parent:
        place = parent(connection, above, held[f"{above.parent}_id"])
        return (*place[:2], held["state"]) if place is not None else None
    region = held[above.region] if above.region else None
    department = held[above.concerned] if above.concerned else None
    return region, department, held["state"]


def events(connection: Connection, kind: str, subject: int) -> list[dict[str, Any]]:
    """The newest hundred events of one noun of an embedded database, newest first."""
    return rows(
        connection,
        "event",
        "SELECT * FROM main.event WHERE kind=? AND kind<>'case' AND subject=?"
        " ORDER BY subject_version DESC LIMIT 100",
        kind,
        subject,
    )


def search(connection: Connection, wanted: Sequence[str], most: int) -> Sequence[RowMapping]:
    """The newest cases with every token, as `found_cases` of the guard finds them."""
    first, *others = _rarest_first(connection, wanted)
    asked: Any = text(_walk(bool(others)))
    values: dict[str, Any] = {"first": first, "walked": WALKED, "most": most}
    if others:
        asked = asked.bindparams(bindparam("others", expanding=True))
        values |= {"others": others, "wanted": len(others)}
    return connection.execute(asked, values).mappings().all()


def _walk(more: bool) -> str:
    """The statement; asks for other tokens too where there are `more`."""
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
