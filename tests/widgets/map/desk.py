"""A window with a map and a list, for drags with a real pointer: tells on stdout what happened.

    python -m tests.widgets.map.desk

One JSON list a line: `["ready", {...places on the screen}]`, `["drag", ids]`, `["hover", target]`,
`["map", target, ids]` a drop on the map, `["list", ids]` a drop on the list, `["click", id]`.
"""

import json
import sys
from typing import Any

from qtpy.QtCore import QByteArray, QMimeData, QPoint, Qt, QTimer
from qtpy.QtGui import QDrag, QDragEnterEvent, QDropEvent, QMouseEvent
from qtpy.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from widgets import theme
from widgets.map import scheme, trial_city
from widgets.map.view import MapView
from widgets.session.selection import CASES_MIME


def tell(*what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Row(QLabel):
    """Stands for the queue: drags case 99 out, takes what the map's hand brings."""

    def __init__(self, desk: "Desk") -> None:
        super().__init__("queue", desk)
        self._desk = desk
        self.setMinimumWidth(240)
        self.setAcceptDrops(True)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._desk.drag([99])

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        tell("list", ids_of(event.mimeData()))


class Desk(QWidget):
    """The map at the left, the row at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.map, self.row = MapView(self), Row(self)
        line = QHBoxLayout(self)
        line.addWidget(self.map, 1)
        line.addWidget(self.row)
        self.map.show_ground(trial_city.ground())
        self.map.show_regions(trial_city.regions())
        cases, crews = trial_city.cases(1), trial_city.crews(1)
        cases.lon[0], cases.lat[0], crews.lon[0], crews.lat[0] = 116.3460, 39.907, 116.3485, 39.907
        self.map.show_cases(cases)
        self.map.show_crews(crews)
        self.map.centre_on(116.347, 39.907, 16)
        self.map.drag_started.connect(self.drag)
        self.map.target_hovered.connect(self.aimed)
        self.map.dropped.connect(self.dropped)
        self.map.case_clicked.connect(self.clicked)
        self.map.painted.connect(self.painted)
        self._ready = QTimer(self)
        self._ready.setSingleShot(True)
        self._ready.timeout.connect(self.say_places)

    def painted(self, _revision: int) -> None:
        if not self.map.page_queue.pending():
            self._ready.start(400)  # the window manager may still move the window

    def say_places(self) -> None:
        held, viewport = self.map.contents, self.map.viewport()
        found = {}
        for name, columns in (("case", held.cases), ("crew", held.crews)):
            x, y = viewport.to_screen(columns.lon, columns.lat)
            point = self.map.web.mapToGlobal(QPoint(round(float(x[0])), round(float(y[0]))))
            found[name] = [point.x(), point.y()]
        row = self.row.mapToGlobal(self.row.rect().center())
        tell("ready", found | {"row": [row.x(), row.y()]})

    def drag(self, ids: list[int]) -> None:
        tell("drag", ids)
        mime = QMimeData()
        mime.setData(CASES_MIME, QByteArray(json.dumps(ids).encode()))
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)

    def aimed(self, target: object) -> None:
        tell("hover", target)

    def dropped(self, target: object, mime: QMimeData) -> None:
        tell("map", target, ids_of(mime))

    def clicked(self, id_: int, _modifiers: object) -> None:
        tell("click", id_)


def ids_of(mime: QMimeData) -> Any:
    return json.loads(bytes(mime.data(CASES_MIME).data()))


def main() -> None:
    scheme.register()
    app = QApplication(sys.argv[:1])
    theme.current().apply_theme()
    desk = Desk()
    desk.resize(1200, 800)
    desk.show()
    app.exec()


if __name__ == "__main__":
    main()
