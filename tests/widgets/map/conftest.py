"""A map that is there: page loaded, trial city on it. The scheme must precede the application."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from widgets.map import scheme, trial_city
from widgets.map.view import MapView

scheme.register()

Ask = Callable[[str], Any]


@pytest.fixture
def city_map(qtbot: QtBot) -> Iterator[MapView]:
    """A map of 800 × 624 px at zoom 15 over the district's middle, 500 cases, 40 crews."""
    view = MapView()
    view.resize(800, 624)
    view.show_ground(trial_city.ground())
    view.show_regions(trial_city.regions())
    view.show_cases(trial_city.cases(500))
    view.show_crews(trial_city.crews(40))
    view.centre_on(116.347, 39.907, 15)
    view.show()
    qtbot.waitUntil(
        lambda: view.viewport().width == 800 and not view.page_queue.pending(), timeout=30_000
    )
    yield view
    view.close()
    view.deleteLater()


@pytest.fixture
def ask(city_map: MapView, qtbot: QtBot) -> Ask:
    """Evaluates an expression in the page, once everything sent has been applied."""

    def asked(expression: str) -> Any:
        answers: list[Any] = []
        qtbot.waitUntil(lambda: not city_map.page_queue.pending(), timeout=10_000)
        city_map.web.page().runJavaScript(f"JSON.stringify({expression})", answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return json.loads(answers[0] or "null")

    return asked


def place_of(view: MapView, slot: int) -> tuple[float, float]:
    """Px of a case's slot on the map."""
    cases = view.contents.cases
    x, y = view.viewport().to_screen(cases.lon[slot : slot + 1], cases.lat[slot : slot + 1])
    return float(x[0]), float(y[0])


def slots_in_sight(view: MapView) -> list[int]:
    """Slots well inside the view."""
    cases, viewport = view.contents.cases, view.viewport()
    x, y = viewport.to_screen(cases.lon, cases.lat)
    inside = (x > 40) & (y > 40) & (x < viewport.width - 40) & (y < viewport.height - 40)
    return [int(slot) for slot in np.flatnonzero(inside)]
