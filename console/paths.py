"""Folders of the program and of the operator, the same from source and frozen."""

import atexit
import logging
import os
import shutil
import sys
import tempfile
from functools import cache as once
from pathlib import Path

LOG = logging.getLogger(__name__)


def root() -> Path:
    """Folder that holds `resources/`: the checkout, or the unpacked program when frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """A file shipped with the program, `resources/<parts>`."""
    return root().joinpath("resources", *parts)


def user_data() -> Path:
    """The operator's own folder for demo city and drafts; made when missing."""
    import platformdirs  # late: only a running program has a home

    return _made(Path(platformdirs.user_data_dir("wangge-console", appauthor=False)), "data")


def config_place() -> Path:
    """The operator's folder for settings; it may not exist."""
    import platformdirs

    return Path(platformdirs.user_config_dir("wangge-console", appauthor=False))


def user_config() -> Path:
    """The operator's own folder for settings; made when missing."""
    return _made(config_place(), "config")


def logs() -> Path:
    """Folder of this operator's log files; made when missing."""
    import platformdirs

    return _made(Path(platformdirs.user_log_dir("wangge-console", appauthor=False)), "logs")


def cache() -> Path:
    """The operator's folder for files that can be made again at any time; made when missing."""
    import platformdirs

    return _made(Path(platformdirs.user_cache_dir("wangge-console", appauthor=False)), "cache")


def _made(path: Path, kind: str) -> Path:
    """The folder, or one of this run's own where the home cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        if os.access(path, os.W_OK):
            return path
    except OSError as error:
        LOG.info("%s: %s", path, error)
    instead = _instead() / kind
    instead.mkdir(exist_ok=True)
    return instead


@once
def _instead() -> Path:
    """Temporary folder, removed at the end of the program; warned of once."""
    folder = Path(tempfile.mkdtemp(prefix="wangge-console-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    LOG.warning("This home cannot be written: what is kept there lasts for this run only.")
    return folder
