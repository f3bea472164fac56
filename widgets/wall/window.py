"""One window of a wall: a scene's picture with the map, over one screen or several."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from qtpy.QtCore import QEvent, QObject, QRect, Qt
from qtpy.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from qtpy.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from console.live.clock import steady_ms
from console.seat.seat import Seat
from console.seat.wall_seat import WallStart
from console.wall.figures import Figures
from console.wall.rotation import Showing
from console.words import _, both
from widgets import theme
from widgets.controls import PaintedWidget
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener
from widgets.wall import painting
from widgets.wall.map import WallMap
from widgets.wall.picture import WallPicture


class WallWindow(QWidget):
    """Frameless, without a cursor, closed by nobody but the program. `key` names its place in the wall."""

    def __init__(self, key: str, start: WallStart) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.key, self.start = key, start
        self.setWindowTitle(_("Wangge Console · Wall"))
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setObjectName("wall")
        self.map: WallMap | None = None
        self.picture = WallPicture(_nothing_known, UTC, self)
        self.picture.reduced, self.picture.shifting = start.still, not start.led
        self.picture.set_bilingual(start.bilingual)
        self.picture.set_seams(start.seams_x, start.seams_y)
        self.picture.installEventFilter(self)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.picture)
        self.notice = Notice(self)
        self.showing: Showing | None = None
        self.dark = QWidget(self)
        self.dark.setObjectName("dark")
        self.dark.hide()
        self.parked = False
        self._painted = steady_ms()

    def begin(self, seat: Seat, jobs: Jobs, listener: Listener) -> None:
        """Shows a city: figures, clock and map are of its database from now on."""
        self.picture.now, self.picture.zone = seat.room.clock.now, seat.desk.zone
        self.picture.header.zone = self.picture.strip.zone = seat.desk.zone
        self.picture.set_name(centre_name(seat))
        self.map = WallMap(seat, jobs, listener, self)
        self._set_unit()
        self.picture.set_map(self.map)

    def _set_unit(self) -> None:
        """Faces of the height that the distance asks for, on the picture and in the map."""
        start = self.start
        pitch = start.pitch and start.pitch * self.devicePixelRatioF()
        u = theme.wall.unit(self.height(), pitch, start.distance and start.distance * 1000)
        self.picture.set_unit(u)
        if self.map is not None:
            self.map.set_unit(u)

    def set_notice(self, sentence: str) -> None:
        """One sentence over everything while there is nothing to show; "" ends it."""
        self.notice.show_sentence(sentence)

    def unpainted_ms(self) -> int:
        """ms since anything was painted; the clock is, each second."""
        return steady_ms() - self._painted

    def set_dark(self, dark: bool) -> None:
        """Blank hours are black and keep the signal; nothing below is painted meanwhile."""
        self.dark.setVisible(dark)
        self.picture.setVisible(not dark)
        if dark:
            self._painted = steady_ms()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._painted = steady_ms()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.dark.setGeometry(self.rect())
        self.notice.setGeometry(self.rect())
        self._set_unit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.color("black"))

    def show_on(self, screen: QScreen) -> None:
        """Fills a screen. The window is bound to it first: else it opens on whichever has the focus."""
        self.parked = False
        self.winId()
        handle = self.windowHandle()
        if handle is not None:
            handle.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def show_over(self, geometry: QRect) -> None:
        """Fills several screens of one desktop."""
        self.setGeometry(geometry)
        self.show()

    def park(self) -> None:
        """Hides it while its screen is away; it keeps what it shows."""
        self.parked = True
        self.hide()

    def show_scene(self, showing: Showing, page: int = 0) -> None:
        """Shows a scene, and the place of the one thing it is about."""
        self.showing = showing
        self.picture.show_scene(showing.scene, page)
        if self.map is not None:
            self.map.look_at(place_of(showing.about))

    def show_figures(self, figures: Figures | None, age_ms: int) -> None:
        self.picture.show_figures(figures, age_ms)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever stands before the wall does not close it; the program's end does."""
        event.setAccepted(not event.spontaneous())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()


class Notice(PaintedWidget):
    """A sentence in the middle of a dark picture, in faces of the wall."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sentence = ""
        self.hide()

    def show_sentence(self, sentence: str) -> None:
        self.sentence = sentence
        self.setVisible(bool(sentence))
        self.raise_()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, u = QPainter(self), theme.wall.unit(self.height())
        painter.fillRect(self.rect(), theme.color("bg.0"))
        box = self.rect().adjusted(4 * u, 4 * u, -4 * u, -4 * u)
        painter.setFont(painting.face("title", u))
        painter.setPen(theme.color("text.2"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box, flags, self.sentence)


def centre_name(seat: Seat) -> str:
    """The name of the city's centre in the language in force."""
    city: Mapping[str, Any] = seat.desk.directory.city
    named = both(str(city["city_zh"]), str(city["city_en"]))
    return (
        _("{city} command centre").format(city=named)
        if named
        else _("City management command centre")
    )


def place_of(about: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Where the one thing is, if it has a place."""
    if about is None or about.get("lon") is None or about.get("lat") is None:
        return None
    return float(about["lon"]), float(about["lat"])


def _nothing_known() -> int:
    return 0
