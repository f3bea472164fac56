"""Working calendars as arrays: positions of many moments in one search."""

import threading
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from console.domain.worktime import WorkCalendar, WorkSpan

Whole = NDArray[np.int64]


class SpanArrays:
    """One calendar's spans: `starts`, `ends`, `befores`, int64 ms."""

    def __init__(self, spans: Iterable[WorkSpan]) -> None:
        rows = sorted((span.start, span.end, span.before) for span in spans)
        table = np.array(rows, np.int64).reshape(-1, 3)
        self.starts, self.ends, self.befores = table[:, 0].copy(), table[:, 1].copy(), table[:, 2]

    def position(self, at: Whole) -> Whole:
        """Working ms up to each moment of `at`, as `WorkCalendar.position`."""
        found = np.searchsorted(self.starts, at, side="right") - 1
        inside = np.maximum(found, 0)
        reached = self.befores[inside] + np.minimum(at, self.ends[inside]) - self.starts[inside]
        return np.where(found < 0, 0, reached)

    def moment(self, position: Whole) -> Whole:
        """The earliest moment with each position, as `WorkCalendar.moment`; none beyond the end."""
        found = np.maximum(np.searchsorted(self.befores, position, side="left") - 1, 0)
        made: Whole = self.starts[found] + position - self.befores[found]
        return made


class Calendars:
    """Every calendar of the city by name; `code(name)` is what the columns hold (0: none)."""

    def __init__(self, spans: Mapping[str, Sequence[WorkSpan]]) -> None:
        self.names: tuple[str, ...] = ("",)
        self._lock = threading.Lock()
        self.renew(spans)

    def renew(self, spans: Mapping[str, Sequence[WorkSpan]]) -> None:
        """Replaces the calendars. Codes that are in use stay: the columns hold them."""
        self._know(spans)
        self._arrays = {self._codes[name]: SpanArrays(rows) for name, rows in spans.items()}
        self._calendars = {name: WorkCalendar(name, rows) for name, rows in spans.items()}

    def _know(self, names: Iterable[str]) -> None:
        """Assigns codes; also called by the listening thread."""
        with self._lock:
            self.names += tuple(sorted(set(names) - set(self.names)))
            self._codes = {name: code for code, name in enumerate(self.names)}

    def code(self, name: str | None) -> int:
        """Code of a calendar in the columns, also of one whose spans are not known yet."""
        if name and name not in self._codes:
            self._know([name])
        return self._codes[name or ""]

    def calendar(self, name: str) -> WorkCalendar:
        return self._calendars[name]

    def position(self, codes: NDArray[np.uint8], at: Whole) -> Whole:
        """Position of each moment in the calendar whose code stands beside it; 0 for none."""
        made = np.zeros(len(at), np.int64)
        for code, spans in self._arrays.items():
            chosen = codes == code
            if chosen.any():
                made[chosen] = spans.position(at[chosen])
        return made
