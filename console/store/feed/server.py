"""The feed of PostgreSQL: the difference of two snapshots.

The cursor is `era|epoch|snapshot|newest`, the last being the newest `recorded_at` heard (0: none yet);
rows and the next snapshot come from the same statement. A change of epoch (fail-over, restore) is
noticed on every new connection: it is the cluster, its timeline and the life of the database, which
no two restores share.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Final

import psycopg
from psycopg.adapt import Loader
from sqlalchemy.engine import Connection

from console.store.engine import Store, in_words, said
from console.store.feed import counted, port
from console.store.feed.packed import (
    SERVER_SQL,
    rows_of,
    server_rows,
    unpack_server,
)
from console.store.watchdog import Watchdog

MOST: Final = 100
"""Events of one poll; of a poll that has as many, all are asked for."""
DAY_MS: Final = 86_400_000
_NAMES: Final = ", ".join("e." + name for name in port.HAPPENED.split(", "))
_ASKED: Final = f"""
select s.sn::text, s.at, e.xid, {_NAMES}
from (select pg_current_snapshot() sn, (extract(epoch from clock_timestamp()) * 1000)::bigint at) s
left join (
  select e.xid, {_NAMES} from event e
  where e.era = %(era)s and e.xid >= pg_snapshot_xmin(%(cursor)s::pg_snapshot)
    and not pg_visible_in_snapshot(e.xid, %(cursor)s::pg_snapshot) and {{within}}) e on true
order by e.xid, e.seq
"""
NOW_MS: Final = "(date_part('epoch', statement_timestamp()) * 1000)::bigint"
# No transaction that writes events lives for a day: what was recorded a day before something that was
# heard was heard too, and months before it are not looked into (24 of them: 687 µs against 392).
POLL: Final = _ASKED.format(
    within=f"e.recorded_at >= least(%(newest)s::bigint, {NOW_MS}) - {DAY_MS}"
    f" order by e.xid, e.seq limit {MOST}"
)
# Everything that a snapshot shows lies below its upper bound. It is for the planner, as the limit is.
POLL_ALL: Final = _ASKED.format(within="e.xid < pg_snapshot_xmax(pg_current_snapshot())")
PLANNED_ONCE: Final = "set plan_cache_mode = force_generic_plan"
"""Else, once a month holds many events, every poll is planned anew (725 µs against 372): the planner
takes what lies above an unknown cursor for a third of the log."""
EPOCH: Final = """
select s.system_identifier::text || '.' || case when pg_is_in_recovery()
  then (select lpad(to_hex(c.timeline_id), 8, '0') from pg_control_checkpoint() c)
  else lower(substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)) end
