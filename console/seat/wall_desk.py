"""What a seat knows of the walls, and the commands that it gives about walls and scenes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from console.desk.desk import Desk
from console.domain.intent import Answer, Intent, new_command_id
from console.domain.nouns import SCENE, WALL_ORDER, noun
from console.domain.stage import Post
from console.store.dialect import database_now
from console.store.engine import Store
from console.store.people import seats
from console.store.reading import nouns
from console.wall import orders
from console.wall.rotation import known_scenes
from console.wall.scenes import Scene, content_of

STOPPED_MS: Final = 30_000
"""A wall that has told nothing, or painted nothing, for so long has stopped."""
LATE_MS: Final = 5_000
"""Data of a wall older than this are late."""
Row = Mapping[str, Any]


class Painting(StrEnum):
    """How a wall does."""

    PAINTING = "painting"
    LATE = "late"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class WallView:
    """A wall as it last told of itself, judged at one moment; None is what it did not tell."""

    name: str
    painting: Painting
    frame_ms: int | None = None
    """Age of its last frame."""
    told_ms: int = 0
    """Age of what it told."""
    late_ms: int = 0
    scene: str = ""
    scene_version: int = 0
    reason: str = ""
    memory_mb: int | None = None
    server: str = ""
    version: str = ""
    size: tuple[int, int] | None = None
    screens: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    standing: orders.Standing = field(default_factory=orders.Standing)


@dataclass(frozen=True, slots=True)
class WallsRead:
    """All walls with the scenes and orders of the city, read at one moment (`now`, ms)."""

    now: int
    walls: Sequence[WallView]
    scenes: Mapping[int, Row]
    orders: Mapping[int, Row]

    def row_of(self, name: str) -> Row | None:
        """The kept scene of a name; None for one of the program's own alone."""
        return next((row for row in self.scenes.values() if row["name"] == name), None)

    @property
    def over(self) -> list[Row]:
        """Scenes that were kept only to be shown, and are shown no longer."""
        rows = self.scenes.values()
        return [row for row in rows if row.get("about") is not None and not is_shown(row, self.now)]

    @property
    def known(self) -> dict[str, tuple[Scene, int]]:
        """Name → scene and version of those that take turns."""
        return known_scenes(self.scenes)


def read(store: Store) -> WallsRead:
    """Reads walls, scenes and orders. Blocks: for worker threads. Raises `Refused`.

    It asks the database and not the live room, which an administrator's seat has not.
    """
    with store.read() as connection:
        now = database_now(connection)
        told = seats.walls(connection)
        scenes, given = (
            {row["id"]: row for row in nouns.read(connection, one, store.actor)}
            for one in (SCENE, WALL_ORDER)
        )
    return WallsRead(now, [judged(row, given, now) for row in told], scenes, given)


def judged(row: Row, given: Mapping[int, Row], now: int) -> WallView:
    """What a wall told of itself, with a judgement. Of what it did not tell properly nothing is kept."""
    told: Mapping[str, Any] = row["told"] if isinstance(row["told"], Mapping) else {}
    painted_at, told_ms = _number(told.get("painted_at")), max(0, now - row["seen_at"])
    frame_ms = None if painted_at is None else max(0, now - painted_at)
    late_ms = max(_number(told.get("behind_ms")) or 0, _number(told.get("age_ms")) or 0)
    if told_ms >= STOPPED_MS or frame_ms is None or frame_ms >= STOPPED_MS:
        painting = Painting.STOPPED
    else:
        painting = Painting.LATE if late_ms >= LATE_MS else Painting.PAINTING
    size = [_number(side) for side in _listed(told.get("size"))]
    return WallView(
        name=row["name"],
        painting=painting,
        frame_ms=frame_ms,
        told_ms=told_ms,
        late_ms=late_ms,
        scene=_text(told.get("scene")),
        scene_version=_number(told.get("scene_version")) or 0,
        reason=_text(told.get("reason")),
        memory_mb=_number(told.get("memory_mb")),
        server=_text(told.get("server")),
        version=_text(told.get("version")),
        size=(size[0], size[1]) if len(size) == 2 and size[0] and size[1] else None,
        screens=tuple(_text(one) for one in _listed(told.get("screens"))),
        problems=tuple(_text(one) for one in _listed(told.get("problems"))),
        standing=orders.standing(given, row["name"], now),
    )


