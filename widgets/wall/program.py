"""The wall's program: a login of its own, windows on its screens, scenes by turn. It asks nobody anything.

Whatever fails is told on the picture and tried again; only a wrong command line ends it.
"""

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from qtpy.QtCore import QObject, QTimer, Signal
from qtpy.QtGui import QGuiApplication, QScreen
from qtpy.QtWebEngineCore import QWebEnginePage
from qtpy.QtWidgets import QApplication

from console.domain.moment import from_ms
from console.domain.refusal import Refused
from console.live.clock import steady_ms
from console.live.follower import LinkState
from console.seat.memory import private_bytes
from console.seat.seat import Seat
from console.seat.wall_seat import WallHeartbeat, WallStart, take_wall_seat
from console.seat.wall_unit import RESTART
from console.version import version
from console.wall.board import Board
from console.wall.figures import Figures
from console.wall.health import CEILING_MB, Deaths, Watch
from console.wall.orders import RESTART as RESTART_ACT
from console.wall.orders import Order, Standing, due, standing
from console.wall.pictures import read_pairs
from console.wall.rotation import Showing, name_of, showing
from widgets import theme
from widgets.session.city_reload import CityReload
from widgets.session.jobs import Jobs, ignore
from widgets.session.listener import Listener, Waker
from widgets.wall.awake import Awake
from widgets.wall.screens import Screens, chosen, key_of, united
from widgets.wall.window import WallWindow

LOG = logging.getLogger(__name__)
TURN_MS: Final = 500
"""Interval of looking which scene is due, and of new figures at most."""
WEIGH_MS: Final = 60_000
AGAIN_MS: Final = (1_000, 30_000)
"""The first pause before another try to reach the database, and the longest."""
PICTURES_MS: Final = 300_000


