"""Sign-on: play the demo city in any post, or connect to a database with a login."""

from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import (
    QCheckBox,
    QCompleter,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from console.domain.stage import Post
from console.seat.arrival import Arrival
from console.seat.seat import Player
from console.words import _, both
from widgets import theme
from widgets.controls import Banner, BannerKind, Button, ButtonKind, PaintedWidget
from widgets.controls.ink import ink
from widgets.controls.two_lines import TwoLineButton, TwoLineButtonArea
from widgets.frame.arrival_page import ArrivalPage

SIZE: Final = (880, 680)
"""Size with a list of people; without one the window is as high as its content and `NARROW` wide."""
NARROW: Final = 560


class PlayerButton(TwoLineButton):
    """One person of the demo: post in bold, name below."""

    def __init__(self, player: Player, post: str) -> None:
        self.player, self.post = player, post
        super().__init__()

    @override
    def lines(self) -> tuple[str, str]:
        return Post(self.post).label, both(self.player.zh, self.player.en)


class SignOn(PaintedWidget):
    """The sign-on window.

    In the demo or on the database given: `played(login, post)`. Else `connected(url, login, password,
    remember)`, then `taken(Choice)` of the arrival shown, or `new_password(words)`.
    """

    played = Signal(str, str)
    connected = Signal(str, str, str, bool)
    taken = Signal(object)
    new_password = Signal(str)

    def __init__(self, *, demo: bool = True) -> None:
        super().__init__()
        self.demo = demo
        self.area = TwoLineButtonArea()
        self.title, self.subtitle = QLabel(), QLabel()
        self.demo_title, self.other_title = QLabel(), QLabel()
        self.banner = Banner("", BannerKind.ALARM)
        self.banner.hide()
        self.busy = QLabel()
        self.url, self.login, self.password = QLineEdit(), QLineEdit(), QLineEdit()
        self.url_label, self.login_label, self.password_label = QLabel(), QLabel(), QLabel()
        self.remember = QCheckBox()
        self.remember.hide()  # until it is known to have an effect
        self.form, self.page = QWidget(), ArrivalPage()
        self.connect_button = Button("", ButtonKind.PRIMARY)
        self.zh, self.en = Button("中文"), Button("English")
        self._players: Sequence[Player] = ()
        self._connecting = False
        self._before: QWidget | None = None
        self._lay_out()
        self.connect_button.clicked.connect(self._connect)
        for field in (self.login, self.password):
            field.returnPressed.connect(self._connect)
        self.page.taken.connect(self.taken)
        self.page.new_password.connect(self.new_password)
        self.page.left.connect(self._again)
        self.zh.clicked.connect(self._chinese)
        self.en.clicked.connect(self._english)
        self.restyle()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        self._margins()
        column.setSpacing(theme.px("space.12"))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.zh)
        head.addWidget(self.en)
        column.addLayout(head)
        column.addWidget(self.subtitle)
        column.addWidget(self.banner)
        column.addWidget(self.form, 1)
        column.addWidget(self.page, 1)
        self.page.hide()
        self._lay_out_form()

    def _lay_out_form(self) -> None:
        column = QVBoxLayout(self.form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.12"))
        column.addWidget(self.demo_title)
        column.addWidget(self.busy)
        column.addWidget(self.area, 1)
        column.addWidget(self.other_title)
        form = QFormLayout()
        form.setVerticalSpacing(theme.px("space.12"))
        form.addRow(self.url_label, self.url)
        form.addRow(self.login_label, self.login)
        secret = QHBoxLayout()
        secret.setSpacing(theme.px("space.12"))
        secret.addWidget(self.password, 1)
        secret.addWidget(self.connect_button)
        form.addRow(self.password_label, secret)
        form.addRow("", self.remember)
        column.addLayout(form)
        column.addStretch()  # what the names do not need lies below everything
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.url.setPlaceholderText("postgresql://…  ·  sqlite:///…")

    @override
    def restyle(self) -> None:
        self.setWindowTitle(_("Wangge Console"))
        self.title.setText(_("Wangge Console"))
        self.title.setFont(theme.font("figure"))
        self.subtitle.setText(_("Command and dispatch for a city's digital management centre"))
        ink(self.subtitle, "text.2")
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
        self.password_label.setText(_("Password"))
        self.password.setAccessibleName(_("Password"))
        self.remember.setText(_("Keep the password in this system's keyring"))
        self._say_connect()
        self._bound()
        self._fit()
        super().restyle()

    def _bound(self) -> None:
        """Bounds the list of names to the height it needs."""
        if self._players:
            self.area.setMaximumHeight(self.area.content_height(len(Post)))

    def _say_connect(self) -> None:
        words = _("Connecting …") if self._connecting else _("Connect")
        self.connect_button.set_words(words)

    @property
    def _low(self) -> bool:
        """Whether there is no list of people, so that the window needs little height."""
        return self.form.isHidden() or self.area.isHidden()

    def _fit(self) -> None:
        """Resizes the window to its content, within the screen; a size set by hand stays."""
        if self.isMaximized() or self.isFullScreen():
            return
        width, height = (round(side * theme.current().comfort) for side in SIZE)
        layout = self.layout()
        if self._low and layout is not None:
            width = round(NARROW * theme.current().comfort)
            layout.activate()
            height = max(layout.heightForWidth(width), layout.sizeHint().height())
        screen, middle = self.screen().availableGeometry(), self.geometry().center()
        self.resize(min(width, screen.width()), min(height, screen.height()))
        if self.isVisible():  # grows and shrinks around its middle
            self.move(self.pos() + middle - self.geometry().center())

    def _margins(self) -> None:
        """Sets margins that bound the width of the form."""
        layout, edge = self.layout(), theme.px("space.32")
        if layout is not None:
            most = round((NARROW if self._low else SIZE[0]) * theme.current().comfort)
            side = max(edge, edge + (self.width() - most) // 2)
            layout.setContentsMargins(side, edge, side, edge)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._margins()

    def show_players(self, players: Sequence[Player]) -> None:
        """Shows one button per post: the first person who holds it, widest post first."""
        self._players = players
        self.busy.hide()
        shown: dict[str, Player] = {}
        for player in players:
            for post in player.posts:
                shown.setdefault(post, player)
        order = [str(post) for post in Post if str(post) in shown]
        order.sort(key=_by_use)
        buttons = [PlayerButton(shown[post], post) for post in order]
        for button in buttons:
            button.clicked.connect(self._play)
        self.area.show_buttons(buttons)
        self._bound()
        if not (self.url.hasFocus() or self.login.hasFocus()):
            self.area.take_focus()

    def offer(self, servers: Sequence[tuple[str, str]]) -> None:
        """Fills the form with the newest of the known servers; the others complete the field."""
        self.url.setCompleter(QCompleter(list(dict.fromkeys(url for url, _login in servers)), self))
        if servers and not self.url.text():
            self.url.setText(servers[0][0])
            self.login.setText(servers[0][1])

    def offer_keeping(self, possible: bool) -> None:
        """Offers to keep the password if the system has a keyring."""
        self.remember.setVisible(possible)
        self._fit()

    def ask_who(self, url: str, login: str = "") -> None:
        """Asks login and password for a given server, without offering names."""
        self.busy.hide()
        for part in (self.demo_title, self.area):
            part.hide()
        self.other_title.setText(_("Sign on"))
        self.url.setText(url)
        self.login.setText(login)
        self._fit()
        (self.password if login else self.login).setFocus()

    def show_arrival(self, arrival: Arrival) -> None:
        """Shows the choice of a post after the database has accepted the login."""
        self.password.clear()
        self._go_on()
        self.banner.hide()
        self.form.hide()
        self.page.show()
        self.page.show_arrival(arrival)
        self._fit()

    def _again(self) -> None:
        """Returns to the form for another sign-on."""
        self.page.hide()
        self.form.show()
        self._fit()
        self.login.setFocus()
        self.login.selectAll()

    def fail(self, sentence: str) -> None:
        """Shows one sentence at the top; the form stays as it was."""
        self.busy.hide()
        self.banner.show_message(sentence)
        self.banner.show()
        self._go_on()
        self._fit()
        if self._before in (self.login, self.password, self.connect_button):
            self.password.selectAll()
            self.password.setFocus()
        elif self._before is not None:
            self._before.setFocus()
        self._before = None

    def wait(self) -> None:
        """Disables the window while a seat is opened."""
        self._before = self.focusWidget()
        self._connecting = self.form.isVisible()
        self._say_connect()
        self.banner.hide()
        self.setEnabled(False)

    def _go_on(self) -> None:
        """Enables the window again."""
        self._connecting = False
        self._say_connect()
        self.setEnabled(True)

    def _play(self) -> None:
        button = self.sender()
        assert isinstance(button, PlayerButton)
        self.played.emit(button.player.login, button.post)

    def _connect(self) -> None:
        url, login = self.url.text().strip(), self.login.text().strip()
        if url and login:
            self.connected.emit(url, login, self.password.text(), self.remember.isChecked())
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
    """Sort key of a post: dispatchers first."""
    return 0 if post in (Post.DISPATCHER, Post.COMMAND_LEAD) else 1
