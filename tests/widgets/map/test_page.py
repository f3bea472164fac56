"""The real page in a real web view, offscreen."""

import os
import signal
from functools import partial

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QPoint, QPointF, Qt
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QLineEdit, QWidget

from tests.widgets.map.conftest import Ask, place_of, slots_in_sight
from widgets import theme
from widgets.map import trial_city
from widgets.map.arrays import ALLOWED, REFUSED, Outlines, VerdictMap
from widgets.map.view import MapView


def test_the_page_asks_for_nothing_but_our_own_scheme(city_map: MapView) -> None:
    seen = city_map.web.request_filter.seen
    assert "wangge://console/leaflet/leaflet.js" in seen
    assert [url for url in seen if not url.startswith("wangge://console/")] == []
    assert city_map.web.request_filter.blocked == []


@pytest.mark.expects_log("Content Security Policy")
def test_a_request_to_another_place_is_stopped(city_map: MapView, qtbot: QtBot, ask: Ask) -> None:
    city_map.web.run("fetch('https://example.org/').catch(() => { window.stopped = true; })")
    qtbot.waitUntil(lambda: ask("window.stopped") is True, timeout=10_000)


def test_every_case_is_counted_once_at_every_level(ask: Ask) -> None:
    counts = "wangge.state.index.levels.map(l => l.count.reduce((a, b) => a + b, 0))"
    assert {n for n in ask(counts) if n is not None} == {500}


def test_changes_keep_the_index_equal_to_one_built_anew(city_map: MapView, ask: Ask) -> None:
    for seed in range(3):
        slots = np.random.default_rng(seed).choice(520, 200, replace=False)
        rows = trial_city.cases(200, seed=seed)
        rows.alive[::7] = 0
        rows.lon[0] += 0.4  # outside what the index covers
        city_map.change_cases(slots, rows)
        assert ask("wangge.bridge") is None  # waits until it is applied
    facts = "[...'abc'].map((_, i) => { const l = wangge.state.index.levels[14 - i];"
    facts += " return ['count', 'filled', 'late'].map(k => Array.from(l[k]).filter(n => n)); })"
    by_difference = ask(facts)
    assert ask(f"(wangge.state.index.rebuild(), {facts})") == by_difference
    alive = int(np.count_nonzero(city_map.contents.cases.alive))
    assert sum(by_difference[0][0]) == alive


def test_python_and_the_page_see_a_case_at_the_same_place(city_map: MapView, ask: Ask) -> None:
    hits = np.array(
        ask("Array.from(wangge.layer.drawn.hits.data.slice(0, wangge.layer.drawn.hits.length))")
    ).reshape(-1, 3)
    offset = ask(
        "(() => { const v = wangge.map.getPixelBounds().min, d = wangge.layer.drawn;"
        " return [d.left - v.x, d.top - v.y]; })()"
    )
    drawn = {int(slot): (x + offset[0], y + offset[1]) for x, y, slot in hits}
    both = [slot for slot in slots_in_sight(city_map) if slot in drawn]
    assert both
    for slot in both:
        assert drawn[slot] == pytest.approx(place_of(city_map, slot), abs=1.0)


def test_a_click_on_a_mark_tells_its_case(city_map: MapView, qtbot: QtBot, ask: Ask) -> None:
    slot = _alone(city_map, ask)
    x, y = place_of(city_map, slot)
    with qtbot.waitSignal(city_map.case_clicked, timeout=5000) as told:
        _click(city_map, x, y)
    assert told.args == [slot + 1, Qt.KeyboardModifier.NoModifier]


def test_a_click_beside_all_marks_tells_the_place(
    city_map: MapView, qtbot: QtBot, ask: Ask
) -> None:
    city_map.centre_on(116.6, 40.1, 17)  # out of town: nothing is drawn there
    assert ask("wangge.layer.drawn.hits.length") == 0
    with qtbot.waitSignal(city_map.background_clicked, timeout=5000) as told:
        _click(city_map, city_map.viewport().width / 2, city_map.viewport().height / 2)
    assert told.args == pytest.approx([116.6, 40.1], abs=1e-4)


def test_a_pin_stands_where_a_case_is_about_to_be_though_nothing_is_chosen(
    city_map: MapView, qtbot: QtBot, ask: Ask
) -> None:
    shown = "wangge.layer.top.style.display"
    city_map.show_spot((116.347, 39.907))
    qtbot.waitUntil(lambda: ask(shown) == "", timeout=5000)
    middle = "[wangge.layer.top.width / 2, wangge.layer.top.height / 2 - 15 * devicePixelRatio]"
    pixel = f"(([x, y]) => wangge.layer.top.context.getImageData(x, y, 1, 1).data[3])({middle})"
    assert ask(pixel) == 255
    city_map.show_spot(None)
    qtbot.waitUntil(lambda: ask(shown) == "none", timeout=5000)


