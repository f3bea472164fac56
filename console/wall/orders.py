"""Orders to a wall: their acts, which of them are in force, and which a wall still has to obey."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from console.words import mark

ALL: Final = "*"
"""The name that stands for every wall."""
RELOAD, RESTART, DARK, SCENE, FREE, VISITORS = (
    *("reload", "restart", "dark"),
    *("scene", "free", "visitors"),
)
ACTS: Final[Mapping[str, str]] = {
    RELOAD: mark("Reload"),
    RESTART: mark("Restart"),
    DARK: mark("Dark"),
    SCENE: mark("Pin a scene"),
    FREE: mark("Free"),
    VISITORS: mark("Visitors"),
}
"""Act → title. `scene` names a scene, `free` ends it; `dark`, `scene` and `visitors` hold until a moment."""
ONCE: Final = frozenset({RELOAD, RESTART})
"""Acts that are done once and are over."""
ONCE_MS: Final = 10 * 60_000
"""A wall that hears of such an act later than this does nothing: it has been started anew meanwhile."""
GIVEN: Final = 1
Row = Mapping[str, Any]
Rows = Mapping[int, Row]


@dataclass(frozen=True, slots=True)
class Order:
    """A row of the noun `wall_order`, of an act that this program knows."""

    id: int
    wall: str
    act: str
    scene: str
    until: int | None
    given_at: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for one wall now: the order behind each, None where there is none."""

    dark: Order | None = None
    pin: Order | None = None
    visitors: Order | None = None

    @property
    def pinned(self) -> str:
        """The name of the pinned scene; "" where scenes take turns."""
        return self.pin.scene if self.pin is not None else ""


def in_force(rows: Rows, wall: str, now: int) -> list[Order]:
    """Orders that hold for a wall at `now` (ms), the newest first; those of one act too."""
    found = [
        order
        for order in _given(rows)
        if order.wall in (wall, ALL) and (order.until is None or order.until > now)
    ]
    return sorted(found, key=_age, reverse=True)


def standing(rows: Rows, wall: str, now: int) -> Standing:
    """What holds for a wall: the newest order of each kind; `free` takes the pin away."""
    found = in_force(rows, wall, now)
    newest = {order.act: order for order in reversed(found) if order.act not in (SCENE, FREE)}
    pin = next((order for order in found if order.act in (SCENE, FREE)), None)
    return Standing(
        newest.get(DARK),
        pin if pin is not None and pin.act == SCENE else None,
        newest.get(VISITORS),
    )


def due(rows: Rows, wall: str, now: int, since: int, obeyed: Collection[int] = ()) -> list[Order]:
    """Acts that a wall has to do once, the oldest first.

    Left out are those it has obeyed (by id) and those given before it was started (`since`, ms by the
    database's clock): a wall that an order has started anew does not obey it again.
    """
    found = [
        order
        for order in in_force(rows, wall, now)
        if order.act in ONCE and order.id not in obeyed
        if order.given_at > max(since, now - ONCE_MS)
    ]
    return sorted(found, key=_age)


def superseded(rows: Rows, wall: str, act: str, now: int) -> list[int]:
    """Ids of orders that say nothing any more once `act` is given to `wall`; all may be ended."""
    kinds = {SCENE, FREE} if act in (SCENE, FREE) else {act}
    return [order.id for order in _given(rows) if _over(order, now) or (
        order.act in kinds and wall in (order.wall, ALL)
    )]  # fmt: skip


def _over(order: Order, now: int) -> bool:
    late = order.act in ONCE and order.given_at <= now - ONCE_MS
    return late or (order.until is not None and order.until <= now)


def _age(order: Order) -> tuple[int, int]:
    return order.given_at, order.id


def _given(rows: Rows) -> Iterator[Order]:
    """Orders not ended, without acts of a newer program and pins that name nothing."""
    for number, row in rows.items():
        act, scene = str(row["act"]), str(row.get("scene") or "")
        if row["state"] == GIVEN and act in ACTS and (scene or act != SCENE):
            yield Order(number, str(row["wall"]), act, scene, row.get("until"), row["given_at"])
