"""The columns fill the row exactly; room to spare goes to names before it goes to the address."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtGui import QFontMetricsF

from console import words
from console.domain.source import SOURCES
from widgets import theme
from widgets.dispatch.queue_columns import ADDRESS, ENOUGH, widths


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("room", [640, 700, 816, 900, 1088, 1600])
def test_they_fill_the_row(qtbot: QtBot, room: int, language: str) -> None:
    before = words.language()
    theme.current().choose(language=language)
    found = widths(room)
    theme.current().choose(language=before)
    assert found["address"] >= ADDRESS
    assert sum(found.values()) == max(room, sum(found.values()) - found["address"] + ADDRESS)


def test_spare_room_goes_to_names_and_then_to_the_address(qtbot: QtBot) -> None:
    usual, wide, wider = widths(816), widths(1200), widths(1600)
    assert usual["address"] <= ENOUGH < wide["address"] < wider["address"]
    for name in ("street", "source", "category", "holder"):
        assert usual[name] < wide[name] == wider[name]


def test_every_source_has_room_in_english(qtbot: QtBot) -> None:
    before = words.language()
    theme.current().choose(language="en")
    room = widths(816)["source"]
    metrics = QFontMetricsF(theme.font("dense"))
    longest = max(metrics.horizontalAdvance(words._(word)) for word in SOURCES.values())
    theme.current().choose(language=before)
    assert room >= longest + theme.px("space.8")
