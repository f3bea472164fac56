"""Painters of the panels of a wall, one for each kind that `console.wall.scenes` declares."""

from collections.abc import Mapping
from typing import Final

from widgets.wall.panels.base import WallPanel
from widgets.wall.panels.flow import FlowPanel
from widgets.wall.panels.handled import HandledPanel
from widgets.wall.panels.heat import HeatPanel
from widgets.wall.panels.ladder import LadderPanel
from widgets.wall.panels.newest import NewestPanel
from widgets.wall.panels.pairs import PairsPanel
from widgets.wall.panels.people import DutyPanel, PeoplePanel
from widgets.wall.panels.plain import FreePanel, MapPanel, OnePanel
from widgets.wall.panels.ranking import (
    CategoriesPanel,
    DepartmentsPanel,
    SourcesPanel,
    StreetsPanel,
)
from widgets.wall.panels.trend import TrendPanel

PAINTERS: Final[Mapping[str, type[WallPanel]]] = {
    painter.kind: painter
    for painter in (
        MapPanel,
        TrendPanel,
        FlowPanel,
        LadderPanel,
        StreetsPanel,
        DepartmentsPanel,
        CategoriesPanel,
        SourcesPanel,
        HandledPanel,
        HeatPanel,
        NewestPanel,
        PeoplePanel,
        PairsPanel,
        DutyPanel,
        OnePanel,
        FreePanel,
    )
}
"""Kind → class; all take `show_figures`, `set_unit`, `set_age` and `turn_to`."""
