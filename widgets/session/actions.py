"""Actions with keys, each declared once, for shortcuts, the card of keys and menus."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from qtpy.QtCore import Qt, Signal
from qtpy.QtGui import QKeySequence, QShortcut
from qtpy.QtWidgets import QWidget

from console.domain.nouns import DECLARED
from console.domain.stage import Post
from console.domain.workflow import RULES
from console.words import mark

NOUN_RULES: Final = tuple(rule for one in DECLARED for rule in one.rules())


class KeyScope(Enum):
    """Widgets that must have the focus for a key to work."""

    WINDOW = auto()
    WORKSPACE = auto()
    ROWS = auto()
    """The list, for single letters that act or reveal data."""
    LISTED = auto()
    """No shortcut: the focused widget handles the key; the card of keys lists it."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action with its keys. `words` are marked; `shown` is the notation of the keys, if not their names.

    `commands` act on the selected case: the first that the post may give now is given. `menu`: the action
    is in the window's menu, in a menu of the title `group` if it has one. `needs`: a command without which
    a post has no use for the action.
    """

    key: str
    keys: tuple[str, ...]
    words: str
    where: KeyScope = KeyScope.WORKSPACE
    commands: tuple[str, ...] = ()
    shown: str = ""
    menu: bool = False
    needs: str = ""
    group: str = ""

    @property
    def written(self) -> str:
        """Notation of its keys on the card of keys and in menus."""
        return self.shown or "  ".join(self.keys)

    def for_post(self, post: Post) -> bool:
        """Whether the post may give one of its commands, or it needs none."""
        wanted = (*self.commands, self.needs) if self.needs else self.commands
        return not wanted or any(
            rule.post is post and rule.command in wanted for rule in (*RULES, *NOUN_RULES)
        )


COMMAND_BAR: Final = Action(
    "command",
    ("/", "、", "／"),  # an input method that is on sends one of the others
    mark("Command bar"),
    KeyScope.WINDOW,
    shown="/",
)
KEYS: Final = Action("keys", ("?",), mark("These keys"), KeyScope.WINDOW)
HELP: Final = Action("help", ("F1",), mark("Help"), KeyScope.WINDOW)
LOCK: Final = Action("lock", ("Ctrl+L",), mark("Lock now"), KeyScope.WINDOW)
WALLS: Final = Action("walls", (), mark("Walls"), KeyScope.WINDOW, menu=True, needs="order-wall")
"""Opens the window of walls and scenes; in the menu of the seat, without a key."""
WINDOW: Final = (COMMAND_BAR, KEYS, HELP, LOCK)
LISTED: Final = (
    Action(
        "archive",
        ("Ctrl+Enter",),
        mark("Look for these words among the ended cases"),
        KeyScope.LISTED,
    ),
    Action("rows", (), mark("Next and previous row"), KeyScope.LISTED, shown="↑ ↓  J K"),
    Action("card", ("Space",), mark("Card of the case"), KeyScope.LISTED),
    Action("send", ("Enter",), mark("Send to the armed target"), KeyScope.LISTED),
    Action("back", ("Esc",), mark("Disarm all targets; back to the list"), KeyScope.LISTED),
)
ALWAYS: Final = (*WINDOW, *LISTED)
"""Actions of every workspace."""

WINDOWS: Final = mark("List, card and map in windows of their own")
UNDO: Final = Action("undo", ("Ctrl+Z",), mark("Undo the last command"), shown="Z  Ctrl+Z")
CASES: Final = (
    Action("find", ("Ctrl+F",), mark("Filter the list")),
    Action("map-lock", ("M",), mark("Lock the view of the map")),
    Action("map-centre", ("C",), mark("Bring the chosen case into sight on the map")),
    Action("note", ("N",), mark("Note on the case")),
    Action("reveal", ("P",), mark("Show who reported it; the log records it"), KeyScope.ROWS),
    Action("decide", ("R",), mark("Decide the request")),
    Action("form", ("F",), mark("The form attached to the request")),
    Action(
        "show-on-wall",
        ("Ctrl+Shift+W",),
        mark("Show the case on the wall"),
        menu=True,
        needs="show-scene",
    ),
    UNDO,
    Action("undo", ("Z",), "", KeyScope.ROWS),
    Action(
        "tear-list",
        ("Ctrl+Shift+L",),
        mark("List in a window of its own, and back"),
        menu=True,
        group=WINDOWS,
    ),
    Action(
        "tear-card",
        ("Ctrl+Shift+K",),
        mark("Card in a window of its own, and back"),
        menu=True,
        group=WINDOWS,
    ),
    Action(
        "tear-map",
        ("Ctrl+Shift+M",),
        mark("Map in a window of its own, and back"),
        menu=True,
        group=WINDOWS,
    ),
)
"""Actions of every workspace with cases; an action without words is listed with another."""


class Key(QShortcut):
    """One key of an action on a widget. `given(action)` is sent when it is pressed."""

    given = Signal(object)

    def __init__(self, action: Action, key: str, widget: QWidget) -> None:
        super().__init__(QKeySequence(key), widget)
        self.action = action
        if action.where is not KeyScope.WINDOW and not widget.isWindow():
            self.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setAutoRepeat(False)  # a key held down is one command
        self.activated.connect(self._give)

    def _give(self) -> None:
        self.given.emit(self.action)


def bind(
    actions: Sequence[Action],
    widget: QWidget,
    do: Callable[[Action], None],
    rows: QWidget | None = None,
) -> list[Key]:
    """Creates the keys of the actions on a widget; those of `KeyScope.ROWS` on the list `rows`."""
    made = []
    for action in actions:
        owner = rows if action.where is KeyScope.ROWS else widget
        if action.where is KeyScope.LISTED or owner is None:
            continue
        for name in action.keys:
            key = Key(action, name, owner)
            key.given.connect(do)
            made.append(key)
    return made
