"""Walls and scenes in words."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

from console.domain.moment import from_ms
from console.domain.refusal import sentence
from console.seat.wall_desk import Painting, Row, WallView, is_shown
from console.wall import orders
from console.words import _, mark

PAINTING: Final[Mapping[Painting, str]] = {
    Painting.PAINTING: mark("painting"),
    Painting.LATE: mark("late"),
    Painting.STOPPED: mark("stopped painting"),
}
REASONS: Final[Mapping[str, str]] = {
    "turn": mark("by turn"),
    "pinned": mark("pinned"),
    "shown": mark("shown"),
    "exclusive": mark("exclusive"),
}
PROBLEMS: Final[Mapping[str, str]] = {
    "screen_sleeps": mark("screen sleeps"),
    "screen_missing": mark("screen missing"),
    "scene_unknown": mark("its scene is not there"),
}
"""Problems of the wall's own; others are keys of refusals."""
SERVERS: Final[Mapping[str, str]] = {"primary": mark("primary"), "standby": mark("standby")}
MINUTE_MS: Final = 60_000


def painting(view: WallView) -> str:
    """How the wall does, with the delay where data are late."""
    words = _(PAINTING[view.painting])
    if view.painting is Painting.LATE:
        return _("{state} {age}").format(state=words, age=age(view.late_ms))
    return words


def scene(view: WallView) -> str:
    """The scene on the wall, its version and why it is there."""
    version = f"v{view.scene_version}" if view.scene_version else ""
    reason = _(REASONS[view.reason]) if view.reason in REASONS else view.reason
    return " · ".join(part for part in (_(view.scene), version, reason) if part)


def age(ms: int | None) -> str:
    """ "4 s", "12 min", "3 h"; "–" for what is not known."""
    if ms is None:
        return "–"
    if ms < MINUTE_MS:
        return _("{seconds} s").format(seconds=ms // 1000)
    if ms < 60 * MINUTE_MS:
        return _("{minutes} min").format(minutes=ms // MINUTE_MS)
    return _("{hours} h").format(hours=ms // (60 * MINUTE_MS))


def memory(view: WallView) -> str:
    """The memory of its processes."""
    return "–" if view.memory_mb is None else f"{view.memory_mb} MB"


def server(view: WallView) -> str:
    """The server that it reads from, by its name or alone."""
    kind, _space, name = view.server.partition(" ")
    if kind not in SERVERS:
        return view.server
    return f"{_(SERVERS[kind])} {name}".strip()


def problems(view: WallView) -> str:
    """What the wall says is wrong with it."""
    told = (_(PROBLEMS[one]) if one in PROBLEMS else sentence(one, {}) for one in view.problems)
    return " · ".join(told)


def standing(view: WallView, zone: tzinfo) -> str:
    """The orders that hold for a wall."""
    held, parts = view.standing, []
    for order, words in (
        (held.dark, _("dark")),
        (held.pin, _("pinned: {scene}").format(scene=_(held.pinned))),
        (held.visitors, _("visitors")),
    ):
        if order is not None:
            parts.append(until(words, order.until, zone))
    return " · ".join(parts)


def until(words: str, moment: int | None, zone: tzinfo) -> str:
    """Words with the moment at which they end, if they do."""
    if moment is None:
        return words
    return _("{words} until {clock}").format(words=words, clock=f"{from_ms(moment, zone):%H:%M}")


def ordered(wall: str, act: str, name: str = "") -> str:
    """An order in words: "南墙: Pin a scene · Overview"."""
    told = _(orders.ACTS[act])
    where = _("All walls") if wall == orders.ALL else wall
    what = f"{told} · {_(name)}" if name else told
    return _("{wall}: {what}").format(wall=where, what=what)


def scene_state(row: Row | None, now: int, zone: tzinfo) -> str:
    """Where a scene comes from and whether it is on the walls now."""
    if row is None:
        return _("the program's own")
    parts = [f"v{row['version']}"]
    if row.get("exclusive"):
        parts.append(_("exclusive"))
    if is_shown(row, now):
        parts.insert(0, until(_("on the walls"), row.get("until"), zone))
    elif row.get("about") is not None:
        parts.insert(0, _("was shown"))
    return " · ".join(parts)
