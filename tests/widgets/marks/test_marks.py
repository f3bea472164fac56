"""Marks are told apart by form, not by colour alone."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QImage, QPainter

from console.domain.severity import Severity
from widgets import icons, marks, theme
from widgets.marks import shapes

BOX = QRectF(4, 4, 32, 32)


def _drawn(draw: Callable[[QPainter], None]) -> QImage:
    image = QImage(40, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def _form(image: QImage) -> bytes:
    """The picture without its colours."""
    return bytes(image.pixelColor(x, y).alpha() > 127 for y in range(40) for x in range(40))


def _severity(code: int, *, filled: bool = True) -> QImage:
    def draw(painter: QPainter) -> None:
        marks.draw_severity(painter, BOX, code, filled=filled)

    return _drawn(draw)


def test_the_four_severities_have_four_forms() -> None:
    assert len({_form(_severity(code)) for code in (1, 2, 3, 4)}) == 4


@pytest.mark.parametrize("code", [1, 2, 3, 4])
def test_a_hollow_mark_has_the_size_of_a_filled_one_and_shows_the_ground(code: int) -> None:
    full, hollow = _severity(code), _severity(code, filled=False)
    assert _form(full) == _form(hollow)
    inside = (20, 24 if code == 1 else 20)
    assert hollow.pixelColor(*inside) == theme.color("bg.1")
    assert full.pixelColor(*inside) != theme.color("bg.1")


def test_an_unknown_severity_is_an_error() -> None:
    with pytest.raises(KeyError):
        shapes.severity(5)


@pytest.mark.parametrize(
    ("used", "notches", "hue"),
    [(0.5, 0, "calm"), (0.8, 0, "warn"), (1.0, 0, "warn"), (1.01, 1, "alarm"), (2.0, 2, "alarm"),
     (3.5, 3, "alarm"), (9.0, 3, "alarm")],
)  # fmt: skip
def test_a_clock_has_the_hue_and_notches_of_its_share(used: float, notches: int, hue: str) -> None:
    assert marks.notches(used) == notches
    assert marks.hue(used) == hue


def test_the_notches_of_a_clock_are_seen_without_colour() -> None:
    def bar(used: float) -> Callable[[QPainter], None]:
        def draw(painter: QPainter) -> None:
            marks.draw_clock(painter, QRectF(4, 17, 32, 6), used)

        return draw

    rows = [_drawn(bar(used)) for used in (1.5, 2.5, 3.5)]
    gaps = []
    for image in rows:
        ground = [image.pixelColor(x, 20) == theme.color("bg.1") for x in range(5, 36)]
        gaps.append(sum(1 for a, b in pairwise(ground) if b and not a))
    assert gaps == [1, 2, 3]


def test_verdicts_have_three_forms() -> None:
    def sign(verdict: marks.Verdict) -> Callable[[QPainter], None]:
        def draw(painter: QPainter) -> None:
            marks.draw_sign(painter, BOX, verdict)
            marks.draw_outline(painter, QRectF(0, 0, 40, 40), verdict)

        return draw

    assert len({_form(_drawn(sign(verdict))) for verdict in marks.Verdict}) == 3
    assert marks.opacity(marks.Verdict.REFUSED) < marks.opacity(marks.Verdict.ALLOWED)


@pytest.mark.parametrize(("language", "text"), [("zh", "Ⅱ 橙色预警"), ("en", "Ⅱ Orange warning")])
def test_a_plate_says_its_level_and_has_room_for_it(language: str, text: str) -> None:
    theme.current().choose(language=language)
    assert marks.warning_text(2) == text
    assert marks.plate_size(text, 28).width() > 28


def test_the_page_is_given_a_path_for_every_code() -> None:
    page = marks.paths_for_page()
    codes = {str(int(severity)) for severity in Severity}
    assert set(page["severity"]) == set(page["hollow"]) == codes
    assert set(page["verdict"]) == {str(int(verdict)) for verdict in marks.Verdict}


def test_every_icon_draws_something_inside_its_box() -> None:
    for name in icons.names():

        def draw(painter: QPainter, name: str = name) -> None:
            icons.draw(painter, name, BOX, theme.color("text.1"))

        image = _drawn(draw)
        form = _form(image)
        assert any(form), name
        border = [form[y * 40 + x] for x in range(40) for y in (0, 1, 38, 39)]
        assert not any(border), name
