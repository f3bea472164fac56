"""The program with a window: sign-on, a seat, and the demo's simulation beside it."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from qtpy.QtCore import QObject, QTimer, Signal
from qtpy.QtWidgets import QApplication

from console import machine
from console.domain.refusal import Refused
from console.live.garbage import freeze_objects
from console.seat.arrival import (
    Arrival,
    PostChoice,
    arrive,
    can_remember,
    change_password,
    remember,
)
from console.seat.demo import DemoSimulator, ready
from console.seat.head_start import HeadStart
from console.seat.opening import database_url
from console.seat.recent import Recent, without_password
from console.seat.seat import Player, Seat, players, take_seat
from console.settings import Settings
from console.words import _
from widgets.frame.sign_on import SignOn
from widgets.program import web_engine
from widgets.program.faults import Faults
from widgets.program.qapp import clear_away, make_application
from widgets.session.jobs import Jobs
from widgets.session.listener import Waker
from widgets.session.stop_signals import StopSignals
from widgets.workspaces import PLANNED

if TYPE_CHECKING:
    from widgets.frame.window import Window

STARTUP_VARIABLE: Final = "WANGGE_MEASURE_STARTUP"
"""Environment variable of a timed start: the program reports its painted map and quits."""
SETTLE_MS: Final = 10_000
PULSE_MS: Final = 5_000
LOG = logging.getLogger(__name__)


def run(options: argparse.Namespace, head_start: HeadStart | None = None) -> int:
    """Runs a workspace, `shot`, `selftest` or a measurement; returns the exit code."""
    try:
        return _run(options, head_start)
    finally:
        clear_away()


def _run(options: argparse.Namespace, head_start: HeadStart | None) -> int:
    if options.verb in ("shot", "selftest", "measure"):
        return _tool(options)
    if options.verb == "wall":
        from widgets.program.wall import run

        return run(options)
    if options.verb in PLANNED:
        raise Refused("workspace_planned", name=_(PLANNED[options.verb]))
    preferences = machine.own()
    app = make_application(options, preferences)
    program = Program(options, head_start, preferences)
    if STARTUP_VARIABLE in os.environ:
        from widgets.measure.live import PaintWatcher

        program.opened.connect(PaintWatcher(program).look_at)
    program.start()
    stopping = StopSignals()
    code = app.exec()
    stopping.end()
    program.close()
    if options.json:
        sys.stdout.write(json.dumps(program.report, ensure_ascii=False) + "\n")
    return code or program.code


def _tool(options: argparse.Namespace) -> int:
    web_engine.check()
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a picture needs no screen
    if options.verb == "shot":
        os.environ["QT_SCALE_FACTOR"] = str(options.scale)  # read when the application is made
        from widgets.program.shot import take_shot

        if options.workspace == "wall":
            from widgets.program.wall_shot import WallScreenshot

            return take_shot(options, WallScreenshot)
        return take_shot(options)
    if options.verb == "selftest":
        from widgets.program.selftest import selftest

        return selftest(options)
    from widgets.measure import measure

    return measure(options)


class Program(QObject):
    """Runs from sign-on until the last window closes. `opened(window)` for each seat."""

    opened = Signal(object)

    def __init__(
        self,
        options: argparse.Namespace,
        head_start: HeadStart | None = None,
        preferences: Settings | None = None,
    ) -> None:
        super().__init__()
        self.preferences = preferences or Settings()
        self.options, self.head_start = options, head_start
        self.url = database_url(options)
        self.demo = options.database is None
        self.jobs = Jobs(self)
        self.simulator: DemoSimulator | None = None
        self.sign_on: SignOn | None = None
        self.window: Window | None = None
        self.faults = Faults(self)
        self.report: dict[str, Any] = {}
        self.code = 0
        self._arrival: Arrival | None = None
        self._first: dict[str, int] = {}
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self._time_is_up)
        self._pulse = QTimer(self)
        self._pulse.setInterval(PULSE_MS)
        self._pulse.timeout.connect(self._restart_simulator)

    def start(self) -> None:
        """Opens the seat named on the command line, else the sign-on."""
        self.faults.begin()
        QTimer.singleShot(SETTLE_MS, freeze_objects)  # also where no database ever answers
        if self.options.seconds is not None:
            self._end.start(round(self.options.seconds * 1000))
        if self.options.actor is None and self.options.seconds is None:
            self.sign_on = SignOn(demo=self.demo)
            self.sign_on.played.connect(self._played)
            self.sign_on.connected.connect(self._connect)
            self.sign_on.taken.connect(self._take)
            self.sign_on.new_password.connect(self._new_password)
            self.sign_on.offer(Recent().all())
            self.sign_on.show()
            # a keyring is asked for over the system's bus: not on the thread that paints
            self.jobs.run(self.sign_on, can_remember, self.sign_on.offer_keeping, self._failed)
        if self.demo:
            self.jobs.run(self, self._prepare, self._prepared, self._failed)
        elif self.options.actor is not None:
            self.open(self.url, self.options.actor, None)
        elif self.sign_on is not None and on_a_server(self.url):
            known = dict(Recent().all())
            self.sign_on.ask_who(self.url, known.get(without_password(self.url), ""))
        else:
            self.jobs.run(self, self._players, self._met, self._failed)

    def _prepare(self) -> list[Player]:
        ready(self.url)
        return players(self.url)

    def _players(self) -> list[Player]:
        return players(self.url)

    def _prepared(self, found: list[Player]) -> None:
        self.simulator = DemoSimulator(self.url)
        self._pulse.start()
        if self.sign_on is not None:
            self._met(found)
        else:
            self.open(self.url, self.options.actor or "li", None)

    def _met(self, found: list[Player]) -> None:
        if self.sign_on is not None:
            self.sign_on.show_players(found)

    def _played(self, login: str, post: str) -> None:
        self.open(self.url, login, post)

    def _connect(self, url: str, login: str, password: str, remember: bool) -> None:
        if self.sign_on is not None:
            self.sign_on.wait()
        come = partial(_arrive, url, login, password, remember)
        self.jobs.run(self, come, self._recognised, self._failed)

    def _recognised(self, found: Arrival) -> None:
        self._arrival = found
        if self.sign_on is not None:
            self.sign_on.show_arrival(found)

    def _take(self, choice: PostChoice) -> None:
        assert self._arrival is not None
        if on_a_server(self._arrival.url):
            Recent().put(self._arrival.url, self._arrival.login)
        self.open(self._arrival.url, self._arrival.login, str(choice.held.post))

    def _new_password(self, words: str) -> None:
        assert self._arrival is not None
        change = partial(change_password, self._arrival.url, self._arrival.login, words)
        self.jobs.run(self, change, self._password_set, self._failed)

    def _password_set(self, _done: None) -> None:
        if self.sign_on is not None:
            self.sign_on.page.password_set()

    def open(self, url: str, login: str, post: str | None) -> None:
        """Takes a seat on a worker thread."""
        try:
            web_engine.check()
        except Refused as no:
            self._failed(no)
            return
        if self.sign_on is not None:
            self.sign_on.wait()
        waker = Waker()
        who = (login, post, self.options.seat)
        take = partial(_take_seat, url, who, waker.wake, self.head_start)
        self.head_start = None
        self.jobs.run(self, take, partial(self._seated, waker), self._failed)

    def _seated(self, waker: Waker, seat: Seat) -> None:
        from widgets.frame.window import Window

        self.window = Window(seat, waker, self.preferences, self.options.verb)
        self.window.signed_off.connect(self._sign_on_again)
        self.window.resize(1600, 900)
        self.window.showMaximized()
        if self.sign_on is not None:
            self.sign_on.close()
            self.sign_on = None
        self.window.listener.changed.connect(self._remember)
        self.faults.happened.connect(self.window.own_fault)
        failed = self._arrival.failed if self._arrival is not None else 0
        self.jobs.run(self, partial(seat.sign_on, failed), _signed_on, _not_signed_on)
        if crashed := getattr(self.options, "crashed", None):
            self.window.status.show_message(
                _("The program crashed last time; see {file}.").format(file=crashed)
            )
        self.opened.emit(self.window)

    def _remember(self) -> None:
        """Records the figures of a timed run at its first change."""
        if self.window is None:
            return
        room = self.window.seat.room
        if not self._first and room.loaded:
            freeze_objects()
            self._first = {"open": len(room.cases), "revision": room.cases.revision}

    def _sign_on_again(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()  # its map is a page of Chromium's; closed, it would stay
        self._end_simulator()  # the next seat starts one; two would let the city live twice as fast
        self.options.actor = None
        self.options.seconds = None
        self.start()

    def _failed(self, no: Refused) -> None:
        if self.sign_on is not None:
            self.sign_on.fail(str(no))
            return
        sys.stderr.write(f"{no}\n")
        self.code = 1
        QApplication.exit(1)

    def _time_is_up(self) -> None:
        if self.window is not None:
            room = self.window.seat.room
            self.report = {
                "seconds": self.options.seconds,
                "open_before": self._first.get("open", 0),
                "open_after": len(room.cases),
                "changes": room.cases.revision - self._first.get("revision", 0),
                "crews_heard": int((room.crews.at > 0).sum()),
                "hearing": str(room.link_state()),
                "faults": room.faults,
            }
            self.window.close_for_good()
        QApplication.quit()

    def close(self) -> None:
        if self.window is not None:
            self.window.close_for_good()
        self.jobs.close()
        self.faults.end()
        self._end_simulator()

    def _restart_simulator(self) -> None:
        if self.simulator is not None and self.simulator.look():
            LOG.warning("the demo's life had ended by itself and begins again")

    def _end_simulator(self) -> None:
        self._pulse.stop()
        simulator, self.simulator = self.simulator, None
        if simulator is not None:
            simulator.end()


def on_a_server(url: str) -> bool:
    """Whether the database is on a server, where people sign on with passwords of their own."""
    return url.startswith("postgresql")


def _signed_on(_nothing: None) -> None:
    """Records the sign-on in the log."""


def _not_signed_on(no: Refused) -> None:
    LOG.info("the sign-on is not in the log: %s", no)


def _arrive(url: str, login: str, password: str, keep: bool) -> Arrival:
    """Tries to sign on; stores the password if the operator asked for it. Blocks."""
    found = arrive(url, login, password or None)
    if keep and password:
        remember(url, login, password)
    return found


def _take_seat(
    url: str,
    who: tuple[str, str | None, str | None],
    wake: Callable[[], None],
    head_start: HeadStart | None,
) -> Seat:
    """Takes a seat as `who` (login, post, name of the seat). Blocks."""
    if head_start is not None:
        return head_start.hand_over(wake)
    login, post, name = who
    return take_seat(url, login, post, wake, name)
