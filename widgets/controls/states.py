"""The states of a pane, as values. Any other object of the program may make one and hand it over."""

from dataclasses import dataclass
from enum import Enum, auto

from console.words import _


class Kind(Enum):
    """What a pane can be."""

    READY = auto()
    LOADING = auto()
    EMPTY = auto()
    FILTERED = auto()
    LATE = auto()
    DEAF = auto()
    READ_ONLY = auto()
    FORBIDDEN = auto()
    FAILED = auto()
    WRONG_SCHEMA = auto()


COVERING = frozenset(
    {Kind.LOADING, Kind.EMPTY, Kind.FILTERED, Kind.FORBIDDEN, Kind.FAILED, Kind.WRONG_SCHEMA}
)
"""These stand in place of the content; in the others it stays to be read."""


@dataclass(frozen=True, slots=True)
class State:
    """`text` for the operator, `detail` for whoever is called (copied, never shown)."""

    kind: Kind = Kind.READY
    text: str = ""
    detail: str = ""


READY = State()
LOADING = State(Kind.LOADING)


def empty(text: str) -> State:
    """Nothing there by nature: "没有待派遣案件 · 下一件到期 14:20"."""
    return State(Kind.EMPTY, text)


def filtered(total: int, beyond: str = "") -> State:
    """Something is there, but the filter lets none of it through; `beyond`: where else to look."""
    said = _("{shown} of {total} · the filter hides all").format(shown=0, total=total)
    return State(Kind.FILTERED, f"{said} · {beyond}" if beyond else said)


def late(seconds: int) -> State:
    """News are older than they should be."""
    return State(Kind.LATE, _("{seconds} s late").format(seconds=seconds))


def deaf(clock: str) -> State:
    """Nothing heard since `clock` (14:03:07): content stays, commands do not."""
    return State(Kind.DEAF, _("No new data since {clock}").format(clock=clock))


def read_only() -> State:
    """The database takes nothing from this console."""
    return State(Kind.READ_ONLY, _("Read only"))


def forbidden(posts: str) -> State:
    """Only `posts` may see this."""
    return State(Kind.FORBIDDEN, _("Only these posts see this: {posts}").format(posts=posts))


def failed(text: str, detail: str) -> State:
    """A bug or a broken source, in one sentence; the detail can be copied."""
    return State(Kind.FAILED, text, detail)


def wrong_schema(text: str) -> State:
    """The database is of another version: one sentence over the whole pane."""
    return State(Kind.WRONG_SCHEMA, text)
