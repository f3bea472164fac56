"""`shot wall`: a picture of a wall, with a scene of its own choice."""

from typing import Final

from qtpy.QtCore import QElapsedTimer, QTimer
from typing_extensions import override

from console.domain.refusal import Refused, sentence
from console.seat.wall_seat import WallStart
from console.wall.rotation import known_scenes, name_of
from console.words import _
from widgets.program.shot import Screenshot
from widgets.wall.program import WallProgram
from widgets.wall.window import WallWindow

SEEN_MS: Final = 1_500
"""Figures are made once a second: so long after the map is painted all of them stand there."""
STATES: Final = ("", "overfull", "deaf", "dark", "notice")


class WallScreenshot(Screenshot):
    """Starts a wall in a window of the wanted size and takes its picture."""

    past = 20_000

    @override
    def start(self) -> None:
        options = self.options
        if options.state not in STATES:
            raise Refused("state_unknown", name=options.state, known=", ".join(STATES[1:]))
        start = WallStart(
            self.url,
            login=options.actor or "",
            scene=options.scene,
            pitch=options.pitch,
            distance=options.distance,
            seams_x=options.seams[0],
            seams_y=options.seams[1],
            still=True,
            led=True,
            page=0,
            size=(round(options.size[0] / options.scale), round(options.size[1] / options.scale)),
        )
        self.program = WallProgram(start)
        self._painted = QElapsedTimer()
        self.program.begin()
        self.widget = self.program.windows[0]
        self._since.start()
        self._timer.start()

    @override
    def settled(self) -> bool:
        window = self.program.windows[0]
        board = self.program.board
        if board is None or window.map is None or self.program.showing is None:
            return False
        scene, rows = self.options.scene, board.desk.room.nouns.of("scene")
        if scene and not name_of(rows, scene):
            known = ", ".join(map(_, known_scenes(rows)))
            raise Refused("scene_unknown", name=scene, known=known)
        shown = window.picture.map.isVisibleTo(window)
        if shown and not window.map.settled:
            return False
        if board.desk.room.tallies is None:
            return False
        if not self._painted.isValid():
            self._painted.start()
            self._set_state(window)
        return self._painted.elapsed() >= SEEN_MS

    def _set_state(self, window: WallWindow) -> None:
        """Holds what the program would set anew at its next look."""
        state, now = self.options.state, window.picture.now()
        if state in ("deaf", "dark", "notice"):
            self.program.pause()
        if state == "deaf":
            window.picture.set_deaf(now - 90_000)
        elif state == "dark":
            window.set_dark(True)
        elif state == "notice":
            window.set_notice(sentence("database_unreachable", {"path": "10.1.2.3"}))

    @override
    def _pose(self) -> None:
        """Nothing stands in a wall that a pose could choose."""

    @override
    def _take(self) -> None:
        try:
            super()._take()
        finally:
            QTimer.singleShot(0, self.program.close)

    @override
    def close(self) -> None:
        self.program.close()
        super().close()
