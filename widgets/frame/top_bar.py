"""The top bar: product, workspaces, command bar, operator and the city's clock."""

from collections.abc import Mapping, Sequence
from typing import Final

from qtpy.QtCore import QRectF, Qt, Signal
from qtpy.QtGui import QAction, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QWidget
from typing_extensions import override

from console.settings import Settings
from console.words import _, language, mark
from widgets import theme
from widgets.controls import Chip, IconButton, PaintedWidget, SearchField, Tone, text
from widgets.controls.search import is_beyond
from widgets.session.actions import (
    HELP,
    KEYS,
    LOCK,
    Action,
)


class TextLabel(PaintedWidget):
    """One line of text, as wide as it needs."""

    def __init__(self, face: str, token: str, *, bold: bool = False) -> None:
        super().__init__()
        self.face, self.token, self.bold = face, token, bold
        self.words = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)

    def set_words(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.setAccessibleName(words)
            self.setToolTip(words)
            width = QFontMetricsF(theme.font(self.face, bold=self.bold)).horizontalAdvance(words)
            self.setFixedWidth(round(width + 1))
            self.update()

    @override
    def restyle(self) -> None:
        words, self.words = self.words, ""
        self.set_words(words)
        super().restyle()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font(self.face, bold=self.bold))
        painter.setPen(theme.color(self.token))
        text.draw(painter, QRectF(self.rect()), self.words)


class CommandBar(SearchField):
    """The command bar: `/` focuses it, Escape leaves it.

    `commanded(words)` on Enter, `sought(words)` on Ctrl+Enter, `stepped(by)` on the arrow keys.
    Full-width characters of an input method count as plain ones.
    """

    commanded = Signal(str)
    sought = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("", low=True)

    def words(self) -> str:
        """The text with full-width characters as plain ones."""
        return self.text().strip().translate(PLAIN)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        words = self.words()
        if event.key() in STEP_KEYS and words:
            self.stepped.emit(STEP_KEYS[Qt.Key(event.key())])
            return
        if event.key() in ENTER_KEYS and words:
            (self.sought if is_beyond(event) else self.commanded).emit(words)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
            return
        super().keyPressEvent(event)


ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEP_KEYS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
PLAIN = {0xFF10 + n: str(n) for n in range(10)} | {0x3001: "/", 0xFF0F: "/", 0x3000: " "}


