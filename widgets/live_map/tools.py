"""The map's toolbar: layers, place search, ⌖, and the lock of the view."""

from collections.abc import Sequence
from typing import Final

from qtpy.QtCore import QPoint, QStringListModel, Qt, Signal
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QCompleter, QHBoxLayout, QMenu, QSizePolicy, QWidget

from console.words import _, mark
from widgets import theme
from widgets.controls import IconButton, SearchField
from widgets.live_map.search import FoundPlace, Gazetteer

OTHERS: Final = "others"
"""Layer of all other open cases; off by default."""
LAYERS: Final = (
    ("cases", mark("Cases")),
    (OTHERS, mark("Cases outside this queue")),
    ("crews", mark("Crews")),
    ("collectors", mark("Collectors")),
    ("regions", mark("Streets' areas")),
    ("grids", mark("Unit grids")),
)


class MapTools(QHBoxLayout):
    """Buttons of 32 px in a row of 40. An empty layer is not offered.

    `hidden_changed(frozenset)` · `sought(FoundPlace)` · `centre_wanted()` · `locked(bool)`.
    """

    hidden_changed = Signal(object)
    sought = Signal(object)
    centre_wanted = Signal()
    locked = Signal(bool)

    def __init__(self, gazetteer: Gazetteer, parent: QWidget) -> None:
        super().__init__()
        self._parent, self.gazetteer = parent, gazetteer
        self.hidden = frozenset({OTHERS})
        self.present: frozenset[str] = frozenset()
        self._spots: list[FoundPlace] = []
        self.layers = IconButton("layers", "", parent, size="command.height")
        self.search = SearchField("", parent, low=True)
        self.centre = IconButton("centre", "", parent, size="command.height")
        self.lock = IconButton("lock", "", parent, size="command.height")
        self.lock.setCheckable(True)
        self._lay_out()
        self._complete()
        self.layers.clicked.connect(self._ask_layers)
        self.centre.clicked.connect(self.centre_wanted)
        self.lock.toggled.connect(self.locked)
        self.restyle()

    def _lay_out(self) -> None:
        edge = (theme.px("pane.head") - theme.px("command.height")) // 2
        self.setContentsMargins(0, edge, 0, edge)
        self.setSpacing(theme.px("space.4"))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMinimumWidth(theme.px("clock.width") * 3)
        self.addWidget(self.layers)
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
        """Rewrites the texts in the language in force."""
        self.layers.set_name(_("Layers of the map"))
        self.centre.set_name(_("Centre on the selection, else on my area") + "  C")
        self.lock.set_name(_("Lock the view of the map") + "  M")
        self.search.set_hint(_("Address, street, grid code, initials"))

    # layers

    def _ask_layers(self) -> None:
        self.ask_layers(self.layers.mapToGlobal(self.layers.rect().bottomLeft()))

    def ask_layers(self, at: QPoint) -> None:
        """Opens the menu of layers at a point of the screen."""
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
        self.switch(str(action.data()))

    def switch(self, layer: str) -> None:
        """Shows a hidden layer, or hides a shown one."""
        self.hidden ^= {layer}
        self.hidden_changed.emit(self.hidden)

    # search

    def _typed(self, words: str) -> None:
        self._show(self.gazetteer.find(words))

    def _show(self, spots: Sequence[FoundPlace]) -> None:
        self._spots = list(spots)
        words = self.search.text().strip()
        names = [spot.name for spot in spots]
        if not names and self.gazetteer.asks(words):
            names = [_("Nothing on the map is called “{words}”.").format(words=words)]
        self._names.setStringList(names)
        if names:
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
        """Takes the first place found."""
        found = self.gazetteer.find(self.search.text())
        if found:
            self._fold()
            self.sought.emit(found[0])
        else:
            self._show(found)