def test_tab_and_enter_open_what_a_double_click_opens(
    city_map: MapView, qtbot: QtBot, ask: Ask
) -> None:
    city_map.activateWindow()
    city_map.web.setFocus()
    qtbot.waitUntil(lambda: ask("document.hasFocus()"), timeout=5000)
    ask("wangge.map.getContainer().focus()")
    target = _page_of(city_map)
    QTest.keyClick(target, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: ask("wangge.state.focus") >= 0, timeout=5000)
    with qtbot.waitSignal(city_map.case_activated, timeout=5000) as told:
        QTest.keyClick(target, Qt.Key.Key_Return)
    assert told.args == [ask("wangge.state.cases.id[wangge.state.focus]")]


def test_a_filter_hides_all_other_cases(city_map: MapView, ask: Ask) -> None:
    mask = np.zeros(500, bool)
    mask[[3, 5, 8]] = True
    city_map.set_filter(mask)
    count = "wangge.state.index.levels[4].count.reduce((a, b) => a + b, 0)"
    assert ask(count) == 3
    city_map.set_filter(None)
    assert ask(count) == 500


def test_the_selection_follows_its_case_to_another_slot(city_map: MapView, ask: Ask) -> None:
    city_map.set_selection([8])
    assert ask("[...wangge.state.selected]") == [7]
    moved = city_map.contents.cases.take(np.array([7]))
    gone = city_map.contents.cases.take(np.array([7]))
    gone.alive[0] = 0
    city_map.change_cases(np.array([7]), gone)
    city_map.change_cases(np.array([501]), moved)
    assert ask("[...wangge.state.selected]") == [501]


@pytest.mark.expects_log("the map's process ended: KilledTerminationStatus")
def test_a_killed_page_comes_back_with_everything(
    city_map: MapView, qtbot: QtBot, ask: Ask
) -> None:
    city_map.set_selection([8])
    city_map.centre_on(116.35, 39.9, 16)
    ask("1")
    before = city_map.viewport()
    with qtbot.waitSignals([city_map.alive, city_map.alive], timeout=30_000):
        os.kill(city_map.web.page().renderProcessPid(), signal.SIGKILL)
    assert ask("[...wangge.state.selected]") == [7]
    assert ask("wangge.state.cases.length") == 500
    after = city_map.viewport()
    assert (after.lon, after.lat) == pytest.approx((before.lon, before.lat), abs=1e-5)
    assert after.zoom == 16


@pytest.mark.expects_log("the map's process ended: KilledTerminationStatus")
def test_a_page_that_comes_back_leaves_the_keyboard_where_it_is(
    city_map: MapView, qtbot: QtBot, ask: Ask
) -> None:
    field = QLineEdit(city_map)
    field.show()
    city_map.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus, timeout=5000)
    with qtbot.waitSignals([city_map.alive, city_map.alive], timeout=30_000):
        os.kill(city_map.web.page().renderProcessPid(), signal.SIGKILL)
    ask("1")
    assert field.hasFocus()
    field.deleteLater()


def test_theme_and_language_change_without_a_new_page(city_map: MapView, ask: Ask) -> None:
    ask("(window.same = 1)")
    mode = theme.current().mode
    other = "light" if mode == "dark" else "dark"
    try:
        theme.current().choose(mode=other)
        assert ask("getComputedStyle(document.body).backgroundColor") == _css("bg.1")
    finally:
        theme.current().choose(mode=mode)
    assert ask("getComputedStyle(document.body).backgroundColor") == _css("bg.1")
    assert ask("window.same") == 1


def test_a_locked_view_stays_where_it_is(city_map: MapView, qtbot: QtBot, ask: Ask) -> None:
    city_map.lock_view(True)
    assert ask("wangge.map.dragging.enabled()") is False
    city_map.lock_view(False)
    assert ask("wangge.map.dragging.enabled()") is True


def test_the_verdict_is_there_while_a_drag_is_on(city_map: MapView, ask: Ask) -> None:
    city_map.set_verdict(VerdictMap({1: ALLOWED, 2: REFUSED}, {3: ALLOWED}))
    assert ask("wangge.state.verdict.crews") == {"1": 1, "2": 3}
    city_map.set_verdict(None)
    assert ask("wangge.state.verdict") is None


