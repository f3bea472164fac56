"""Cache of painted rows: a row that looks the same is drawn from its image."""

from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter, QPixmap

from console.desk.clock_words import clock_words
from console.desk.queues import Clocks
from widgets import marks
from widgets.controls import text
from widgets.queue.row import RowPainter, RowState

MAX_PX: Final = 12_000_000
"""Limit of all images: 48 MB, the rows of a 4K screen and half as many again."""
FINE: Final = 128
"""Steps of a clock's bar that are told apart for each whole limit: fewer than its pixels."""
LONG_OVER: Final = 8.0
"""Clocks beyond this many limits look the same."""


class RowImages:
    """Paints rows by `rows` and keeps their images until `forget`."""

    def __init__(self, rows: RowPainter) -> None:
        self.rows = rows
        self._kept: dict[Any, QPixmap] = {}
        self._px = 0
        self._directory: object = None

    def forget(self) -> None:
        """Drops all images, because columns, texts, colours or sizes have changed."""
        self._kept.clear()
        self._px = 0

    def paint(
        self, painter: QPainter, box: QRectF, row: int, look: RowState, clocks: Clocks, at: int
    ) -> None:
        """Draws the row into `box`; its clock is at index `at` of `clocks`."""
        ratio = painter.device().devicePixelRatioF()
        if (
            look.fresh > 0
            or text.observed()
            or not self.rows.model.holds(row)
            or _between(box, ratio)
        ):
            self.rows.paint(painter, box, row, look, clocks, at)
            return
        if self.rows.model.desk.directory is not self._directory:  # names may be others
            self._directory = self.rows.model.desk.directory
            self.forget()
        key = (*self._content(row), look, self._clock(clocks, at), box.width(), ratio)
        image = self._kept.pop(key, None) or self._painted(box, ratio, row, look, clocks, at)
        self._kept[key] = image  # the newest is the last to go
        painter.drawPixmap(box.topLeft(), image)

    def _content(self, row: int) -> tuple[Any, ...]:
        """Key of the case's content: its version, and whether a request is open."""
        model = self.rows.model
        case, slot = int(model.ids[row]), int(model.order[row])
        cases = model.desk.room.cases
        return case, int(cases.column("version")[slot]), bool(cases.requests.get(case))

    def _clock(self, clocks: Clocks, at: int) -> tuple[Any, ...]:
        used = float(clocks.used[at])
        bar = (marks.words_hue(used), int(min(used, LONG_OVER) * FINE)) if used == used else ()
        return clock_words(clocks, at, self.rows.zone), *bar

    def _painted(
        self, box: QRectF, ratio: float, row: int, look: RowState, clocks: Clocks, at: int
    ) -> QPixmap:
        image = QPixmap(round(box.width() * ratio), round(box.height() * ratio))
        image.setDevicePixelRatio(ratio)
        painter = QPainter(image)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            inside = QRectF(0, 0, box.width(), box.height())
            self.rows.paint(painter, inside, row, look, clocks, at)
        finally:
            painter.end()
        self._px += image.width() * image.height()
        while self._px > MAX_PX and self._kept:
            oldest = self._kept.pop(next(iter(self._kept)))
            self._px -= oldest.width() * oldest.height()
        return image


def _between(box: QRectF, ratio: float) -> bool:
    """Whether the row begins or ends between two device pixels, so that an image would blur."""
    return any((edge * ratio) % 1 for edge in (box.top(), box.height(), box.width()))
