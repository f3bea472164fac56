"""The feed of SQLite: `data_version` says whether to look, `seq >` says what is new.

One writer at a time makes the sequence exact. The cursor is `era.life:seq`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.engine import Connection

from console.domain.nouns import DECLARED, noun
from console.domain.refusal import Refused
from console.store.documents import read_document, read_row
from console.store.engine import Store, file_mark, now_ms, said
from console.store.feed import counted, port
from console.store.feed.packed import (
    BY_ID,
    EMBEDDED_SQL,
    embedded_rows,
    rows_of,
    unpack_embedded,
)
from console.store.reading import embedded as reading

ASSIGNMENTS: Final = embedded_rows(port.LIVE_ASSIGNMENTS, port.ASSIGNMENT)
LIFE: Final = "SELECT era || '.' || life FROM schema_info"
NEWEST: Final = "SELECT coalesce(max(seq), 0) FROM main.event"
"""Of all events, also those this operator does not see: they are not looked at again."""
REQUESTS: Final = embedded_rows(port.OPEN_REQUESTS, port.REQUEST)


class EmbeddedFeed:
    """`Feed` over one connection; the connection never writes, so `data_version` tells all."""

    def __init__(self, store: Store, clock: Callable[[], int] = now_ms) -> None:
        self.store, self.clock = store, clock
        with said(store.url):
            self._connection = store.reading.connect()
        self._file = file_mark(store.path)
        self._seen: int | None = None

    def load(self, counted_since: int | None = None) -> port.FirstLoad:
        at = self.clock()
        with said(self.store.url), self._connection.begin():
            run = self._connection.exec_driver_sql
            return port.FirstLoad(
                cursor=self._cursor(self._connection),
                at=at,
                cases=unpack_embedded(run(self._first_load()).one()),
                assignments=rows_of(run(ASSIGNMENTS).scalar_one()),
                requests=rows_of(run(REQUESTS).scalar_one()),
                nouns={one.kind: self._nouns(one.kind) for one in DECLARED},
                counted=counted.from_file(run, counted_since, at)
                if counted_since is not None
                else (),
            )

    def _first_load(self) -> str:
        """A view has no index of its own to be told of."""
        sight = "SELECT 1 FROM temp.sqlite_master WHERE name = 'case_'"
        narrow = self._connection.exec_driver_sql(sight).scalar_one_or_none() is not None
        return EMBEDDED_SQL.replace(BY_ID, "") if narrow else EMBEDDED_SQL

    def poll(self, cursor: str) -> port.Batch:
        self._look()
        with said(self.store.url), self._connection.begin():
            return self._poll(cursor)

    def prove(self, cursor: str) -> port.Proven:
        self._look()
        with said(self.store.url), self._connection.begin():
            kinds = {one.kind: port.check(self._nouns(one.kind)) for one in DECLARED}
            return port.Proven(self._poll(cursor), self._digest(), kinds)

    def _look(self) -> None:
        """The file may have been moved away, or a restored one stands in its place."""
        if file_mark(self.store.path) != self._file:
            raise Refused("database_missing", path=str(self.store.path))

    def _poll(self, cursor: str) -> port.Batch:
        run = self._connection.exec_driver_sql
        version = run("PRAGMA data_version").scalar_one()
        if version == self._seen:
            return port.Batch((), cursor, self.clock())
        era, last = cursor.split(":")
        if era != run(LIFE).scalar_one():
            raise port.CursorLost("era")
        found = run(
            f"SELECT {port.HAPPENED} FROM event WHERE seq > ? ORDER BY seq",  # noqa: S608
            (int(last),),
        ).all()
        newest = run(NEWEST).scalar_one()
        events = [_happened(row) for row in found]
        self._seen = version
        return port.Batch(events, f"{era}:{newest}", self.clock())

    def digest(self) -> port.Digest:
        with said(self.store.url), self._connection.begin():
            return self._digest()

    def _digest(self) -> port.Digest:
        found = self._connection.exec_driver_sql(port.DIGEST_SQL).all()
        return {bucket: (n, versions, check) for bucket, n, versions, check in found}

    def cases(self, ids: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        marks = ",".join("?" * len(ids))
        return self._rows(f"SELECT * FROM case_ WHERE id IN ({marks})", tuple(ids))  # noqa: S608

    def buckets(self, numbers: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        marks = ",".join("?" * len(numbers))
        return self._rows(f"{port.OPEN_CASES} AND id % {port.BUCKETS} IN ({marks})", tuple(numbers))

    def nouns(self, kind: str, ids: Sequence[int] | None = None) -> port.Rows:
        with said(self.store.url), self._connection.begin():
            return self._nouns(kind, ids)

    def _nouns(self, kind: str, ids: Sequence[int] | None = None) -> port.Rows:
        one = noun(kind)
        assert one is not None, kind
        return reading.nouns(self._connection, one, self.store.actor, ids, ended=False)

    def positions(self, cursor: int) -> port.Positions:
        sql = (
            "SELECT crew_id, at, lon, lat, heading, id FROM crew_position WHERE id > ? ORDER BY id"
        )
        with said(self.store.url), self._connection.begin():
            run = self._connection.exec_driver_sql
            found = run(sql, (cursor,)).all() if cursor else run(port.LAST_POSITIONS).all()
        newest = max((row[5] for row in found), default=cursor)
        return port.Positions([tuple(row[:5]) for row in found], newest)

    def close(self) -> None:
        self._connection.close()

    def _rows(self, sql: str, values: tuple[Any, ...]) -> Sequence[Mapping[str, Any]]:
        with said(self.store.url), self._connection.begin():
            run = self._connection.exec_driver_sql
            found = [read_row("case_", row) for row in run(sql, values).mappings()]
            ids = (json.dumps([row["id"] for row in found]),)
            within = " IN (SELECT value FROM json_each(?))"
            assignments = [tuple(r) for r in run(port.BESIDE_ASSIGNMENTS + within, ids)]
            requests = [tuple(r) for r in run(port.BESIDE_REQUESTS + within, ids)]
        return port.beside(found, assignments, requests)

    def _cursor(self, connection: Connection) -> str:
        era = connection.exec_driver_sql(LIFE).scalar_one()
        last = connection.exec_driver_sql(NEWEST).scalar_one()
        return f"{era}:{last}"


def _happened(row: Any) -> port.Happened:
    return port.Happened(*row)._replace(after=read_document(row[-1]))
