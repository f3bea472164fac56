"""Which scene a wall shows now: exclusive ones before shown ones before its own, which take turns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.domain.refusal import Refused
from console.wall.scenes import BUILT_IN, OVERVIEW, Scene, of_content
from console.words import _

KEPT: Final = 1
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Showing:
    """A scene with the version of its row (0: the program's own), and what it is about, if anything.

    `reason` is "exclusive", "shown", "pinned" or "turn".
    """

    scene: Scene
    version: int = 0
    about: Mapping[str, Any] | None = None
    reason: str = "turn"


def showing(
    rows: Mapping[int, Row],
    now: int,
    *,
    pinned: str = "",
    every_ms: int = 0,
    since: int = 0,
    visitors: bool = False,
    empty: Collection[str] = (),
) -> Showing:
    """What a wall shows at `now` (ms) of the scenes that the database keeps (`rows`, by id).

    `pinned` names the one scene of this wall; else the scenes take turns of `every_ms` from `since` on, the
    first for ever where it is 0. `visitors` leaves out scenes with private panels; a scene
    whose panels are all among `empty` has no turn.
    """
    shown = sorted(
        (row for row in rows.values() if _is_shown(row, now)),
        key=lambda row: (bool(row.get("exclusive")), row["shown_at"]),
    )
    for row in reversed(shown):
        if (scene := readable(row)) is not None:
            reason = "exclusive" if row.get("exclusive") else "shown"
            return Showing(scene, row["version"], row.get("about"), reason)
    known = known_scenes(rows)
    if pinned in known:
        return Showing(*known[pinned], reason="pinned")
    turns = [
        one
        for one in known.values()
        if not (visitors and one[0].private) and not one[0].kinds <= set(empty)
    ]
    place = (now - since) // every_ms % len(turns) if every_ms > 0 else 0
    return Showing(*turns[place]) if turns else Showing(OVERVIEW)


def known_scenes(rows: Mapping[int, Row]) -> dict[str, tuple[Scene, int]]:
    """Name → scene and version, in the order of turns: the program's, then the database's by name.

    A row of the name of one of the program's takes its place; what stands for one thing or belongs to an
    incident has no turn.
    """
    found = {scene.name: (scene, 0) for scene in BUILT_IN}
    own = [row for row in rows.values() if row["state"] == KEPT and not row.get("exclusive")]
    for row in sorted(own, key=lambda row: str(row["name"])):
        scene = readable(row) if row.get("about") is None else None
        if scene is not None:
            found[scene.name] = (scene, row["version"])
    return found


def name_of(rows: Mapping[int, Row], written: str) -> str:
    """The scene that somebody wrote, in whichever language; "" where there is none."""
    known = known_scenes(rows)
    if written in known:
        return written
    return next((name for name in known if _(name) == written), "")


def readable(row: Row) -> Scene | None:
    """The scene of a row; None for one that this program cannot read, such as a newer one's."""
    try:
        return of_content(str(row["name"]), row["content"])
    except Refused:
        return None


def unreadable(rows: Mapping[int, Row]) -> Sequence[str]:
    """Names of kept scenes that this program cannot read."""
    return [str(row["name"]) for row in rows.values() if readable(row) is None]


def _is_shown(row: Row, now: int) -> bool:
    if row["state"] != KEPT or not row.get("shown_at"):
        return False
    until = row.get("until")
    return until is None or until > now
