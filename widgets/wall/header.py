"""The head of a wall: name of the centre, mode plate, age of the data, date and clock.

While no news comes the whole band is vermilion and tells since when.
"""

from datetime import UTC, tzinfo
from typing import Final

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.domain.moment import from_ms
from console.wall.amounts import day_text
from console.wall.cuts import Box
from console.wall.figures import Mode, ModeKind
from console.words import _, mark
from widgets import marks, theme
from widgets.controls import PaintedWidget
from widgets.wall import painting
from widgets.wall.painting import LEFT, RIGHT, write
from widgets.wall.panels.base import LATE_MS

NAME_FACES: Final = ("row", "title", "label")
CLOCK_FACE: Final = "row"
GAP: Final = 0.7
NAME_LEAST: Final = 4.0
PLATE: Final = 1.8
MODES: Final = {
    ModeKind.ROUTINE: mark("Routine"),
    ModeKind.EMERGENCY: mark("Emergency"),
    ModeKind.DRILL: mark("Drill"),
    ModeKind.REPLAY: mark("Replay"),
}
UNREAL: Final = frozenset({ModeKind.DRILL, ModeKind.REPLAY})


class Header(PaintedWidget):
    """Paints its parts into the boxes that the layout gives."""

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.zone = zone
        self.u = theme.wall.unit(0)
        self.mirrored = False
        self._name, self._mode = "", Mode()
        self._time_ms = 0
        self._age_s: int | None = None
        self._late = False
        self._deaf_since: int | None = None
        empty = QRectF()
        self._name_box, self._mode_box, self._clock_box = empty, empty, empty

    @property
    def deaf(self) -> bool:
        """Whether the band says that no news comes."""
        return self._deaf_since is not None

    def arrange(self, name: Box, mode: Box, clock: Box, origin: Box) -> None:
        """Takes the boxes of its parts, in px of the picture; `origin` is the whole band."""
        self._name_box, self._mode_box, self._clock_box = (
            QRectF(box.x - origin.x, box.y - origin.y, box.w, box.h) for box in (name, mode, clock)
        )
        self.update()

    def show_name(self, name: str) -> None:
        """The name of the centre."""
        self._name = name
        self.update()

    def show_mode(self, mode: Mode) -> None:
        """The plate of the mode in force."""
        if mode != self._mode:
            self._mode = mode
            self.update()

    def show_time(self, ms: int) -> None:
        """Date and clock; painted anew each minute."""
        if ms // 60_000 != self._time_ms // 60_000:
            self._time_ms = ms
            self.update(self._place_of_clock().toAlignedRect())

    def show_age(self, age_ms: int | None) -> None:
        """Age of the data in whole seconds; None before the first."""
        seconds = None if age_ms is None else max(0, age_ms) // 1000
        if seconds != self._age_s:
            self._age_s, self._late = seconds, age_ms is not None and age_ms >= LATE_MS
            self.update(self._boxes()[1].toAlignedRect())

    def show_deaf(self, since_ms: int | None) -> None:
        """No news has come since that moment; None: they come."""
        if since_ms != self._deaf_since:
            self._deaf_since = since_ms
            self.update()

    def mirror(self, mirrored: bool) -> None:
        """Changes the places of name and clock, so that no picture burns in."""
        if mirrored != self.mirrored:
            self.mirrored = mirrored
            self.update()

    def _place_of_clock(self) -> QRectF:
        return self._boxes()[2]

    def _boxes(self) -> tuple[QRectF, QRectF, QRectF]:
        """Name, mode and clock as they stand: what the mode must say takes from the name."""
        name, mode, clock = self._name_box, self._mode_box, self._clock_box
        if self._deaf_since is not None:
            needs = painting.width(self._deaf_text(), self.u, bold=True)
        else:
            needs = sum(self._plate_width(words) for words, _kind in self._plates()[:1])
        lacks = min(needs - mode.width(), name.width() - NAME_LEAST * self.u)
        if lacks > 0:
            name, mode = name.adjusted(0, 0, -lacks, 0), mode.adjusted(-lacks, 0, 0, 0)
        return (clock, mode, name) if self.mirrored else (name, mode, clock)

    def _plate_width(self, words: str) -> float:
        base = painting.PLATE_BASE
        return marks.plate_size(words, base).width() * PLATE * self.u / base

    def _deaf_text(self) -> str:
        clock = f"{from_ms(self._deaf_since or 0, self.zone):%H:%M:%S}"
        return _("No new data since {clock}").format(clock=clock)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.0"))
        deaf = self._deaf_since is not None
        if deaf:
            painting.rounded(painter, QRectF(self.rect()), self.u, "alarm")
        inset = GAP * self.u if deaf else 0.0
        name, mode, clock = self._boxes()
        ends = (RIGHT, LEFT) if self.mirrored else (LEFT, RIGHT)
        tone = "on.alarm" if deaf else "text.1"
        self._paint_name(painter, name.adjusted(inset, 0, -inset, 0), tone, ends[0])
        self._paint_clock(painter, clock.adjusted(inset, 0, -inset, 0), tone, ends[1])
        if deaf:
            self._paint_deaf(painter, mode)
        else:
            self._paint_mode(painter, mode)

    def _paint_name(
        self, painter: QPainter, box: QRectF, tone: str, align: Qt.AlignmentFlag
    ) -> None:
        face = self._face_of(self._name, box)
        write(
            painter, box, self._name, self.u,
            name=face, tone=tone, bold=True, align=align, may_elide=True,
        )  # fmt: skip

    def _face_of(self, words: str, box: QRectF) -> str:
        """The largest face in which the words fit."""
        fits = (f for f in NAME_FACES if painting.width(words, self.u, f, bold=True) <= box.width())
        return next(fits, NAME_FACES[-1])

    def _paint_clock(
        self, painter: QPainter, box: QRectF, tone: str, align: Qt.AlignmentFlag
    ) -> None:
        """Clock, and the date beside it where there is room."""
        u, moment = self.u, from_ms(self._time_ms, self.zone)
        words = f"{moment:%H:%M}"
        needs = painting.width(words, u, CLOCK_FACE, bold=True) + GAP * u
        write(painter, box, words, u, name=CLOCK_FACE, tone=tone, bold=True, align=align)
        date = day_text(moment)
        if painting.width(date, u) > box.width() - needs:
            return
        left = align == LEFT
        rest = box.adjusted(needs if left else 0, 0, 0 if left else -needs, 0)
        write(painter, rest, date, u, tone=tone if tone != "text.1" else "text.2", align=align)

    def _paint_deaf(self, painter: QPainter, box: QRectF) -> None:
        said = self._deaf_text()
        face = self._face_of(said, box)
        write(painter, box, said, self.u, name=face, tone="on.alarm", bold=True, may_elide=True)

    def _paint_mode(self, painter: QPainter, box: QRectF) -> None:
        """Plates at the left, the age of the data at the right of what is left."""
        u = self.u
        x = box.x()
        for words, paint in self._plates():
            height, width = PLATE * u, self._plate_width(words)
            if x + width > box.right() + 1:
                break
            self._paint_plate(
                painter, QRectF(x, box.center().y() - height / 2, width, height), paint, words
            )
            x += width + GAP * u
        if self._age_s is None:
            return
        said = _("Data {seconds} s ago").format(seconds=self._age_s)
        tone = "text.3"
        if self._late:
            said, tone = _("{seconds} s late").format(seconds=self._age_s), "warn.text"
        if not self._late and painting.width(said, u) > box.right() - x:
            said = _("{seconds} s ago").format(seconds=self._age_s)
        if painting.width(said, u) <= box.right() - x:
            spot = QRectF(x, box.y(), box.right() - x, box.height())
            write(painter, spot, said, u, tone=tone)

    def _plates(self) -> list[tuple[str, str]]:
        """(words, kind of plate), the gravest first."""
        mode, found = self._mode, []
        if mode.kind in UNREAL:
            found.append((_(MODES[mode.kind]), "special"))
        if mode.warning:
            found.append((marks.warning_text(mode.warning), "warning"))
        if mode.response:
            found.append((marks.response_text(mode.response), "response"))
        return found or [
            (_(MODES[mode.kind]), "alarm" if mode.kind != ModeKind.ROUTINE else "plain")
        ]

    def _paint_plate(self, painter: QPainter, box: QRectF, kind: str, words: str) -> None:
        base = painting.PLATE_BASE
        if kind in ("warning", "response"):
            painter.save()
            painter.translate(box.topLeft())
            painter.scale(box.height() / base, box.height() / base)
            plate = QRectF(0, 0, box.width() * base / box.height(), base)
            if kind == "warning":
                marks.draw_warning(painter, plate, self._mode.warning)
            else:
                marks.draw_response(painter, plate, self._mode.response)
            painter.restore()
            return
        if kind == "plain":
            painting.rounded(painter, box, self.u, "bg.1", "line.1")
            write(painter, box, words, self.u, tone="text.2", align=painting.CENTRE)
            return
        painting.rounded(painter, box, self.u, kind)
        write(painter, box, words, self.u, tone=f"on.{kind}", bold=True, align=painting.CENTRE)
