"""The palette of the scene editor: the kinds of panels, to be dragged onto the grid or added by Enter."""

from collections.abc import Collection
from typing import Final

from qtpy.QtCore import QMimeData, QSize, Qt, Signal
from qtpy.QtGui import QDrag
from qtpy.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from console.wall.scenes import PANELS
from console.words import _
from widgets import theme
from widgets.wall_desk.grid import KIND_MIME

KIND: Final = Qt.ItemDataRole.UserRole


class Palette(QListWidget):
    """`wanted(kind)` by Enter or a double click: a panel more."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragEnabled(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.itemActivated.connect(self._activated)
        for kind in PANELS:
            item = QListWidgetItem()
            item.setData(KIND, kind)
            self.addItem(item)
        self.setCurrentRow(0)
        self._held: Collection[str] = ()
        theme.current().changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Words of the language in force."""
        self.setAccessibleName(_("Kinds of panels"))
        self.setFixedWidth(theme.px("drag.width") * 2 // 3)
        self.mark_kinds(self._held)

    def mark_kinds(self, kinds: Collection[str]) -> None:
        """Writes the kinds of the chosen panel bold."""
        self._held = kinds
        for place in range(self.count()):
            item = self.item(place)
            kind = str(item.data(KIND))
            item.setText(_(PANELS[kind]))
            item.setSizeHint(QSize(0, theme.px("row.dense")))
            item.setFont(theme.font("dense", bold=kind in kinds))

    @property
    def kind(self) -> str:
        """The chosen kind."""
        return str(self.item(max(0, self.currentRow())).data(KIND))

    def _activated(self, item: QListWidgetItem) -> None:
        self.wanted.emit(str(item.data(KIND)))

    @override
    def startDrag(self, supported: Qt.DropAction) -> None:
        """The drag carries the kind's key alone."""
        drag, mime = QDrag(self), QMimeData()
        mime.setData(KIND_MIME, self.kind.encode())
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)
