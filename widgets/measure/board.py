"""`measure board`: time of the queue to sort, filter, scroll and paint with very many cases.

Each figure is the time from the event of a mouse or key until its change is painted, in the
pane of a live seat. Before each sort an address changes, as in a city at work.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
from qtpy.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from qtpy.QtGui import QMouseEvent, QWheelEvent
from qtpy.QtWidgets import QApplication, QWidget
from typing_extensions import override

from console.city import demo
from console.domain.refusal import Refused
from console.live.garbage import freeze_objects
from console.measure.latency import dispatcher
from console.measure.report import Figures
from console.seat.seat import take_seat
from widgets.measure.typing import keys_of, some_words, type_key
from widgets.measure.waiting import turn, until
from widgets.queue.model import KEYS
from widgets.queue.pane import QueuePane
from widgets.session.context import Context
from widgets.session.jobs import Jobs
from widgets.session.listener import Listener, Waker
from widgets.session.operations import Operations
from widgets.session.selection import Selection
from widgets.targets.dragging import DragController

SIZE: Final = (1920, 1080)
SCREEN: Final = (3840, 2160)
LAPS: Final = 4
"""Presses of each column, both directions in turn."""
TURNS: Final = 120
"""Turns of the wheel, in steps of these notches."""
NOTCHES: Final = (1, 1, 3, 10)
NOTCH: Final = 120
REPAINTS: Final = 60
BETWEEN_S: Final = 0.02
SHOWN_S: Final = 0.3
"""Wait until the screen has taken in a window or its size."""
NO_BUTTON: Final = Qt.MouseButton.NoButton
LEFT: Final = Qt.MouseButton.LeftButton
NONE: Final = Qt.KeyboardModifier.NoModifier


def measure(rows: int, selected: int, url: str | None = None) -> Figures:
    """Returns `sort_ms_p95 filter_ms_p95 scroll_ms_p95 repaint_4k_ms_p95`, two beside them, and `p50`s.

    `fresh_4k` is a 4K screen of rows that were never painted, `bare_4k` a plain window of that size
    filled with one colour. Without `url` a demo city of that many open cases is built. Raises `Refused`
    for a database that holds fewer.
    """
    with TemporaryDirectory(prefix="wangge-measure-") as folder:
        if url is None:
            url = f"sqlite:///{folder}/measured.db"
            demo.build(url, cases=rows)
        with _pane(url) as pane:
            return Board(pane, rows, selected).figures()


@contextmanager
def _pane(url: str) -> Iterator[QueuePane]:
    """The queue of a dispatcher's live seat in a window of its own."""
    owner, waker = QObject(), Waker()
    seat = take_seat(url, dispatcher(url), None, waker.wake)
    jobs, listener = Jobs(owner), Listener(seat.room, waker, owner)
    selection = Selection(owner, listener)
    context = Context(seat, jobs, listener, selection, Operations(seat, jobs, owner))
    dragging = DragController(context, owner)
    pane = QueuePane(context, dragging)
    try:
        pane.resize(*SIZE)
        pane.show()
        seat.start()
        until(lambda: seat.room.loaded, "board")
        yield pane
    finally:
        pane.close()
        pane.deleteLater()
        jobs.close()
        seat.close()
        dragging.close()
        owner.deleteLater()


