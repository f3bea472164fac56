"""Controls over the map: "not following the selection", and the direction of a selected case outside."""

import math
from collections.abc import Callable

import numpy as np
from qtpy.QtCore import QObject, QPointF, QRect, QRectF, QSize
from qtpy.QtGui import QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.domain.geodesy import distance
from console.words import _
from widgets import icons, theme
from widgets.controls import Button
from widgets.controls.painted import PaintedButton, ring
from widgets.live_map.navigator import MapNavigator
from widgets.map.view import MapView
from widgets.targets.row import way_words

Place = tuple[float, float]


class EdgeArrow(PaintedButton):
    """A round button with an arrow; `turn` in degrees, clockwise from the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.turn = 0.0
        self.resize(self.sizeHint())

    @override
    def sizeHint(self) -> QSize:
        side = theme.px("button")
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(theme.color("accent"), theme.px("halo")))
        painter.setBrush(theme.color("select" if self.underMouse() else "bg.2"))
        painter.drawEllipse(box)
        painter.save()
        painter.translate(box.center())
        painter.rotate(self.turn)
        side = theme.px("icon")
        icons.draw(
            painter, "arrow", QRectF(-side / 2, -side / 2, side, side), theme.color("text.1")
        )
        painter.restore()
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))


class MapFollow(QObject):
    """Chip and arrow; both call `follow`, which brings the selected case into view.

    `place_of_chosen()` returns its (lon, lat), None for no case or one without a place.
    """

    def __init__(
        self,
        view: MapView,
        navigator: MapNavigator,
        place_of_chosen: Callable[[], Place | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.view, self.navigator, self.place_of_chosen = view, navigator, place_of_chosen
        self.chip = Button("", parent=view, icon="centre", size="chip")
        self.arrow = EdgeArrow(view)
        self.chip.clicked.connect(self.follow)
        self.arrow.clicked.connect(self.go)
        navigator.held_changed.connect(self.look)
        navigator.moved.connect(self.look)
        self.restyle()

    def restyle(self) -> None:
        """Rewrites the texts in the language in force."""
        self.chip.set_words(_("Not following · follow again"))
        self.chip.setToolTip(_("The map stays where you moved it, whatever is chosen"))
        self.look()

    def follow(self) -> None:
        """Follows the selection again, starting with the present one."""
        self.navigator.held = False
        place = self.place_of_chosen()
        if place is not None:
            self.navigator.follow(*place)
        self.look()

    def go(self) -> None:
        """Moves to the selected case at the present zoom and stays there."""
        place = self.place_of_chosen()
        if place is not None:
            self.navigator.go(*place)
        self.look()

    def look(self) -> None:
        """Places or hides both controls."""
        area = self.view.web.geometry()
        self.chip.setVisible(self.navigator.held and not self.navigator.locked)
        self.chip.adjustSize()
        gap = theme.px("space.8")
        self.chip.move(area.left() + gap, area.top() + gap)
        place = self.place_of_chosen()
        outside = place is not None and area.width() > 64 and not self.navigator.sees(*place)
        self.arrow.setVisible(outside)
        if place is not None and outside:
            self._point(area, place)
        self.chip.raise_()
        self.arrow.raise_()

    def _point(self, area: QRect, place: Place) -> None:
        """Places the arrow where the line from the centre to the case leaves the map."""
        viewport = self.view.viewport()
        x, y = viewport.to_screen(np.array(place[0]), np.array(place[1]))
        dx, dy = float(x) - area.width() / 2, float(y) - area.height() / 2
        gap = theme.px("space.8")
        half = self.arrow.width() / 2 + gap
        floating = self.view.floating
        # clear of the column of zoom buttons at the right, of the chip above
        wide = area.width() / 2 - half - (floating.zoom.width() + gap if dx > 0 else 0)
        high = area.height() / 2 - half - (self.chip.height() + gap if dy < 0 else 0)
        share = min(wide / max(abs(dx), 1e-6), high / max(abs(dy), 1e-6), 1.0)
        middle = QPointF(area.center()) + QPointF(dx * share, dy * share)
        corner = QPointF(self.arrow.width() / 2, self.arrow.height() / 2)
        self.arrow.move((middle - corner).toPoint())
        legend = floating.legend.geometry()
        if self.arrow.geometry().intersects(legend):
            self.arrow.move(self.arrow.x(), legend.top() - gap - self.arrow.height())
        self.arrow.turn = math.degrees(math.atan2(dy, dx))
        way = way_words(distance(viewport.lon, viewport.lat, *place))
        self.arrow.setToolTip(_("The chosen case lies {way} that way").format(way=way) + "  C")
        self.arrow.setAccessibleName(_("Bring the chosen case into sight"))
        self.arrow.update()
