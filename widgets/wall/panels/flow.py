"""The seven steps as blocks: cases in each, late ones, the oldest; where they pile up stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter
from typing_extensions import override

from console.wall.amounts import count_text, short_age
from console.wall.figures import Figures, FlowStep
from console.words import _
from widgets.wall import painting
from widgets.wall.painting import RIGHT, write
from widgets.wall.panels.base import RowsPanel

GAP: Final = 0.35
PAD: Final = 0.4
LABEL, FIGURE, NOTE = 1.35, 2.2, 1.25
"""Heights, in u, of a block's lines."""
BAR: Final = 0.3
FOOT: Final = 0.35
BETWEEN: Final = " · "


@dataclass(frozen=True, slots=True)
class _Form:
    """Blocks across and down; notes on lines of their own or side by side."""

    across: int
    notes: int


FORMS: Final = (_Form(7, 2), _Form(4, 2), _Form(4, 1))


class FlowPanel(RowsPanel):
    """Blocks in one or two rows where every word fits, else a list, in pages where it is long."""

    kind = "flow"

    @override
    def content_of(self, figures: Figures) -> Any:
        return tuple(figures.flow)

    @override
    def shows_period(self) -> bool:
        return False

    @override
    def pages(self) -> int:
        return 1 if not self.content or self._form() else super().pages()

    def _form(self) -> _Form | None:
        """The first form in which everything fits."""
        return next((form for form in FORMS if self._fits(form, self._blocks())), None)

    def _blocks(self) -> QRectF:
        """Where blocks stand: above a margin at the foot."""
        return self.box().adjusted(0, 0, 0, -FOOT * self.u)

    @override
    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        steps: Sequence[FlowStep] = self.content
        piled = _piled(steps)
        top = max(1, max(step.count for step in steps))
        form = self._form()
        if form is None:
            self._paint_list(painter, box, piled, top)
            return
        lines = -(-len(steps) // form.across)
        gap = GAP * self.u
        for number, row in enumerate(painting.spread(self._blocks(), lines, gap)):
            part = steps[number * form.across : (number + 1) * form.across]
            for step, cell in zip(part, painting.columns(row, len(part), gap), strict=True):
                self._paint_block(painter, cell, step, form, (step is piled, step.count / top))

    def _fits(self, form: _Form, box: QRectF) -> bool:
        """Whether every word of every block fits in blocks of this form."""
        u, gap, steps = self.u, GAP * self.u, self.content
        lines = -(-len(steps) // form.across)
        height = (box.height() - gap * (lines - 1)) / lines
        across = (box.width() - gap * (form.across - 1)) / form.across - 2 * PAD * u
        if height < (LABEL + FIGURE + form.notes * NOTE + BAR + 0.3) * u:
            return False
        for step in steps:
            notes = _notes(step)
            together = BETWEEN.join(words for words, _tone in _notes(step, short=True))
            longest = [words for words, _tone in notes] if form.notes == 2 else [together]
            if (
                painting.width(step.label, u) > across
                or painting.width(count_text(step.count), u, "figure", bold=True) > across
                or painting.widest(longest, u) > across
            ):
                return False
        return True

    def _paint_block(
        self,
        painter: QPainter,
        cell: QRectF,
        step: FlowStep,
        form: _Form,
        weight: tuple[bool, float],
    ) -> None:
        u, (piled, share) = self.u, weight
        painting.rounded(painter, cell, u, "bg.3" if piled else "bg.2", "alarm" if piled else "")
        inner = cell.adjusted(PAD * u, 0.15 * u, -PAD * u, -0.15 * u)
        lines = (LABEL, FIGURE, *[NOTE] * form.notes, BAR)
        rest = inner.height() - sum(lines) * u
        y = inner.y() + max(0.0, rest / 4)
        between = max(0.0, rest / 2 / len(lines))
        boxes = []
        for line in lines:
            boxes.append(QRectF(inner.x(), y, inner.width(), line * u))
            y += line * u + between
        write(painter, boxes[0], step.label, u, tone="text.1" if piled else "text.2")
        write(painter, boxes[1], count_text(step.count), u, name="figure", bold=True)
        notes = _notes(step, short=form.notes == 1)
        if form.notes == 2:
            for (words, tone), spot in zip(notes, boxes[2:4], strict=False):
                write(painter, spot, words, u, tone=tone)
        else:
            x = inner.x()
            point = [(BETWEEN, "text.3")] if len(notes) > 1 else []
            for words, tone in (*notes[:1], *point, *notes[1:]):
                spot = QRectF(x, boxes[2].y(), inner.right() + 1 - x, boxes[2].height())
                x += write(painter, spot, words, u, tone=tone)
        painting.bar(painter, boxes[-1], share, "alarm" if piled else "info", "bg.1")

    def _paint_list(self, painter: QPainter, box: QRectF, piled: FlowStep | None, top: int) -> None:
        """Rows of label, bar with the count, late ones and the oldest."""
        u, steps = self.u, self.content
        label = painting.widest([step.label for step in steps], u) + GAP * u
        label = min(label, 0.45 * box.width())
        count = painting.widest([count_text(s.count) for s in steps], u, bold=True) + GAP * u
        late = painting.widest([_late_text(step) for step in steps], u) + 0.6 * u
        old = painting.widest([short_age(step.oldest_ms) for step in steps], u) + 0.6 * u
        if box.width() - label - count - late - old < 3 * u:
            old = 0.0
        if box.width() - label - count - late - old < 2 * u:
            late = 0.0
        step: FlowStep
        for step, row in self.placed(box):
            if step is piled:
                painting.rounded(painter, row.adjusted(-0.3 * u, 0, 0.3 * u, 0), u, "bg.3")
            right = row.right()
            if old:
                spot = QRectF(right - old, row.y(), old, row.height())
                write(painter, spot, short_age(step.oldest_ms), u, tone="text.3", align=RIGHT)
                right -= old
            if late:
                spot = QRectF(right - late, row.y(), late, row.height())
                write(painter, spot, _late_text(step), u, tone="alarm.text", align=RIGHT)
                right -= late
            name = QRectF(row.x(), row.y(), label - GAP * u, row.height())
            write(painter, name, step.label, u, may_elide=True)
            length = right - count - row.x() - label
            strip = QRectF(row.x() + label, row.center().y() - 0.4 * u, length, 0.8 * u)
            painting.bar(painter, strip, step.count / top)
            x = strip.x() + length * step.count / top + GAP * u
            spot = QRectF(x, row.y(), count, row.height())
            write(painter, spot, count_text(step.count), u, bold=True)


def _piled(steps: Sequence[FlowStep]) -> FlowStep | None:
    """The step with the most late cases; None where nothing is late."""
    most = max(steps, key=lambda step: (step.late, step.count), default=None)
    return most if most is not None and most.late else None


def _late_text(step: FlowStep) -> str:
    return _("{count} late").format(count=count_text(step.late)) if step.late else ""


def _notes(step: FlowStep, *, short: bool = False) -> list[tuple[str, str]]:
    """(words, tone): late ones, then the age of the oldest, the bare age where it must be short."""
    notes = []
    if step.late:
        notes.append((_late_text(step), "alarm.text"))
    if step.oldest_ms is not None and step.count:
        age = short_age(step.oldest_ms)
        notes.append((age if short else _("oldest {age}").format(age=age), "text.3"))
    return notes
