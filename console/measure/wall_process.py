"""A wall as a process of its own: it says when it is painted, answers questions, and is weighed with its tree."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from types import TracebackType
from typing import Any, Final, Self

from console import paths
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.measure.page import program
from console.store.engine import open_store
from console.store.reading import queries

VARIABLE: Final = "WANGGE_MEASURE_WALL"
"""Environment variable by which a wall reports to whoever started it."""
SIZE: Final = "1920x1080"
PATIENCE_S: Final = 180.0
ROLES: Final = ("window", "renderer", "rest")
"""Of the processes of the tree: the wall's own, those that draw its pages, Chromium's others."""


def wall_login(url: str) -> str:
    """The first login with the post of a wall. Raises `Refused` where there is none."""
    with closing(open_store(url)) as store:
        people = queries.people(store)
    found = [str(one["login"]) for one in people if Post.WALL in one["posts"]]
    if not found:
        raise Refused("wall_login")
    return found[0]


class WallProcess:
    """A wall from entering the block on; `painted_s` from its start to the first complete picture."""

    def __init__(self, url: str, scene: str, config: str) -> None:
        self.words = ["wall", "--database", url, "--as", wall_login(url), "--scene", scene]
        self.words += ["--window", SIZE]
        self.config = config
        self.painted_s = 0.0
        self._heard: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Self:
        began = time.perf_counter()
        self._child = subprocess.Popen(
            [*program(), *self.words],
            env=environment(self.config),
            cwd=paths.root(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self._hear()
        except BaseException:
            self._end()
            raise
        self.painted_s = time.perf_counter() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def ask(self, what: str) -> dict[str, Any]:
        """What the wall answers. Raises `Refused` where it does not."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(f"{what}\n")
            self._child.stdin.flush()
        except OSError:
            raise Refused("measure_unpainted", what="wall") from None
        return self._hear()

    def processes(self) -> Sequence[Any]:
        """The processes of the tree, the wall's own first."""
        import psutil

        own = psutil.Process(self._child.pid)
        return [own, *own.children(recursive=True)]

    def seconds_used(self) -> dict[int, float]:
        """Seconds of a core that each process has used, by its number."""
        import psutil

        used = {}
        for one in self.processes():
            with suppress(psutil.NoSuchProcess):
                times = one.cpu_times()
                used[one.pid] = times.user + times.system
        return used

    def memory_mb(self) -> dict[str, float]:
        """Private memory by role."""
        return memory_by_role(self.processes(), self.ask("pids")["renderers"])

    def counts(self) -> dict[str, int]:
        """Descriptors and threads of the whole tree."""
        import psutil

        found: Counter[str] = Counter()
        for one in self.processes():
            with suppress(psutil.NoSuchProcess):
                found["fds"] += one.num_handles() if os.name == "nt" else one.num_fds()
                found["threads"] += one.num_threads()
        return dict(found)

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self._heard.put(line)
        self._heard.put("")

    def _hear(self) -> dict[str, Any]:
        try:
            line = self._heard.get(timeout=PATIENCE_S)
            told: dict[str, Any] = json.loads(line)
        except (queue.Empty, ValueError):
            raise Refused("measure_unpainted", what="wall") from None
        return told

    def _end(self) -> None:
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def memory_by_role(processes: Sequence[Any], renderers: Sequence[int] = ()) -> dict[str, float]:
    """MB of private memory by role; the first of the processes is the window's."""
    import psutil

    found = dict.fromkeys(ROLES, 0.0)
    for number, one in enumerate(processes):
        role = ROLES[0] if number == 0 else ROLES[1] if one.pid in renderers else ROLES[2]
        with suppress(psutil.NoSuchProcess):
            held: Any = one.memory_info()
            private = held.private if sys.platform == "win32" else held.rss - held.shared
            found[role] += private / 2**20
    return found


def core_share(before: Mapping[int, float], after: Mapping[int, float], seconds: float) -> float:
    """Share of one core that the tree took; a process that came meanwhile counts from its start."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items()) / seconds


def environment(config: str) -> Mapping[str, str]:
    """That of a wall that reports, on the screen that is here, without this machine's settings."""
    screen = {} if "DISPLAY" in os.environ else {"QT_QPA_PLATFORM": "offscreen"}
    own = {"XDG_CONFIG_HOME": config, "WANGGE_MACHINE_SETTINGS": f"{config}/none.toml"}
    return {**screen, **os.environ, **own, VARIABLE: "1"}