class WallProgram(QObject):
    """From the first try to reach the database until it is told to end. `opened(seat)` once it is."""

    opened = Signal(object)

    def __init__(self, start: WallStart) -> None:
        super().__init__()
        self.start_, self.jobs, self.awake = start, Jobs(self), Awake()
        self.seat: Seat | None = None
        self.listener: Listener | None = None
        self.board: Board | None = None
        self.windows: list[WallWindow] = []
        self.screens: Screens | None = None
        self.code = 0
        self.showing: Showing | None = None
        self.standing = Standing()
        self._began = 0
        self._closed = False
        self._told: Mapping[str, Any] = {}
        self._pause = AGAIN_MS[0]
        self._figures: tuple[tuple[str, Any], int, Figures | None] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="wangge-wall-")
        self._obeyed: set[int] = set()
        self._deaths = Deaths()
        self._watch: Watch | None = None
        self._again = _timer(self, self._try)
        self._again.setSingleShot(True)
        self._pictures = _timer(self, self._read_pairs)
        self._pictures.setInterval(PICTURES_MS)
        self._turn = _timer(self, self._look)
        self._turn.setInterval(TURN_MS)
        self._weigh = _timer(self, self._weigh_maps)
        self._weigh.setInterval(WEIGH_MS)

    def begin(self) -> None:
        """Opens the windows, black and with one sentence, and reaches for the database.

        Raises `Refused` for a screen that is not there.
        """
        screens = QGuiApplication.screens()
        picked = chosen(self.start_.screens, screens)
        if self.start_.over_all:
            self.windows = [self._window("all")]
            self.windows[0].show_over(united(picked))
        else:
            self.windows = [self._window(key_of(screen)) for screen in picked]
            for window, screen in zip(self.windows, picked, strict=True):
                self._show(window, screen)
            self.screens = Screens([window.key for window in self.windows], self)
            self.screens.went.connect(self._screen_went)
            self.screens.came.connect(self._screen_came)
        self.awake.begin()
        self._turn.start()
        self._weigh.start()
        self._try()

    def watch(self) -> None:
        """Has a thread end the program when it hangs, and tell systemd while it paints; after `begin`."""
        self._watch = Watch(self.unpainted_ms, _end_at_once)
        self._watch.begin()

    def unpainted_ms(self) -> int:
        """ms since a window painted; 0 while there is nothing to paint. For any thread."""
        if self.showing is None:
            return 0
        return min((one.unpainted_ms() for one in self.windows if not one.parked), default=0)

    def _window(self, key: str) -> WallWindow:
        return WallWindow(key, self.start_)

    def _show(self, window: WallWindow, screen: QScreen) -> None:
        if self.start_.size is not None:  # a window on a desk, for trying it out
            window.resize(*self.start_.size)
            window.show()
        else:
            window.show_on(screen)

    # the database

    def _try(self) -> None:
        waker = Waker(self)
        take = partial(take_wall_seat, self.start_, waker.wake)
        self.jobs.run(self, take, partial(self._seated, waker), self._failed)

    def _failed(self, no: Refused) -> None:
        """A database that does not answer is tried for ever; what is wrong stays on the picture."""
        LOG.warning("the wall is not connected: %s", no)
        for window in self.windows:
            window.set_notice(str(no))
        self._again.start(self._pause)
        self._pause = min(2 * self._pause, AGAIN_MS[1])

    def _seated(self, waker: Waker, seat: Seat) -> None:
        self.seat, self._pause = seat, AGAIN_MS[0]
        self.listener = Listener(seat.room, waker, self)
        self.board = Board(seat.desk, seat.heartbeat.posts_on_line)
        self.reload = CityReload(seat, self.jobs, self.listener, self)
        self.reload.reloaded.connect(self._city_came)
        assert isinstance(seat.heartbeat, WallHeartbeat)
        seat.heartbeat.told = self.told
        seat.start()
        for window in self.windows:
            window.set_notice("")
            window.begin(seat, self.jobs, self.listener)
            assert window.map is not None
            window.map.view.web.page().renderProcessTerminated.connect(self._renderer_ended)
        self._look()
        self._read_pairs()
        self._pictures.start()
        self.opened.emit(seat)

    def _city_came(self) -> None:
        """Streets, categories or people have changed: maps and tallies are of the new city."""
        assert self.seat is not None
        self.seat.room.feed_thread.reload()
        for window in self.windows:
            if window.map is not None:
                window.map.read_ground()

    # what is shown

    def pause(self) -> None:
        """Stops following what is due; the picture stays."""
        self._turn.stop()

    def _look(self) -> None:
        """The scene that is due, with figures of its period no older than a turn."""
        if self._watch is not None:
            self._watch.looked()
        seat, listener = self.seat, self.listener
        if seat is None or listener is None:
            return
        now, nouns = seat.room.clock.now(), seat.room.nouns
        if not seat.room.loaded:
            return
        self._began = self._began or now
        orders = nouns.of("wall_order")
        self.standing = standing(orders, self.start_.name, now)
        self._obey(due(orders, self.start_.name, now, self._began, self._obeyed))
        self.showing = showing(
            nouns.of("scene"),
            now,
            pinned=self.standing.pinned or name_of(nouns.of("scene"), self.start_.scene),
            every_ms=self.start_.rotate_s * 1000,
            visitors=self.standing.visitors is not None or self.start_.visitors,
            empty=self.board.empty_panels if self.board is not None else (),
        )
        deaf = listener.link_state in (LinkState.DISCONNECTED, LinkState.WRONG_SCHEMA)
        age = seat.room.feed_thread.age_ms() or 0
        figures = self._figures_of(self.showing)
        for window in self.windows:
            window.show_scene(self.showing, self._page(window, now))
            window.show_figures(figures, age)
            window.picture.set_deaf(now - age if deaf else None)
            window.set_dark(self.standing.dark is not None)
            window.picture.set_mirrored(not self.start_.led and _odd_night(now, seat))
        self._tell(seat, now, age)

    def _page(self, window: WallWindow, now: int) -> int:
        """The page of a scene that does not fit on one, by the clock: a wall started again goes on."""
        if self.start_.page is not None:
            return self.start_.page
        return now // theme.ms("wall.turn") % window.picture.pages()

    def _figures_of(self, shown: Showing) -> Figures | None:
        """Figures of a scene, made anew once a second."""
        key = shown.scene.period, shown.about
        made, now = self._figures, steady_ms()
        if made is None or made[0] != key or now - made[1] >= 2 * TURN_MS - 50:
            found = self.board.figures(*key) if self.board is not None else None
            self._figures = key, now, found
            return found
        return made[2]

    def _read_pairs(self) -> None:
        """Reads pictures before and after on a worker thread; what fails is tried again later."""
        board = self.board
        if board is None or self.seat is None:
            return
        read = partial(read_pairs, self.seat.desk, Path(self._folder.name))
        self.jobs.run(self, read, partial(setattr, board, "pairs"), ignore)

    def _obey(self, orders: Sequence[Order]) -> None:
        """Does once what is asked once."""
        for order in orders:
            self._obeyed.add(order.id)
            LOG.info("order %s: %s", order.id, order.act)
            if order.act == RESTART_ACT:
                self.restart()
            elif self.seat is not None:
                self.seat.room.feed_thread.reload()
                for window in self.windows:
                    if window.map is not None:
                        window.map.reload()

    def restart(self) -> None:
        """Ends with the code that asks to be started again."""
        self.code = RESTART
        QApplication.exit(RESTART)

    def _renderer_ended(self, status: Any, code: int) -> None:
        """A map's process that has died comes back by itself; one that goes on dying does not."""
        normal = QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus
        if status != normal and self._deaths.one_more(steady_ms()):
            LOG.error("the map's process has ended again and again: the wall is started again")
            self.restart()

    def _weigh_maps(self) -> None:
        """Loads a page anew whose process has grown too large; nobody sees it."""
        for window in self.windows:
            pid = window.map.renderer() if window.map is not None else 0
            if window.map is not None and pid and (private_bytes(pid) or 0) > CEILING_MB * 2**20:
                LOG.warning(
                    "the map's process has grown past %s MB: its page is loaded anew", CEILING_MB
                )
                window.map.reload()

    # screens

    def _screen_went(self, key: str) -> None:
        for window in self.windows:
            if window.key == key:
                LOG.warning("screen %s is gone; its window waits", key)
                window.park()

    def _screen_came(self, key: str, screen: QScreen) -> None:
        for window in self.windows:
            if window.key == key:
                LOG.info("screen %s is back", key)
                window.show_on(screen)

    def close(self) -> None:
        """Ends everything it began; again, does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._watch is not None:
            self._watch.close()
        for timer in (self._turn, self._again, self._pictures, self._weigh):
            timer.stop()
        for window in self.windows:
            window.close()
        self.jobs.close()
        if self.seat is not None:
            self.seat.close()
        self.awake.end()
        self._folder.cleanup()

    def told(self) -> Mapping[str, Any]:
        """What the wall tells of itself, as of the last look; for any thread."""
        return self._told

    def _tell(self, seat: Seat, now: int, age: int) -> None:
        """Notes what the heartbeat tells of this wall."""
        shown, windows = self.showing, [one for one in self.windows if one.isVisible()]
        assert shown is not None
        assert isinstance(seat.heartbeat, WallHeartbeat)
        missing = "screen_missing" if len(windows) < len(self.windows) else ""
        wanted = self.start_.scene
        known = not wanted or name_of(seat.room.nouns.of("scene"), wanted)
        unknown = "" if known else "scene_unknown"
        problems = (self.awake.problem, seat.heartbeat.problem, missing, unknown)
        self._told = {
            "screens": [window.key for window in windows],
            "size": [windows[0].width(), windows[0].height()] if windows else [],
            "scene": shown.scene.name,
            "scene_version": shown.version,
            "reason": shown.reason,
            "painted_at": now - min((one.unpainted_ms() for one in windows), default=now),
            "started_at": self._began,
            "memory_mb": memory_mb(self.windows),
            "server": seat.heartbeat.server,
            "behind_ms": seat.heartbeat.behind_ms,
            "age_ms": age,
            "u": windows[0].picture.u if windows else 0,
            "version": str(version()),
            "problems": [word for word in problems if word],
        }


def _odd_night(now: int, seat: Seat) -> bool:
    """Name and clock change places each night, so that neither burns into the screen."""
    return from_ms(now, seat.desk.zone).toordinal() % 2 == 1


def memory_mb(windows: Sequence[WallWindow]) -> int:
    """Memory of its own that the wall takes: this process and the maps' renderers."""
    pids = [os.getpid()]
    pids += [window.map.renderer() for window in windows if window.map is not None]
    return sum(private_bytes(pid) or 0 for pid in pids if pid) // 2**20


def _end_at_once() -> None:
    """Ends a program whose own thread does nothing any more."""
    logging.shutdown()
    os._exit(RESTART)


def _timer(parent: QObject, slot: Any) -> QTimer:
    timer = QTimer(parent)
    timer.timeout.connect(slot)
    return timer
