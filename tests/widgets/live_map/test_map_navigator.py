"""Where the map looks: following, zoom, the way to a case outside, the search."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtWidgets import QToolTip

from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from tests.widgets.live_map.map_desk import pane
from widgets.live_map.pane import MapPane

__all__ = ["desk", "pane", "town_file"]


def test_a_chosen_case_out_of_sight_is_brought_into_it(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(lon=116.99, lat=31.79)
    desk.context.selection.choose([case])
    assert pane.navigator.sees(116.99, 31.79)


def test_a_map_moved_by_hand_stays_until_asked_to_centre(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(lon=116.99, lat=31.79)
    pane.navigator.held = True
    desk.context.selection.choose([case])
    assert not pane.navigator.sees(116.99, 31.79)
    pane.bar_tools.centre.click()
    assert pane.navigator.sees(116.99, 31.79)
    assert not pane.navigator.held


def test_a_pan_by_hand_is_told_from_our_own_moves(pane: MapPane, qtbot: QtBot) -> None:
    pane.navigator.go(116.9, 31.7, 16)
    qtbot.waitUntil(lambda: not pane.view.page_queue.pending())
    qtbot.wait(500)
    assert not pane.navigator.held
    pane.view.web.run("wangge.map.panBy([180, 40], {animate: false})")
    qtbot.waitUntil(lambda: pane.navigator.held, timeout=5000)


def test_a_held_map_says_so_and_one_press_lets_it_follow_again(
    pane: MapPane, desk: LiveDesk
) -> None:
    assert not pane.follow.chip.isVisible()
    pane.navigator.held = True
    assert pane.follow.chip.isVisible()
    case = desk.to_dispatch(lon=116.99, lat=31.79)
    desk.context.selection.choose([case])
    pane.follow.chip.click()
    assert pane.navigator.sees(116.99, 31.79)
    assert not pane.follow.chip.isVisible()
    assert not pane.navigator.held


@pytest.mark.parametrize(
    ("lon", "lat", "turn"), [(116.99, 31.7, 0), (116.9, 31.6, 90), (116.8, 31.7, 180)]
)
def test_an_arrow_at_the_edge_points_to_the_chosen_case_and_leads_there(
    pane: MapPane, desk: LiveDesk, lon: float, lat: float, turn: int
) -> None:
    case = desk.to_dispatch(lon=lon, lat=lat)
    pane.navigator.held = True
    desk.context.selection.choose([case])
    arrow = pane.follow.arrow
    assert arrow.isVisible()
    assert arrow.turn == pytest.approx(turn, abs=1)
    assert pane.view.web.geometry().contains(arrow.geometry())
    assert not arrow.geometry().intersects(pane.view.floating.zoom.geometry())
    arrow.click()
    assert pane.navigator.sees(lon, lat)
    assert not arrow.isVisible()


def test_a_chosen_case_under_the_legend_counts_as_out_of_sight(
    pane: MapPane, desk: LiveDesk
) -> None:
    under = pane.view.floating.legend.geometry().center() - pane.view.web.pos()
    lon, lat = pane.view.viewport().to_degrees(under.x(), under.y())
    desk.context.selection.choose([desk.to_dispatch(lon=lon, lat=lat)])
    x, y = pane.view.viewport().to_screen(np.array(lon), np.array(lat))
    assert abs(float(x) - pane.view.web.width() / 2) < 2
    assert abs(float(y) - pane.view.web.height() / 2) < 2


def test_the_pointer_on_a_street_reads_its_name_and_what_is_shown_there(
    pane: MapPane, desk: LiveDesk
) -> None:
    first, second = desk.to_dispatch(), desk.to_dispatch()
    street = int(pane.view.contents.cases.street[desk.cases.slot_of[first]])
    assert pane.hover.street(street).endswith("2 件 · 超期 0 件")
    desk.act("cmdlead", "dispatch", second, changes={"department_id": town.SANITATION})
    desk.sees(second)
    assert pane.hover.street(street).endswith("1 件 · 超期 0 件")
    pane.view.hovered.emit("street", street)
    assert QToolTip.text() == pane.hover.street(street)
    QToolTip.hideText()


def test_zoom_buttons_go_closer_and_back_and_whole_shows_the_city(pane: MapPane) -> None:
    zoom = pane.view.floating.zoom
    before = pane.view.viewport().zoom
    zoom.closer.click()
    assert pane.view.viewport().zoom == before + 1
    zoom.further.click()
    zoom.further.click()
    assert pane.view.viewport().zoom == before - 1
    pane._lock(True)
    assert not zoom.closer.isEnabled()


def test_whole_city_shows_every_case_where_the_city_has_no_outline(
    pane: MapPane, desk: LiveDesk
) -> None:
    far = [(116.7, 31.6), (117.1, 31.9)]
    for lon, lat in far:
        desk.to_dispatch(lon=lon, lat=lat)
    pane.navigator.held = True
    pane.view.floating.zoom.whole.click()
    west, south, east, north = pane.view.viewport().bounds()
    assert all(west < lon < east and south < lat < north for lon, lat in far)
    assert not pane.navigator.held


def test_what_is_fitted_keeps_clear_of_the_legend_until_it_is_folded(
    pane: MapPane, qtbot: QtBot
) -> None:
    home = (116.85, 31.69, 116.95, 31.71)
    pane.navigator.home = home
    pane.navigator.go_home()
    legend = pane.view.floating.legend
    assert not legend.isChecked()  # the pane is too small
    legend.click()
    assert legend.isChecked()
    _x, south = pane.view.viewport().to_screen(np.array([116.9]), np.array([31.69]))
    assert south[0] < legend.geometry().top()
    legend.click()
    assert legend.height() < 40
    assert pane.context.preferences["legend"] == "folded"
    _x, lower = pane.view.viewport().to_screen(np.array([116.9]), np.array([31.69]))
    assert lower[0] > south[0]
    qtbot.waitUntil(lambda: not pane.view.page_queue.pending())
    assert not pane.navigator.held


def test_a_locked_view_stays(pane: MapPane, desk: LiveDesk, qtbot: QtBot) -> None:
    pane._lock(True)
    case = desk.to_dispatch(lon=116.99, lat=31.79)
    desk.context.selection.choose([case])
    assert pane.view.contents.locked
    assert not pane.navigator.sees(116.99, 31.79)


def test_an_address_is_found_and_its_case_chosen(pane: MapPane, desk: LiveDesk) -> None:
    case = desk.to_dispatch(address="望湖路 99 号", lon=116.93, lat=31.72)
    pane.bar_tools.search.setText("望湖路 99")
    pane.bar_tools.search.returnPressed.emit()
    assert desk.context.selection.ids == (case,)
    assert pane.navigator.sees(116.93, 31.72)


@pytest.mark.parametrize("words", ["望湖路99", "望湖 路 99 号", "whl99", "WHL 99"])
def test_blanks_do_not_matter_and_initials_will_do(
    pane: MapPane, desk: LiveDesk, words: str
) -> None:
    case = desk.to_dispatch(address="望湖路 99 号")
    assert [spot.case for spot in pane.gazetteer.find(words)] == [case]


def test_a_search_that_finds_nothing_says_so(pane: MapPane) -> None:
    tools = pane.bar_tools
    tools.search.setText("没有的路")
    tools.search.returnPressed.emit()
    assert tools._names.stringList() == ["地图上没有找到“没有的路”。"]
    tools._picked(tools._names.stringList()[0])
    assert tools.search.text() == "没有的路"
