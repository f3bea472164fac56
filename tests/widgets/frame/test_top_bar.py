"""The menu of the seat fits the smallest screen; settings are menus of their own."""

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtWidgets import QApplication, QMenu

from widgets.dispatch.workspace import ACTIONS
from widgets.frame.top_bar import CHOICES_MENU, TopBar
from widgets.session.actions import WALLS

LEAST_HEIGHT = 540


@pytest.fixture
def bar(qtbot: QtBot) -> TopBar:
    made = TopBar([("dispatch", "Dispatch")])
    qtbot.addWidget(made)
    made.resize(1366, 40)
    made.show()
    return made


def menu_of(bar: TopBar, qtbot: QtBot) -> QMenu:
    bar.menu_button.click()
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    qtbot.addWidget(found)
    return found


def test_the_menu_fits_the_smallest_screen(bar: TopBar, qtbot: QtBot) -> None:
    bar.show_actions([*(action for action in ACTIONS if action.menu), WALLS])
    menu = menu_of(bar, qtbot)
    assert menu.sizeHint().height() < LEAST_HEIGHT
    texts = [action.text() for action in menu.actions() if action.menu() is not None]
    assert len(texts) == len(CHOICES_MENU) + 1
    menu.close()


def test_a_setting_chosen_in_its_menu_is_sent(bar: TopBar, qtbot: QtBot) -> None:
    sent: list[tuple[str, str]] = []
    bar.setting.connect(lambda name, value: sent.append((name, value)))
    menu = menu_of(bar, qtbot)
    for action, (name, (_title, values)) in zip(menu.actions(), CHOICES_MENU.items(), strict=False):
        inner = action.menu()
        assert isinstance(inner, QMenu)
        assert sum(one.isChecked() for one in inner.actions()) == 1
        inner.actions()[-1].trigger()
        assert sent[-1] == (name, values[-1][1])
    menu.close()
