"""Report of a measurement: figures, bounds, machine."""

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bound:
    """`least` ≤ figure ≤ `most`, as far as given."""

    least: float | None = None
    most: float | None = None

    def holds(self, figure: float) -> bool:
        above = self.least is None or figure >= self.least
        return above and (self.most is None or figure <= self.most)

    def as_json(self) -> dict[str, float]:
        given = {"least": self.least, "most": self.most}
        return {name: value for name, value in given.items() if value is not None}

    def __str__(self) -> str:
        parts = [f"≥ {self.least:g}"] if self.least is not None else []
        return " ".join([*parts, *([f"≤ {self.most:g}"] if self.most is not None else [])])


Bounds = Mapping[str, Bound]

MAP: Final = (
    (100_000, {"layer_ms_p95": Bound(most=4.0), "fps_ratio": Bound(least=0.8)}),
    (
        1_000_000,
        {
            "layer_ms_p95": Bound(most=6.0),
            "fps_ratio": Bound(least=0.9),
            "first_paint_s": Bound(most=3.0),
        },
    ),
)
DISPATCH: Final = ((8, 0.55), (32, 0.5))
"""Most clients → least share of the rate by hand that the door keeps."""
LATENCY: Final = ((50, (40.0, 100.0)), (200, (80.0, 180.0)))


OBJECTS: Final = 500
"""Tolerated difference of the number of Python objects of two processes, from moment to moment."""


WINDOW_SLOPE: Final = 20.0
"""kB a minute that a wall's own process may be proven to grow: 0.9 GB a month."""
FEW: Final = 8
"""Descriptors and threads that Chromium's pools have now and then."""
WALL_OBJECTS: Final = 2_000
"""The same of a wall, which keeps the newest cases and the figures of its periods."""


def map_bounds(cases: int) -> Bounds:
    """For so many cases: those of the smallest rig of the budget that holds them."""
    fitting = [bounds for most, bounds in MAP if cases <= most] or [MAP[-1][1]]
    return {**fitting[0], "apply_1000_ms": Bound(most=5.0)}


def startup_bounds() -> Bounds:
    """Beside a window of the same libraries: what a start takes besides is the program's own."""
    return {"stack_ratio": Bound(most=3.5)}


def board_bounds() -> Bounds:
    """A gesture in a list, and a screen of it, within two frames of sixty a second."""
    gestures = {f"{name}_ms_p95": Bound(most=30.0) for name in ("sort", "filter")}
    return {**gestures, "scroll_ms_p95": Bound(most=25.0), "repaint_4k_ms_p95": Bound(most=25.0)}


def stall_bounds(rate: float) -> Bounds:
    """While changes do come at that rate."""
    return {"p999_ms": Bound(most=50.0), "heard_per_second": Bound(least=0.9 * rate)}


def frozen_bounds() -> Bounds:
    return {
        "packed_mb": Bound(most=180.0),
        "start_ratio": Bound(most=1.3),
        "windows_packed_mb": Bound(most=140.0),
    }


def latency_bounds(seats: int) -> Bounds:
    """For so many seats; nothing may be missed."""
    fitting = [pair for most, pair in LATENCY if seats <= most] or [LATENCY[-1][1]]
    p50, p99 = fitting[0]
    return {"p50_ms": Bound(most=p50), "p99_ms": Bound(most=p99), "missed": Bound(most=0)}


def dispatch_bounds(clients: int) -> Bounds:
    """For so many clients: beside the five statements a program without the guard would send."""
    fitting = [least for most, least in DISPATCH if clients <= most] or [DISPATCH[-1][1]]
    return {"five_ratio": Bound(least=fitting[0])}


def soak_bounds(seats: int) -> Bounds:
    """Nothing lost, doubled or wrong, everybody back in time, and nothing that grows."""
    nothing = ("lost", "doubled", "gaps", "refused", "digest_differences")
    still = ("fds_grown", "threads_grown")
    return {
        "commands": Bound(least=1),
        **{name: Bound(least=0, most=0) for name in nothing},
        "p99_ms": latency_bounds(seats)["p99_ms"],
        "back_s": Bound(most=15.0),
        "memory_slope_low": Bound(most=0.0),
        "memory_slope_high": Bound(least=0.0),
        **{name: Bound(most=0) for name in still},
        "objects_grown": Bound(most=OBJECTS),
    }


def page_bounds() -> Bounds:
    """A page that is not proven to grow by more than 50 MB in a shift of eight hours, in kB a minute."""
    return {"renderer_slope_low": Bound(most=100.0)}


def wall_bounds(rate: float) -> Bounds:
    """While changes do come at that rate: a core for two walls, no figure wrong, and no slower a start than
    a console's.
    """
    return {
        "core_share": Bound(most=0.6),
        "figures_wrong": Bound(least=0, most=0),
        "first_ratio": startup_bounds()["stack_ratio"],
        "changes_per_second": Bound(least=0.9 * rate),
    }


def wall_soak_bounds() -> Bounds:
    """A wall is not proven to grow by more than a restart a month would take back, in kB a minute."""
    return {
        "changes": Bound(least=1),
        "window_slope_low": Bound(most=WINDOW_SLOPE),
        "renderer_slope_low": page_bounds()["renderer_slope_low"],
        "fds_grown": Bound(most=FEW),
        "threads_grown": Bound(most=FEW),
        "objects_grown": Bound(most=WALL_OBJECTS),
    }


def archive_bounds() -> Bounds:
    """Whatever the number of closed cases."""
    asked = (
        *("overdue_ms_p95", "search_ms_p95", "narrow_search_ms_p95", "card_ms_p95"),
        "region_ms_p95",
    )
    return {**{key: Bound(most=50.0) for key in asked}, "evaluation_month_s": Bound(most=1.0)}


def resync_bounds(cases: int) -> Bounds:
    """For so many open cases: 28 ms of numpy for 100,000 and the server's own sums, the
    repair of a few buckets between two polls of a busy room, and a start of about two seconds."""
    scale = max(1.0, cases / 100_000)
    return {
        "digest_ms": Bound(most=250.0 * scale),
        "repair_ms": Bound(most=250.0 * scale),
        "full_load_s": Bound(most=3.0 * scale),
    }


def document(name: str, figures: Figures, bounds: Bounds) -> dict[str, Any]:
    """`{measure, figures, bounds, within, machine}`."""
    return {
        "measure": name,
        "figures": dict(figures),
        "bounds": {key: bound.as_json() for key, bound in bounds.items()},
        "within": all(bound.holds(figures[key]) for key, bound in bounds.items()),
        "machine": machine(),
    }


def lines(name: str, figures: Figures, bounds: Bounds) -> list[str]:
    """The same for people: one figure a line with its bound."""
    made = []
    for key, figure in figures.items():
        bound = bounds.get(key)
        verdict = "" if bound is None else f"  {bound}  {'✓' if bound.holds(figure) else '✗'}"
        made.append(f"{name} {key} {figure:g}{verdict}")
    return made


def machine() -> dict[str, Any]:
    """Facts of the machine that figures depend on."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "gpu": any(Path("/dev/dri").glob("renderD*")),
    }


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.processor()
    names = [
        row.partition(":")[2].strip() for row in text.splitlines() if row.startswith("model name")
    ]
    return names[0] if names else platform.processor()
