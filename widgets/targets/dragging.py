"""Drags of cases: one session per drag, and the card beside the pointer with the verdict.

Targets read `DragController.session` while they paint and call `aim` when the pointer enters them, so
that card, tree and map always show the same verdict.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from qtpy.QtCore import (
    QByteArray,
    QMimeData,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from qtpy.QtGui import QCursor, QDrag, QGuiApplication, QPainter, QPaintEvent, QPixmap
from qtpy.QtWidgets import QWidget
from typing_extensions import override

from console.desk.case_names import CaseNames
from console.desk.command_words import cases_words
from console.domain.severity import Severity
from console.domain.verdict import Verdict, VerdictKind
from console.words import _
from widgets import marks, theme
from widgets.controls import text
from widgets.session.context import Context
from widgets.session.selection import CASES_MIME

FOLLOW_MS: Final = 16
SIGNS: Final = {
    VerdictKind.YES: marks.Verdict.ALLOWED,
    VerdictKind.CONFIRM: marks.Verdict.CONFIRM,
    VerdictKind.NO: marks.Verdict.REFUSED,
}


@dataclass
class DragSession:
    """One drag: its cases and the verdicts computed so far, by (department, crew)."""

    cases: tuple[int, ...]
    verdicts: dict[tuple[int, int | None], Verdict] = field(default_factory=dict)


class DragController(QObject):
    """Runs drags. `started` and `ended` enclose a drag; `session` is None outside one."""

    started = Signal()
    ended = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.session: DragSession | None = None
        self.card = DragCard()

    def keep_clear(self, part: QWidget) -> None:
        """Sets a part of the window that the card never covers."""
        self.card.targets.append(part)

    def verdict(self, department: int, crew: int | None = None) -> Verdict | None:
        """Verdict on a drop here; None outside a drag. Computed once per drag."""
        session = self.session
        if session is None:
            return None
        key = (department, crew)
        if key not in session.verdicts:
            found = self.context.operations.foresee_dispatch(session.cases, department, crew)
            session.verdicts[key] = found
        return session.verdicts[key]

    def aim(self, verdict: Verdict | None, extra: str = "", target: str = "") -> None:
        """Shows on the card the verdict on the target under the pointer (None: no target).

        `target` names it where the place under the pointer does not.
        """
        self.card.show_verdict(verdict, extra, target)

    def start(self, source: QWidget, cases: Sequence[int]) -> None:
        """Drags cases from `source` until they are dropped or the drag is cancelled."""
        if self.session is not None or not cases:
            return
        self.session = DragSession(tuple(cases))
        data = QMimeData()
        data.setData(CASES_MIME, QByteArray(json.dumps(list(cases)).encode()))
        drag = QDrag(source)
        drag.setMimeData(data)
        drag.setPixmap(_nothing())
        self.card.show_cases(self.context, cases)
        self.started.emit()
        try:
            drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)
        finally:
            self.session = None
            self.card.close_card()
            self.ended.emit()

    def close(self) -> None:
        self.card.deleteLater()


def cases_of(data: QMimeData) -> list[int]:
    """Case ids of a drag of ours; none for a foreign one."""
    if not data.hasFormat(CASES_MIME):
        return []
    return [int(case) for case in json.loads(bytes(data.data(CASES_MIME).data()))]


def beside(pointer: QPoint, size: QSize, targets: Sequence[QRect] = ()) -> QPoint:
    """Position of a card of this size: below the pointer, on its other side at an edge; never over
    `targets`, the part of the screen with the targets."""
    gap = theme.px("space.16")
    screen = QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen()
    edge = screen.geometry()
    clear = [one.left() - size.width() for one in targets]
    lefts = (pointer.x() + gap, pointer.x() - gap - size.width(), *clear)
    tops = pointer.y() + gap, pointer.y() - gap - size.height()
    found = [QRect(QPoint(left, top), size) for left in lefts for top in tops]
    inside = [place for place in found if edge.contains(place)]
    free = [place for place in inside if not any(map(place.intersects, targets))]
    return (free or inside or found)[0].topLeft()


def _nothing() -> QPixmap:
    """An empty pixmap, in place of Qt's own drag icon."""
    made = QPixmap(1, 1)
    made.fill(Qt.GlobalColor.transparent)
    return made