|| '.' || (select i.life from schema_info i)
from pg_control_system() s
"""
ASSIGNMENTS: Final = server_rows(port.LIVE_ASSIGNMENTS, port.ASSIGNMENT)
REQUESTS: Final = server_rows(port.OPEN_REQUESTS, port.REQUEST)
LOAD_S: Final = 20.0
"""How long a first load may take; a poll is given up sooner."""
COUNTED_S: Final = 120.0
"""The same with what happened since the beginning of last year."""
PROOF_S: Final = 5.0
DIGEST: Final = port.DIGEST_SQL.replace("%", "%%")
NOUNS: Final = (
    "select k.kind, coalesce((select jsonb_agg(r) from public.nouns(k.kind) r), '[]') from noun k"
)
NOUN_DIGEST: Final = "select * from public.noun_digest()"
SEEN: Final = """
select distinct e.xid from event e, schema_info i
where e.era = i.era and e.xid >= pg_snapshot_xmin(pg_current_snapshot())
"""
STANDBY: Final = "select pg_is_in_recovery()"
NOW: Final = "select (extract(epoch from clock_timestamp()) * 1000)::bigint"


class _Document(Loader):
    """jsonb as the driver reads it, but nothing, which is what a note changes, 1.3 µs sooner."""

    def load(self, data: Any) -> Any:
        text = bytes(data)
        return {} if text == b"{}" else json.loads(text)


class ServerFeed:
    """`Feed` over one connection, shut down by a watchdog when the server falls silent."""

    def __init__(self, store: Store, patience_s: float = 2.0) -> None:
        self.store = store
        self._watchdog = Watchdog(patience_s)
        self._connection: Connection | None = None
        self._checked: Connection | None = None
        self._cursor: Any = None
        self._epoch, self._era = "", 0
        self._standby = False

    def _open(self) -> Connection:
        if (
            self._connection is None
            or self._cursor is None  # something failed while it was opened
            or self._connection.closed
            or self._connection.invalidated
        ):
            self.close()
            self._connection = self.store.engine.connect().execution_options(
                isolation_level="AUTOCOMMIT"
            )
            with self._watching(self._connection):
                self._epoch = str(self._connection.exec_driver_sql(EPOCH).scalar_one())
                self._standby = self._connection.exec_driver_sql(STANDBY).scalar_one()
                self._connection.exec_driver_sql(PLANNED_ONCE)
            self._cursor = self._connection.connection.cursor()
            self._cursor.adapters.register_loader("jsonb", _Document)
        return self._connection

    def _watching(
        self, connection: Connection, patience_s: float | None = None
    ) -> AbstractContextManager[None]:
        return self._watchdog.watching(connection.connection.dbapi_connection, patience_s)

    def _run(self, sql: str, values: Any = ()) -> Any:
        """One statement under the watchdog's eye."""
        with said(self.store.url):
            connection = self._open()
            with self._watching(connection):
                return connection.exec_driver_sql(sql, values).all()

    def _ask(self, sql: str, values: Any) -> Any:
        """The same by the driver alone, with one cursor for all: a poll comes ten times a second a
        seat, and SQLAlchemy's way to it and back costs as much as the poll itself (137 µs against 65),
        another cursor 18 µs."""
        with said(self.store.url):
            connection = self._open()
        raw = self._cursor.connection
        try:
            with self._watching(connection):
                return self._cursor.execute(sql, values).fetchall()
        except psycopg.Error as error:
            no = in_words(self.store.url, error)
            if isinstance(error, psycopg.OperationalError) or raw.closed:
                connection.invalidate(error)
            elif no.key == "database_unreachable":
                raise
            raise no from error

    def load(self, counted_since: int | None = None) -> port.FirstLoad:
        patience = LOAD_S if counted_since is None else COUNTED_S
        with said(self.store.url), self._one_moment(patience) as run:
            era, snapshot, at = run(
                f"select i.era, pg_current_snapshot()::text, ({NOW}) from schema_info i"  # noqa: S608
            ).one()
            if self._standby:
                snapshot = named(snapshot, "1:1:", map(int, run(SEEN).scalars()))
            return port.FirstLoad(
                cursor=f"{era}|{self._epoch}|{snapshot}|0",
                at=at,
                cases=unpack_server(run(SERVER_SQL).one()),
                assignments=rows_of(run(ASSIGNMENTS).scalar_one()),
                requests=rows_of(run(REQUESTS).scalar_one()),
                nouns=dict(run(NOUNS).all()),
                counted=counted.from_server(run, counted_since, at)
                if counted_since is not None
                else (),
            )

    @contextmanager
    def _one_moment(self, patience_s: float) -> Iterator[Callable[..., Any]]:
        """Everything run within is of one snapshot."""
        connection = self._open()
        run = connection.exec_driver_sql
        with self._watching(connection, patience_s):
            run("begin isolation level repeatable read read only")
            try:
                yield run
            finally:
                if not connection.invalidated:
                    run("rollback")

    def poll(self, cursor: str) -> port.Batch:
        self._check(cursor)
        return _poll(cursor, lambda sql: self._ask(sql, _asked(cursor)), standby=self._standby)

    def prove(self, cursor: str) -> port.Proven:
        self._check(cursor)
        with said(self.store.url), self._one_moment(PROOF_S) as run:
            batch = _poll(cursor, lambda sql: run(sql, _asked(cursor)).all(), standby=self._standby)
            kinds = {row[0]: tuple(row[1:]) for row in run(NOUN_DIGEST)}
            return port.Proven(batch, _digest(run(DIGEST).all()), kinds)

    def _check(self, cursor: str) -> None:
        """On every new connection, also one made in the middle of this feed's life."""
        era, epoch, _snapshot, _newest = cursor.split("|")
        with said(self.store.url):
            connection = self._open()
        if connection is not self._checked:
            (self._era,) = self._run("select era from schema_info")[0]
            self._checked = connection
        if int(era) != self._era or epoch != self._epoch:
            raise port.CursorLost("epoch")

    def digest(self) -> port.Digest:
        return _digest(self._run(DIGEST))

    def cases(self, ids: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        return self._beside("select * from case_ where id = any(%s)", list(ids))

    def buckets(self, numbers: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """One walk over the open cases, however many buckets: the walk is what costs."""
        sql = f"{port.OPEN_CASES} and id %% {port.BUCKETS} = any(%s)"
        return self._beside(sql, list(numbers))

    def _beside(self, sql: str, value: Any) -> Sequence[Mapping[str, Any]]:
        found = [dict(row._mapping) for row in self._run(sql, (value,))]
        ids = ([row["id"] for row in found],)
        assignments = [tuple(r) for r in self._run(f"{port.BESIDE_ASSIGNMENTS} = any(%s)", ids)]
        requests = [tuple(r) for r in self._run(f"{port.BESIDE_REQUESTS} = any(%s)", ids)]
        return port.beside(found, assignments, requests)

    def nouns(self, kind: str, ids: Sequence[int] | None = None) -> port.Rows:
        values = (kind, list(ids) if ids is not None else None)
        return [row[0] for row in self._run("select public.nouns(%s, %s::bigint[])", values)]

    def positions(self, cursor: int) -> port.Positions:
        sql = (
            "select crew_id, at, lon, lat, heading, id from crew_position where id > %s order by id"
        )
        found = self._ask(sql, (cursor,)) if cursor else self._run(port.LAST_POSITIONS)
        newest = max((row[5] for row in found), default=cursor)
        return port.Positions([tuple(row[:5]) for row in found], newest)

    def close(self) -> None:
        if self._connection is not None:
            if not self._connection.closed:  # its settings are no one else's: not back to the pool
                self._connection.invalidate()
            self._connection.close()
            self._connection = self._cursor = None
        self._watchdog.close()


def _asked(cursor: str) -> dict[str, Any]:
    era, _epoch, snapshot, newest = cursor.split("|")
    return {"era": int(era), "cursor": snapshot, "newest": int(newest)}


def _poll(cursor: str, ask: Callable[[str], Sequence[Any]], *, standby: bool) -> port.Batch:
    found = ask(POLL)
    if len(found) == MOST:
        found = ask(POLL_ALL)
    era, epoch, before, newest = cursor.split("|")
    heard = [row for row in found if row[2] is not None]
    events = [port.Happened(*row[3:]) for row in heard]
    if events:
        newest = str(max(int(newest), events[-1].recorded_at))
    snapshot = found[0][0]
    if standby:
        snapshot = named(snapshot, before, (int(row[2]) for row in heard))
    return port.Batch(events, f"{era}|{epoch}|{snapshot}|{newest}", found[0][1])


def named(snapshot: str, before: str, heard: Iterable[int]) -> str:
    """A standby's snapshot with the transactions that it does not show named as under way.

    A standby tells the bounds of its snapshots alone: what was under way between them would count as
    seen, and its commit would never be heard. Seen is what was heard just now, or `before` it.
    """
    least, beyond, _none = snapshot.split(":")
    _first, last, under_way = before.split(":")
    waiting = {int(xid) for xid in under_way.split(",") if xid}
    seen = {*heard}
    unseen = [
        xid
        for xid in range(int(least), int(beyond))
        if xid not in seen and (xid >= int(last) or xid in waiting)
    ]
    return f"{least}:{beyond}:{','.join(map(str, unseen))}"


def _digest(found: Sequence[Any]) -> port.Digest:
    return {int(b): (int(n), int(versions), int(check)) for b, n, versions, check in found}
