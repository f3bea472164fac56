"""Tests on other dates: `make test-dates`.

    python build/dates.py [--all] [--busy] [PYTEST ARGUMENT …]

Runs the tests at each of a few moments that have broken programs: a date full of threes, a leap day,
the turn of a year, in the city's zone and in UTC. Debian's `faketime` moves the clock of every process
by the same seconds; the monotonic clock stays true. Tests with a web page, and those that need
PostgreSQL's own timers, are left out by `tests/false_time.py`. `--busy` keeps every core busy
meanwhile, at today's date; `--all` takes each moment in both zones.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI, UTC = "Asia/Shanghai", "UTC"
MOMENTS: Final = (
    ("2027-03-13 09:00", (SHANGHAI, UTC)),
    ("2028-02-29 12:00", (UTC, SHANGHAI)),
    ("2026-12-31 23:58", (SHANGHAI, UTC)),
)
QUICK: Final = (
    *("tests/domain", "tests/desk", "tests/live", "tests/widgets/models"),
    *("tests/city/test_demo.py", "tests/city/test_history_pauses.py"),
    *("tests/store/test_worktime.py", "tests/store/test_stage_limits.py"),
    *("tests/store/test_standing.py", "tests/store/test_orders.py", "tests/store/test_months.py"),
)
"""What reckons with dates, in minutes."""
HERE: Final = Path(__file__).resolve().parent


def shifted(moment: str, zone: str) -> Mapping[str, str]:
    """The environment in which it is `moment` in `zone` now."""
    there = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
    seconds = math.ceil(there.timestamp() - datetime.now(ZoneInfo(UTC)).timestamp())
    path = os.pathsep.join(filter(None, [str(HERE / "faketime"), os.environ.get("PYTHONPATH")]))
    return {
        "TZ": zone,
        "FAKETIME_BY": f"{seconds:+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": path,
    }


def run(tests: Sequence[str], moment: str | None, zone: str) -> int:
    """pytest's exit code at that moment; None: now."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "logical", "--maxprocesses", "4"]
    pytest += ["--dist", "worksteal", *tests]
    if moment is None:
        return subprocess.run(pytest, check=False).returncode
    more = shifted(moment, zone)
    print(f"== {moment} {zone}", flush=True)
    clock = ["faketime", "-f", more["FAKETIME_BY"]]
    return subprocess.run([*clock, *pytest], env={**os.environ, **more}, check=False).returncode


@contextmanager
def busy(wanted: bool) -> Iterator[None]:
    """Every core works on something else inside."""
    loop = [sys.executable, "-c", "while True: pass"]
    idle = [subprocess.Popen(loop) for _core in range(os.cpu_count() or 1) if wanted]
    try:
        yield
    finally:
        for process in idle:
            process.kill()
            process.wait()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the tests at every moment; 1 when any of them failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="each moment in both zones")
    parser.add_argument("--busy", action="store_true", help="today, with every core kept busy")
    options, tests = parser.parse_known_args(arguments)
    tests = tests or list(QUICK)
    if options.busy:
        with busy(True):
            return run(tests, None, UTC)
    if shutil.which("faketime") is None:
        print("faketime is not installed: build/setup.sh tests", file=sys.stderr)
        return 1
    places = [(m, zone) for m, zones in MOMENTS for zone in zones[: 2 if options.all else 1]]
    codes = [run(tests, moment, zone) for moment, zone in places]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
