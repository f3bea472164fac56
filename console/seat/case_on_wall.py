"""One case on the walls: the scene that shows it for some minutes, without anybody's name or door number."""

import json
from typing import Any, Final

from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.domain.intent import Intent
from console.domain.nouns import SCENE
from console.seat.wall_desk import Row, command, is_shown, take_off
from console.wall.scenes import Panel, Scene, content_of
from console.words import _

MINUTES: Final = (1, 5, 15)
USUAL_MINUTES: Final = 5
ONE_THING: Final = (Panel(("one",), 0, 0, 20, 24), Panel(("map",), 20, 0, 28, 24))
ONE_THING_WIDE: Final = (Panel(("one",), 0, 0, 14, 24), Panel(("map",), 14, 0, 34, 24))


def scene_name(desk: Desk, case: int) -> str:
    """The name under which a case is shown: "案件 1130-0007"."""
    return _("Case {number}").format(number=CaseNames(desk).number(_slot(desk, case)))


def about(desk: Desk, case: int) -> dict[str, Any]:
    """What the scene is about: kind, id, place and a title of number, category and street."""
    slot, naming = _slot(desk, case), CaseNames(desk)
    read = desk.room.cases.column
    told: dict[str, Any] = {"kind": "case", "id": case}
    lon, lat = float(read("lon")[slot]), float(read("lat")[slot])
    if lon == lon and lat == lat:
        told |= {"lon": round(lon, 6), "lat": round(lat, 6)}
    title = [naming.number(slot), naming.category(slot), naming.street(slot)]
    told["title"] = " · ".join(part for part in title if part)
    while len(json.dumps(told, ensure_ascii=False).encode()) > SCENE.columns["about"].most:
        told["title"] = told["title"][:-1]
    return told


def row_of(desk: Desk, case: int) -> Row | None:
    """The scene that is kept for a case, on the walls or not; None if there is none."""
    rows = desk.room.nouns.of("scene").values()
    about_it = ("case", case)
    for row in rows:
        told = row.get("about") or {}
        if (told.get("kind"), told.get("id")) == about_it:
            return row
    name = scene_name(desk, case)
    return next((row for row in rows if row["name"] == name), None)


def on_the_walls(desk: Desk, case: int) -> bool:
    """Whether the case is on the walls now."""
    return is_shown(row_of(desk, case), desk.room.clock.now())


def show(desk: Desk, case: int, minutes: int) -> Intent:
    """Shows a case on every wall; one that is there already stays longer.

    Whoever has shown it meanwhile does not stop it: the last one says how long.
    """
    row, name = row_of(desk, case), scene_name(desk, case)
    until = desk.room.clock.now() + minutes * 60_000
    changes = {"about": about(desk, case), "until": until}
    if row is not None:
        return command(desk, "scene", "show-scene", changes, subject=row["id"])
    scene = Scene(name, ONE_THING, ONE_THING_WIDE, head=False)
    made = {"name": name, "content": content_of(scene)}
    return command(desk, "scene", "show-scene", made | changes)


def end(desk: Desk, case: int) -> Intent | None:
    """Takes a case off the walls; None where it is not there."""
    row = row_of(desk, case)
    return take_off(desk, row) if is_shown(row, desk.room.clock.now()) and row is not None else None


def _slot(desk: Desk, case: int) -> int:
    return desk.room.cases.slot_of[case]
