"""Where the program's own files and the operator's files are, from source and frozen alike."""

import sys
from pathlib import Path


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

    path = Path(platformdirs.user_data_dir("wangge-console", appauthor=False))
    path.mkdir(parents=True, exist_ok=True)
    return path


def config_place() -> Path:
    """The operator's own folder for settings, which need not be there."""
    import platformdirs

    return Path(platformdirs.user_config_dir("wangge-console", appauthor=False))


def user_config() -> Path:
    """The operator's own folder for settings; made when missing."""
    path = config_place()
    path.mkdir(parents=True, exist_ok=True)
    return path


def logs() -> Path:
    """Folder of this operator's log files; made when missing."""
    import platformdirs

    path = Path(platformdirs.user_log_dir("wangge-console", appauthor=False))
    path.mkdir(parents=True, exist_ok=True)
    return path


def cache() -> Path:
    """The operator's folder for what can be made again at any time; made when missing."""
    import platformdirs

    path = Path(platformdirs.user_cache_dir("wangge-console", appauthor=False))
    path.mkdir(parents=True, exist_ok=True)
    return path
