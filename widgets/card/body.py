"""Layout of the card: its parts side by side, or as tabs where the card is low or narrow.

In a high card the pictures are large, above the other parts or beside them.
"""

from dataclasses import dataclass
from typing import Final

from qtpy.QtCore import Signal
from qtpy.QtGui import QResizeEvent
from qtpy.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from console.words import _, mark
from widgets import theme
from widgets.card.fields import CardFields
from widgets.card.lists import CardList
from widgets.card.photos import CardPhotos

LOW: Final = 250
"""Height of the body (px) below which pictures, facts and story are tabs (a pane of 320 px)."""
NARROW: Final = 640
HIGH: Final = 480
"""Height from which pictures lie above the other parts, at most `LARGE` of the height."""
WIDE: Final = 900
HIGH_BESIDE: Final = 340
"""Width and height from which large pictures lie beside the other parts, `BESIDE` of the width."""
BESIDE: Final = 0.42
LARGE: Final = 0.48
PHOTOS: Final = 248
MAX_SIZE: Final = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX: no upper bound."""
TABS: Final = (
    ("fields", mark("Facts")),
    ("photos", mark("Pictures")),
    ("story", mark("History")),
    ("duplicates", mark("Duplicates")),
    ("near", mark("Near")),
)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where the parts lie: with `tabbed` the facts are a tab like the others, and so are the
    pictures unless they lie `above`."""

    tabbed: bool
    above: bool


class CardBody(QWidget):
    """The parts of the card. `tab_changed(key)` is sent when another tab comes to the front."""

    tab_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photos, self.fields = CardPhotos(), CardFields()
        self.story, self.duplicates, self.near = CardList(), CardList(), CardList()
        self.parts = {
            "fields": self.fields,
            "photos": self.photos,
            "story": self.story,
            "duplicates": self.duplicates,
            "near": self.near,
        }
        self.bar, self.stack = QTabBar(), QStackedWidget()
        self.counts: dict[str, int] = {}
        self.arrangement: Arrangement | None = None
        self.pictured = False
        self._before: Arrangement | None = None
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
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(0)
        self.row.addWidget(self.side, 2)
        self.column.addLayout(self.row, 1)
        for key in ("story", "duplicates", "near"):
            self.stack.addWidget(self.parts[key])
        theme.current().changed.connect(self.restyle)
        self._arrange(Arrangement(tabbed=False, above=False))

    @property
    def tabbed(self) -> bool:
        """Whether the facts are a tab like the rest."""
        return self.arrangement is not None and self.arrangement.tabbed

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        grown = theme.current().comfort  # larger words need the tabs earlier
        wide, high = self.width(), self.height()
        broad = wide >= WIDE * grown
        large = self.pictured and high >= (HIGH_BESIDE if broad else HIGH) * grown
        above = large and not broad
        photos = self.photos.height_for(wide, high * LARGE) if above else 0
        tabbed = high - photos < LOW * grown or wide < NARROW * grown
        self._arrange(Arrangement(tabbed, above))
        self.photos.set_large(large)
        if above:
            self.photos.setFixedHeight(photos)
        elif not tabbed:
            self.photos.setFixedWidth(round(wide * BESIDE) if large else PHOTOS)

    def show_photos(self, pictured: bool) -> None:
        """Shows the pictures' part only for a case that has pictures."""
        if pictured != self.pictured:
            self.pictured = pictured
            self._before, self.arrangement = self.arrangement, None
            self._fit()
        elif pictured:
            self._fit()  # one side more makes large pictures smaller

    def _arrange(self, wanted: Arrangement) -> None:
        if wanted == self.arrangement:
            return
        key = self.key if self._keys else "story"
        before = self.arrangement or self._before
        stays = before is not None and wanted.tabbed == before.tabbed
        self.arrangement = wanted
        self.photos.setMinimumSize(0, 0)
        self.photos.setMaximumSize(MAX_SIZE, MAX_SIZE)
        if wanted.tabbed:
            self.stack.addWidget(self.fields)
        else:
            self.row.insertWidget(0, self.fields, 3)
            self.fields.show()
        left_out = set() if wanted.tabbed else {"fields", "photos"}
        across = QSizePolicy.Policy.Expanding if wanted.above else QSizePolicy.Policy.Fixed
        self.photos.setSizePolicy(across, QSizePolicy.Policy.Expanding)
        if wanted.above:
            self.column.insertWidget(0, self.photos)
        elif wanted.tabbed:
            self.stack.addWidget(self.photos)
        else:
            self.row.insertWidget(0, self.photos)
        if wanted.above or not wanted.tabbed:
            self.photos.setVisible(self.pictured)
            left_out.add("photos")
        if not self.pictured:
            left_out.add("photos")
        self._name_tabs([name for name, _title in TABS if name not in left_out])
        # what was in front may stand beside the tabs now; the stack then shows just anything
        first = "fields" if wanted.tabbed else "story"
        self.show_tab(key if key in self._keys and (stays or not wanted.tabbed) else first)

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
        """Limits the minimum size to that of the tabs, so that parts side by side can become tabs."""
        least = self.side.minimumSizeHint()
        more = 0 if self.tabbed else 2 * theme.px("crew.width")  # two tabs that would come
        self.setMinimumSize(self.bar.minimumSizeHint().width() + more, least.height())

    @property
    def key(self) -> str:
        """Key of the tab in front."""
        return self._keys[max(0, self.bar.currentIndex())]

    def show_tab(self, key: str) -> None:
        if key in self._keys:
            self.bar.setCurrentIndex(self._keys.index(key))
            self.stack.setCurrentWidget(self.parts[key])

    def count(self, key: str, count: int | None) -> None:
        """Sets the figure in a tab; None while it is unknown."""
        if self.counts.get(key) != count:
            if count is None:
                self.counts.pop(key, None)
            else:
                self.counts[key] = count
            self._name_tabs(self._keys)

    def restyle(self) -> None:
        """Follows the language and comfort in force."""
        self._fit()
        self._name_tabs(self._keys)

    def _turned(self, place: int) -> None:
        if 0 <= place < len(self._keys):
            self.stack.setCurrentWidget(self.parts[self._keys[place]])
            self.tab_changed.emit(self._keys[place])