def _number(value: Any) -> int | None:
    plain = isinstance(value, int | float) and not isinstance(value, bool) and value == value
    return int(value) if plain and abs(value) < 10**15 else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


# commands


def may(post: Post, kind: str, command: str) -> bool:
    """Whether a post gives this command about walls or scenes at all."""
    one = noun(kind)
    return one is not None and any(
        rule.post is post and rule.command == command for rule in one.rules()
    )


def command(
    desk: Desk,
    kind: str,
    name: str,
    changes: Mapping[str, Any] | None = None,
    *,
    subject: int | None = None,
    seen: int | None = None,
) -> Intent:
    """A command about a wall or scene; `seen` is the version that the operator decided by."""
    now = desk.room.clock.now()
    return Intent(
        new_command_id(now), name, subject, desk.post, seen, dict(changes or {}), kind=kind
    )


def order(desk: Desk, wall: str, act: str, scene: str = "", until: int | None = None) -> Intent:
    """An order to a wall, "*" for all of them."""
    changes: dict[str, Any] = {"wall": wall, "act": act}
    if scene:
        changes["scene"] = scene
    if until is not None:
        changes["until"] = until
    return command(desk, "wall_order", "order-wall", changes)


def end_orders(desk: Desk, found: WallsRead, wall: str, acts: Sequence[str]) -> list[Intent]:
    """Ends the orders of these acts that hold for this wall alone, or for all under "*"."""
    ids = [
        one.id
        for one in orders.in_force(found.orders, wall, found.now)
        if one.act in acts and one.wall == wall
    ]
    return [command(desk, "wall_order", "end-order", subject=number) for number in ids]


def end_superseded(desk: Desk, given: int, wall: str, act: str) -> list[Answer]:
    """Ends the orders that order `given` has made void. Blocks: for worker threads."""
    with desk.store.read() as connection:
        now = database_now(connection)
        rows = {row["id"]: row for row in nouns.read(connection, WALL_ORDER, desk.store.actor)}
    void = [number for number in orders.superseded(rows, wall, act, now) if number != given]
    ended = [command(desk, "wall_order", "end-order", subject=number) for number in void]
    return [answer for intent in ended for answer in desk.submit([intent])]


def save(desk: Desk, scene: Scene, row: Row | None, *, exclusive: bool | None = None) -> Intent:
    """Keeps a scene: a new one, or over the row that was edited (`row`, as it was read then)."""
    changes: dict[str, Any] = {"content": content_of(scene)}
    if exclusive is not None:
        changes["exclusive"] = exclusive
    if row is None:
        return command(desk, "scene", "save-scene", {"name": scene.name} | changes)
    return on_scene(desk, "save-scene", row, changes)


def on_scene(desk: Desk, name: str, row: Row, changes: Mapping[str, Any] | None = None) -> Intent:
    """A command on a kept scene as it was read."""
    return command(desk, "scene", name, changes, subject=row["id"], seen=row["version"])


def show(desk: Desk, scene: Scene, row: Row | None, until: int) -> Intent:
    """Shows a scene on every wall until a moment; one of the program's own is kept for that."""
    if row is not None:
        return on_scene(desk, "show-scene", row, {"until": until})
    changes = {"name": scene.name, "content": content_of(scene), "about": {}, "until": until}
    return command(desk, "scene", "show-scene", changes)


def take_off(desk: Desk, row: Row) -> Intent:
    """Takes a scene off the walls; one that was kept only to be shown goes altogether where the post may.

    It must not stay without what it is about: scenes about nothing take turns.
    """
    if row.get("about") is None:
        return on_scene(desk, "unshow-scene", row)
    if may(desk.post, "scene", "remove-scene"):
        return on_scene(desk, "remove-scene", row)
    return on_scene(desk, "show-scene", row, {"until": desk.room.clock.now()})


def is_shown(row: Row | None, now: int) -> bool:
    """Whether a scene is shown at once, apart from its turn."""
    if row is None or not row.get("shown_at"):
        return False
    until = row.get("until")
    return until is None or until > now
