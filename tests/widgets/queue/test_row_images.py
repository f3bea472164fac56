"""Rows kept as images: the same picture as painted anew, and never an old one."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QPoint
from qtpy.QtGui import QImage

from tests.widgets.desk import LiveDesk, desk, town_file
from widgets import theme
from widgets.controls import text
from widgets.queue import row_images
from widgets.queue.pane import QueuePane
from widgets.queue.table import QueueTable

__all__ = ["desk", "town_file"]


@pytest.fixture
def table(desk: LiveDesk, qtbot: QtBot) -> Iterator[QueueTable]:
    """Four rows, of which the second is chosen."""
    pane = QueuePane(desk.context, desk.dragging)
    qtbot.addWidget(pane)
    pane.resize(900, 400)
    pane.show()
    for number in range(4):
        desk.to_dispatch(severity=number + 1, address=f"望湖路 {number} 号")
    pane.table.choose(1)
    qtbot.waitUntil(lambda: len(pane.model.order) == 4)
    share = pane.table.pulse.share
    qtbot.waitUntil(lambda: not any(share(int(one)) for one in pane.model.ids), timeout=5000)
    yield pane.table
    pane.close()


def picture(table: QueueTable) -> QImage:
    """The rows alone."""
    view = table.viewport()
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.render(image, QPoint())
    return image


def alike(one: QImage, other: QImage) -> bool:
    """To the eye: the bar of a clock grows by less than a shade while a test runs."""
    pixels = [np.frombuffer(each.constBits(), np.uint8).astype(int) for each in (one, other)]
    return one.size() == other.size() and int(np.abs(pixels[0] - pixels[1]).max()) <= 4


def anew(table: QueueTable) -> QImage:
    """The same without any image that was kept."""
    table.images.forget()
    return picture(table)


def painted(table: QueueTable, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Rows that are painted from now on, and not only shown."""
    rows: list[int] = []
    paint = table.rows.paint

    def noted(painter: object, box: object, row: int, *more: object) -> None:
        rows.append(row)
        paint(painter, box, row, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(table.rows, "paint", noted)
    return rows


def test_a_kept_row_is_the_picture_that_painting_makes(
    table: QueueTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = anew(table)
    rows = painted(table, monkeypatch)
    assert alike(picture(table), first)
    assert rows == []
    with text.reading() as drawn:  # an audit reads every word, shown before or not
        assert alike(picture(table), first)
    assert rows == [0, 1, 2, 3]
    assert any("望湖路" in words.text for words in drawn)


def test_what_changes_is_painted_and_nothing_else(
    table: QueueTable, desk: LiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = picture(table)
    rows = painted(table, monkeypatch)
    table.choose(2)
    assert not alike(picture(table), before)
    assert alike(picture(table), anew(table))
    assert rows[:2] == [1, 2]
    case = int(table.queue.ids[3])
    desk.act("cmdlead", "claim", case)
    desk.sees(case)
    assert alike(picture(table), anew(table))


@pytest.mark.parametrize("choice", [{"mode": "light"}, {"language": "en"}, {"comfort": 1.15}])
def test_no_old_row_outlives_the_look_it_was_painted_in(
    table: QueueTable, choice: dict[str, object]
) -> None:
    picture(table)
    theme.current().choose(**choice)  # type: ignore[arg-type]
    assert alike(picture(table), anew(table))


def test_a_screen_of_images_is_kept_and_no_more(
    table: QueueTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = table.viewport().width() * theme.px("row.dense")
    monkeypatch.setattr(row_images, "MAX_PX", 2 * row)
    first = anew(table)
    assert len(table.images._kept) <= 3
    assert alike(picture(table), first)


def test_between_two_pixels_a_row_is_painted(table: QueueTable) -> None:
    box = table.row_box(1)
    assert not row_images._between(box, 1.0)
    assert row_images._between(box.adjusted(0, 0.5, 0, 0.5), 1.0)
    assert row_images._between(box.adjusted(0, 0, 0, 1), 1.5)
