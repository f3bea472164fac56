"""States of a pane, as values that any part of the program can create."""

from dataclasses import dataclass
from enum import Enum, auto

from console.words import _


class StateKind(Enum):
    """Kind of a pane's state."""

    READY = auto()
    LOADING = auto()
    EMPTY = auto()
    FILTERED = auto()
    LATE = auto()
    DISCONNECTED = auto()
    READ_ONLY = auto()
    FORBIDDEN = auto()
    FAILED = auto()
    WRONG_SCHEMA = auto()


COVERING_KINDS = frozenset(
    {
        StateKind.LOADING,
        StateKind.EMPTY,
        StateKind.FILTERED,
        StateKind.FORBIDDEN,
        StateKind.FAILED,
        StateKind.WRONG_SCHEMA,
    }
)
"""Kinds that cover the content; the others leave it readable."""


@dataclass(frozen=True, slots=True)
class State:
    """A pane's state: `text` for the operator, `detail` for support (copied, never shown)."""

    kind: StateKind = StateKind.READY
    text: str = ""
    detail: str = ""


READY = State()
LOADING = State(StateKind.LOADING)


def empty(text: str) -> State:
    """No content by nature: "没有待派遣案件 · 下一件到期 14:20"."""
    return State(StateKind.EMPTY, text)


def filtered(total: int, beyond: str = "") -> State:
    """Content that the filter hides completely; `beyond` says where else to search."""
    said = _("{shown} of {total} · the filter hides all").format(shown=0, total=total)
    return State(StateKind.FILTERED, f"{said} · {beyond}" if beyond else said)


def late(seconds: int) -> State:
    """The feed is late by `seconds`."""
    return State(StateKind.LATE, _("{seconds} s late").format(seconds=seconds))


def disconnected(clock: str) -> State:
    """No connection since `clock` (14:03:07): the content stays, commands are disabled."""
    return State(StateKind.DISCONNECTED, _("No new data since {clock}").format(clock=clock))


def read_only() -> State:
    """The database takes no changes from this console."""
    return State(StateKind.READ_ONLY, _("Read only"))


def forbidden(posts: str) -> State:
    """Content that only `posts` may see."""
    return State(StateKind.FORBIDDEN, _("Only these posts see this: {posts}").format(posts=posts))


def failed(text: str, detail: str) -> State:
    """A bug or a failed source, in one sentence; `detail` can be copied."""
    return State(StateKind.FAILED, text, detail)


def wrong_schema(text: str) -> State:
    """A database of another version: one sentence over the whole pane."""
    return State(StateKind.WRONG_SCHEMA, text)
