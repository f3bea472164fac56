"""Screens of a wall: bound by name and serial, parked while they are away."""

from collections.abc import Sequence

from qtpy.QtCore import QObject, QRect, Signal
from qtpy.QtGui import QGuiApplication, QScreen

from console.domain.refusal import Refused


def key_of(screen: QScreen) -> str:
    """Name and serial number: the same screen on another socket, or another one on the same, differs."""
    serial = screen.serialNumber().strip()
    return f"{screen.name()}/{serial}" if serial else screen.name()


def chosen(wanted: Sequence[str], there: Sequence[QScreen]) -> list[QScreen]:
    """The screens of these names or keys; all for "all", the first where none is named.

    Raises `Refused` for one that is not there.
    """
    if list(wanted) == ["all"]:
        return list(there)
    if not wanted:
        primary = QGuiApplication.primaryScreen()
        return [one for one in there if one is primary] or list(there[:1])
    by_name = {name: one for one in there for name in (one.name(), key_of(one))}
    missing = [name for name in wanted if name not in by_name]
    if missing:
        known = ", ".join(one.name() for one in there)
        raise Refused("screen_unknown", name=missing[0], known=known)
    return [by_name[name] for name in wanted]


def united(screens: Sequence[QScreen]) -> QRect:
    """The smallest area of the desktop that holds all of these screens."""
    found = screens[0].geometry()
    for screen in screens[1:]:
        found = found.united(screen.geometry())
    return found


class Screens(QObject):
    """Tells of bound screens that go and come. `went(key)`, `came(key, screen)`."""

    went = Signal(str)
    came = Signal(str, object)

    def __init__(self, bound: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bound = list(bound)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._removed)

    def _added(self, screen: QScreen) -> None:
        if (key := key_of(screen)) in self.bound:
            self.came.emit(key, screen)

    def _removed(self, screen: QScreen) -> None:
        if (key := key_of(screen)) in self.bound:
            self.went.emit(key)
