"""A wall's picture: header, headlines and the panels of one scene, laid out for its size."""

from collections.abc import Callable
from datetime import UTC, tzinfo
from typing import Final

from qtpy.QtCore import QRect, Qt, QTimer
from qtpy.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.wall.cuts import Box, Seams
from console.wall.figures import Figures, Mode, ModeKind, most_telling
from console.wall.layout import Layout, Place, arrange
from console.wall.scenes import OVERVIEW, PERIODS, Scene
from console.words import _
from widgets import theme
from widgets.wall.fade import Fade
from widgets.wall.header import UNREAL, Header
from widgets.wall.headlines import HeadlineCell
from widgets.wall.panels import PAINTERS
from widgets.wall.panels.base import WallPanel
from widgets.wall.panels.newest import NewestPanel
from widgets.wall.panels.plain import MapPanel
from widgets.wall.strip import Footnote, NewestStrip
from widgets.wall.watermark import Watermark

SECOND: Final = 1000
SHIFTS: Final = ((0, 0), (1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1))
"""Places of the whole picture, in steps of `wall.shift` u, that take turns against burn-in."""


class WallPicture(QWidget):
    """Paints what it is given. `now` tells the database's time in ms; `beat` is called each second."""

    def __init__(
        self, now: Callable[[], int], zone: tzinfo = UTC, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.now, self.zone = now, zone
        self.u = 0
        self.scene, self.page = OVERVIEW, 0
        self.bilingual = self.reduced = self.shifting = False
        self.layout_: Layout | None = None
        self._unit: int | None = None
        self._seams = Seams()
        self._figures: Figures | None = None
        self._figures_at: int | None = None
        self._mode = Mode()
        self._seconds = 0
        self._shift = SHIFTS[0]
        self._pool: dict[str, list[WallPanel]] = {}
        self.stands: list[tuple[Place, list[WallPanel]]] = []
        self._cells: list[HeadlineCell] = []
        self.map = MapPanel(self)
        self.header = Header(zone, self)
        self.strip, self.footnote = NewestStrip(zone, self), Footnote(self)
        self.watermark = Watermark(self)
        self.fade = Fade(self)
        theme.current().changed.connect(self._restyle)
        self.timer = QTimer(self)
        self.timer.setInterval(SECOND)
        self.timer.timeout.connect(self.beat)
        self.timer.start()

    def show_figures(self, figures: Figures | None, age_ms: int = 0) -> None:
        """Shows figures that are `age_ms` old; what is the same is not painted again."""
        count = 0 if self._figures is None else len(self._figures.headlines)
        self._figures = figures
        self._figures_at = None if figures is None else self.now() - age_ms
        if figures is not None and len(figures.headlines) != count:
            self._lay_out()
        else:
            self._fill()

    @property
    def figures(self) -> Figures | None:
        """The figures that are shown."""
        return self._figures

    def show_scene(self, scene: Scene, page: int = 0) -> None:
        """Changes to another scene or page, fading unless motion is reduced."""
        if (scene, page) == (self.scene, self.page):
            return
        ms = 0 if self.reduced else theme.ms("scene")
        if ms and self.isVisible():
            self.fade.begin(self, ms)
        self.scene, self.page, self._seconds = scene, page, 0
        self._lay_out()

    def pages(self) -> int:
        """Number of pages that the scene takes on this wall."""
        return self.layout_.pages if self.layout_ is not None else 1

    def set_unit(self, u: int | None) -> None:
        """Px of a face at this wall's distance; None: by the height of the picture."""
        self._unit = u
        self._lay_out()

    def set_seams(self, x: tuple[int, ...] = (), y: tuple[int, ...] = ()) -> None:
        """Places of the seams between screens, in px of the picture."""
        self._seams = Seams(tuple(sorted(x)), tuple(sorted(y)))
        self._lay_out()

    def set_map(self, map_: QWidget | None) -> None:
        """The view that fills the place of the map."""
        self.map.set_map(map_)

    def set_name(self, name: str) -> None:
        """The name of the centre."""
        self.header.show_name(name)

    def set_mode(self, mode: Mode) -> None:
        """The mode: plate, frame, and the word across the picture of what is not real."""
        self._mode = mode
        self.header.show_mode(mode)
        self.watermark.show_mode(mode)
        self.update()

    def set_deaf(self, since_ms: int | None) -> None:
        """No news has come since that moment; None: they come."""
        self.header.show_deaf(since_ms)

    def set_bilingual(self, bilingual: bool) -> None:
        """English captions beside the Chinese words."""
        self.bilingual = bilingual
        self._lay_out()

    def set_mirrored(self, mirrored: bool) -> None:
        """Name and clock change places."""
        self.header.mirror(mirrored)

    def beat(self) -> None:
        """A second has passed: clock, ages, turns and pages go on."""
        self._seconds += 1
        self._turn()
        self.update(0, 0, 1, 1)  # whoever looks after the wall is told when it was last painted
        if self.shifting:
            step = self._seconds * SECOND // theme.ms("wall.shift")
            shift = SHIFTS[step % len(SHIFTS)]
            if shift != self._shift:
                self._shift = shift
                self._lay_out()

    def _turn(self) -> None:
        """Shows the kinds, pages and case whose turn it is."""
        now, passed = self.now(), self._seconds * SECOND
        age = None if self._figures_at is None else max(0, now - self._figures_at)
        self.header.show_time(now)
        self.header.show_age(age)
        self.strip.turn_to(passed // theme.ms("wall.newest"))
        turn, page = passed // theme.ms("wall.turn"), passed // theme.ms("page")
        for place, panels in self.stands:
            shown = panels[(turn + place.part) % len(panels)]
            for panel in panels:
                panel.set_age(age or 0)
                panel.turn_to(page)
                panel.setVisible(panel is shown)

    def _restyle(self) -> None:
        self._lay_out()
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """Gives every part its place for the size, unit, scene and page in force."""
        if self.width() < 2 or self.height() < 2:
            return
        self.u = self._unit or theme.wall.unit(self.height())
        count = len(self._figures.headlines) if self._figures is not None else 8
        layout = arrange(
            (self.width(), self.height()), self.u, self.scene, self.page,
            seams=self._seams, headlines=count,
        )  # fmt: skip
        self.layout_ = layout
        self.header.u = self.u
        self.header.setGeometry(self._rect(layout.header))
        self.header.arrange(layout.name, layout.mode, layout.clock, layout.header)
        self._place_cells(layout)
        self._place_strip(layout)
        self._place_panels(layout)
        self.watermark.setGeometry(self.rect())
        self.watermark.raise_()
        self.fade.raise_()
        self._fill()

    def _rect(self, box: Box) -> QRect:
        """A box of the layout as it stands on the picture, moved against burn-in."""
        step = theme.wall.size("shift", self.u)
        dx, dy = (self._shift[0] * step, self._shift[1] * step) if self.shifting else (0, 0)
        return QRect(box.x + dx, box.y + dy, box.w, box.h)

    def _place_cells(self, layout: Layout) -> None:
        while len(self._cells) < len(layout.headlines):
            self._cells.append(HeadlineCell(self))
        for number, cell in enumerate(self._cells):
            cell.setVisible(number < len(layout.headlines))
            if number < len(layout.headlines):
                cell.set_unit(self.u, bilingual=self.bilingual)
                cell.setGeometry(self._rect(layout.headlines[number]))

    def _place_strip(self, layout: Layout) -> None:
        for part, box in ((self.strip, layout.newest), (self.footnote, layout.ages)):
            part.setVisible(box is not None)
            part.set_unit(self.u)
            if box is not None:
                part.setGeometry(self._rect(box))

    def _place_panels(self, layout: Layout) -> None:
        """Painters of the page come out of the pool, the others go back."""
        free = {kind: list(panels) for kind, panels in self._pool.items()}
        self.stands = []
        for place in layout.places:
            panels = [self._panel(kind, free) for kind in place.kinds]
            for panel in panels:
                panel.set_part(place.part, place.parts)
                panel.set_unit(self.u)
                panel.set_bilingual(self.bilingual)
                panel.setGeometry(self._rect(place.box))
            self.stands.append((place, panels))
        standing = {id(panel) for _place, panels in self.stands for panel in panels}
        for panels in self._pool.values():
            for panel in panels:
                if id(panel) not in standing:
                    panel.hide()
        self.map.setVisible(id(self.map) in standing)

    def _panel(self, kind: str, free: dict[str, list[WallPanel]]) -> WallPanel:
        if kind == MapPanel.kind:
            return self.map
        if free.get(kind):
            return free[kind].pop(0)
        made = PAINTERS[kind](self)
        self._pool.setdefault(kind, []).append(made)
        return made

    def _fill(self) -> None:
        """Hands the figures to every part in sight."""
        figures = self._figures
        room = len(self.layout_.headlines) if self.layout_ is not None else 0
        headlines = most_telling(figures.headlines, room) if figures is not None else []
        for number, cell in enumerate(self._cells):
            cell.show_headline(headlines[number] if number < len(headlines) else None)
        shown = [cell for cell in self._cells if cell.isVisibleTo(self)]
        short = not all(cell.fits_whole() for cell in shown)
        for cell in shown:
            cell.set_short(short)
        beside = all(cell.fits_beside() for cell in shown)
        for cell in shown:
            cell.set_beside(beside)
        self.strip.show_cases(figures.newest if figures is not None else ())
        period = figures.period_label if figures is not None else _(PERIODS[self.scene.period])
        words = [period, _(self.scene.name)]
        if self.layout_ is not None and self.layout_.pages > 1:
            words.append(f"{self.layout_.page + 1}/{self.layout_.pages}")
        self.footnote.show_words(words)
        for _place, panels in self.stands:
            for panel in panels:
                if isinstance(panel, NewestPanel):
                    panel.zone = self.zone
                panel.show_figures(figures)
        self._turn()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.color("bg.0"))
        if self._mode.kind == ModeKind.ROUTINE:
            return
        tone = f"legal.{self._mode.warning}" if self._mode.warning else "alarm"
        if self._mode.kind in UNREAL:
            tone = "special"
        width = 2 * theme.wall.size("line", self.u or theme.wall.unit(0))
        pen = QPen(theme.color(tone), width)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = width // 2
        painter.drawRect(self.rect().adjusted(half, half, -half, -half))
