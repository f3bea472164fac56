"""Fields of a case being registered, and of a call that is answered at once."""

from collections.abc import Sequence
from typing import Any

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QFontMetricsF, QKeyEvent
from qtpy.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk.category_search import KINDS, title
from console.desk.form_choices import Option
from console.desk.places import Places, Spot
from console.desk.registration import Draft, Registration
from console.domain.calls import QUESTIONS
from console.domain.severity import Severity
from console.domain.source import SOURCES
from console.words import _
from widgets import theme
from widgets.card.form_inputs import ChoiceInput
from widgets.controls import Button, ButtonKind
from widgets.controls.ink import ink
from widgets.controls.text import tooltip
from widgets.intake.duplicate_list import ElidedLabel
from widgets.intake.suggestions import PersonalField, TypedField, WordsField

LINES = 3
"""Lines of the description."""


class RegisterForm(QWidget):
    """The fields of one `draft`, which they write into.

    Signals: `changed()` by hand, `phone_left()` the number is complete, `save_wanted()`, `point_wanted()`,
    `answer_wanted()` to switch between case and answered call.
    """

    changed = Signal()
    phone_left = Signal()
    save_wanted = Signal()
    point_wanted = Signal()
    answer_wanted = Signal()

    def __init__(self, registration: Registration, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.registration = registration
        self.draft = registration.draft()
        self.places: Places | None = None
        self.answering = False
        self._loading = False
        self.phone, self.name = PersonalField(), PersonalField()
        self.kind, self.place = TypedField(), TypedField()
        self.description, self.answer = WordsField(), WordsField()
        self.source = ChoiceInput(_sources(), "hotline")
        self.severity = ChoiceInput(_severities(), int(Severity.M))
        self.question = ChoiceInput(_questions(), None)
        self.point = Button("")
        self.kind_told, self.where, self.whose = (
            ElidedLabel("text.2", "caption") for _n in range(3)
        )
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.save, self.other = Button("", ButtonKind.PRIMARY), Button("")
        self._labels: dict[str, QLabel] = {}
        self._lay_out()
        self._connect()
        self.show_draft(self.draft)
        self.restyle()

    def _lay_out(self) -> None:
        space = theme.px("space.8")
        self.grid = QGridLayout()
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(space)
        self.grid.setVerticalSpacing(space)
        self.grid.setColumnStretch(1, 1)
        where = QHBoxLayout()
        where.setSpacing(space)
        where.addWidget(self.place, 1)
        where.addWidget(self.point)
        pair = QHBoxLayout()
        pair.setSpacing(space)
        pair.addWidget(self.source, 1)
        pair.addWidget(self._label("severity"))
        pair.addWidget(self.severity, 1)
        who = QHBoxLayout()
        who.setSpacing(space)
        who.addWidget(self.phone, 1)
        who.addWidget(self._label("name"))
        who.addWidget(self.name, 1)
        rows: Sequence[tuple[str, Any]] = (
            ("phone", who),
            ("kind", self.kind),
            ("", self.kind_told),
            ("place", where),
            ("", self.where),
            ("", self.whose),
            ("description", self.description),
            ("source", pair),
            ("question", self.question),
            ("answer", self.answer),
        )
        for row, (key, part) in enumerate(rows):
            if key:
                tall = part in (self.description, self.answer)
                middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
                self.grid.addWidget(self._label(key), row, 0, top if tall else middle)
            if isinstance(part, QHBoxLayout):
                self.grid.addLayout(part, row, 1)
            else:
                self.grid.addWidget(part, row, 1)
        last = QHBoxLayout()
        last.setSpacing(space)
        last.addWidget(self.note, 1)
        last.addWidget(self.other)
        last.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space)
        column.addLayout(self.grid)
        column.addLayout(last)

    def _label(self, key: str) -> QLabel:
        return self._labels.setdefault(key, QLabel())

    def _connect(self) -> None:
        for field in (self.phone, self.name, self.kind, self.place):
            field.typed.connect(self._typed)
        self.phone.left.connect(self.phone_left)
        for field, after in (
            (self.phone, self.name),
            (self.name, self.kind),
            (self.kind, self.place),
            (self.place, self.description),
        ):
            field.entered.connect(after.setFocus)
        self.name.entered.connect(self._past_name)
        self.kind.suggestions.taken.connect(self._take_kind)
        self.place.suggestions.taken.connect(self._take_place)
        for words in (self.description, self.answer):
            words.entered.connect(self.save_wanted)
            words.textChanged.connect(self._typed)
        for choice in (self.source, self.severity):
            choice.changed.connect(self._typed)
        self.save.clicked.connect(self.save_wanted)
        self.point.clicked.connect(self.point_wanted)
        self.other.clicked.connect(self.answer_wanted)

    def _past_name(self) -> None:
        if self.answering:
            self.question.setFocus()

    # the draft and what stands in the fields

    def show_draft(self, draft: Draft) -> None:
        """Shows another draft."""
        self.draft, self._loading = draft, True
        self.phone.setText(draft.phone)
        self.name.setText(draft.name)
        self.kind.setText(draft.kind_words)
        self.place.setText(draft.place_words)
        self.description.setPlainText(draft.description)
        self.answer.setPlainText("")
        self.source.choose(draft.source)
        self.severity.choose(draft.severity)
        self._loading = False
        self.setEnabled(not draft.waiting)
        self._tell()

    def _typed(self) -> None:
        """Writes the fields into the draft; changed words have no category or place yet."""
        if self._loading:
            return
        draft = self.draft
        draft.phone, draft.name = self.phone.text(), self.name.text()
        draft.description = self.description.toPlainText()
        draft.source, draft.severity = self.source.value(), self.severity.value()
        if self.kind.text() != draft.kind_words:
            draft.kind_words = self.kind.text()
            found = self.registration.kinds.exact(draft.kind_words)
            draft.category = found["id"] if found is not None else None
            self._offer_kinds()
        if self.place.text() != draft.place_words:
            draft.place_words = self.place.text()
            if draft.spot is not None and not draft.place_words.startswith(draft.spot.name):
                draft.spot = None
            if draft.spot is None:
                self._offer_places()
        self._tell()
        self.changed.emit()

    def _offer_kinds(self) -> None:
        rows = self.registration.kinds.find(self.draft.kind_words)
        lines = [(f"{row['code']} {title(row)}", _(KINDS[row["kind"]]), row) for row in rows]
        self.kind.suggestions.show(lines)

    def _offer_places(self) -> None:
        found = self.places.find(self.draft.place_words) if self.places is not None else []
        lines = []
        for spot in found:
            at = self.registration.locator.at(spot.lon, spot.lat)
            street = self.registration.locator.names(at.region) if at is not None else ""
            lines.append((spot.name, spot.about or street, spot))
        self.place.suggestions.show(lines)

    def _take_kind(self, row: Any) -> None:
        self.draft.category, self.draft.kind_words = row["id"], title(row)
        self.kind.setText(self.draft.kind_words)
        self._tell()
        self.place.setFocus()
        self.changed.emit()

    def _take_place(self, spot: Spot) -> None:
        self.take_spot(spot)
        self.description.setFocus()

    def take_spot(self, spot: Spot) -> None:
        """Takes a place chosen from the list or on the map."""
        self.draft.spot, self.draft.place_words = spot, spot.name
        self.place.setText(spot.name)
        self._tell()
        self.changed.emit()

    def go_to(self, field: str) -> None:
        """Focuses a field by its key; "" for the first empty one."""
        fields: dict[str, QWidget] = {
            "phone": self.phone, "kind": self.kind, "place": self.place,
            "description": self.description, "question": self.question, "answer": self.answer,
        }  # fmt: skip
        first = fields.get(field)
        if first is None:
            caller = () if not self.registration.takes_callers else (self.phone,)
            empty = [one for one in (*caller, self.kind, self.place) if not one.text()]
            first = empty[0] if empty else self.description
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, *, answering: bool) -> None:
        """Shows the fields of a case, or those of an answered call."""
        self.answering = answering
        self.restyle()

    def mask_personal_data(self) -> None:
        """Masks the caller, because the operator has left the seat."""
        self.phone.mask_personal_data()
        self.name.mask_personal_data()

    # what it says

    def _tell(self) -> None:
        """Shows grid, region and responsible department as soon as they are known."""
        draft, made = self.draft, self.registration
        row = made.desk.directory.categories.get(draft.category or 0)
        told = f"{row['code']} · {_(KINDS[row['kind']])}" if row is not None else ""
        at = made.located(draft)
        if at is not None:
            grid = _("Unit grid {code}").format(code=at.grid) if at.grid else _("No unit grid here")
            self.where.set_words(f"{grid} · {made.locator.names(at.region)}")
        else:
            self.where.set_words("")
        body, why = made.answering(draft)
        answers = _("Responsible: {department}").format(department=body)
        self.whose.set_words(answers if why else body, "text.1" if why else "warn.text")
        if why:
            self.whose.setToolTip(tooltip(f"{body} · {why}"))
        self.kind_told.set_words(told)
        self.description.phrases = made.phrases(draft)
        for part, key in (
            (self.kind_told, told),
            (self.where, self.where.words),
            (self.whose, self.whose.words),
        ):
            part.setVisible(bool(key) and not self.answering)

    def show_message(self, words: str, token: str = "text.2") -> None:
        """Shows a sentence beside the buttons."""
        self.note.setText(words)
        ink(self.note, token)

    def restyle(self) -> None:
        labels = {
            "phone": _("Telephone"), "name": _("Name"), "kind": _("Category"),
            "place": _("Place"), "description": _("Description"), "source": _("Source"),
            "severity": _("Severity"), "question": _("Question"), "answer": _("Answer"),
        }  # fmt: skip
        for key, label in self._labels.items():
            label.setText(labels[key])
            label.setFont(theme.font("dense"))
            ink(label, "text.2")
        for key, field in (
            ("phone", self.phone), ("name", self.name), ("kind", self.kind), ("place", self.place),
            ("description", self.description), ("source", self.source),
            ("severity", self.severity), ("question", self.question), ("answer", self.answer),
        ):  # fmt: skip
            field.setAccessibleName(labels[key])
        self.kind.setPlaceholderText(_("Code, words or initials"))
        self.place.setPlaceholderText(_("Address, crossing of two roads, initials"))
        for field, offered in (
            (self.source, _sources()),
            (self.severity, _severities()),
            (self.question, _questions()),
        ):
            field.offer(offered, field.value())
        height = QFontMetricsF(theme.font("body")).lineSpacing() * LINES
        for words in (self.description, self.answer):
            words.setFont(theme.font("body"))
            words.setFixedHeight(round(height) + 2 * theme.px("space.8"))
        self.note.setFont(theme.font("dense"))
        self.point.set_words(_("On the map  F11"))
        self._show_fields()

    def _show_fields(self) -> None:
        caller, case = self.registration.takes_callers, not self.answering
        shown = {
            "phone": caller, "name": caller, "kind": case, "place": case, "description": case,
            "source": case, "severity": case, "question": not case, "answer": not case,
        }  # fmt: skip
        parts = {
            "phone": (self.phone,), "name": (self.name,), "kind": (self.kind,),
            "place": (self.place, self.point), "description": (self.description,),
            "source": (self.source,), "severity": (self.severity,),
            "question": (self.question,), "answer": (self.answer,),
        }  # fmt: skip
        for key, visible in shown.items():
            for part in (self._labels[key], *parts[key]):
                part.setVisible(visible)
        self.save.set_words(_("Register  Ctrl+Enter") if case else _("Keep  Ctrl+Enter"))
        self.other.set_words(_("Answered at once  F10") if case else _("Back to the case  F10"))
        self.other.setVisible(caller)
        self._tell()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Saves on Ctrl+Enter from any field."""
        sends = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if sends and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save_wanted.emit()
        else:
            super().keyPressEvent(event)


def _sources() -> list[Option]:
    return [Option(word, _(label)) for word, label in SOURCES.items() if word != "import"]


def _severities() -> list[Option]:
    return [Option(int(one), one.title) for one in Severity]


def _questions() -> list[Option]:
    return [Option(word, _(label)) for word, label in QUESTIONS.items()]
