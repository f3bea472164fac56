"""`measure soak --wall`: growth of a wall's processes during hours of changes."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Final

from console.measure.change_process import Changes
from console.measure.latency import dispatcher, own_city
from console.measure.report import Figures
from console.measure.trend import slope
from console.measure.wall_process import WallProcess

SCENE: Final = "Overview"
WEIGH_EVERY_S: Final = 4.0
WARM: Final = 1 / 3
"""Share of a run in which caches may still fill."""
TYPES: Final = 20
"""Types of objects of which most came, that are told of."""
Weighed = Sequence[tuple[float, Mapping[str, float]]]


def measure(
    minutes: float, rate: float, url: str | None = None
) -> tuple[Figures, Mapping[str, int]]:
    """Figures, and by how many the objects of each type grew.

    `changes`, for each role `ROLE_mb ROLE_slope_low ROLE_slope_high` (kB a minute after the first third, 95 %),
    and `fds_grown threads_grown objects_grown`.
    """
    with ExitStack() as stack:
        config = stack.enter_context(tempfile.TemporaryDirectory(prefix="wangge-measure-"))
        url = url or stack.enter_context(own_city())
        wall = stack.enter_context(WallProcess(url, SCENE, config))
        changes = Changes(url, dispatcher(url), rate)
        with changes:
            weighed, first = _weigh(wall, minutes * 60)
        last = _count(wall)
    grown = {name: last[name] - first[name] for name in ("fds", "threads", "objects")}
    return (
        {
            "changes": changes.done,
            **growth(weighed),
            **{f"{name}_grown": count for name, count in grown.items()},
        },
        more(first["types"], last["types"]),
    )


def _weigh(wall: WallProcess, seconds: float) -> tuple[Weighed, dict[str, Any]]:
    """Memory (MB) by minute after the warm third, and the counts when that was over."""
    began, weighed = time.monotonic(), []
    first: dict[str, Any] | None = None
    while (passed := time.monotonic() - began) < seconds:
        if passed >= seconds * WARM:
            first = first or _count(wall)
            weighed.append((passed / 60, wall.memory_mb()))
        time.sleep(WEIGH_EVERY_S * min(1.0, seconds / 240))
    return weighed, first or _count(wall)


def _count(wall: WallProcess) -> dict[str, Any]:
    return {**wall.counts(), **wall.ask("objects")}


def growth(weighed: Weighed) -> dict[str, float]:
    """Memory and its slope by role, and of the whole tree."""
    figures: dict[str, float] = {}
    whole = [(at, {**by_role, "memory": sum(by_role.values())}) for at, by_role in weighed]
    for role in whole[-1][1] if whole else ():
        low, high = slope([(at, by_role[role] * 1024) for at, by_role in whole])
        figures |= {
            f"{role}_mb": round(whole[-1][1][role], 1),
            f"{role}_slope_low": round(low, 1),
            f"{role}_slope_high": round(high, 1),
        }
    return figures


def more(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Type → by how many its objects grew, most first."""
    grown = {name: count - before.get(name, 0) for name, count in after.items()}
    ranked = sorted(grown, key=lambda name: -grown[name])[:TYPES]
    return {name: grown[name] for name in ranked if grown[name] > 0}
