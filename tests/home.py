"""A home of the tests' own, so that no operator's settings are read and none are written."""

import os
import shutil
import tempfile
from pathlib import Path

VARIABLES = {
    "HOME": ".",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": ".runtime",
    "USERPROFILE": ".",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
}
_folders: list[Path] = []


def move_in() -> None:
    """Point every variable that names a home into a fresh folder."""
    folder = Path(tempfile.mkdtemp(prefix="wangge-tests-"))
    _folders.append(folder)
    for name, inside in VARIABLES.items():
        place = folder / inside
        place.mkdir(parents=True, exist_ok=True)
        place.chmod(0o700)
        os.environ[name] = str(place)
    os.environ["WANGGE_MACHINE_SETTINGS"] = str(folder / "machine.toml")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


def move_out() -> None:
    """Remove the folders made."""
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)
