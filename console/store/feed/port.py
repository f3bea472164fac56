"""The feed: what changed since a cursor, in whichever database.

The cursor is an opaque string; only its adapter reads it. Everything above polls this port.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, Protocol

from console.store.feed.packed import Packed

BUCKETS: Final = 1024
DIGEST_SQL: Final = (
    "select id % 1024 as bucket, count(*), sum(version),"
    " sum((id * 40503 + version * 9973) % 2147483647)"
    " from case_ where stage < 20 group by 1"
)
OPEN_CASES: Final = "select * from case_ where stage < 20"
LIVE_ASSIGNMENTS: Final = (
    "select a.id, a.case_id, a.crew_id, a.state from assignment a"
    " join case_ c on c.id = a.case_id where a.ended_at is null and c.stage < 20"
)
OPEN_REQUESTS: Final = (
    "select r.id, r.case_id, r.kind, r.level from request r"
    " join case_ c on c.id = r.case_id where r.state = 1"
)
ASSIGNMENT: Final = ("id", "case_id", "crew_id", "state")
REQUEST: Final = ("id", "case_id", "kind", "level")
BESIDE_ASSIGNMENTS: Final = LIVE_ASSIGNMENTS + " and a.case_id"
BESIDE_REQUESTS: Final = OPEN_REQUESTS + " and r.case_id"
LAST_POSITIONS: Final = (
    "select p.crew_id, p.at, p.lon, p.lat, p.heading, p.id from crew_position p"
    " join (select crew_id, max(id) as id from crew_position group by crew_id) l on l.id = p.id"
)


Check = tuple[int, int, int]
"""Count, sum of versions, checksum."""
Digest = Mapping[int, Check]
NounDigest = Mapping[str, Check]
Rows = Sequence[Mapping[str, Any]]


class CursorLost(Exception):
    """The cursor belongs to another life of the database (era, epoch, retention): load anew."""


class Happened(NamedTuple):
    """What a screen needs of one event of the log; a tuple: made in a fifth of the time.

    Who asks why and what was before reads the case's story.
    """

    seq: int
    kind: str
    subject: int
    version: int
    case_id: int | None
    command: str
    command_id: str
    actor_id: int | None
    post: str | None
    recorded_at: int
    after: Mapping[str, Any]


HAPPENED: Final = (
    "seq, kind, subject, subject_version, case_id, command, command_id, actor_id, post, recorded_at,"
    " after"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Events in commit order, the cursor that follows them, the database's clock (ms)."""

    events: Sequence[Happened]
    cursor: str
    at: int


@dataclass(frozen=True, slots=True)
class FirstLoad:
    """One consistent picture: open cases, live assignments, open requests, and its cursor."""

    cursor: str
    at: int
    cases: Packed
    assignments: Sequence[tuple[int, int, int, int]] = field(default=())
    requests: Sequence[tuple[int, int, str, int]] = field(default=())
    nouns: Mapping[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Positions:
    """Crew positions (crew, ms, lon, lat, heading) newer than `cursor` was."""

    rows: Sequence[tuple[int, int, float, float, float | None]]
    cursor: int


class Proven(NamedTuple):
    """A batch, and the digests of what a screen holds once it is applied: open cases, nouns by kind."""

    batch: Batch
    digest: Digest
    nouns: NounDigest


class Feed(Protocol):
    """One connection of its own to one database. Raises `Refused` when the world is unreachable."""

    def load(self) -> FirstLoad: ...

    def poll(self, cursor: str) -> Batch:
        """What became visible since `cursor`. Raises `CursorLost` when only a new load helps."""

    def digest(self) -> Digest:
        """Open cases by bucket (id mod 1,024): count, sum of versions, checksum."""

    def prove(self, cursor: str) -> Proven:
        """`poll` and digests of one moment: with these events applied a screen has these digests."""

    def cases(self, ids: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """These cases as they are now, open or not, each with what `beside` puts to it."""

    def buckets(self, numbers: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        """Open cases of some buckets, each with what `beside` puts to it."""

    def nouns(self, kind: str, ids: Sequence[int] | None = None) -> Rows:
        """These rows of a noun as they are now, of those that the operator sees; None: all not gone."""

    def positions(self, cursor: int) -> Positions: ...

    def close(self) -> None: ...


def beside(
    rows: Sequence[dict[str, Any]],
    assignments: Sequence[tuple[int, int, int, int]],
    requests: Sequence[tuple[int, int, str, int]],
) -> Sequence[Mapping[str, Any]]:
    """Case rows with their live `assignments` and open `requests` as lists of tuples."""
    for row in rows:
        row["assignments"] = [a for a in assignments if a[1] == row["id"]]
        row["requests"] = [r for r in requests if r[1] == row["id"]]
    return rows


def check(rows: Collection[Mapping[str, Any]]) -> Check:
    """Of the rows of a noun, as `DIGEST_SQL` of a bucket's cases."""
    return (
        len(rows),
        sum(row["version"] for row in rows),
        sum((row["id"] * 40503 + row["version"] * 9973) % 2147483647 for row in rows),
    )
