"""The queue's pane: tabs, filter and counts, the table, and the reason why it is empty."""

from collections.abc import Iterable
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from qtpy.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer, Signal
from qtpy.QtGui import QPainter, QPaintEvent
from qtpy.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from console.desk import counters, queues
from console.domain.moment import from_ms
from console.domain.refusal import Refused
from console.live.change import Change
from console.words import _
from widgets import theme
from widgets.controls import Chip, IconButton, Pane, SearchField, State, Tone, states
from widgets.controls.search import is_beyond
from widgets.queue.model import QueueModel
from widgets.queue.table import QueueTable
from widgets.queue.tabs import QueueTabs
from widgets.session.context import Context
from widgets.session.pane_state import age_words, pane_state
from widgets.targets.dragging import DragController

ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COUNT_EVERY_MS: Final = 250
TIMED_EVERY_S: Final = 10
READ_AFTER_MS: Final = 1500
READ_EVERY_MS: Final = 20
READ_AT_ONCE: Final = 2000
"""Cases prepared for the search per step, once the window is open; small enough not to be felt."""


class QueuePane(Pane):
    """The queue of cases.

    Signals: `opened(case)` to open its card, `menu_wanted(global point)` for the selected cases,
    `filtered(words)`, `sought(words)` to search ended cases, `queue_shown(key)`.
    """

    opened = Signal(object)
    menu_wanted = Signal(QPoint)
    filtered = Signal(str)
    sought = Signal(str)
    queue_shown = Signal(str)

    def __init__(
        self, context: Context, dragging: DragController, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self.context, self.dragging = context, dragging
        self.model = QueueModel(context.seat.desk, self)
        self.table = QueueTable(self.model, context.selection)
        self.tabs = QueueTabs(queues.tabs(context.seat.desk.post))
        self.search = SearchField(_("Number, address, category, initials"))
        self.chip = Chip("", Tone.ACTIVE, removable=True)
        self.finder = IconButton("filter", _("Filter"))
        self._new: set[int] = set()
        self._own: set[int] = set()
        self._seconds = 0
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(COUNT_EVERY_MS)
        self._recount.timeout.connect(self._count)
        self._reading = QTimer(self)
        self._reading.setInterval(READ_EVERY_MS)
        self._reading.timeout.connect(self._read_on)
        self._prepare = QTimer(self)
        self._prepare.setSingleShot(True)
        self._prepare.setInterval(READ_AFTER_MS)
        self._prepare.timeout.connect(self._prepare_search)
        self._arrange()
        self._connect()
        self.restyle()
        self.model.refresh()

    def _arrange(self) -> None:
        body, self.field = QWidget(), QWidget()
        inside, row = QVBoxLayout(body), QHBoxLayout(self.field)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        space = theme.px("space.12")
        row.setContentsMargins(space, theme.px("space.4"), space, theme.px("space.4"))
        row.addWidget(self.search)
        inside.addWidget(self.table, 1)
        self.set_body(body)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.tabs)
        column.insertWidget(2, self.field)
        self.field.hide()
        self.chip.hide()
        self.tools.addWidget(self.chip)
        self.tools.addWidget(self.finder)
        self.search.installEventFilter(self)

    def _connect(self) -> None:
        context = self.context
        context.listener.changed.connect(self._changed)
        context.listener.ticked.connect(self._ticked)
        context.listener.link_state_changed.connect(self._tell)
        context.selection.changed.connect(self._say_counts)
        self.model.counts_changed.connect(self._counted)
        self.model.entered.connect(self._came)
        self.table.opened.connect(self.opened)
        self.table.menu_wanted.connect(self.menu_wanted)
        self.table.dragged.connect(self._drag)
        self.dragging.started.connect(self.model.hold)
        self.dragging.ended.connect(self.model.release)
        self.tabs.wanted.connect(self.show_queue)
        self.tabs.acknowledged.connect(self.acknowledge)
        self.search.asked.connect(self.set_filter)
        self.chip.removed.connect(self.search.clear)
        self.clear_filter.connect(self.search.clear)
        self.finder.clicked.connect(self.toggle_filter)

    # what is shown

    def show_queue(self, key: str) -> None:
        """Shows a queue by its key (a tab's or a counter's); an unknown key is ignored."""
        if key not in queues.QUEUES:
            return
        self._new.clear()
        self.tabs.show_new(0)
        self.model.set_queue(key)
        self.tabs.show_key(key)
        self.table.show_current()
        self.restyle()
        self.queue_shown.emit(key)

    def set_filter(self, words: str) -> None:
        """Shows only the cases that contain these words."""
        if words.strip() == self.model.words:
            return
        self.model.set_filter(words)
        self.table.show_current()
        self.chip.set_words(self.model.words)
        self._show_chip()
        self.filtered.emit(self.model.words)

    def toggle_filter(self) -> None:
        """Opens or closes the search field. The filter stays, shown as a chip."""
        self.field.setVisible(self.field.isHidden())
        self._show_chip()
        if self.field.isHidden():
            self.take_focus()
        else:
            self.search.setFocus()
            self.search.selectAll()

    def _show_chip(self) -> None:
        self.chip.setVisible(bool(self.model.words) and self.field.isHidden())

    def take_focus(self) -> None:
        """Focuses the rows; while they are covered, the cover."""
        self.table.setFocus()
        if not self.table.isVisibleTo(self):
            self.cover.setFocus()  # from here it passes to the rows by itself

    def move_on(self, cases: Iterable[int]) -> None:
        """Selects the row after these, which are about to leave; by the operator's setting."""
        after = self.context.preferences["after_dispatch"]
        if after != "stay":
            self.table.move_on(cases, same_street=after == "street")

    def acknowledge(self) -> None:
        """Marks the new cases as seen and selects the first."""
        rows = [row for row in map(self.model.row_of, self._new) if row >= 0]
        self._new.clear()
        self.tabs.show_new(0)
        if rows:
            self.table.choose(min(rows))
            self.take_focus()

    @override
    def restyle(self) -> None:
        super().restyle()
        hint = _("Number, address, category, initials")
        self.search.set_hint(hint)
        self.finder.set_name(_("Filter"))
        self.setAccessibleName(_(queues.QUEUES[self.model.key].label))
        self._counted()

    # what happens

    def _changed(self, change: Change) -> None:
        self._know_own(change)
        self.model.apply(change)
        if change.loaded:
            self._prepare.start()
        if change.loaded or change.applied:
            self._new -= change.applied.gone
            if not self._recount.isActive():
                self._recount.start()

    def _know_own(self, change: Change) -> None:
        """Records cases whose last event is this operator's; they are not shown as new."""
        actor = self.context.seat.desk.actor
        for event in change.events:
            if event.kind == "case":
                (self._own.add if event.actor_id == actor else self._own.discard)(event.subject)
        self._own -= change.applied.gone

    def _prepare_search(self) -> None:
        self.context.jobs.run(
            self, self.model.case_search.prepare, self._prepared, self._unprepared
        )

    def _prepared(self, _nothing: None) -> None:
        self._reading.start()

    def _unprepared(self, no: Refused) -> None:
        raise no  # nothing is read for it from the database: a refusal is a bug too

    def _read_on(self) -> None:
        if not self.model.case_search.catch_up(READ_AT_ONCE):
            self._reading.stop()

    def _ticked(self) -> None:
        self._seconds += 1
        if queues.QUEUES[self.model.key].timed and self._seconds % TIMED_EVERY_S == 0:
            self.model.refresh()
        self.table.repaint_clocks()
        self._tell()

    def _came(self, cases: set[int]) -> None:
        self._new |= cases - self._own
        self.tabs.show_new(len(self._new))

    def _drag(self, cases: Iterable[int]) -> None:
        if self.takes_commands():
            self.dragging.start(self.table, tuple(cases))

    def _count(self) -> None:
        loaded = self.context.seat.room.loaded
        self.tabs.show_counts(self.model.counts() if loaded else None)

    def _counted(self) -> None:
        if not self._recount.isActive():
            self._recount.start()
        self._say_counts()
        self._tell()

    def _say_counts(self) -> None:
        shown, total = len(self.model.order), self.model.total
        words = f"{shown}/{total}"
        chosen = len(self.context.selection)
        if chosen > 1:
            words += " · " + _("{count} selected").format(count=chosen)
        if words != self.title.counts:
            self.set_counts(words)

    # what the pane says of its data

    def _tell(self) -> None:
        state = self._state()
        if state != self.state:
            self.set_state(state)
        self.set_age(age_words(self.context.seat.room, self._zone))

    def _state(self) -> State:
        room = self.context.seat.room
        return pane_state(room, self._zone, self._own_state() if room.loaded else states.READY)

    def _own_state(self) -> State:
        """State of this queue itself, whatever the link."""
        forbidden = self._forbidden() if self.model.key == "requests" else None
        if forbidden is not None:
            return forbidden
        if not self.model.total:
            return states.empty(self._nothing())
        if not len(self.model.order):
            return states.filtered(self.model.total, _("Enter looks among the ended cases"))
        return states.READY

    def _forbidden(self) -> State | None:
        """State for a post that may not decide requests."""
        posts = queues.deciders()
        if self.context.seat.desk.post in posts:
            return None
        return states.forbidden(_(", ").join(post.label for post in posts))

    def _nothing(self) -> str:
        """State of an empty queue: the reason, and the next deadline."""
        if self.model.key in counters.CASELESS:
            return counters.counter_words(self.context.seat.desk, self.model.key)
        words = _(queues.QUEUES[self.model.key].nothing)
        due = self.model.next_due()
        if due is None:
            return words
        clock = f"{from_ms(due, self._zone):%H:%M}"
        return _("{nothing} · next due {clock}").format(nothing=words, clock=clock)

    @property
    def _zone(self) -> tzinfo:
        return ZoneInfo(self.context.seat.desk.directory.city["zone"])

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handles keys of the field: Escape, Enter and Down go to the rows, Ctrl+Enter searches ended cases."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined]
            beyond = is_beyond(event) or not len(self.model.order)  # none has them: an ended one?
            if key in ENTER_KEYS and self.model.words and beyond:
                self.sought.emit(self.model.words)
                return True
            if key in (Qt.Key.Key_Escape, *ENTER_KEYS):
                self.toggle_filter()
                return True
            if key == Qt.Key.Key_Down:
                self.take_focus()
                return True
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.1"))
        top, line = self.tabs.height(), theme.px("hairline")
        head = QRectF(0, top, self.width(), theme.px("pane.head"))
        painter.fillRect(QRectF(0, head.bottom() - line, head.width(), line), theme.color("line.1"))
