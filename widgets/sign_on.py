"""Sign-on: play the demo city as any post, or connect to a database under one's own name."""

from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import QRectF, QSize, Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from console.domain.stage import Post
from console.seat.seat import Player
from console.words import _, both
from widgets import theme
from widgets.controls import Banner, Button, Drawn, DrawnButton, Kind, Manner, ring, text

SIZE = (880, 640)
COLUMNS = 3
ARROWS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}
"""How many places on an arrow goes."""


class PlayerButton(DrawnButton):
    """One person to play: post in bold, name below. `stepped(places)` by the arrows."""

    stepped = Signal(int)

    def __init__(self, player: Player, post: str) -> None:
        super().__init__()
        self.player, self.post = player, post
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.restyle()

    @override
    def restyle(self) -> None:
        name = both(self.player.zh, self.player.en)
        self.setText(f"{Post(self.post).label} · {name}")
        self.setAccessibleName(self.text())
        super().restyle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        places = ARROWS.get(Qt.Key(event.key()))
        if places is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(places)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px("drag.width") - theme.px("space.32"), theme.px("target.recommended"))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px("crew.width"), theme.px("target.recommended"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.color("line.2" if self.underMouse() else "line.1"))
        painter.setBrush(theme.color("bg.3" if self.isDown() else "bg.2"))
        radius = theme.px("radius.card")
        painter.drawRoundedRect(box, radius, radius)
        pad, line = theme.px("space.12"), theme.line_px("dense")
        words = box.adjusted(pad, 0, -pad, 0)
        top = box.center().y() - line
        painter.setPen(theme.color("text.1"))
        painter.setFont(theme.font("dense", bold=True))
        text.draw(painter, QRectF(words.x(), top, words.width(), line), Post(self.post).label)
        painter.setPen(theme.color("text.2"))
        painter.setFont(theme.font("dense"))
        name = both(self.player.zh, self.player.en)
        text.draw(painter, QRectF(words.x(), top + line, words.width(), line), name)
        if self.hasFocus():
            ring(painter, QRectF(self.rect()))


class SignOn(Drawn):
    """`played(login, post)` in the demo or the database named · `connected(url, login)` elsewhere."""

    played = Signal(str, str)
    connected = Signal(str, str)

    def __init__(self, *, demo: bool = True) -> None:
        super().__init__()
        self.demo = demo
        self.area = QScrollArea()
        self.title, self.subtitle = QLabel(), QLabel()
        self.demo_title, self.other_title = QLabel(), QLabel()
        self.banner = Banner("", Manner.ALARM)
        self.banner.hide()
        self.busy = QLabel()
        self.url, self.login = QLineEdit(), QLineEdit()
        self.url_label, self.login_label = QLabel(), QLabel()
        self.connect_button = Button("", Kind.PRIMARY)
        self.zh, self.en = Button("中文"), Button("English")
        self.grid = QGridLayout()
        self._players: Sequence[Player] = ()
        self._lay_out()
        self.connect_button.clicked.connect(self._connect)
        self.login.returnPressed.connect(self._connect)
        self.zh.clicked.connect(self._chinese)
        self.en.clicked.connect(self._english)
        self.restyle()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px("space.32")] * 4)
        column.setSpacing(theme.px("space.12"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.zh)
        head.addWidget(self.en)
        column.addLayout(head)
        column.addWidget(self.subtitle)
        column.addWidget(self.banner)
        column.addWidget(self.demo_title)
        column.addWidget(self.busy)
        inside = QWidget()
        inside.setLayout(self.grid)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(theme.px("space.8"))
        self.grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        column.addWidget(self.area, 1)
        column.addWidget(self.other_title)
        form = QFormLayout()
        form.addRow(self.url_label, self.url)
        row = QHBoxLayout()
        row.addWidget(self.login, 1)
        row.addWidget(self.connect_button)
        form.addRow(self.login_label, row)
        column.addLayout(form)
        self.url.setPlaceholderText("postgresql://…  ·  sqlite:///…")

    @override
    def restyle(self) -> None:
        self.setWindowTitle(_("Wangge Console"))
        self.title.setText(_("Wangge Console"))
        self.title.setFont(theme.font("figure"))
        self.subtitle.setText(_("Command and dispatch for a city's digital management centre"))
        demo = _("Play the demo city as …")
        self.demo_title.setText(demo if self.demo else _("Sign on as …"))
        other = _("… or connect to a database")
        self.other_title.setText(other if self.demo else _("… or connect to another database"))
        for label in (self.demo_title, self.other_title):
            label.setFont(theme.font("title", bold=True))
        building = _("Building the demo city …")
        self.busy.setText(building if self.demo else _("Reading who may sign on …"))
        self.url_label.setText(_("Database"))
        self.login_label.setText(_("Login"))
        self.url.setAccessibleName(_("Database"))
        self.login.setAccessibleName(_("Login"))
        self.connect_button.set_words(_("Connect"))
        self._fit()
        super().restyle()

    def _fit(self) -> None:
        """Grown with the words, as far as the screen goes."""
        grown = [round(side * theme.current().comfort) for side in SIZE]
        screen = self.screen().availableGeometry()
        self.resize(min(grown[0], screen.width()), min(grown[1], screen.height()))

    def show_players(self, players: Sequence[Player]) -> None:
        """One button per post: the first who holds it, widest post first."""
        self._players = players
        self.busy.hide()
        shown: dict[str, Player] = {}
        for player in players:
            for post in player.posts:
                shown.setdefault(post, player)
        order = [str(post) for post in Post if str(post) in shown]
        order.sort(key=_by_use)
        for index, post in enumerate(order):
            button = PlayerButton(shown[post], post)
            button.clicked.connect(self._play)
            button.stepped.connect(self._step)
            self.grid.addWidget(button, index // COLUMNS, index % COLUMNS)
        first = self.grid.itemAt(0)
        widget = first.widget() if first is not None else None
        if widget is not None and not (self.url.hasFocus() or self.login.hasFocus()):
            widget.setFocus()

    def _step(self, places: int) -> None:
        """The arrows walk over the posts as they lie."""
        button = self.sender()
        assert isinstance(button, PlayerButton)
        to = self.grid.itemAt(self.grid.indexOf(button) + places)
        widget = to.widget() if to is not None else None
        if widget is not None:
            widget.setFocus()

    def fail(self, sentence: str) -> None:
        """One clear sentence, above everything; the form stays as it was."""
        self.busy.hide()
        self.banner.say(sentence)
        self.banner.show()
        self.setEnabled(True)

    def wait(self) -> None:
        """Something was chosen and is being opened."""
        self.banner.hide()
        self.setEnabled(False)

    def _play(self) -> None:
        button = self.sender()
        assert isinstance(button, PlayerButton)
        self.played.emit(button.player.login, button.post)

    def _connect(self) -> None:
        if self.url.text().strip() and self.login.text().strip():
            self.connected.emit(self.url.text().strip(), self.login.text().strip())
        else:
            self.fail(_("A database and a login are needed."))

    def _chinese(self) -> None:
        theme.current().choose(language="zh")

    def _english(self) -> None:
        theme.current().choose(language="en")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("bg.1"))


def _by_use(post: str) -> int:
    """Dispatchers first: theirs is the workspace there is."""
    return 0 if post in (Post.DISPATCHER, Post.COMMAND_LEAD) else 1
