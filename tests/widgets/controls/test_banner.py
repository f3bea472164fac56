"""A banner's words are whole in a narrow pane."""

from pytestqt.qtbot import QtBot
from qtpy.QtCore import QSize

from widgets.controls.banner import Banner


def test_the_button_goes_below_words_it_has_no_room_beside(qtbot: QtBot) -> None:
    banner = Banner("0 of 312 · the filter hides all", action="Show all open cases")
    qtbot.addWidget(banner)
    banner.show()
    one = banner.sizeHint()
    narrow = QSize(one.width() - 40, one.height())
    stacked = []
    for size, words in ((one, ""), (narrow, ""), (narrow, "0 of 312")):
        if words:
            banner.show_message(words)
        banner.resize(size)
        stacked.append((banner.stacked, banner.sizeHint().height() > one.height()))
    assert stacked == [(False, False), (True, True), (False, False)]
