"""Rankings: streets, departments, categories, sources as sorted bars with their values."""

from dataclasses import dataclass
from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter
from typing_extensions import override

from console.wall.amounts import count_text
from console.wall.figures import Figures, Rank
from console.words import _
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write
from widgets.wall.panels.base import RowsPanel

TILE: Final = 1.3
GAP: Final = 0.5
NAMES: Final = 0.5
"""Share of a row that names may take beside the bars."""
TWO_LINES: Final = 2.7
"""Height of a row, in u, from which the name stands above its bar."""
ARROW: Final = 0.55
BAR_LEAST: Final = 3.0
LATE_FROM: Final = 25.0
"""Width of a panel, in u, from which overdue cases are counted as well."""


@dataclass(frozen=True, slots=True)
class _Widths:
    """Px of the parts of a row; 0 where a part is left out."""

    tile: float
    name: float
    value: float
    late: float
    change: float


class RankingPanel(RowsPanel):
    """Rows of grade, name, bar with its value, overdue ones and change; sorted by value."""

    @override
    def content_of(self, figures: Figures) -> Any:
        ranks: tuple[Rank, ...] = tuple(getattr(figures, self.kind))
        return tuple(sorted(ranks, key=lambda rank: -rank.value))

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        widths = self._widths(box)
        top = max(1, max(rank.value for rank in self.rows()))
        for rank, row in self.placed(box):
            self._paint_row(painter, row, rank, widths, rank.value / top)

    def _widths(self, box: QRectF) -> _Widths:
        u, rows = self.u, self.rows()
        tile = (TILE + GAP) * u if any(rank.grade for rank in rows) else 0.0
        value = painting.widest([count_text(r.value) for r in rows], u, bold=True) + GAP * u
        late = change = 0.0
        if any(rank.late for rank in rows) and box.width() >= LATE_FROM * u:
            late = painting.widest([_late_text(r) for r in rows], u) + GAP * u
        changes = [count_text(abs(rank.change)) for rank in rows if rank.change]
        if changes:
            change = painting.widest(changes, u) + (ARROW + 2 * GAP) * u
        name = painting.widest([rank.name for rank in rows], u) + GAP * u
        name = min(name, NAMES * box.width())
        room = box.width() - tile - name - value - BAR_LEAST * u
        late = late if late + change <= room else 0.0
        change = change if change <= room else 0.0
        return _Widths(tile, name, value, late, change)

    def _paint_row(
        self, painter: QPainter, row: QRectF, rank: Rank, widths: _Widths, share: float
    ) -> None:
        u = self.u
        two = row.height() >= TWO_LINES * u
        line = QRectF(row)
        if two:
            line = QRectF(row.x(), row.center().y() - 1.3 * u, row.width(), 1.4 * u)
        x, right = line.x(), line.right()
        if rank.grade:
            side = TILE * u
            tile = QRectF(x, line.center().y() - side / 2, side, side)
            painting.grade(painter, tile, rank.grade)
        x += widths.tile
        right -= widths.change
        self._paint_change(painter, QRectF(right, line.y(), widths.change, line.height()), rank)
        right -= widths.late
        if widths.late and rank.late:
            late = QRectF(right, line.y(), widths.late, line.height())
            write(painter, late, _late_text(rank), u, tone="alarm.text", align=RIGHT)
        name = (right - x) if two else widths.name
        words = QRectF(x, line.y(), name - GAP * u, line.height())
        write(painter, words, rank.name, u, may_elide=True)
        if two:
            line, right = line.translated(0, 1.3 * u), row.right()
        start = x if two else x + widths.name
        bar = QRectF(start, line.center().y() - 0.4 * u, right - widths.value - start, 0.8 * u)
        painting.bar(painter, bar, share)
        at = bar.x() + bar.width() * share + GAP * u * 0.6
        value = QRectF(at, line.y(), widths.value, line.height())
        write(painter, value, count_text(rank.value), u, bold=True)

    def _paint_change(self, painter: QPainter, box: QRectF, rank: Rank) -> None:
        """The difference from the period before, with a drawn arrow; nothing where it is the same."""
        if not rank.change or not box.width():
            return
        u, words = self.u, count_text(abs(rank.change))
        write(painter, box, words, u, tone="text.2", align=RIGHT)
        x = box.right() - painting.width(words, u) - (ARROW + 0.25) * u
        side = ARROW * u
        arrow = QRectF(x, box.center().y() - side / 2, side, side)
        painting.arrow(painter, arrow, up=rank.change > 0)


def _late_text(rank: Rank) -> str:
    return _("{count} late").format(count=count_text(rank.late)) if rank.late else ""


class StreetsPanel(RankingPanel):
    """Streets by number of cases, with their grades."""

    kind = "streets"


class DepartmentsPanel(RankingPanel):
    """Departments by number of cases, with their grades."""

    kind = "departments"


class CategoriesPanel(RankingPanel):
    """Categories by number of cases."""

    kind = "categories"


class SourcesPanel(RankingPanel):
    """Sources of reports by number of cases."""

    kind = "sources"