class TopBar(PaintedWidget):
    """The top bar. `setting(name, value)`, `workspace_wanted(key)`; the command bar is `command`."""

    setting = Signal(str, str)
    workspace_wanted = Signal(str)

    def __init__(
        self,
        workspaces: Sequence[tuple[str, str]],
        preferences: Settings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspaces, self.preferences = workspaces, preferences or Settings()
        self.actions_of_workspace: Sequence[Action] = ()
        self.name = TextLabel("pane", "text.1", bold=True)
        self.tabs = QTabBar()
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setExpanding(False)
        self.command = CommandBar()
        self.mode = Chip("", Tone.PLAIN)
        self.who = TextLabel("dense", "text.2")
        self.clock = TextLabel("body", "text.1", bold=True)
        self.menu_button = IconButton("settings", "")
        for _key, _label in workspaces:
            self.tabs.addTab("")
        self.tabs.tabBarClicked.connect(self._tab_pressed)
        self._lay_out()
        self.menu_button.clicked.connect(self._open_menu)
        self.restyle()

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space.12"), 0, theme.px("space.8"), 0)
        row.setSpacing(theme.px("space.12"))
        row.addWidget(self.name)
        row.addWidget(self.tabs)
        row.addStretch(1)
        self.command.setMaximumWidth(theme.px("command.width"))
        room = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        room.setRetainSizeWhenHidden(True)
        self.command.setSizePolicy(room)
        row.addWidget(self.command, 6)
        row.addStretch(1)
        for part in (self.mode, self.who, self.clock, self.menu_button):
            row.addWidget(part)

    def _tab_pressed(self, index: int) -> None:
        if 0 <= index < len(self.workspaces):
            self.workspace_wanted.emit(self.workspaces[index][0])

    def show_workspace(self, key: str) -> None:
        """Marks the tab of a workspace."""
        keys = [name for name, _label in self.workspaces]
        if key in keys:
            self.tabs.setCurrentIndex(keys.index(key))

    def show_who(self, words: str) -> None:
        self.who.set_words(words)

    def show_clock(self, words: str) -> None:
        self.clock.set_words(words)

    def show_actions(self, actions: Sequence[Action]) -> None:
        """Puts these actions of the workspace in front into the menu."""
        self.actions_of_workspace = actions

    def show_mode(self, words: str, tone: Tone) -> None:
        self.mode.set_words(words, tone)

    @override
    def restyle(self) -> None:
        self.name.set_words(_("Wangge Console"))
        for index, (_key, label) in enumerate(self.workspaces):
            self.tabs.setTabText(index, _(label))
        self.tabs.setAccessibleName(_("Workspaces"))
        self.command.set_hint(_("/ number, address or command"))
        self.command.setAccessibleName(_("Command bar"))
        self.menu_button.set_name(_("Settings"))
        self.setFixedHeight(theme.px("toolbar"))
        super().restyle()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys = {
            action.key: action.written for action in (LOCK, KEYS, HELP, *self.actions_of_workspace)
        }
        own = [(one.words, one.key, "") for one in self.actions_of_workspace if not one.group]
        for name, (title, values) in CHOICES_MENU.items():
            self._offer(menu.addMenu(_(title)), name, values)
        self._offer_groups(menu)
        for entries in (own, SEAT_MENU):
            menu.addSeparator()
            for label, name, value in entries:
                key = keys.get(name, "")
                action = menu.addAction(f"{_(label)}\t{key}" if key else _(label))
                action.setData((name, value))
        menu.triggered.connect(self._picked)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _offer_groups(self, menu: QMenu) -> None:
        """The actions that stand in menus of their own."""
        within: dict[str, QMenu] = {}
        for action in self.actions_of_workspace:
            if action.group:
                if action.group not in within:
                    within[action.group] = menu.addMenu(_(action.group))
                line = within[action.group].addAction(f"{_(action.words)}\t{action.written}")
                line.setData((action.key, ""))

    def _offer(self, menu: QMenu, name: str, values: Sequence[tuple[str, str]]) -> None:
        """Adds the values of a setting to the menu, the one in force checked."""
        for label, value in values:
            action = menu.addAction(_(label).format(minutes=value))
            action.setData((name, value))
            action.setCheckable(True)
            action.setChecked(self._now(name) == value)

    def _now(self, name: str) -> str:
        """Value in force of a setting, perhaps from the command line."""
        chosen = theme.current()
        shown = {"language": language(), "theme": chosen.mode, "comfort": str(chosen.comfort)}
        return shown.get(name) or self.preferences[name]

    def _picked(self, action: QAction) -> None:
        name, value = action.data()
        self.setting.emit(name, value)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("bg.2"))


LOCK_AFTER: Final = ("5", "15", "30", "60")
Entry = tuple[str, str, str]
"""Words, name and value of what a line of the menu sends."""
CHOICES_MENU: Final[Mapping[str, tuple[str, Sequence[tuple[str, str]]]]] = {
    "language": (mark("Language"), (("中文", "zh"), ("English", "en"))),
    "theme": (mark("Theme"), ((mark("Dark"), "dark"), (mark("Light"), "light"))),
    "comfort": (
        mark("Type size"),
        (
            (mark("Normal size"), "1.0"),
            (mark("Larger (115 %)"), "1.15"),
            (mark("Largest (130 %)"), "1.3"),
        ),
    ),
    "after_dispatch": (
        mark("After a dispatch"),
        (
            (mark("Choose the next case"), "next"),
            (mark("Stay on the case"), "stay"),
            (mark("Choose the next in the same street"), "street"),
        ),
    ),
    "lock_minutes": (
        mark("Lock the seat"),
        tuple((mark("After {minutes} minutes without input"), minutes) for minutes in LOCK_AFTER),
    ),
}
"""Settings with their title and values: each a menu of its own, for all in one do not fit a screen."""
SEAT_MENU: Final[Sequence[Entry]] = (
    (LOCK.words, LOCK.key, ""),
    (mark("Keys"), KEYS.key, ""),
    (HELP.words, HELP.key, ""),
    (mark("Diagnostics"), "diagnostics", ""),
    (mark("About"), "about", ""),
    (mark("Sign off"), "sign_off", ""),
)