def test_what_lies_under_a_point_is_known_at_once(city_map: MapView, ask: Ask) -> None:
    crews = city_map.contents.crews
    x, y = city_map.viewport().to_screen(crews.lon, crews.lat)
    inside = (x > 20) & (y > 20) & (x < 780) & (y < 580) & (crews.kind == 0)
    slot = int(np.flatnonzero(inside)[0])
    assert city_map.target_at(QPointF(x[slot], y[slot])) == ("crew", int(crews.id[slot]))
    assert city_map.target_at(QPoint(5, 620)) is None  # the strip takes nothing


def test_only_data_changing_repaints_four_times_a_second_at_most(
    city_map: MapView, qtbot: QtBot, ask: Ask
) -> None:
    before, began = ask("[wangge.layer.draws, performance.now()]"), 0
    while ask("performance.now()") - before[1] < 1500:
        city_map.change_cases(np.arange(20), trial_city.cases(20, seed=began))
        began += 1
    draws, at = ask("[wangge.layer.draws, performance.now()]")
    assert 0 < draws - before[0] <= (at - before[1]) / 250 + 1


def _alone(view: MapView, ask: Ask) -> int:
    """A case drawn as a mark with nothing else within reach."""
    drawn = set(
        ask(
            "Array.from(wangge.layer.drawn.hits.data.slice(0, wangge.layer.drawn.hits.length)).filter((_, i) => i % 3 === 2)"
        )
    )
    for slot in slots_in_sight(view):
        x, y = place_of(view, slot)
        hit = f"wangge.layer.hit(L.point({x}, {y}), 12)"
        if slot in drawn and ask(f"({hit}?.kind === 'case' && {hit}.slot)") == slot:
            return slot
    raise AssertionError("no mark stands alone")


def _click(view: MapView, x: float, y: float) -> None:
    point = QPoint(round(x), round(y))
    QTest.mouseMove(_page_of(view), point)
    QTest.mouseClick(
        _page_of(view), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point
    )


def _page_of(view: MapView) -> QWidget:
    """Chromium's own widget, which gets mouse and keys."""
    page = view.web.focusProxy()
    assert page is not None
    return page


def _css(token: str) -> str:
    colour = theme.color(token)
    return f"rgb({colour.red()}, {colour.green()}, {colour.blue()})"


def test_a_view_told_from_before_our_own_move_does_not_overrule_it(
    city_map: MapView, ask: Ask
) -> None:
    ask("1")
    old = city_map.viewport()
    city_map.centre_on(116.35, 39.9, 16)
    city_map.signals.viewed.emit(old)
    assert city_map.viewport().zoom == 16
    ask("1")
    assert ask("wangge.map.getZoom()") == 16


def test_the_page_collects_its_garbage_by_itself(ask: Ask) -> None:
    """Chromium never does so for what our messages bring: a page grew 1 GB in a shift."""
    assert ask("typeof window.gc") == "function"


def test_pictures_that_no_drawing_uses_are_let_go(
    city_map: MapView, ask: Ask, qtbot: QtBot
) -> None:
    """Rings of ever other counts: every one of them was kept, up to four thousand canvases."""
    held = "import('wangge://console/sprites.js').then((m) => { window.held = m.held(); })"
    for turn in range(12):
        city_map.show_cases(trial_city.cases(3000 + 100 * turn, seed=turn))
        ask("1")
        ask("wangge.layer.redraw()")
    city_map.web.run(held)
    qtbot.waitUntil(lambda: ask("window.held ?? null") is not None)
    rings, names = ask("window.held")
    assert 0 < rings <= ask("wangge.layer.drawn.rings.length") + 256
    assert 0 < names < 3000


def test_from_afar_each_street_stands_for_its_cases_once(city_map: MapView, ask: Ask) -> None:
    mask = np.zeros(500, bool)
    mask[::3] = True
    city_map.set_filter(mask)
    city_map.centre_on(116.347, 39.907, city_map.contents.below - 0.5)
    cases = city_map.contents.cases
    shown = {int(s): int(np.sum(cases.street[mask] == s)) for s in np.unique(cases.street[mask])}
    late = {s: int(np.sum((cases.street == s) & mask & (cases.used >= 1))) for s in shown}
    ask("wangge.layer.redraw()")
    marks = ask("wangge.layer.drawn.streets.filter(s => s.count).map(s => [s.id, s.count, s.late])")
    assert {one: (count, over) for one, count, over in marks} == {
        s: (shown[s], late[s]) for s in shown
    }
    assert ask("[wangge.layer.drawn.rings.length, wangge.layer.drawn.hits.length]") == [0, 0]


