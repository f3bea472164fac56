"""Log files: one per run, the newest few kept; no case's text and no personal data."""

import logging
import logging.handlers
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final

from console import paths

LOG = logging.getLogger(__name__)
KEPT: Final = 20
LARGEST: Final = 5_000_000
FORM: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def begin(verb: str) -> Path | None:
    """Starts a new log file; uncaught errors are logged too and still reach standard error.

    Answers the file; None where none can be written: the program runs all the same.
    """
    try:
        folder = paths.logs()
        _prune(folder)
        started = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        file = folder / f"{started}-{verb}-{os.getpid()}.log"
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=LARGEST, backupCount=1, encoding="utf-8"
        )
    except OSError as error:
        LOG.warning("no log is written: %s", error)
        return None
    handler.setFormatter(logging.Formatter(FORM))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    LOG.info("%s begins, Python %s on %s", verb, sys.version.split()[0], sys.platform)
    return file


def _prune(folder: Path) -> None:
    """Only the newest runs stay; one that another program still writes may refuse to go."""
    old = sorted(folder.glob("*.log*"), key=lambda file: file.name)[: -KEPT + 1]
    for file in old:
        try:
            file.unlink()
        except OSError as error:
            LOG.info("%s stays: %s", file, error)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        LOG.critical("uncaught", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def _uncaught_in_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
