"""The audit finds what it says it finds, and leaves what is right alone."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QPoint, QRect, QRectF
from qtpy.QtGui import QColor, QImage, QPainter, QPaintEvent
from qtpy.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from widgets.controls import text
from widgets.program.audit import audit, contrast

INK, GROUND, PALE = QColor("#14191F"), QColor("#ECEFF2"), QColor("#C3CAD1")


class Painted(QWidget):
    """Words in a box of 120 px, on a plain ground."""

    def __init__(
        self, words: str, colour: QColor, *, may_elide: bool = False, inactive: bool = False
    ) -> None:
        super().__init__()
        self.words, self.colour = words, colour
        self.may_elide, self.inactive = may_elide, inactive
        self.resize(160, 40)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 — Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        painter.setPen(self.colour)
        box = QRectF(10, 5, 120, 30)
        text.draw(painter, box, self.words, may_elide=self.may_elide, inactive=self.inactive)


@pytest.fixture
def findings(qtbot: QtBot) -> Callable[[QWidget], list[tuple[str, str]]]:
    def look(widget: QWidget) -> list[tuple[str, str]]:
        qtbot.addWidget(widget)
        widget.show()
        image = QImage(widget.size(), QImage.Format.Format_RGB32)
        with text.reading() as drawn:
            painter = QPainter(image)
            widget.render(painter, QPoint())
            painter.end()
        found: list[dict[str, Any]] = audit(widget, image, drawn)
        return [(one["kind"], one["what"]) for one in found]

    return look


def ground(*parts: tuple[QWidget, QRect]) -> QWidget:
    made = QWidget()
    made.resize(300, 120)
    for part, box in parts:
        part.setParent(made)
        part.setGeometry(box)
    return made


def test_words_that_fit_and_can_be_read_are_no_finding(findings: Any) -> None:
    assert findings(Painted("fits", INK)) == []


def test_painted_words_that_do_not_fit_are_found(findings: Any) -> None:
    words = "far too long for the room that there is"
    assert findings(Painted(words, INK)) == [("cut", words)]


def test_words_with_a_tooltip_may_elide(findings: Any) -> None:
    assert findings(Painted("far too long for the room there is", INK, may_elide=True)) == []


def test_a_cut_label_is_found(findings: Any) -> None:
    label = QLabel("A label much wider than its place")
    assert findings(ground((label, QRect(0, 0, 60, 30)))) == [("cut", label.text())]


def test_a_low_contrast_is_found(findings: Any) -> None:
    assert contrast(PALE, GROUND) < 4.5
    assert findings(Painted("pale", PALE)) == [("contrast", "pale")]


def test_words_of_a_disabled_control_may_be_pale(findings: Any) -> None:
    assert findings(Painted("pale", PALE, inactive=True)) == []


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)


def test_a_button_of_20_px_is_found(findings: Any) -> None:
    button = QPushButton("x")
    found = findings(ground((button, QRect(0, 0, 60, 20))))
    assert [kind for kind, _what in found] == ["target"]


def test_a_button_of_24_px_is_none(findings: Any) -> None:
    assert findings(ground((QPushButton("x"), QRect(0, 0, 60, 24)))) == []


@pytest.mark.parametrize("made", [QPushButton, QLineEdit])
def test_what_has_no_name_is_found(findings: Any, made: type[QWidget]) -> None:
    found = findings(ground((made(), QRect(0, 0, 60, 30))))
    assert found == [("name", made.__name__)]


def test_an_accessible_name_is_enough(findings: Any) -> None:
    field = QLineEdit()
    field.setAccessibleName("Search")
    assert findings(ground((field, QRect(0, 0, 60, 30)))) == []


def test_two_buttons_over_each_other_are_found(findings: Any) -> None:
    one, other = QPushButton("one"), QPushButton("other")
    found = findings(ground((one, QRect(0, 0, 80, 30)), (other, QRect(60, 10, 80, 30))))
    assert [kind for kind, _what in found] == ["overlap"]


def test_two_buttons_side_by_side_are_none(findings: Any) -> None:
    one, other = QPushButton("one"), QPushButton("other")
    assert findings(ground((one, QRect(0, 0, 80, 30)), (other, QRect(80, 0, 80, 30)))) == []
