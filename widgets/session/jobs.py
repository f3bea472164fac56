"""Work off the GUI thread, run in one place and settled back on the GUI thread.

`jobs.run(owner, work, done, failed)`: `work()` on a worker; then `done(result)` or
`failed(refused)` on the GUI thread, or nothing at all when `owner` is gone. Any other exception is a
bug: it is raised on the GUI thread, where `program.faults` reports it.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from qtpy.QtCore import QObject, Qt, Signal

from console.domain.refusal import Refused

T = TypeVar("T")
WORKERS = 2
_Settlement = tuple[
    Callable[[Any], None], Callable[[Refused], None], Callable[[Exception], None] | None
]
"""`done`, `failed` and `on_bug` of a job."""


def ignore(_no: Refused) -> None:
    """Does nothing: for a failure that another part of the window tells of."""


class Jobs(QObject):
    """A pool of workers for one window; `close` waits for running work."""

    _settled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="job")
        self._gone: set[int] = set()
        self._running: dict[int, _Job] = {}
        self._count = 0
        self._closed = False
        self._settled.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Refused], None],
        on_bug: Callable[[Exception], None] | None = None,
    ) -> None:
        """Runs `work` on a worker thread and settles on the thread of this object.

        `on_bug(error)` tidies up before a bug is raised. Does nothing after `close`: a window that
        is closing starts no more work.
        """
        if self._closed:
            return
        self._count += 1
        job = _Job(self._count, owner, (done, failed, on_bug), self._settled)
        self._running[job.number] = job
        self._pool.submit(work).add_done_callback(job.finished)

    @property
    def busy(self) -> bool:
        """Whether any work has not been settled yet."""
        return bool(self._running)

    def _settle(self, number: int) -> None:
        job = self._running.pop(number, None)
        if job is not None and job.leave_owner():
            job.settle()

    def close(self) -> None:
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        for job in self._running.values():
            job.leave_owner()
        self._running.clear()


class _Job(QObject):
    """One piece of work, from its submission to its settlement."""

    def __init__(
        self,
        number: int,
        owner: QObject,
        settlement: _Settlement,
        settled: Any,
    ) -> None:
        super().__init__()
        self.number, self._settled = number, settled
        self._done, self._failed, self._on_bug = settlement
        self._future: Future[Any] | None = None
        self._owner: QObject | None = owner
        owner.destroyed.connect(self._owner_went)

    def _owner_went(self) -> None:
        self._owner = None

    def leave_owner(self) -> bool:
        """Disconnects from the owner; returns whether it still exists."""
        owner, self._owner = self._owner, None
        if owner is None:
            return False
        owner.destroyed.disconnect(self._owner_went)
        return True

    def finished(self, future: Future[Any]) -> None:
        """Called on the worker: only posts."""
        self._future = future
        if not future.cancelled():
            self._settled.emit(self.number)

    def settle(self) -> None:
        assert self._future is not None
        error = self._future.exception()
        if error is None:
            self._done(self._future.result())
        elif isinstance(error, Refused):
            self._failed(error)
        else:
            if self._on_bug is not None and isinstance(error, Exception):
                self._on_bug(error)
            raise error
