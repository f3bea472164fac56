"""A banner's words are whole in a narrow pane."""

from pytestqt.qtbot import QtBot
from qtpy.QtCore import QSize

from widgets.controls.banner import Banner


def test_the_button_goes_below_words_it_has_no_room_beside(qtbot: QtBot) -> None:
    banner = Banner("0 of 312 · the filter hides all", action="Show all open cases")
    qtbot.addWidget(banner)
    banner.show()
    one = banner.sizeHint()
    banner.resize(one)
    assert not banner.stacked
    banner.resize(QSize(one.width() - 40, one.height()))
    assert banner.stacked
    assert banner.sizeHint().height() > one.height()
    banner.say("0 of 312")
    assert not banner.stacked
    assert banner.sizeHint().height() == one.height()
