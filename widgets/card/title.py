"""The card's title row: severity, number, category, stage, and the commands of this post."""

from collections.abc import Sequence

from qtpy.QtCore import QRectF, QSize, Qt, Signal
from qtpy.QtGui import QAction, QFontMetricsF, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from console.desk.cases import Move
from console.desk.command_words import title
from console.domain.stage import Stage
from console.words import _
from widgets import marks, theme
from widgets.controls import Button, ButtonKind, IconButton, PaintedWidget, text


class Heading(PaintedWidget):
    """Severity, number, category and stage; only the category is elided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.severity, self.number, self.category, self.stage = 0, "", "", Stage.INTAKE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_case(self, severity: int, number: str, category: str, stage: Stage) -> None:
        self.severity, self.number, self.category, self.stage = severity, number, category, stage
        name = f"{number} {category} {stage.label}"
        self.setAccessibleName(name)
        self.setToolTip(text.tooltip(name))
        self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        width = QFontMetricsF(theme.font("title")).horizontalAdvance(self.number)
        width += QFontMetricsF(theme.font("caption")).horizontalAdvance(self.stage.label)
        return QSize(round(width) + 5 * theme.px("space.12"), theme.px("button.emergency"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.severity:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, space = QRectF(self.rect()), theme.px("space.8")
        side = theme.px("mark")
        place = QRectF(space / 2, box.center().y() - side / 2, side, side)
        hollow = self.stage is Stage.HANDLE
        marks.draw_severity(painter, place, self.severity, filled=not hollow, ground="bg.2")
        left = place.right() + space
        painter.setFont(theme.font("title"))
        painter.setPen(theme.color("text.1"))
        left += text.draw(painter, box.adjusted(left, 0, 0, 0), self.number) + space
        painter.setFont(theme.font("caption"))
        words = self.stage.label
        tag = QFontMetricsF(painter.font()).horizontalAdvance(words) + 2 * space
        painter.setFont(theme.font("body"))
        room = QRectF(left, 0, max(0.0, box.width() - left - tag - space), box.height())
        left += text.draw(painter, room, self.category, may_elide=True) + space
        self._tag(painter, QRectF(left, 0, tag, box.height()), words)

    def _tag(self, painter: QPainter, box: QRectF, words: str) -> None:
        """Draws the stage in a frame, without a colour of its own."""
        height, radius = theme.px("tile"), theme.px("radius.control")
        frame = QRectF(box.x(), box.center().y() - height / 2, box.width(), height)
        painter.setPen(theme.color("line.2"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text.2"))
        text.draw(painter, frame, words, text.CENTRE)


class CardTitle(PaintedWidget):
    """The title row. `wanted(command)` is sent when a command's button is pressed; `menu_opening(menu)`
    before the menu of the other commands is shown, for what is no command on the case.

    An open request adds `decide+` and `decide-` before all other commands.
    """

    wanted = Signal(str)
    menu_opening = Signal(QMenu)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = Heading(self)
        self.second, self.first = Button("", parent=self), Button("", ButtonKind.PRIMARY, self)
        self.more = IconButton("more", _("More commands"), self, size="button")
        self.moves: Sequence[Move] = ()
        self._deciding = self._always_menu = False
        self._reason = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.8"), 0, theme.px("space.8"), 0)
        row.setSpacing(theme.px("space.8"))
        row.addWidget(self.heading, 1)
        for part in (self.second, self.first, self.more):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.first.clicked.connect(self._pressed_first)
        self.second.clicked.connect(self._pressed_second)
        self.more.clicked.connect(self._open_more)
        self.show_moves((), deciding=False)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("drag.width"), theme.px("button.emergency"))

    def show_moves(self, moves: Sequence[Move], *, deciding: bool, reason: str = "") -> None:
        """Shows buttons for these commands; `reason` says why none can be pressed now."""
        self.moves, self._deciding, self._reason = moves, deciding, reason
        usual = moves[0] if moves and not deciding and not moves[0].refusal else None
        self.first.setVisible(deciding or usual is not None)
        self.second.setVisible(deciding)
        if deciding:
            self.first.set_words(_("Approve"))
            self.second.set_words(_("Decline"))
        elif usual is not None:
            self.first.set_words(title(usual.command))
        for button in (self.first, self.second):
            button.forbid(reason)
        self.more.setVisible(self._always_menu or len(self._rest()) > 0)
        self.more.set_name(_("More commands"))
        self.more.setEnabled(not reason)

    def keep_menu(self, kept: bool) -> None:
        """Shows the button of the menu even where no command is left for it."""
        self._always_menu = kept
        self.more.setVisible(kept or len(self._rest()) > 0)

    def forbid(self, reason: str) -> None:
        """Disables the buttons and shows the reason on hover."""
        self.show_moves(self.moves, deciding=self._deciding, reason=reason)

    def _rest(self) -> Sequence[Move]:
        return self.moves if self.first.isHidden() or self._deciding else self.moves[1:]

    @override
    def restyle(self) -> None:
        self.show_moves(self.moves, deciding=self._deciding, reason=self._reason)
        super().restyle()

    def _pressed_first(self) -> None:
        if self._deciding:
            self.wanted.emit("decide+")
        else:
            self.wanted.emit(self.moves[0].command)

    def _pressed_second(self) -> None:
        self.wanted.emit("decide-")

    def _open_more(self) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setToolTipsVisible(True)
        for move in self._rest():
            words = title(move.command)
            if move.refusal:
                words = f"{words}  –  {move.refusal}"
            elif move.fields or move.needs_target:
                words = f"{words} …"
            action = menu.addAction(words)
            action.setData(move.command)
            action.setToolTip(text.tooltip(move.explained or words))
            action.setEnabled(not move.refusal)
        self.menu_opening.emit(menu)
        menu.triggered.connect(self._picked)
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _picked(self, action: QAction) -> None:
        if isinstance(action.data(), str):  # else what `menu_opening` has added
            self.wanted.emit(action.data())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.2"))
        line = theme.px("hairline")
        painter.fillRect(QRectF(0, self.height() - line, self.width(), line), theme.color("line.1"))
