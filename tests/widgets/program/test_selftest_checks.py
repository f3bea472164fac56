"""What the self-test looks at is seen, and missed where it is not there."""

import pyqtgraph
import pytest
from pytestqt.qtbot import QtBot

from widgets.program import selftest_checks


def test_a_chart_shows_the_colours_asked_for(qtbot: QtBot) -> None:
    assert selftest_checks.chart_is_painted()


@pytest.mark.parametrize("part", [pyqtgraph.PlotCurveItem, pyqtgraph.BarGraphItem])
def test_a_chart_without_its_curve_or_bars_does_not_hold(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, part: type
) -> None:
    def nothing(_self: object, *_all: object, **_more: object) -> None:
        """Paints nothing."""

    monkeypatch.setattr(part, "paint", nothing)
    assert not selftest_checks.chart_is_painted()
