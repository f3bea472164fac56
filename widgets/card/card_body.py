"""The card's parts side by side, or where it is low or narrow all of them as tabs."""

from typing import Final

from qtpy.QtCore import Signal
from qtpy.QtGui import QResizeEvent
from qtpy.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _, mark
from widgets import theme
from widgets.card.card_fields import CardFields
from widgets.card.card_lists import CardList
from widgets.card.card_photos import CardPhotos

LOW: Final = 250
"""Below this height of the body pictures, facts and story are tabs (a pane of 320 px)."""
NARROW: Final = 640
PHOTOS: Final = 248
TABS: Final = (
    ("fields", mark("Facts")),
    ("photos", mark("Pictures")),
    ("story", mark("History")),
    ("alike", mark("Duplicates")),
    ("near", mark("Near")),
)


class CardBody(QWidget):
    """`looked(key)` another tab came to the front."""

    looked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photos, self.fields = CardPhotos(), CardFields()
        self.story, self.alike, self.near = CardList(), CardList(), CardList()
        self.parts = {
            "fields": self.fields,
            "photos": self.photos,
            "story": self.story,
            "alike": self.alike,
            "near": self.near,
        }
        self.bar, self.stack = QTabBar(), QStackedWidget()
        self.counts: dict[str, int] = {}
        self.tabbed: bool | None = None
        self.pictured = False
        self._keys: list[str] = []
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.currentChanged.connect(self._turned)
        self.side = QWidget()
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addWidget(self.side, 2)
        for key in ("story", "alike", "near"):
            self.stack.addWidget(self.parts[key])
        theme.current().changed.connect(self.restyle)
        self._arrange(tabbed=False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        grown = theme.current().comfort  # larger words need the tabs earlier
        self._arrange(tabbed=self.height() < LOW * grown or self.width() < NARROW * grown)

    def show_photos(self, pictured: bool) -> None:
        """Room for pictures only where the case has some."""
        if pictured != self.pictured:
            self.pictured = pictured
            self._arrange(tabbed=bool(self.tabbed), anew=True)

    def _arrange(self, *, tabbed: bool, anew: bool = False) -> None:
        if tabbed == self.tabbed and not anew:
            return
        key = self.key if self._keys else "story"
        stays = tabbed == self.tabbed
        self.tabbed = tabbed
        if tabbed:
            self.photos.setMinimumWidth(0)
            self.photos.setMaximumWidth(self.maximumWidth())
            self.stack.addWidget(self.fields)
            self.stack.addWidget(self.photos)
        else:
            self.photos.setFixedWidth(PHOTOS)
            self.row.insertWidget(0, self.photos)
            self.row.insertWidget(1, self.fields, 3)
            self.fields.show()
            self.photos.setVisible(self.pictured)
        left_out = set() if tabbed else {"fields", "photos"}
        if not self.pictured:
            left_out.add("photos")
        self._name_tabs([name for name, _title in TABS if name not in left_out])
        # what was in front may stand beside the tabs now; the stack then shows just anything
        first = "fields" if tabbed else "story"
        self.show_tab(key if key in self._keys and (stays or not tabbed) else first)

    def _name_tabs(self, keys: list[str]) -> None:
        self.bar.blockSignals(True)
        while self.bar.count() > len(keys):
            self.bar.removeTab(self.bar.count() - 1)
        while self.bar.count() < len(keys):
            self.bar.addTab("")
        self._keys = keys
        titles = dict(TABS)
        for place, key in enumerate(keys):
            name, count = _(titles[key]), self.counts.get(key)
            self.bar.setTabText(place, name if count is None else f"{name} {count}")
            self.parts[key].setAccessibleName(name)
        self.bar.blockSignals(False)
        self._bound()

    def _bound(self) -> None:
        """No wider and higher than the tabs need: else parts side by side would never become tabs."""
        least = self.side.minimumSizeHint()
        more = 0 if self.tabbed else 2 * theme.px("crew.width")  # two tabs that would come
        self.setMinimumSize(self.bar.minimumSizeHint().width() + more, least.height())

    @property
    def key(self) -> str:
        """The tab in front."""
        return self._keys[max(0, self.bar.currentIndex())]

    def show_tab(self, key: str) -> None:
        if key in self._keys:
            self.bar.setCurrentIndex(self._keys.index(key))
            self.stack.setCurrentWidget(self.parts[key])

    def count(self, key: str, count: int | None) -> None:
        """The figure in a tab; None while it is not known."""
        if self.counts.get(key) != count:
            if count is None:
                self.counts.pop(key, None)
            else:
                self.counts[key] = count
            self._name_tabs(self._keys)

    def restyle(self) -> None:
        """The language and comfort in force."""
        self._fit()
        self._name_tabs(self._keys)

    def _turned(self, place: int) -> None:
        if 0 <= place < len(self._keys):
            self.stack.setCurrentWidget(self.parts[self._keys[place]])
            self.looked.emit(self._keys[place])