class PaintCounter(QObject):
    """Counts the paint events of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


class Board:
    """Timed gestures on a pane with `rows` cases of which `selected` are selected."""

    def __init__(self, pane: QueuePane, rows: int, selected: int) -> None:
        self.pane, self.table, self.rng = pane, pane.table, Random(rows)
        self.paints = PaintCounter(self.table.viewport())
        pane.show_queue("all")
        count = len(pane.model.order)
        if count < rows:
            raise Refused("measure_few_open", wanted=rows, count=count)
        pane.model.case_search.prepare()
        pane.model.case_search.catch_up()
        self.table.choose(0)
        self.table.choose(min(selected, count) - 1, extend=True)
        freeze_objects()
        turn(BETWEEN_S)

    def figures(self) -> Figures:
        """All figures, in the order of the document."""
        took = {"sort": self._sorts(), "filter": self._filters(), "scroll": self._scrolls()}
        took |= {**self._screens(), "bare_4k": _bare()}
        p95 = {f"{name}_ms_p95": _part(each, 95) for name, each in took.items()}
        p50 = {f"{name}_ms_p50": _part(each, 50) for name, each in took.items()}
        chosen = len(self.pane.context.selection)
        return {**p95, **p50, "rows": self.pane.model.total, "selected": chosen}

    def _timed(self, gesture: Callable[[], None]) -> float:
        """Time in ms of a gesture, its posted events and the painting."""
        before, begun = self.paints.count, time.perf_counter()
        gesture()
        QApplication.sendPostedEvents()
        if self.paints.count == before:  # a platform that paints with its next frame
            self.table.viewport().repaint()
        took = (time.perf_counter() - begun) * 1000
        turn(BETWEEN_S)  # ages and the feed, between the gestures
        return took

    def _sorts(self) -> Sequence[float]:
        """Times a sort by each shown column."""
        shown = [KEYS.index(key) for key in self.table.rows.columns]
        return [self._sort(section) for section in shown for _lap in range(LAPS)]

    def _sort(self, section: int) -> float:
        """Sorts by a press at the header, after a change of one address."""
        cases, slot = self.pane.model.desk.room.cases, self.rng.choice(self.pane.model.order)
        cases.texts["address"][slot] += "号"
        self.pane.model.case_order.read_addresses([int(slot)])
        head = self.table.horizontalHeader()
        x = head.sectionViewportPosition(section) + head.sectionSize(section) // 2
        at = QPointF(x, head.height() / 2)

        def press() -> None:
            for kind, held in (
                (QEvent.Type.MouseButtonPress, LEFT),
                (QEvent.Type.MouseButtonRelease, NO_BUTTON),
            ):
                place = QPointF(head.viewport().mapToGlobal(at.toPoint()))
                QApplication.sendEvent(
                    head.viewport(), QMouseEvent(kind, at, place, LEFT, held, NONE)
                )

        return self._timed(press)

    def _filters(self) -> Sequence[float]:
        """Times the filter while words are typed and deleted."""
        if self.pane.field.isHidden():
            self.pane.toggle_filter()
        took = []
        for words in some_words(self.pane.model, self.rng):
            took += [
                self._timed(partial(type_key, self.pane.search, key)) for key in keys_of(words)
            ]
        return took

    def _scrolls(self) -> Sequence[float]:
        """Times the wheel, down and up, from different places."""
        bar = self.table.verticalScrollBar()
        took = []
        for lap, notches in zip(range(TURNS), cycle(NOTCHES), strict=False):
            if lap % len(NOTCHES) == 0:
                bar.setValue(self.rng.randint(0, bar.maximum()))
                turn(BETWEEN_S)
            way = 1 if lap % 2 and bar.value() > 0 else -1
            took.append(self._timed(partial(self._wheel, way * notches)))
        return took

    def _wheel(self, notches: int) -> None:
        view = self.table.viewport()
        at = QPointF(view.rect().center())
        place = QPointF(view.mapToGlobal(at.toPoint()))
        turned = QPoint(0, notches * NOTCH)
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            view, QWheelEvent(at, place, QPoint(), turned, NO_BUTTON, NONE, phase, False)
        )

    def _screens(self) -> dict[str, Sequence[float]]:
        """Times the pane on a 4K screen: rows painted for the first time, and again."""
        self.pane.setFixedSize(*SCREEN)
        turn(SHOWN_S)
        bar = self.table.verticalScrollBar()
        fresh, again = [], []
        for _turn in range(REPAINTS):
            place = self.rng.randint(0, bar.maximum())
            fresh.append(self._timed(partial(bar.setValue, place)))
            again.append(self._timed(partial(_touch, self.pane)))
        return {"repaint_4k": again, "fresh_4k": fresh}


def _touch(widget: QWidget) -> None:
    """Marks a widget and all its children for repainting."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.update()


def _bare() -> Sequence[float]:
    """Paints a plain window of that size: the reference of this machine."""
    plain = QWidget()
    plain.setFixedSize(*SCREEN)
    plain.show()
    turn(SHOWN_S)
    took = []
    for _turn in range(REPAINTS):
        begun = time.perf_counter()
        plain.repaint()
        took.append((time.perf_counter() - begun) * 1000)
    plain.close()
    plain.deleteLater()
    return took


def _part(took: Sequence[float], percent: float) -> float:
    return round(float(np.percentile(took, percent)), 1)
