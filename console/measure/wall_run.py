"""A wall's run of `measure wall`: its own process under changes, weighed, timed and counted again."""

import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any, Final

import psutil

from console import paths
from console.domain.refusal import Refused
from console.measure import wall_recount
from console.measure.change_process import Changes
from console.measure.latency import dispatcher
from console.measure.report import Figures
from console.measure.wall_process import WallProcess, core_share, memory_by_role

QUIET_S: Final = 5.0
"""After the first picture, before anything is counted."""
SETTLE_S: Final = 15.0
"""So long after the last change the wall may take until its figures are those of the database."""
HOLD_S: Final = 3.0
"""After its picture, before a window is weighed."""


def run(scene: str, rate: float, seconds: float, url: str) -> Figures:
    """`core_share fps apply_us_per_change changes_per_second memory_mb figures_wrong first_picture_s`.

    Raises `Refused` for a scene that is not there.
    """
    with ExitStack() as stack:
        config = stack.enter_context(tempfile.TemporaryDirectory(prefix="wangge-measure-"))
        wall = stack.enter_context(WallProcess(url, scene, config))
        time.sleep(QUIET_S)
        with Changes(url, dispatcher(url), rate):
            first, used, began = wall.ask("figures"), wall.seconds_used(), time.monotonic()
            if first["scene"] != scene:
                raise Refused("scene_unknown", name=scene, known=first["scene"])
            time.sleep(seconds)
            passed = time.monotonic() - began
            share = core_share(used, wall.seconds_used(), passed)
            last = wall.ask("figures")
        memory = sum(wall.memory_mb().values())
        wrong = wall_recount.asked_until_right(url, partial(wall.ask, "figures"), SETTLE_S)
    return {
        "core_share": round(share, 3),
        **between(first, last, passed),
        "memory_mb": round(memory),
        "figures_wrong": len(wrong),
        "first_picture_s": round(wall.painted_s, 2),
    }


def between(first: Mapping[str, Any], last: Mapping[str, Any], passed: float) -> Figures:
    """Frames and changes between two answers."""
    changes = last["changes"] - first["changes"]
    applied = last["applied_s"] - first["applied_s"]
    return {
        "fps": round((last["frames"] - first["frames"]) / passed, 1),
        "apply_us_per_change": round(1e6 * applied / changes) if changes else 0,
        "changes_per_second": round(changes / passed, 1),
    }


def memory_of_window(command: Sequence[str], environment: Mapping[str, str], line: str) -> float:
    """MB of private memory of the tree of a window that says `line` once it is painted, and stays."""
    with subprocess.Popen(
        command,
        env=environment,
        cwd=paths.root(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        told = child.stdout.readline().strip()
        if told != line:
            child.kill()
            raise Refused("measure_unpainted", what=" ".join(command[-1:]))
        time.sleep(HOLD_S)
        own = psutil.Process(child.pid)
        found = sum(memory_by_role([own, *own.children(recursive=True)]).values())
        child.terminate()
    return found
