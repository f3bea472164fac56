"""Choice of a post after sign-on, with waiting cases and events since the last shift."""

from typing import Final
from zoneinfo import ZoneInfo

from qtpy.QtCore import Signal
from qtpy.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from console.desk.command_words import title
from console.domain.administration import LEAST, weak
from console.domain.moment import from_ms
from console.domain.refusal import sentence
from console.seat.arrival import Arrival, PostChoice
from console.words import _, both
from widgets import theme
from widgets.controls import Button, ButtonKind, PaintedWidget
from widgets.controls.ink import ink
from widgets.controls.two_lines import TwoLineButton, TwoLineButtonArea
from widgets.session import sound

MAX_ROWS: Final = 6
"""Rows of posts shown at once; further ones scroll."""


class ChoiceButton(TwoLineButton):
    """One post that may be taken: its name, its place and the count of waiting cases."""

    def __init__(self, choice: PostChoice) -> None:
        self.choice = choice
        super().__init__()

    @override
    def lines(self) -> tuple[str, str]:
        return self.choice.held.post.label, self.choice.place or _("everywhere")

    @override
    def figure(self) -> tuple[str, str]:
        return str(self.choice.waiting), _("cases wait")


class ArrivalPage(PaintedWidget):
    """Page with the posts of the operator who has signed on.

    Signals: `taken(PostChoice)`, `left()` to sign on as somebody else, `new_password(words)`.
    """

    taken = Signal(object)
    left = Signal()
    new_password = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.arrival: Arrival | None = None
        self.title, self.story, self.warning = QLabel(), QLabel(), QLabel()
        self.message = QLabel()
        self.area = TwoLineButtonArea(columns=1)
        self.test, self.change, self.back = Button(""), Button(""), Button("")
        self.first, self.second = QLineEdit(), QLineEdit()
        self.set_button = Button("", ButtonKind.PRIMARY)
        self.passwords = QWidget()
        self._lay_out()
        self.test.clicked.connect(self._test)
        self.change.clicked.connect(self._change)
        self.back.clicked.connect(self.left)
        self.set_button.clicked.connect(self._set)
        self.second.returnPressed.connect(self._set)
        self.restyle()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space.12"))
        for label in (self.title, self.story, self.warning):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.area)
        form = QHBoxLayout(self.passwords)
        form.setContentsMargins(0, 0, 0, 0)
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            form.addWidget(field, 1)
        form.addWidget(self.set_button)
        self.passwords.hide()
        column.addWidget(self.passwords)
        column.addWidget(self.message)
        row = QHBoxLayout()
        for button in (self.test, self.change):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.back)
        column.addLayout(row)
        column.addStretch(1)

    def show_arrival(self, arrival: Arrival) -> None:
        """Shows the posts as buttons and focuses the first."""
        self.arrival = arrival
        buttons = [ChoiceButton(choice) for choice in arrival.choices]
        for button in buttons:
            button.clicked.connect(self._take)
        self.area.show_buttons(buttons)
        self.message.hide()
        self.restyle()
        self.area.take_focus()

    @override
    def restyle(self) -> None:
        self.test.set_words(_("Test the alarm sound"))
        self.change.set_words(_("Change the password"))
        self.back.set_words(_("Somebody else"))
        self.set_button.set_words(_("Set the password"))
        for field, words in ((self.first, _("New password")), (self.second, _("Once more"))):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self.title.setFont(theme.font("title", bold=True))
        self.area.setFixedHeight(self.area.content_height(MAX_ROWS))
        arrival = self.arrival
        if arrival is not None:
            name = both(arrival.zh, arrival.en)
            several = len(arrival.choices) > 1
            asked = _("{name}, which post do you take over?") if several else _("Welcome, {name}")
            self.title.setText(asked.format(name=name))
            self.story.setText(self._story(arrival))
            self.warning.setText(_warnings(arrival))
            self.warning.setVisible(bool(self.warning.text()))
        ink(self.story, "text.2")
        ink(self.warning, "warn.text")
        ink(self.message, "text.2")
        super().restyle()

    @staticmethod
    def _story(arrival: Arrival) -> str:
        """Words for the last sign-off and the counts of commands since, without those at zero."""
        if arrival.left_at is None:
            return _("Your first time on duty here.")
        left = from_ms(arrival.left_at, ZoneInfo(arrival.zone))
        told = [
            f"{title(command)} {count}" for command, count in arrival.since.items() if count
        ] or [_("nothing happened")]
        return _("Since you left at {moment}: {what}").format(
            moment=f"{left:%Y-%m-%d %H:%M}", what=" · ".join(told)
        )

    def _take(self) -> None:
        button = self.sender()
        assert isinstance(button, ChoiceButton)
        self.taken.emit(button.choice)

    def show_message(self, words: str) -> None:
        """Shows one line above the buttons."""
        self.message.setText(words)
        self.message.show()

    def _test(self) -> None:
        heard = sound.play("alarm")
        self.show_message(
            _("You should hear two tones now.") if heard else _("This machine has no sound player.")
        )

    def _change(self) -> None:
        self.passwords.setVisible(self.passwords.isHidden())
        if not self.passwords.isHidden():
            self.first.setFocus()

    def _set(self) -> None:
        words = self.first.text()
        if weak(words):
            self.show_message(sentence("password_weak", LEAST))
        elif words != self.second.text():
            self.show_message(_("The two passwords differ."))
        else:
            self.new_password.emit(words)

    def password_set(self) -> None:
        """Confirms the changed password and clears the fields."""
        for field in (self.first, self.second):
            field.clear()
        self.passwords.hide()
        self.show_message(_("The password is changed."))


def _warnings(arrival: Arrival) -> str:
    lines = []
    if arrival.password_days is not None:
        told = _("Your password ends in {days} days; change it here.")
        lines.append(told.format(days=arrival.password_days))
    if arrival.failed:
        told = _("{count} sign-ons by your name failed at this workstation before.")
        lines.append(told.format(count=arrival.failed))
    return "  ".join(lines)
