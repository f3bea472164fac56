"""Lists of the card: the case's story, and similar or nearby cases."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from qtpy.QtCore import QSize, Qt, Signal
from qtpy.QtGui import QIcon, QPainter, QPixmap
from qtpy.QtWidgets import QFrame, QListWidget, QListWidgetItem, QWidget

from console.desk import requests
from console.desk.case_names import CaseNames
from console.desk.cases import StoryEntry
from console.desk.nearby import NearbyCase
from console.domain.moment import from_ms
from console.domain.stage import Post
from console.words import _
from widgets import icons, marks, theme
from widgets.controls import text
from widgets.session.entry_words import entry_words

CASE: Final = Qt.ItemDataRole.UserRole
UNDO: Final = -1
"""Stands in place of a case in the line that undoes the last command."""


class CardList(QListWidget):
    """A list that changes only the lines that differ, so that scroll position and choice stay.

    Signals: `opened(case)`, `undo_wanted()`.
    """

    opened = Signal(object)
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setSpacing(theme.px("space.2"))
        inset = theme.px("space.8")  # the words begin below those of the tab
        self.setViewportMargins(inset, 0, 0, 0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.itemActivated.connect(self._activated)
        self.itemClicked.connect(self._clicked)

    def show_lines(self, lines: Sequence[tuple[str, int, QIcon | None]]) -> None:
        """Shows lines of (words, case to open or 0, icon)."""
        while self.count() > len(lines):
            self.takeItem(self.count() - 1)
        for place, (words, case, icon) in enumerate(lines):
            item = self.item(place) if place < self.count() else None
            if item is None:
                item = QListWidgetItem()
                self.addItem(item)
            if item.text() != words or item.data(CASE) != case:
                item.setText(words)
                item.setToolTip(text.tooltip(words))
                item.setData(CASE, case)
                item.setIcon(icon or QIcon())

    def _activated(self, item: QListWidgetItem) -> None:
        if item.data(CASE) == UNDO:
            self.undo_wanted.emit()
        elif item.data(CASE):
            self.opened.emit(item.data(CASE))

    def _clicked(self, item: QListWidgetItem) -> None:
        if item.data(CASE) == UNDO:
            self.undo_wanted.emit()


def story_lines(
    case_names: CaseNames,
    entries: Sequence[StoryEntry],
    zone: tzinfo,
    undo: StoryEntry | None = None,
) -> list[tuple[str, int, QIcon | None]]:
    """Lines of the story, newest first: time, act, actor, target, reason; first the undo if any."""
    made: list[tuple[str, int, QIcon | None]] = []
    if undo is not None:
        words = _("Undo: {what}").format(what=entry_words(case_names, undo))
        made.append((words, UNDO, icons.icon("undo")))
    return [*made, *((_line_of(case_names, entry, zone), 0, None) for entry in reversed(entries))]


def _line_of(case_names: CaseNames, entry: StoryEntry, zone: tzinfo) -> str:
    when = f"{from_ms(entry.at, zone):%m-%d %H:%M}"
    what = entry_words(case_names, entry)
    if entry.request is not None:
        what = requests.decided(entry.request, zone)
        if entry.deadline:
            due = _("deadline {moment}").format(moment=requests.moment(entry.deadline, zone))
            what = f"{what} · {due}"
    who = case_names.name_of("operators", entry.actor or 0)
    if entry.post in set(Post):
        who = f"{who} {Post(entry.post).label}".strip()
    if entry.on_behalf_of:
        who = _("{who} for {other}").format(who=who, other=entry.on_behalf_of)
    first = " · ".join(part for part in (when, what) if part)
    second = " · ".join(part for part in (who, entry.reason) if part)
    return f"{first}\n{second}" if second else first


def near_lines(
    case_names: CaseNames, near: Sequence[NearbyCase]
) -> list[tuple[str, int, QIcon | None]]:
    """Lines of other cases: number, category and distance."""
    cases = case_names.desk.room.cases
    made: list[tuple[str, int, QIcon | None]] = []
    for other in near:
        slot = cases.slot_of[other.case]
        metres = _("{metres} m").format(metres=round(other.metres))
        words = f"{case_names.number(slot)} {case_names.category(slot)} · {metres}"
        made.append((words, other.case, severity_icon(int(cases.column("severity")[slot]))))
    return made


def severity_icon(severity: int) -> QIcon:
    """The severity mark as an icon for Qt's own lists."""
    side, ratio = theme.px("mark"), 2
    picture = QPixmap(QSize(side, side) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    marks.draw_severity(painter, picture.rect().toRectF().adjusted(0, 0, -side, -side), severity)
    painter.end()
    return QIcon(picture)
