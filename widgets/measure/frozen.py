"""`measure frozen`: size and start of the packaged program beside the same source."""

import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from console import paths
from console.domain.refusal import Refused
from console.measure.report import Figures
from widgets.measure import startup

PLACE: Final = paths.root() / "var"
KINDS: Final = (("*.deb", "linux"), ("*-x64.exe", "windows"))
ROUNDS: Final = 3


def measure(cases: int) -> Figures:
    """Returns `size_mb packed_mb start_s start_ratio` of the packages under `var`, and `windows_packed_mb`.

    Raises `Refused` if nothing is packaged.
    """
    from console.city import demo

    folder = PLACE / "freeze" / "wangge-console"
    program = folder / "wangge"
    packed = {name: _package(pattern) for pattern, name in KINDS}
    if not program.exists() or not packed["linux"]:
        raise Refused("measure_unpackaged")
    with tempfile.TemporaryDirectory(prefix="wangge-measure-") as scratch:
        url = f"sqlite:///{scratch}/measured.db"
        demo.build(url, cases=cases)
        source, frozen = [], []
        for _round in range(ROUNDS):
            source.append(startup.once(url))
            frozen.append(_once(program, url))
    started = statistics.median(frozen)
    windows = {"windows_packed_mb": packed["windows"]} if packed["windows"] else {}
    return {
        "size_mb": round(sum(f.lstat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6, 1),
        "packed_mb": packed["linux"],
        "start_s": round(started, 2),
        "start_ratio": round(started / statistics.median(source), 2),
        **windows,
    }


def _package(pattern: str) -> float:
    """Megabytes of the package of a kind; 0 where there is none."""
    found = sorted((PLACE / "packages").glob(pattern))
    return round(found[-1].stat().st_size / 1e6, 1) if found else 0.0


def _once(program: Path, url: str) -> float:
    """Seconds until the packaged program says that it has painted."""
    began = time.perf_counter()
    with subprocess.Popen(
        [program, "dispatch", "--database", url, "--as", "li"],
        env=startup.environment(url), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        told = child.stdout.readline().strip()
        took = time.perf_counter() - began
        child.stdout.read()
    if told != startup.PAINTED_LINE:
        raise Refused("measure_unpainted", what=str(program))
    return took
