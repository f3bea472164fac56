"""Inputs of a form's fields; each has one value and a signal for its changes."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Any, Final

from qtpy.QtCore import QDate, QDateTime, QEvent, QRectF, QTime, Signal
from qtpy.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from qtpy.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)
from typing_extensions import override

from console.desk.desk import Desk
from console.desk.form_choices import Option, bounds, initial_value, options
from console.desk.forms import Field, FieldKind
from console.domain.moment import from_ms, to_ms
from console.words import _
from widgets import icons, theme
from widgets.controls import Button

PICTURES: Final = ("jpg", "jpeg", "png", "webp", "bmp", "tif", "tiff")


class TextInput(QLineEdit):
    """One line of text. `changed()`."""

    changed = Signal()

    def __init__(self, value: str | None) -> None:
        super().__init__(value or "")
        self.textChanged.connect(self.changed)

    def value(self) -> Any:
        return self.text().strip() or None

    def is_empty(self) -> bool:
        return not self.text()


class ChoiceInput(QComboBox):
    """One of several options; empty until one is chosen, unless there is only one."""

    changed = Signal()

    def __init__(self, offered: Sequence[Option], value: Any) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.values: list[Any] = []
        self.setMaxVisibleItems(12)
        only = offered[0].value if len(offered) == 1 else None
        self.offer(offered, only if value is None else value)
        self.currentIndexChanged.connect(self.changed)

    def offer(self, offered: Sequence[Option], value: Any) -> None:
        """Replaces the options and chooses `value`."""
        before = self.value()
        self.blockSignals(True)  # nobody is to hear of the emptiness in between
        self.clear()
        for option in offered:
            self.addItem(option.words, option.value)
        self.values = [option.value for option in offered]
        self.choose(value)
        self.blockSignals(False)
        if self.value() != before:
            self.changed.emit()
        self.setPlaceholderText(_("Choose …"))

    def choose(self, value: Any) -> None:
        """Chooses the option with this value, or none if there is no such option."""
        self.setCurrentIndex(self.values.index(value) if value in self.values else -1)

    def value(self) -> Any:
        return self.currentData()

    def is_empty(self) -> bool:
        return self.currentIndex() < 0

    @override
    def event(self, event: QEvent) -> bool:
        """Takes letters for the search of an option, not as keys of the workspace."""
        if event.type() == QEvent.Type.ShortcutOverride and _letter(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet has no drawn arrow: it takes files of pictures only."""
        super().paintEvent(event)
        side, pad = theme.px("icon"), theme.px("space.8")
        place = QRectF(self.width() - side - pad, (self.height() - side) / 2, side, side)
        icons.draw(QPainter(self), "down", place, theme.color("text.2"))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignores the wheel, so that scrolling changes no choice."""
        event.ignore()


def _letter(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and bool(event.text()) and event.text().isprintable()


class NumberInput(QSpinBox):
    changed = Signal()

    def __init__(self, value: int, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setValue(value)
        self.valueChanged.connect(self.changed)

    def is_empty(self) -> bool:
        return False


class MomentInput(QDateTimeEdit):
    """A minute in the city's time; its value is in ms."""

    changed = Signal()

    def __init__(self, value: int, least: int, most: int, zone: tzinfo) -> None:
        super().__init__()
        self.zone = zone
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.setCalendarPopup(True)
        self.setDateTimeRange(self._clock(least), self._clock(most))
        self.setDateTime(self._clock(value))
        self.dateTimeChanged.connect(self.changed)

    def _clock(self, ms: int) -> QDateTime:
        at = from_ms(ms, self.zone)
        return QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute))

    def value(self) -> Any:
        day, clock = self.date(), self.time()
        at = datetime(
            day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=self.zone
        )
        return to_ms(at)

    def is_empty(self) -> bool:
        return False


class CheckInput(QCheckBox):
    changed = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.toggled.connect(self.changed)

    def value(self) -> Any:
        return True if self.isChecked() else None

    def is_empty(self) -> bool:
        return not self.isChecked()


class PicturesInput(QWidget):
    """Picture files, chosen in the system's dialog or dropped on the form."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.files: list[str] = []
        self.button, self.count_label = Button(_("Choose pictures …")), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space.8"))
        row.addWidget(self.button)
        row.addWidget(self.count_label, 1)
        self.setFocusProxy(self.button)
        self.button.clicked.connect(self._ask)
        self._tell()

    def _ask(self) -> None:
        dialog = QFileDialog(self, _("Choose pictures …"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        kinds = " ".join(f"*.{kind} *.{kind.upper()}" for kind in PICTURES)
        dialog.setNameFilter(_("Pictures") + f" ({kinds})")
        dialog.filesSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, files: Sequence[str]) -> None:
        """Adds pictures; one that is in the list already is not added twice."""
        self.files = list(dict.fromkeys((*self.files, *files)))
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        count = len(self.files)
        self.count_label.setText(
            _("{count} chosen").format(count=count) if count else _("or drop them here")
        )

    def value(self) -> Any:
        return tuple(self.files) or None

    def is_empty(self) -> bool:
        return not self.files


def make(desk: Desk, case: int, one: Field, zone: tzinfo) -> QWidget:
    """Creates the input of a field with its initial value."""
    began = initial_value(desk, case, one.key)
    if one.kind is FieldKind.CHOICE:
        return ChoiceInput(options(desk, case, one.offers), began)
    if one.kind is FieldKind.PICTURES:
        return PicturesInput()
    if one.kind is FieldKind.CHECK:
        return CheckInput(_(one.label))
    if one.kind is FieldKind.NUMBER:
        return NumberInput(began, *bounds(desk, one.key))
    if one.kind is FieldKind.MOMENT:
        return MomentInput(began, *bounds(desk, one.key), zone)
    return TextInput(began)
