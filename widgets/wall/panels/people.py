"""People at work: crews, collectors, seats by post, duty grids without a collector; and the duty roster."""

from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter
from typing_extensions import override

from console.wall.amounts import count_text
from console.wall.figures import DutyPost, Figures, People, PostPresence
from console.words import _
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write
from widgets.wall.panels.base import RowsPanel

GAP: Final = 0.5
CELL: Final = 4.3
"""Height of a large figure with its label, in u."""
GRIDS: Final = 2.6
"""Height of the sentence and bar of the duty grids, in u."""


class PeoplePanel(RowsPanel):
    """Large figures of crews and collectors, seats by post, duty grids without a collector."""

    kind = "people"

    @override
    def content_of(self, figures: Figures) -> Any:
        people = figures.people
        nobody = not people.posts and not people.grids and not people.collectors_out
        empty = nobody and not (people.crews_busy or people.crews_free or people.crews_silent)
        return None if empty else people

    @override
    def shows_period(self) -> bool:
        return False

    @override
    def rows(self) -> Any:
        """The posts; before them, where there is no room for large figures, what those would tell."""
        if not self.content:
            return ()
        return (*([] if self._large() else self._cells()), *self.content.posts)

    @override
    def capacity(self) -> int:
        room = self.box().height() - self._above() - self._below()
        return max(1, int((room + 0.5) / self.row_px()))

    def _large(self) -> bool:
        """Whether all large figures fit with some posts below them."""
        lines = -(-len(self._cells()) // self._across())
        room = self.box().height() - self._below() - 3 * self.row_px()
        return lines * CELL * self.u <= room

    def _cells(self) -> list[tuple[str, int, str]]:
        """(label, figure, tone), those that ask for a look in a hue of their own."""
        people: People = self.content
        silent = "alarm.text" if people.crews_silent else "text.1"
        quiet = "alarm.text" if people.collectors_silent else "text.1"
        return [
            (_("Crews at work"), people.crews_busy, "text.1"),
            (_("Crews free"), people.crews_free, "text.1"),
            (_("Crews silent"), people.crews_silent, silent),
            (_("Collectors out"), people.collectors_out, "text.1"),
            (_("Collectors silent"), people.collectors_silent, quiet),
        ]

    def _across(self) -> int:
        """Number of large figures side by side."""
        u, cells = self.u, self._cells()
        needs = max(
            painting.widest([label for label, _count, _tone in cells], u),
            painting.widest([count_text(c) for _label, c, _tone in cells], u, "figure", bold=True),
        )
        return max(1, min(len(cells), int((self.box().width() + GAP * u) / (needs + GAP * u))))

    def _above(self) -> float:
        """Height of the large figures."""
        if not self.content or not self._large():
            return 0.0
        return -(-len(self._cells()) // self._across()) * CELL * self.u

    def _below(self) -> float:
        return GRIDS * self.u if self.content and self.content.grids else 0.0

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        top = QRectF(box.x(), box.y(), box.width(), self._above())
        if self._large():
            self._paint_large(painter, top)
        room = QRectF(
            box.x(), top.bottom(), box.width(), box.height() - top.height() - self._below()
        )
        for one, row in self.placed(room):
            if isinstance(one, PostPresence):
                self._paint_post(painter, row, one)
            else:
                label, count, tone = one
                write(painter, row, count_text(count), self.u, tone=tone, bold=True, align=RIGHT)
                name = row.adjusted(0, 0, -painting.width("0,000", self.u), 0)
                write(painter, name, label, self.u, tone="text.2", may_elide=True)
        if self._below():
            self._paint_grids(painter, QRectF(box.x(), room.bottom(), box.width(), self._below()))

    def _paint_large(self, painter: QPainter, box: QRectF) -> None:
        u, cells, across = self.u, self._cells(), self._across()
        lines = -(-len(cells) // across)
        each = -(-len(cells) // lines)
        for number, row in enumerate(painting.spread(box, lines)):
            part = cells[number * each : (number + 1) * each]
            places = painting.columns(row, each, GAP * u)
            for (label, count, tone), cell in zip(part, places, strict=False):
                figure = QRectF(cell.x(), cell.y(), cell.width(), 2.5 * u)
                words = count_text(count)
                write(painter, figure, words, u, name="figure", tone=tone, bold=True)
                said = QRectF(cell.x(), figure.bottom(), cell.width(), 1.3 * u)
                write(painter, said, label, u, tone="text.3", may_elide=True)

    def _paint_post(self, painter: QPainter, row: QRectF, post: PostPresence) -> None:
        """A post with its seats on line; one that nobody is at is said."""
        u, label = self.u, post.label
        words = _("{count} on line").format(count=post.on_line)
        tone = "text.1" if post.on_line else "text.3"
        needs = painting.width(words, u) + GAP * u
        room = row.width() - needs
        length = min(0.4 * row.width(), room)
        if painting.width(label, u) > length or room - length < 3 * u:
            length = room
        name = QRectF(row.x(), row.y(), length, row.height())
        write(painter, name, label, u, tone="text.2", may_elide=True)
        spot = QRectF(row.right() - needs, row.y(), needs, row.height())
        write(painter, spot, words, u, tone=tone, align=RIGHT)
        length = spot.x() - name.right() - 2 * GAP * u
        most = max(one.on_line for one in self.content.posts)
        if most and length >= 3 * u:
            bar = QRectF(name.right() + GAP * u, row.center().y() - 0.25 * u, length, 0.5 * u)
            painting.bar(painter, bar, post.on_line / most, "info", "bg.3")

    def _paint_grids(self, painter: QPainter, box: QRectF) -> None:
        u, people = self.u, self.content
        line = QRectF(box.x(), box.y() + 0.3 * u, box.width(), 1.3 * u)
        said = _("{count} of {all} duty grids without a collector").format(
            count=count_text(people.grids_uncovered), all=count_text(people.grids)
        )
        if painting.width(said, u) > line.width():
            said = _("{count} of {all} grids uncovered").format(
                count=count_text(people.grids_uncovered), all=count_text(people.grids)
            )
        tone = "warn.text" if people.grids_uncovered else "text.3"
        write(painter, line, said, u, tone=tone, may_elide=True)
        bar = QRectF(box.x(), line.bottom() + 0.2 * u, box.width(), 0.5 * u)
        painting.bar(painter, bar, people.grids_uncovered / people.grids, "warn", "bg.3")


class DutyPanel(RowsPanel):
    """Today's roster: post, who has it, hours."""

    kind = "duty"

    @override
    def content_of(self, figures: Figures) -> Any:
        return tuple(figures.duty)

    @override
    def shows_period(self) -> bool:
        return False

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        u, rows = self.u, self.rows()
        hours = painting.widest([row.hours for row in rows], u) + GAP * u
        label = min(painting.widest([row.label for row in rows], u) + GAP * u, 0.58 * box.width())
        if box.width() - hours - label < 6 * u:
            hours = 0.0
        duty: DutyPost
        for duty, row in self.placed(box):
            spot = QRectF(row.x(), row.y(), label - GAP * u, row.height())
            write(painter, spot, duty.label, u, tone="text.3", may_elide=True)
            name = QRectF(row.x() + label, row.y(), row.width() - label - hours, row.height())
            write(painter, name, duty.name, u, bold=True, may_elide=True)
            if hours:
                spot = QRectF(row.right() - hours, row.y(), hours, row.height())
                write(painter, spot, duty.hours, u, tone="text.2", align=RIGHT)
