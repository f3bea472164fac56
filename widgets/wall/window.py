"""One window of a wall: a scene's picture with the map, over one screen or several."""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, Final

from qtpy.QtCore import QRect, Qt
from qtpy.QtGui import QCloseEvent, QKeyEvent, QScreen
from qtpy.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from console.seat.seat import Seat
from console.wall.figures import Figures
from console.wall.rotation import Showing
from console.words import _, both
from widgets import theme
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener
from widgets.wall.map import WallMap
from widgets.wall.picture import WallPicture

LATE_MS: Final = 3_000


class WallWindow(QWidget):
    """Frameless, without a cursor, closed by nobody but the program. `key` names its place in the wall."""

    def __init__(self, key: str, u: int | None = None) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.key, self.unit = key, u
        self.setWindowTitle(_("Wangge Console · Wall"))
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setObjectName("wall")
        self.map: WallMap | None = None
        self.picture = WallPicture(_nothing_known, UTC, self)
        self.picture.set_unit(u)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.picture)
        self.showing: Showing | None = None
        self.painted_at = 0
        self._may_close = False

    def begin(self, seat: Seat, jobs: Jobs, listener: Listener) -> None:
        """Shows a city: figures, clock and map are of its database from now on."""
        self.picture.now, self.picture.zone = seat.room.clock.now, seat.desk.zone
        self.picture.header.zone = self.picture.strip.zone = seat.desk.zone
        self.picture.set_name(centre_name(seat))
        self.map = WallMap(seat, jobs, listener, self)
        self.map.set_unit(self.picture.u or theme.wall.unit(self.height()))
        self.picture.set_map(self.map)

    def show_on(self, screen: QScreen) -> None:
        """Fills a screen. The window is bound to it first: else it opens on whichever has the focus."""
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
        self.hide()

    def show_scene(self, showing: Showing, page: int = 0) -> None:
        """Shows a scene, and the place of the one thing it is about."""
        self.showing = showing
        self.picture.show_scene(showing.scene, page)
        if self.map is not None:
            self.map.look_at(place_of(showing.about))

    def show_figures(self, figures: Figures | None, age_ms: int) -> None:
        self.picture.show_figures(figures, age_ms)

    def close_for_good(self) -> None:
        self._may_close = True
        self.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._may_close)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()


def centre_name(seat: Seat) -> str:
    """The name of the city's centre in the language in force."""
    city: Mapping[str, Any] = seat.desk.directory.city
    return both(str(city.get("zh") or city.get("name") or ""), str(city.get("en") or ""))


def place_of(about: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Where the one thing is, if it has a place."""
    if about is None or about.get("lon") is None or about.get("lat") is None:
        return None
    return float(about["lon"]), float(about["lat"])


def _nothing_known() -> int:
    return 0


Clock = Callable[[], int]
