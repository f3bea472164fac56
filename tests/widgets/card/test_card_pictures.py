"""The card shows a case's pictures, newest of each side, and opens them whole."""

import io

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot
from qtpy.QtCore import Qt

from console.desk import pictures as desk_pictures
from console.domain.refusal import Refused
from console.intake import pictures
from console.store.door import blobs
from tests.store import town
from tests.widgets.desk import LiveDesk, desk, town_file
from widgets.card.pane import CardPane
from widgets.card.picture_view import PictureView

__all__ = ["desk", "town_file"]


@pytest.fixture
def pane(desk: LiveDesk, qtbot: QtBot) -> CardPane:
    made = CardPane(desk.context)
    qtbot.addWidget(made)
    made.resize(828, 452)
    with qtbot.waitExposed(made):
        made.show()
    return made


def attached(desk: LiveDesk, case: int, colour: str, who: str = "caller") -> str:
    """A picture of one colour hung on the case as a note; its hash."""
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    made = pictures.prepare(out.getvalue(), "x.jpg")
    blobs.put(desk.world.store, made.hash, made.media_type, made.content, made.thumbnail)
    desk.act(who, "attach", case, changes={"photos": [made.hash]})
    desk.sees(case)
    return made.hash


def worked_on(desk: LiveDesk) -> tuple[int, str, str]:
    """A case with a picture before and one after the work."""
    case = desk.to_dispatch()
    before = attached(desk, case, "red")
    desk.act("disp", "dispatch", case, changes={"department_id": town.SANITATION})
    out = io.BytesIO()
    Image.new("RGB", (600, 900), "green").save(out, "JPEG")
    made = pictures.prepare(out.getvalue(), "y.jpg")
    blobs.put(desk.world.store, made.hash, made.media_type, made.content, made.thumbnail)
    desk.act("dept", "done", case, changes={"photos": [made.hash]})
    desk.sees(case)
    return case, before, made.hash


def colour_at(pane: CardPane, side: int) -> tuple[int, int, int]:
    photos = pane.body.photos
    seen = photos.grab().toImage()
    middle = photos.boxes()[side].center()
    found = seen.pixelColor(int(middle.x()), int(middle.y() - 10))
    return found.red(), found.green(), found.blue()


def test_both_sides_show_their_newest(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> None:
    case, _before, _after = worked_on(desk)
    desk.context.selection.choose([case])
    qtbot.waitUntil(lambda: len(pane.body.photos.shown) == 2)
    red, green = colour_at(pane, 0), colour_at(pane, 1)
    assert red[0] > 200 > red[1] + 100
    assert green[1] > 100 > green[0] + 50
    assert pane.body.photos.accessibleName() == "图片：处置前 1 张，处置后 1 张"


def test_another_case_has_not_its_pictures(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> None:
    case, _before, _after = worked_on(desk)
    other = desk.to_dispatch()
    desk.context.selection.choose([case])
    qtbot.waitUntil(lambda: len(pane.body.photos.shown) == 2)
    assert pane.body.photos.isVisible()
    desk.context.selection.choose([other])
    assert pane.body.photos.shown == ()
    qtbot.waitUntil(lambda: not pane.body.photos.isVisible())  # no room for what is not there


def test_one_picture_has_one_tile(pane: CardPane, desk: LiveDesk, qtbot: QtBot) -> None:
    case = desk.to_dispatch()
    attached(desk, case, "red")
    desk.context.selection.choose([case])
    qtbot.waitUntil(lambda: len(pane.body.photos.shown) == 1)
    assert [title for _box, _side, title in pane.body.photos.tiles()] == ["处置前"]


def test_a_click_opens_it_whole_and_keys_go_through_them(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case, _before, _after = worked_on(desk)
    desk.context.selection.choose([case])
    photos = pane.body.photos
    qtbot.waitUntil(lambda: len(photos.shown) == 2)
    qtbot.mouseClick(photos, Qt.MouseButton.LeftButton, pos=photos.boxes()[0].center().toPoint())
    (view,) = pane.findChildren(PictureView)
    qtbot.waitUntil(lambda: view.image.width() == 900)  # the thumbnail is 320 wide
    assert view.caption().startswith("处置前")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: view.image.height() == 900)
    assert view.caption().endswith("2/2")
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.caption().endswith("2/2")
    with qtbot.waitSignal(view.destroyed):
        qtbot.keyClick(view, Qt.Key.Key_Escape)


def test_a_database_that_does_not_answer_is_said_below_the_small_one(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, before, _after = worked_on(desk)
    desk.context.selection.choose([case])
    photos = pane.body.photos
    qtbot.waitUntil(lambda: len(photos.shown) == 2)

    def away(_desk: object, _digest: str) -> bytes:
        raise Refused("database_unreachable", path="x", detail="")

    monkeypatch.setattr(desk_pictures, "whole", away)
    photos.opened.emit(before)
    (view,) = pane.findChildren(PictureView)
    qtbot.waitUntil(lambda: bool(view.failure))
    assert view.image.width() == 320
    with qtbot.waitSignal(view.destroyed):
        view.close()


def test_a_high_card_shows_whole_pictures_over_the_rest(
    pane: CardPane, desk: LiveDesk, qtbot: QtBot
) -> None:
    case, before, after = worked_on(desk)
    desk.context.selection.choose([case])
    qtbot.waitUntil(lambda: len(pane.body.photos.shown) == 2)
    photos = pane.body.photos
    assert not photos.large
    pane.resize(600, 800)
    qtbot.waitUntil(lambda: photos.large and photos.width() == pane.width())
    small = {digest: photos._images[digest].width() for digest in (before, after)}
    photos.grab()
    qtbot.waitUntil(lambda: photos._images[after].width() >= small[after])
    left, right = photos.boxes()
    assert left.right() < right.left()
    assert pane.body.fields.isVisible() or pane.body.tabbed
    pane.resize(1300, 560)
    qtbot.waitUntil(lambda: photos.large and photos.width() < pane.width() / 2)
    first, second = photos.boxes()
    assert not first.intersects(second)


def test_a_whole_picture_of_another_case_is_dropped(pane: CardPane, desk: LiveDesk) -> None:
    pane.body.photos.show_whole("0" * 64, b"no picture")
    assert not pane.body.photos._images
