"""Crash records: a fault in a library is written to a file and reported at the next start."""

import atexit
import faulthandler
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from console import paths

LOG = logging.getLogger(__name__)
ENDING: Final = ".crash"


def begin(folder: Path | None = None) -> None:
    """Enables the fault handler: threads and lines go to a file that a regular exit removes."""
    try:
        file = (folder or paths.logs()) / f"{os.getpid()}{ENDING}"
        out = file.open("w", encoding="utf-8")
    except OSError as error:
        LOG.info("a crash would not be written down: %s", error)
        return
    faulthandler.enable(out)

    def end() -> None:
        faulthandler.disable()
        out.close()
        file.unlink(missing_ok=True)

    atexit.register(end)


def left(folder: Path | None = None) -> Path | None:
    """Moves the record of the newest crashed run to the logs; answers its file, None for no
    crash.
    """
    place = folder or paths.logs()
    found = None
    for file in sorted(place.glob(f"*{ENDING}"), key=lambda one: one.stat().st_mtime):
        if _runs(int(file.stem) if file.stem.isdigit() else 0):
            continue
        try:
            if not file.stat().st_size:  # killed, or the machine went: nothing to tell
                file.unlink()
                continue
            moment = datetime.fromtimestamp(file.stat().st_mtime, UTC).strftime("%Y%m%d-%H%M%S")
            found = file.rename(place / f"{moment}-crash-{file.stem}.log")
        except OSError as error:  # Windows keeps a file that a running program writes
            LOG.info("%s stays: %s", file, error)
    return found


def _runs(process: int) -> bool:
    """Whether a process is alive; Windows is asked by the file itself."""
    if sys.platform == "win32" or not process:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
