"""Page of a post without a queue: what it can do, and where."""

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from console import version
from console.desk.post_work import WORK, sees_cases
from console.domain.stage import Post
from console.words import _
from widgets import theme
from widgets.controls import Button, ButtonKind
from widgets.controls.ink import ink
from widgets.workspace.base import Workspace


class PostPage(Workspace):
    """`cases_wanted()` is sent where the post may see cases and asks for them."""

    cases_wanted = Signal()

    def __init__(self, post: Post, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.post = post
        self.title, self.sentence = QLabel(), QLabel()
        commands = [words and version.command(words) for _what, words in WORK.get(post, ())]
        self.lines = [(QLabel(), QLabel(command)) for command in commands]
        self.button = Button("", ButtonKind.PRIMARY, self)
        self.button.setVisible(sees_cases(post))
        self.button.clicked.connect(self.cases_wanted)
        self._lay_out()
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def _lay_out(self) -> None:
        space = theme.px("space.16")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space.24"))
        grid.setVerticalSpacing(theme.px("space.12"))
        for row, (what, command) in enumerate(self.lines):
            command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            what.setWordWrap(not command.text())
            grid.addWidget(what, row, 0, 1, 1 if command.text() else 2)
            if command.text():
                grid.addWidget(command, row, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[3 * space] * 4)
        column.setSpacing(space)
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        column.addLayout(grid)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    @override
    def take_focus(self) -> None:
        (self.button if sees_cases(self.post) else self).setFocus()

    @override
    def seek(self, words: str) -> None:
        self.message.emit(_("Cases are looked for after “Cases” has been pressed."), "text.2")

    def restyle(self) -> None:
        """Follows the language and theme in force."""
        self.title.setText(self.post.label)
        self.title.setFont(theme.font("title", bold=True))
        self.sentence.setText(_("No case waits for this post. This is what it can do:"))
        self.sentence.setFont(theme.font("body"))
        ink(self.sentence, "text.2")
        for (what, command), (words, _command) in zip(
            self.lines, WORK.get(self.post, ()), strict=True
        ):
            what.setText(_(words))
            for label in (what, command):
                label.setFont(theme.font("body"))
            ink(command, "text.2")
        self.button.set_words(_("Cases"))
        self.setAccessibleName(self.sentence.text())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("bg.1"))
