"""The form that fills in the fields of a command; hidden until a command opens it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from qtpy.QtCore import QRectF, Qt, Signal
from qtpy.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from console.desk.command_words import title
from console.desk.form_choices import Option
from console.desk.forms import BEHALF, REASON, Field, FieldKind, FormValues
from console.words import _
from widgets import theme
from widgets.card.form_inputs import ChoiceInput, PicturesInput
from widgets.controls import Button, ButtonKind, PaintedWidget
from widgets.controls.ink import ink

Input = Any
"""An input of `form_inputs` with `value()`, `is_empty()` and `changed`."""
COLUMNS: Final = 2
SAVES: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CardForm(PaintedWidget):
    """Form of one command. `given(command, FormValues)` is sent once the rules accept the fields.

    Escape closes it and drops what was typed. `body_chosen()`: another department is chosen, whose crews
    are to be offered.
    """

    given = Signal(str, object)
    left = Signal()
    body_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.command = ""
        self.fields: Sequence[Field] = ()
        self.inputs: dict[str, Input] = {}
        self._labels: dict[str, QLabel] = {}
        self._began: dict[str, Any] = {}
        self._opened: dict[str, Any] = {}  # as it began, with what a gesture has named
        self._objection: Callable[[FormValues], str] = _none
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(True)
        self.leave, self.go = Button("", parent=self), Button("", ButtonKind.PRIMARY, self)
        self.note, self.heading = QLabel(), QLabel()
        self.note.setWordWrap(True)
        for label in (self.note, self.heading):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._subject = ""
        self.had_focus = False
        """Whether the form had the focus when it closed; the owner then moves it on."""
        self._lay_out()
        self.go.clicked.connect(self._send)
        self.leave.clicked.connect(self.dismiss)
        self.hide()

    def _lay_out(self) -> None:
        space = theme.px("space.8")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * space, space, space, space)
        column.setSpacing(space)
        self.rows = QWidget()
        self.grid = QGridLayout(self.rows)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(space)
        for place in range(COLUMNS):
            self.grid.setColumnStretch(2 * place + 1, 1)
        self.last = QHBoxLayout()
        self.last.setSpacing(space)
        self.last.addWidget(self.note, 1)
        self.last.addWidget(self.leave)
        self.last.addWidget(self.go)
        column.addWidget(self.heading)
        column.addWidget(self.rows)
        column.addLayout(self.last)
        self.heading.hide()

    def ask(
        self,
        command: str,
        inputs: Sequence[tuple[Field, Input]],
        objection: Callable[[FormValues], str],
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """Opens the form for one command; input that was begun for the same command stays.

        `objection` returns the reason why the fields cannot be sent, "" if they can. `given` are values, by
        key, that a gesture has named already.
        """
        self._objection = objection
        if command != self.command or self.isHidden():
            self._clear()
            self.command, self.fields = command, [one for one, _input in inputs]
            self.inputs = {one.key: made for one, made in inputs}
            self._began = {key: made.value() for key, made in self.inputs.items()}
            self._opened = dict(self._began)
            self._place()
        for made in self.inputs.values():
            made.changed.connect(self.judge, Qt.ConnectionType.UniqueConnection)
        self._keep_crews()
        for key, value in (given or {}).items():
            if isinstance(made := self.inputs.get(key), ChoiceInput):
                made.choose(value)
                self._opened[key] = made.value()
        self.restyle()
        self.show()
        first = next((i for i in self.inputs.values() if i.is_empty()), None)
        (first or next(iter(self.inputs.values()))).setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_crews(self) -> None:
        """The crews offered are those of the department that is chosen."""
        body, crews = self.inputs.get("department_id"), self.inputs.get("crews")
        if isinstance(body, ChoiceInput) and isinstance(crews, ChoiceInput):
            body.changed.connect(self.body_chosen, Qt.ConnectionType.UniqueConnection)

    def _clear(self) -> None:
        for part in (*self.inputs.values(), *self._labels.values()):
            part.setParent(None)
            part.deleteLater()
        self.inputs, self._labels = {}, {}

    def _place(self) -> None:
        """Wide fields on lines of their own, the others two a line; a lone reason beside the buttons."""
        self.rows.setVisible(not self._one_line)
        self.note.setVisible(not self._one_line)
        if self._one_line:
            self.last.insertWidget(0, self.inputs[REASON], 1)
            return
        row = column = 0
        for one in self.fields:
            if one.wide and column:
                row, column = row + 1, 0
            label = self._labels[one.key] = QLabel()
            made = self.inputs[one.key]
            span = 2 * COLUMNS - 1 if one.wide else 1
            self.grid.addWidget(label, row, 2 * column)
            self.grid.addWidget(made, row, 2 * column + 1, 1, span)
            column += COLUMNS if one.wide else 1
            row, column = row + column // COLUMNS, column % COLUMNS

    @property
    def _one_line(self) -> bool:
        return [one.key for one in self.fields] == [REASON]

    @property
    def busy(self) -> bool:
        """Whether the form is open."""
        return not self.isHidden()

    @property
    def typed(self) -> bool:
        """Whether anything has been filled in by hand since the form opened."""
        made = self.inputs.items()
        return self.busy and any(one.value() != self._opened.get(key) for key, one in made)

    def name_case(self, subject: str) -> None:
        """Names the form's case while the card's title would name another; "" otherwise."""
        if subject != self._subject:
            self._subject = subject
            self.heading.setVisible(bool(subject))
            self.restyle()

    def dismiss(self) -> None:
        writing = QApplication.focusWidget()
        self.had_focus = writing is not None and self.isAncestorOf(writing)
        self.name_case("")
        self.setEnabled(True)
        self._clear()
        self.command, self.fields = "", ()
        self.hide()
        self.left.emit()

    def offer(self, key: str, options: Sequence[Option]) -> None:
        """Replaces the options of a choice, e.g. in another language."""
        made = self.inputs.get(key)
        if isinstance(made, ChoiceInput):
            made.offer(options, made.value())
            if made.is_empty():  # what was chosen is offered no longer
                made.choose(None)

    @override
    def restyle(self) -> None:
        words = _("Decline") if self.command == "decide-" else title(self.command)
        self.go.set_words(f"{words} {self._subject}".strip())
        told = _("{command} · {case} – another case is chosen now")
        self.heading.setText(told.format(command=words, case=self._subject))
        self.heading.setFont(theme.font("dense", bold=True))
        ink(self.heading, "warn.text")
        self.leave.set_words(_("Cancel"))
        self.setAccessibleName(words)
        for one in self.fields:
            name = _("{field}: {command}").format(field=_(one.label), command=words)
            made, label = self.inputs[one.key], self._labels.get(one.key)
            made.setAccessibleName(name)
            if label is not None:
                label.setText("" if one.kind is FieldKind.CHECK else _(one.label))
                label.setFont(theme.font("dense"))
                ink(label, "text.2")
            if one.key == REASON:
                made.setPlaceholderText(name)
            if one.kind is FieldKind.CHECK:
                made.setText(_(one.label))
        self.note.setFont(theme.font("dense"))
        ink(self.note, "text.2")
        self.judge()
        super().restyle()

    # what is filled in

    def filled(self) -> FormValues:
        """The values as they stand; of a correction only those that changed."""
        changes, texts, files = {}, {REASON: "", BEHALF: ""}, []
        for one in self.fields:
            made = self.inputs[one.key]
            value = made.value()
            if isinstance(made, PicturesInput):
                files = made.files
            elif one.key in texts:
                texts[one.key] = value or ""
            elif value is not None and (one.needed or value != self._began[one.key]):
                changes[one.key] = value
        return FormValues(changes, texts[REASON], texts[BEHALF], tuple(files))

    def judge(self) -> None:
        """Checks whether the form can be sent and shows the reason if not."""
        if self.fields:
            objection = self._objection(self.filled())
            self.go.forbid(objection)
            self.note.setText(objection)

    def wait(self) -> None:
        """Disables the form while its pictures are stored."""
        self.setEnabled(False)
        self.note.setText(_("Storing the pictures …"))

    def go_on(self) -> None:
        """Enables the form again, unchanged, after storing failed."""
        self.setEnabled(True)
        self.judge()

    def _send(self) -> None:
        self.judge()
        if self.fields and self.go.isEnabled():
            self.given.emit(self.command, self.filled())

    # keys, files, ground

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in SAVES:
            self._send()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.setAccepted("photos" in self.inputs and event.mimeData().hasUrls())

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        self.inputs["photos"].add(files)
        event.acceptProposedAction()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.3"))
        bar = QRectF(0, 0, theme.px("bar.select"), self.height())
        painter.fillRect(bar, theme.color("accent"))


def _none(_given: FormValues) -> str:
    return ""
