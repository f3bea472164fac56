"""The columns fill the row exactly; room to spare goes to names before it goes to the address."""

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtGui import QFontMetricsF

from console import words
from console.domain.source import SOURCES
from widgets import theme
from widgets.queue.columns import (
    ADDRESS,
    ENOUGH,
    MIN_ADDRESS,
    widths,
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("room", [460, 540, 640, 700, 816, 900, 1088, 1600])
def test_they_fill_the_row(qtbot: QtBot, room: int, language: str) -> None:
    before = words.language()
    theme.current().choose(language=language)
    found = widths(room)
    theme.current().choose(language=before)
    assert found["address"] >= (ADDRESS if room > 600 else MIN_ADDRESS)
    assert sum(found.values()) == room


def test_spare_room_goes_to_names_and_then_to_the_address(qtbot: QtBot) -> None:
    usual, wide, wider = widths(816), widths(1200), widths(1600)
    assert usual["address"] <= ENOUGH < wide["address"] < wider["address"]
    for name in ("street", "source", "category", "holder"):
        assert usual[name] < wide[name] == wider[name]


def test_every_source_has_room_in_english(qtbot: QtBot) -> None:
    before = words.language()
    theme.current().choose(language="en")
    room = widths(900)["source"]
    metrics = QFontMetricsF(theme.font("dense"))
    longest = max(metrics.horizontalAdvance(words._(word)) for word in SOURCES.values())
    theme.current().choose(language=before)
    assert room >= longest + theme.px("space.8")


def test_columns_give_way_in_order_and_the_clock_never(qtbot: QtBot) -> None:
    gone = [
        [key for key, width in widths(room, sent=True, held=False).items() if not width]
        for room in (1600, 840, 720, 620, 540, 440)
    ]
    assert gone[0] == ["source"]
    assert all(set(earlier) <= set(later) for earlier, later in pairwise(gone))
    assert set(gone[-1]) == {"source", "street", "holder", "stage", "department"}
    assert "holder" in next(keys for keys in gone if len(keys) > 1)  # nobody holds any


def test_a_queue_of_one_stage_shows_how_its_cases_came(qtbot: QtBot) -> None:
    assert widths(1200)["source"]
    assert not widths(1200)["stage"]
    assert widths(1200, sent=True)["stage"]
    assert not widths(1200, sent=True)["source"]


def test_below_the_least_window_the_address_goes_and_the_clock_stays() -> None:
    found = widths(380)
    assert not found["address"]
    assert found["clock"] == widths(900)["clock"]
    assert sum(found.values()) == 380
