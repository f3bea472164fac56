"""The map's toolbar: layers, only this queue, a search that centres, ⌖, and the view's lock."""

from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import QPoint, QStringListModel, Qt, Signal
from qtpy.QtGui import QAction, QKeySequence, QShortcut
from qtpy.QtWidgets import QCompleter, QHBoxLayout, QMenu, QSizePolicy, QWidget

from console.words import _, mark
from widgets import theme
from widgets.controls import IconButton, SearchField
from widgets.live_map.map_search import Gazetteer, Spot

LAYERS: Final = (
    ("cases", mark("Cases")),
    ("crews", mark("Crews")),
    ("collectors", mark("Collectors")),
    ("regions", mark("Streets' areas")),
    ("grids", mark("Unit grids")),
    ("duty", mark("Duty areas")),
)


class MapTools(QHBoxLayout):
    """Buttons of 32 px in a row of 40. A layer without anything in it is not offered.

    `hidden_changed(frozenset)` · `queue_only(bool)` · `sought(Spot)` · `centre_wanted()` ·
    `locked(bool)`.
    """

    hidden_changed = Signal(object)
    queue_only = Signal(bool)
    sought = Signal(object)
    centre_wanted = Signal()
    locked = Signal(bool)

    def __init__(self, gazetteer: Gazetteer, parent: QWidget) -> None:
        super().__init__()
        self._parent, self.gazetteer = parent, gazetteer
        self.hidden: frozenset[str] = frozenset()
        self.present: frozenset[str] = frozenset()
        self._spots: list[Spot] = []
        self.layers = IconButton("layers", "", parent, size="command.height")
        self.filter = IconButton("filter", "", parent, size="command.height")
        self.search = SearchField("", parent, low=True)
        self.centre = IconButton("centre", "", parent, size="command.height")
        self.lock = IconButton("lock", "", parent, size="command.height")
        for button in (self.filter, self.lock):
            button.setCheckable(True)
        self._lay_out()
        self._complete()
        self.layers.clicked.connect(self._ask_layers)
        self.filter.toggled.connect(self.queue_only)
        self.centre.clicked.connect(self.centre_wanted)
        self.lock.toggled.connect(self.locked)
        self._m = QShortcut(QKeySequence("M"), parent)
        self._m.activated.connect(self.lock.toggle)
        self.restyle()

    def _lay_out(self) -> None:
        edge = (theme.px("pane.head") - theme.px("command.height")) // 2
        self.setContentsMargins(0, edge, 0, edge)
        self.setSpacing(theme.px("space.4"))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMinimumWidth(theme.px("clock.width") * 3)
        for button in (self.layers, self.filter):
            self.addWidget(button)
        self.addWidget(self.search, 1)
        for button in (self.centre, self.lock):
            self.addWidget(button)

    def _complete(self) -> None:
        self._names = QStringListModel(self._parent)
        self.completer = QCompleter(self._names, self._parent)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setWidget(self.search)
        self.completer.activated.connect(self._picked)
        self.search.textEdited.connect(self._typed)
        self.search.returnPressed.connect(self._entered)

    def restyle(self) -> None:
        """Words of the language in force."""
        self.layers.set_name(_("Layers of the map"))
        self.filter.set_name(_("Only cases of this queue"))
        self.centre.set_name(_("Centre on the selection, else on my area"))
        self.lock.set_name(_("Lock the view of the map") + "  M")
        self.search.set_hint(_("Address, street, grid code"))

    # layers

    def _ask_layers(self) -> None:
        self.ask_layers(self.layers.mapToGlobal(self.layers.rect().bottomLeft()))

    def ask_layers(self, at: QPoint) -> None:
        """The menu of layers at a point of the screen."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, label in LAYERS:
            if name in self.present:
                action = menu.addAction(_(label))
                action.setCheckable(True)
                action.setChecked(name not in self.hidden)
                action.setData(name)
        menu.triggered.connect(self._layer)
        menu.popup(at)

    def _layer(self, action: QAction) -> None:
        self.hidden ^= {str(action.data())}
        self.hidden_changed.emit(self.hidden)

    # search

    def _typed(self, words: str) -> None:
        self._show(self.gazetteer.find(words))

    def _show(self, spots: Sequence[Spot]) -> None:
        self._spots = list(spots)
        self._names.setStringList([spot.name for spot in spots])
        if spots:
            self.completer.complete()
        else:
            self._fold()

    def _fold(self) -> None:
        popup = self.completer.popup()
        if popup is not None:
            popup.hide()

    def _picked(self, name: str) -> None:
        for spot in self._spots:
            if spot.name == name:
                self.search.setText(name)
                self.sought.emit(spot)
                return

    def _entered(self) -> None:
        """Enter takes the first place found."""
        found = self.gazetteer.find(self.search.text())
        if found:
            self._fold()
            self.sought.emit(found[0])
