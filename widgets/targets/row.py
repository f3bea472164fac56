"""One row of targets: a department, a crew, or a heading."""

from dataclasses import dataclass
from typing import Final

from qtpy.QtCore import QRectF
from qtpy.QtGui import QFontMetricsF, QPainter

from widgets import icons, marks, theme
from widgets.controls import draw_load, text
from widgets.marks import Verdict as Sign

SEPARATOR: Final = " · "
FIGURES: Final = 0.7
"""Share of a line that the figures at its end may take."""
REASON: Final = 0.5
"""Share of a line that a reason may take; the rest stays for the name."""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """`department` None marks a heading. `share` is the load (1.0 full; negative: not shown).

    `why` is the second line of a tall row; `expanded` is None if nothing can be folded below.
    """

    title: str
    department: int | None = None
    crew: int | None = None
    why: str = ""
    facts: str = ""
    digit: str = ""
    depth: int = 0
    share: float = -1.0
    open_cases: int = -1
    overdue: int = 0
    expanded: bool | None = None
    key: str = ""

    @property
    def target(self) -> bool:
        return self.department is not None

    @property
    def spoken(self) -> str:
        """Text for screen readers: name, load and reason."""
        parts = [self.title, self.facts, self.why]
        if self.open_cases >= 0:
            parts.append(f"{self.open_cases}")
        return SEPARATOR.join(part for part in parts if part)


def way_words(metres: float) -> str:
    """Distance in words: "440 m", "1.0 km"; no four digits at the first kilometres."""
    near = round(metres / 10) * 10
    return f"{near} m" if near < 1000 else f"{metres / 1000:.1f} km"


def paint(painter: QPainter, box: QRectF, row: TargetRow, sign: Sign | None, reason: str) -> None:
    """Paints the row into `box`; with a verdict during a drag or while armed."""
    painter.save()
    if sign is not None:
        marks.draw_outline(painter, box.adjusted(2, 2, -2, -2), sign)
        painter.setOpacity(marks.opacity(sign))
    pad = theme.px("space.12")
    left = box.x() + pad + row.depth * theme.px("space.16")
    if row.expanded is not None:
        side = theme.px("space.12")
        name = "down" if row.expanded else "right"
        icons.draw(
            painter,
            name,
            QRectF(left, box.center().y() - side / 2, side, side),
            theme.color("text.3"),
        )
        left += side + theme.px("space.8")
    if row.digit:
        left = _digit(painter, box, left, row.digit)
    right = box.right() - pad
    if sign is not None and row.target:
        side = theme.px("icon")
        painter.setOpacity(1.0)
        marks.draw_sign(
            painter, QRectF(right - side, box.center().y() - side / 2, side, side), sign
        )
        painter.setOpacity(marks.opacity(sign))
        right -= side + theme.px("space.8")
    if not (reason and sign is Sign.REFUSED):  # the reason takes the room of the figures
        right = _figures(painter, box, right, row)
    _words(painter, QRectF(left, box.y(), right - left, box.height()), row, reason)
    painter.restore()


def _digit(painter: QPainter, box: QRectF, left: float, digit: str) -> float:
    """Draws the key that arms this target, in a small frame."""
    side = theme.px("tile")
    frame = QRectF(left + 0.5, box.center().y() - side / 2, side, side)
    painter.setPen(theme.color("line.2"))
    painter.drawRoundedRect(frame, theme.px("radius.mark"), theme.px("radius.mark"))
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("text.2"))
    text.draw(painter, frame, digit, text.CENTRE)
    return left + side + theme.px("space.8")


def _figures(painter: QPainter, box: QRectF, right: float, row: TargetRow) -> float:
    """Draws overdue and open counts and the load bar from the right; returns their left edge."""
    if row.open_cases < 0:
        return right
    painter.setFont(theme.font("dense"))
    metrics = QFontMetricsF(painter.font())
    late = f"{row.overdue}!"
    width = max(metrics.horizontalAdvance(figure) for figure in ("00!", late))
    if row.overdue:
        painter.setPen(theme.color("alarm.text"))
        text.draw(
            painter,
            QRectF(right - width, box.y(), width, box.height()),
            late,
            text.RIGHT,
        )
    right -= width + theme.px("space.4")
    width = max(metrics.horizontalAdvance(figure) for figure in ("0000", str(row.open_cases)))
    painter.setPen(theme.color("text.2"))
    text.draw(
        painter,
        QRectF(right - width, box.y(), width, box.height()),
        str(row.open_cases),
        text.RIGHT,
    )
    right -= width + theme.px("space.8")
    if row.share >= 0:
        size = theme.px("clock.width"), theme.px("clock.height")
        bar = QRectF(right - size[0], box.center().y() - size[1] / 2, *size)
        draw_load(painter, bar, row.share)
        right -= size[0] + theme.px("space.8")
    return right


def _words(painter: QPainter, box: QRectF, row: TargetRow, reason: str) -> None:
    """Draws title and facts, and the second line of a tall row or one with a reason."""
    tall = box.height() >= theme.px("target.recommended") - 1
    second = reason or row.why
    line = QRectF(box)
    if tall and second:
        half = theme.line_px("dense")
        top = box.center().y() - half
        line = QRectF(box.x(), top, box.width(), half)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2" if reason else "text.3"))
        place = QRectF(box.x(), top + half, box.width(), half)
        opacity = painter.opacity()
        painter.setOpacity(1.0 if reason else opacity)  # why it is refused can be read
        text.draw(painter, place, second, may_elide=True)
        painter.setOpacity(opacity)
    heading = not row.target
    painter.setFont(theme.font("dense", bold=heading))
    facts = "" if tall else reason or row.facts
    facts = _fitting(row.facts, line.width() * FIGURES) if tall else facts
    width = min(_wide(facts), line.width() * (REASON if reason and not tall else FIGURES))
    painter.setPen(theme.color("text.3" if heading else "text.1"))
    # names and reasons give way to the figures; the row's tooltip has them whole
    text.draw(painter, line.adjusted(0, 0, -width, 0), row.title, may_elide=True)
    if facts:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2" if reason and not tall else "text.3"))
        painter.setOpacity(1.0 if reason and not tall else painter.opacity())
        place = QRectF(line.right() - width, line.y(), width, line.height())
        text.draw(painter, place, facts, text.RIGHT, may_elide=bool(reason))


def _fitting(facts: str, room: float) -> str:
    """The first facts that fit into `room` px; the tooltip has all."""
    parts = facts.split(SEPARATOR)
    while len(parts) > 1 and _wide(SEPARATOR.join(parts)) > room:
        parts.pop()
    return SEPARATOR.join(parts)


def _wide(facts: str) -> float:
    """Width of the facts with their gap; 0 without any."""
    if not facts:
        return 0.0
    return QFontMetricsF(theme.font("caption")).horizontalAdvance(facts) + theme.px("space.8")
