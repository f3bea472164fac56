"""The log of an embedded database: events that are no case's, seals. `server` has the same functions."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.engine import Connection

from console.domain.stage import Post
from console.store.dialect import run
from console.store.engine import Store, now_ms
from console.store.log import chain
from console.store.schema import Event, Operator, OperatorPost, SchemaInfo, Seat, Setting

CITY: Final = 0
"""The subject of what was done to the city as a whole."""


def note(
    connection: Connection,
    kind: str,
    subject: int,
    what: str,
    actor: int | None,
    post: str | None,
    after: Mapping[str, Any],
    why: str | None,
    before: Mapping[str, Any] | None = None,
) -> None:
    """An event that is no case's: `public.noted` of the guard."""
    last = select(func.coalesce(func.max(Event.subject_version), 0)).where(
        Event.kind == kind, text("kind <> 'case'"), Event.subject == subject
    )
    seq = select(func.coalesce(func.max(Event.seq), 0))
    number, at = connection.execute(seq).scalar_one() + 1, now_ms()
    seat = select(Seat.name).where(Seat.operator_id == actor).order_by(Seat.seen_at.desc()).limit(1)
    connection.execute(
        insert(Event).values(
            seq=number,
            xid=number,
            era=connection.execute(select(SchemaInfo.era)).scalar_one(),
            kind=kind,
            subject=subject,
            subject_version=connection.execute(last).scalar_one() + 1,
            command=what,
            command_id=str(uuid.uuid4()),
            ordinal=0,
            actor_id=actor,
            post=post,
            seat=connection.scalar(seat),
            recorded_at=at,
            occurred_at=at,
            before=dict(before or {}),
            after=dict(after),
            scope=[],
            crossed=False,
            reason=why,
        )
    )


def keeps_city(connection: Connection, actor: str | None) -> bool:
    """Whether a login is the administrator of the system; nobody named is the owner."""
    if actor is None:
        return True
    held = connection.execute(
        select(OperatorPost.id)
        .join(Operator, Operator.id == OperatorPost.operator_id)
        .where(Operator.login == actor, Operator.active, OperatorPost.active)
        .where(OperatorPost.post == str(Post.ADMINISTRATOR))
    )
    return held.first() is not None


def set_setting(
    connection: Connection, actor: str | None, name: str, held: Any, value: Any, why: str
) -> str | None:
    """Writes and notes a setting that was `held` before, where it differs."""
    if held == value and isinstance(held, bool) == isinstance(value, bool):
        return None
    done = connection.execute(update(Setting).where(Setting.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(insert(Setting).values(name=name, value=value))
    _note_of_city(connection, actor, "setting", "set-setting", {name: held}, {name: value}, why)
    return None


def note_import(
    connection: Connection, actor: str | None, before: Mapping[str, Any], after: Mapping[str, Any]
) -> str | None:
    """Notes an import."""
    _note_of_city(connection, actor, "import", "import", before, after, None)
    return None


def _note_of_city(
    connection: Connection, actor: str | None, kind: str, act: str,
    before: Mapping[str, Any], after: Mapping[str, Any], why: str | None,
) -> None:  # fmt: skip
    who = connection.scalar(select(Operator.id).where(Operator.login == actor))
    post = str(Post.ADMINISTRATOR) if actor is not None else None
    note(connection, kind, CITY, act, who, post, after, why, before)


def seal(connection: Connection, most: int) -> int:
    """The next seal, of `most` events at most; answers how many."""
    bound, before = chain.last_seal(connection)
    rows = list(chain.events(connection, bound, chain.AFTER_ALL, most))
    if not rows:
        return 0
    digests = b"".join(chain.digest(row) for row in rows)
    end = dict(zip(chain.COLUMNS, rows[-1], strict=True))
    connection.exec_driver_sql(
        "insert into seal (upto_era, upto_xid, upto_seq, events, digests, hash, at)"
        " values (cast(? as integer), cast(? as integer), cast(? as integer), ?, ?, ?, ?)",
        (
            end["era"],
            end["xid"],
            end["seq"],
            len(rows),
            digests,
            chain.chained(before, digests),
            now_ms(),
        ),
    )
    return len(rows)


def take_lease(
    connection: Connection, name: str, holder: str, span_ms: int
) -> tuple[str, int, int]:
    """Compare-and-set; holder, until when, and the clock."""
    now = now_ms()
    run(
        connection,
        "insert into lease (name, holder, until, version) values (?, ?, ?, 1)"
        " on conflict (name) do update set holder = excluded.holder, until = excluded.until,"
        " version = version + 1 where holder = excluded.holder or until <= ?",
        (name, holder, now + span_ms, now),
    )
    kept_by, until = run(
        connection, "select holder, until from lease where name = ?", (name,)
    ).one()
    return kept_by, until, now_ms()


def end_stalled(_store: Store) -> int:
    """None: the file's lock has an end of its own."""
    return 0


def make_months(_connection: Connection, _since: int | None) -> set[str]:
    """None: the log is one table."""
    return set()


def keep_months(_connection: Connection) -> int:
    """The same."""
    return 0


def password_until(_store: Store) -> int | None:
    """Never: there are no passwords."""
    return None