class DragCard(QWidget):
    """A card beside the pointer: severity, number or "3 件", category; below it the target's verdict."""

    def __init__(self) -> None:
        flags = (
            Qt.WindowType.ToolTip
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowTransparentForInput
        )
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("dragCard")
        self._follow = QTimer(self)
        self._follow.setInterval(FOLLOW_MS)
        self._follow.timeout.connect(self._move)
        self.severity, self.first, self.second = 4, "", ""
        self.verdict: Verdict | None = None
        self.extra = self.target = ""
        self.targets: list[QWidget] = []

    def show_cases(self, context: Context, cases: Sequence[int]) -> None:
        held = context.seat.room.cases
        slot = held.slot_of[cases[0]]
        slots = [held.slot_of[case] for case in cases if case in held]
        kinds = {int(held.column("category_id")[s]) for s in slots}
        self.severity = int(min(held.column("severity")[s] for s in slots))
        number = held.texts["day_number"][slot]
        self.first = number if len(cases) == 1 else cases_words(len(cases))
        name = CaseNames(context.seat.desk).category(slot)
        self.second = name if len(kinds) == 1 else _("{category} and others").format(category=name)
        self.verdict, self.extra, self.target = None, "", ""
        self.resize(theme.px("drag.width"), theme.px("drag.height"))
        self._move()
        self.show()
        self._let_through()
        self._follow.start()

    def _let_through(self) -> None:
        """The X11 platform heeds the flag only when it changes on a window that stands.

        Until then a pointer that runs ahead of the card drops on the card: on nothing.
        """
        handle = self.windowHandle()
        if handle is not None:
            for through in (False, True):
                handle.setFlag(Qt.WindowType.WindowTransparentForInput, through)

    def show_verdict(self, verdict: Verdict | None, extra: str, target: str = "") -> None:
        """Shows the verdict on the target under the pointer."""
        self.verdict, self.extra, self.target = verdict, extra, target
        height = theme.px("drag.height") + len(self.lines()) * theme.px("row.dense")
        self.resize(theme.px("drag.width"), height)
        self.update()

    def lines(self) -> list[str]:
        """Lines below the case: the target's name and the verdict."""
        if self.verdict is None:
            return []
        return [line for line in (self.target, self.verdict.text or self.extra) if line]

    def close_card(self) -> None:
        self._follow.stop()
        self.hide()

    def _move(self) -> None:
        shown = [part for part in self.targets if part.isVisible()]
        places = [QRect(part.mapToGlobal(QPoint(0, 0)), part.size()) for part in shown]
        self.move(beside(QCursor.pos(), self.size(), places))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("line.2"))
        painter.setBrush(theme.color("bg.2"))
        painter.drawRect(box)
        pad, mark, line = theme.px("space.12"), theme.px("mark"), theme.line_px("title")
        top = (theme.px("drag.height") - line - theme.line_px("dense")) / 2
        marks.draw_severity(
            painter, QRectF(pad, top + (line - mark) / 2, mark, mark), self.severity
        )
        left = pad + mark + theme.px("space.8")
        width = self.width() - left - pad
        painter.setFont(theme.font("title"))
        painter.setPen(theme.color("text.1"))
        text.draw(painter, QRectF(left, top, width, line), self.first)
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.color("text.2"))
        text.draw(painter, QRectF(left, top + line, width, theme.line_px("dense")), self.second)
        if self.verdict is not None:
            self._verdict(painter, box)

    def _verdict(self, painter: QPainter, box: QRectF) -> None:
        assert self.verdict is not None
        sign = SIGNS[self.verdict.allowed]
        marks.draw_outline(painter, box.adjusted(1, 1, -1, -1), sign)
        pad, mark, height = theme.px("space.12"), theme.px("mark"), theme.px("row.dense")
        top = theme.px("drag.height") - theme.px("space.4")
        for number, line in enumerate(self.lines()):
            row = QRectF(pad, top + number * height, box.width() - 2 * pad, height)
            if number == 0:
                place = QRectF(row.x(), row.center().y() - mark / 2, mark, mark)
                marks.draw_sign(painter, place, sign)
            painter.setPen(theme.color("text.1"))
            text.draw(painter, row.adjusted(mark + theme.px("space.8"), 0, 0, 0), line)

    @property
    def code(self) -> str:
        """Code of the severity, for screen readers."""
        return Severity(self.severity).sign
