"""Pictures before and after of closed cases, side by side, with the time it took."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QImage, QImageReader, QPainter
from typing_extensions import override

from console.wall.amounts import short_age
from console.wall.figures import Figures, PhotoPair
from console.words import _
from widgets import theme
from widgets.wall import painting
from widgets.wall.painting import CENTRE, RIGHT, write
from widgets.wall.panels.base import RowsPanel

GAP: Final = 0.4
LINE: Final = 1.5
LEAST: Final = 10.5
"""Height and width, in u, that a pair's pictures need at least."""
ACROSS: Final = 30.0
"""Width, in u, of one pair where several stand side by side."""


class PairsPanel(RowsPanel):
    """As many pairs as are large enough to see, in pages."""

    kind = "pairs"

    @override
    def content_of(self, figures: Figures) -> Any:
        return tuple(figures.pairs)

    def _grid(self) -> tuple[int, int]:
        """Pairs across and down for the number there is."""
        u, box = self.u, self.box()
        across = max(1, int((box.width() + GAP * u) / (ACROSS * u)))
        down = max(1, int(box.height() / ((LEAST + LINE) * u)))
        there = max(1, len(self.rows()))
        across = min(across, there)
        return across, min(down, -(-there // across))

    @override
    def capacity(self) -> int:
        across, down = self._grid()
        return across * down

    @override
    def page_rows(self) -> Sequence[Any]:
        """As many pairs as there are places, from the first again after the last."""
        rows, count = self.rows(), min(self.capacity(), len(self.rows()))
        first = (self.page * self.parts + self.part) * count
        return [rows[(first + at) % len(rows)] for at in range(count)]

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        gap = 2 * GAP * self.u
        across, down = self._grid()
        cells = [
            cell
            for row in painting.spread(box, down, gap)
            for cell in painting.columns(row, across, gap)
        ]
        for pair, cell in zip(self.page_rows(), cells, strict=False):
            self._paint_pair(painter, cell, pair)

    def _paint_pair(self, painter: QPainter, cell: QRectF, pair: PhotoPair) -> None:
        u = self.u
        pictures = QRectF(cell.x(), cell.y(), cell.width(), cell.height() - LINE * u)
        halves = painting.columns(pictures, 2, GAP * u)
        for file, words, half in zip(
            (pair.before, pair.after), (_("before"), _("after")), halves, strict=True
        ):
            self._paint_picture(painter, half, file, words)
        line = QRectF(cell.x(), pictures.bottom(), cell.width(), LINE * u)
        took = _("closed after {age}").format(age=short_age(pair.took_ms))
        needs = painting.width(took, u) + GAP * u
        write(painter, line, took, u, tone="text.2", align=RIGHT)
        rest = line.adjusted(0, 0, -needs, 0)
        told = write(painter, rest, pair.category, u, bold=True, may_elide=True)
        place = rest.adjusted(told + GAP * u, 0, 0, 0)
        if place.width() > 3 * u:
            write(painter, place, pair.place, u, tone="text.2", may_elide=True)

    def _paint_picture(self, painter: QPainter, box: QRectF, file: str, words: str) -> None:
        """The picture fills the box, its sides cut; what it shows is written in its corner."""
        u = self.u
        image = picture(file, box.size().toSize())
        if image.isNull():
            painting.rounded(painter, box, u, "bg.2")
            write(painter, box, _("no picture"), u, tone="text.3", align=CENTRE)
        else:
            painter.drawImage(box.topLeft(), image)
        needs = painting.width(words, u) + u
        plate = QRectF(box.x() + 0.3 * u, box.y() + 0.3 * u, needs, 1.4 * u)
        painter.fillRect(plate, theme.color("bg.1"))
        write(painter, plate, words, u, align=CENTRE)


@lru_cache(maxsize=32)
def picture(file: str, size: QSize) -> QImage:
    """The picture scaled so that it covers `size`, cut to it; null where it cannot be read."""
    if not Path(file).is_file() or size.isEmpty():
        return QImage()
    reader = QImageReader(file)
    reader.setAutoTransform(True)
    image = reader.read()
    if image.isNull():
        return image
    image = image.scaled(
        size,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    left, top = (image.width() - size.width()) // 2, (image.height() - size.height()) // 2
    return image.copy(left, top, size.width(), size.height())
