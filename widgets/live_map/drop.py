"""Drops of cases on the map: verdicts during a drag, words for the target, the drop itself."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from qtpy.QtCore import QElapsedTimer, QMimeData, QObject, QTimer, Signal

from console.desk.city_cache import CityCached
from console.domain.geodesy import distance
from console.domain.verdict import Verdict, VerdictKind
from console.words import _, both
from widgets.live_map.crews import CrewRows
from widgets.map.arrays import ALLOWED, CONFIRM, REFUSED, VerdictMap
from widgets.map.targets import Target
from widgets.map.view import MapView
from widgets.session.context import Context
from widgets.targets.dragging import DragController, cases_of
from widgets.targets.row import way_words

CODES: Final = {VerdictKind.YES: ALLOWED, VerdictKind.CONFIRM: CONFIRM, VerdictKind.NO: REFUSED}
SLICE_MS: Final = 6
NO_OFFICE: Final = Verdict(VerdictKind.NO)


class MapDrop(QObject):
    """Handles drops. `dropped_on(department, crew | None, case ids)`: the workspace judges and sends.

    Verdicts are computed in slices between events, visible targets first: two hundred crews times many
    dragged cases would delay the drag.
    """

    dropped_on = Signal(object, object, object)

    def __init__(
        self,
        context: Context,
        dragging: DragController,
        view: MapView,
        crews: CrewRows,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.context, self.dragging, self.view, self.crews = context, dragging, view, crews
        self.desk = context.seat.desk
        self._found = VerdictMap({}, {})
        self._left: Iterator[Target] = iter(())
        self._slice = QTimer(self)
        self._slice.setInterval(0)
        self._slice.timeout.connect(self._go_on)
        dragging.started.connect(self._begin)
        dragging.ended.connect(self._end)
        view.target_hovered.connect(self._aim)
        view.dropped.connect(self._dropped)

    @CityCached
    def _offices(self) -> dict[int, int]:
        """Region → its street office."""
        return {
            row["region_id"]: department
            for department, row in self.desk.directory.departments.items()
            if row["kind"] == "street_office" and row["region_id"] is not None and row["active"]
        }

    def office(self, region: int) -> int | None:
        """The street office that answers for a region, if it has one."""
        return self._offices.get(region)

    def body(self, target: Target) -> tuple[int, int | None] | None:
        """Department and crew that a target on the map stands for."""
        kind, number = target
        if kind == "crew":
            return self.context.seat.desk.directory.crews[number]["department_id"], number
        office = self.office(number)
        return None if office is None else (office, None)

    def verdict(self, target: Target) -> Verdict | None:
        """Verdict on a drop on a target; None outside a drag."""
        body = self.body(target)
        if body is None:
            return NO_OFFICE if self.dragging.session is not None else None
        return self.dragging.verdict(*body)

    # while a drag is on

    def _begin(self) -> None:
        self._found = VerdictMap({}, {})
        self._left = iter(self._targets())
        self._slice.start()

    def _targets(self) -> list[Target]:
        """Targets in order: regions, crews in view, other crews."""
        held = self.view.contents
        x, y = held.viewport.to_screen(held.crews.lon, held.crews.lat)
        seen = (x >= 0) & (y >= 0) & (x <= held.viewport.width) & (y <= held.viewport.height)
        order = np.argsort(~seen, kind="stable")
        crews: list[Target] = [("crew", int(held.crews.id[slot])) for slot in order]
        return [*(("region", int(region)) for region in held.regions().ids), *crews]

    def _go_on(self) -> None:
        spent = QElapsedTimer()
        spent.start()
        while spent.elapsed() < SLICE_MS:
            target = next(self._left, None)
            verdict = None if target is None else self.verdict(target)
            if target is None or verdict is None:
                self._slice.stop()
                break
            found = self._found.crews if target[0] == "crew" else self._found.regions
            assert isinstance(found, dict)
            found[target[1]] = CODES[verdict.allowed]
        if self.dragging.session is not None:
            self.view.set_verdict(self._found)

    def _end(self) -> None:
        self._slice.stop()
        self._left = iter(())
        self.view.set_verdict(None)

    def _aim(self, target: Target | None) -> None:
        if target is None:
            self.dragging.aim(None)
            return
        self.dragging.aim(self.verdict(target), self.facts(target), self.name(target))

    def name(self, target: Target) -> str:
        """Name of a target: the ground does not show it, and a crew's label not its department."""
        body = self.body(target)
        if body is None:
            return ""
        directory = self.context.seat.desk.directory
        row = directory.departments[body[0]]
        name = both(row["zh"], row["en"])
        return name if body[1] is None else f"{directory.crews[body[1]]['call_sign']} · {name}"

    def facts(self, target: Target) -> str:
        """Distance and load of a target: "1.2 km · 在办 7 → 8"."""
        body, session = self.body(target), self.dragging.session
        if body is None:
            return _("No street office answers for this region.")
        if session is None:
            return ""
        department, crew = body
        held = self.in_hand(department) if crew is None else len(self.crews.cases_of(crew))
        load = _("in hand {before} → {after}").format(before=held, after=held + len(session.cases))
        way = "" if crew is None else self.way(session.cases[0], crew)
        return f"{way} · {load}" if way else load

    def in_hand(self, department: int) -> int:
        """Count of a department's open cases."""
        cases = self.context.seat.room.cases
        return int(np.count_nonzero(cases.column("department_id")[cases.slots()] == department))

    def way(self, case: int, crew: int) -> str:
        """Distance from crew to case in words; "" if either position is unknown."""
        cases, crews = self.context.seat.room.cases, self.context.seat.room.crews
        slot, place = cases.slot_of.get(case), crews.slot_of.get(crew)
        if slot is None or place is None or np.isnan(cases.column("lon")[slot]):
            return ""
        metres = distance(
            float(cases.column("lon")[slot]),
            float(cases.column("lat")[slot]),
            float(crews.lon[place]),
            float(crews.lat[place]),
        )
        return way_words(metres)

    def _dropped(self, target: Target, mime: QMimeData) -> None:
        body, cases = self.body(target), cases_of(mime)
        if body is not None and cases:
            self.dropped_on.emit(*body, cases)
