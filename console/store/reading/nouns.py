"""Reading nouns beside the case: which rows an operator sees, and what changed them.

A server answers by its function `nouns`, which judges sight; an embedded database by the same rules here.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.domain.administration import ADMINISTRATORS
from console.domain.intent import HeldPost, Row
from console.domain.nouns import DECLARED, Noun, noun
from console.domain.stage import Post
from console.store.bare import run
from console.store.dialect import is_embedded
from console.store.documents import rows
from console.store.engine import Store

EVERYBODY: Final = 0
"""In the scope of what is the whole city's."""
Check = tuple[int, int, int]


def all_of(store: Store, one: Noun, *, ended: bool = False) -> list[dict[str, Any]]:
    """The rows of a noun that the store's operator sees, in order of id; `ended` ones too."""
    with store.read() as connection:
        return read(connection, one, store.actor, ended=ended)


def read(
    connection: Connection,
    one: Noun,
    login: str | None,
    ids: Sequence[int] | None = None,
    *,
    ended: bool = False,
) -> list[dict[str, Any]]:
    """Rows that a login sees: those with these ids, else all that are not gone; `ended` ones too.

    No login is the owner, who sees all.
    """
    if not is_embedded(connection):
        found = connection.exec_driver_sql(
            "select public.nouns(%s, %s::bigint[], %s)",
            (one.kind, list(ids) if ids is not None else None, ended),
        )
        return list(found.scalars())
    gone = {one.state(name) for name in one.gone}
    sql = f"SELECT * FROM main.{one.table} ORDER BY id"  # noqa: S608
    held = posts(connection, login) if login is not None else None
    return [
        row
        for row in rows(connection, one.table, sql)
        if (row["id"] in ids if ids is not None else ended or row["state"] not in gone)
        and (held is None or sees(held, scope(connection, one, row)))
    ]


def digests(connection: Connection, login: str | None) -> dict[str, Check]:
    """Per kind: rows not gone, sum of their versions, checksum; as the feed's digest of cases."""
    if not is_embedded(connection):
        found = connection.exec_driver_sql("select * from public.noun_digest()")
        return {kind: (count, versions, check) for kind, count, versions, check in found}
    return {one.kind: digest(read(connection, one, login)) for one in DECLARED}


def digest(held: Collection[Row]) -> Check:
    """Count, sum of versions and checksum of rows."""
    return (
        len(held),
        sum(row["version"] for row in held),
        sum((row["id"] * 40503 + row["version"] * 9973) % 2147483647 for row in held),
    )


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