def test_a_changed_case_is_counted_in_its_new_street(city_map: MapView, ask: Ask) -> None:
    moved = city_map.contents.cases.take(np.arange(1))
    before = int(moved.street[0])
    count = "(wangge.state.index.streets.of.get({0})?.count || 0)".format
    had = ask(f"[{count(before)}, {count(99)}]")
    moved.street[0] = 99
    city_map.change_cases(np.arange(1), moved)
    assert ask(f"[{count(before)}, {count(99)}]") == [had[0] - 1, had[1] + 1]


def test_a_city_without_streets_keeps_the_cells(city_map: MapView, ask: Ask) -> None:
    city_map.show_regions(Outlines.of(()))
    city_map.centre_on(116.347, 39.907, 12)
    ask("wangge.layer.redraw()")
    assert ask("wangge.layer.drawn.rings.reduce((n, ring) => n + ring.count, 0)") == 500
    assert ask("wangge.layer.drawn.streets.length") == 0


def test_a_press_on_a_street_goes_into_it(city_map: MapView, qtbot: QtBot, ask: Ask) -> None:
    city_map.centre_on(116.347, 39.907, city_map.contents.below - 0.5)
    at = "(() => { const d = wangge.layer.drawn, v = wangge.map.getPixelBounds().min,"
    at += " s = d.streets.find(s => s.count && Math.hypot(s.x + d.left - v.x - 400, s.y + d.top - v.y - 300) < 150);"
    x, y = ask(f"{at} return [s.x + d.left - v.x, s.y + d.top - v.y]; }})()")
    _click(city_map, x, y)
    qtbot.waitUntil(lambda: not city_map.contents.from_afar(), timeout=5000)


def test_a_chosen_case_is_not_hidden_by_its_streets_mark(city_map: MapView, ask: Ask) -> None:
    city_map.centre_on(116.347, 39.907, city_map.contents.below - 0.5)
    at = ask("wangge.layer.drawn.streets.find(s => s.count).at")
    here = city_map.contents.cases.take(np.arange(1))
    here.lon[0] = (at[0] - 0.5) * 360
    here.lat[0] = np.degrees(2 * np.arctan(np.exp((0.5 - at[1]) * 2 * np.pi)) - np.pi / 2)
    city_map.change_cases(np.arange(1), here)
    city_map.set_selection([1])
    ask("wangge.layer.redraw()")
    apart = "wangge.layer.drawn.streets.filter(s => s.count).map(s =>"
    apart += " Math.max(Math.abs(s.x - h[0]), Math.abs(s.y - h[1])) - s.r)"
    assert min(ask(f"(h => {apart})(wangge.layer.drawn.hits.data)")) > 8


def test_a_crews_plate_fits_six_characters_and_covers_no_mark(city_map: MapView, ask: Ask) -> None:
    crews = city_map.contents.crews.take(np.arange(40))
    crews.label = ["市政应急六队"] * 40
    crews.kind[:] = 0
    cases = city_map.contents.cases
    crews.lon[:20], crews.lat[:20] = cases.lon[:20], cases.lat[:20]  # they stand at the case itself
    city_map.change_crews(np.arange(40), crews)
    city_map.centre_on(float(cases.lon[0]), float(cases.lat[0]), 16)
    ask("wangge.layer.redraw()")
    plates = ask(
        "wangge.layer.drawn.crews.filter(c => c.label).map(c => [c.x, c.y, c.width, c.height])"
    )
    hits = ask("Array.from(wangge.layer.drawn.hits.data.slice(0, wangge.layer.drawn.hits.length))")
    marks = np.array(hits).reshape(-1, 3)
    assert plates
    for x, y, width, height in plates:
        assert width >= 6 * city_map.contents.faces["caption"] + 18
        apart = (np.abs(marks[:, 0] - x) >= width / 2 + 8) | (
            np.abs(marks[:, 1] - y) >= height / 2 + 8
        )
        assert apart.all()


def test_every_change_of_screen_density_is_heard(city_map: MapView, qtbot: QtBot, ask: Ask) -> None:
    before = ask("wangge.theme.dpr")
    try:
        for factor in (1.5, 2.0, 1.25):
            city_map.web.setZoomFactor(factor)
            changed = partial(_is_density, ask, before * factor)
            qtbot.waitUntil(changed, timeout=5000)
    finally:
        city_map.web.setZoomFactor(1.0)
        qtbot.waitUntil(partial(_is_density, ask, before), timeout=5000)


def _is_density(ask: Ask, wanted: float) -> bool:
    return bool(ask("wangge.theme.dpr") == pytest.approx(wanted))
