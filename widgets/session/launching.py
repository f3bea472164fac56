"""Programs of others, started by the window: in the environment that they would have without us."""

import shutil
from collections.abc import Sequence

from qtpy.QtCore import QProcess, QProcessEnvironment, QUrl
from qtpy.QtGui import QDesktopServices

from console.launching import clean_environment


def start(command: Sequence[str]) -> bool:
    """Starts a program and lets it go; whether it could be started."""
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(list(command[1:]))
    environment = QProcessEnvironment()
    for name, value in clean_environment().items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    return bool(process.startDetached())


def open_outside(address: str) -> bool:
    """Opens a file or a web address with what the system has for it; whether there is anything."""
    opener = shutil.which("xdg-open")  # a desktop of Linux
    if opener is not None:
        return start([opener, address])
    return bool(QDesktopServices.openUrl(QUrl.fromUserInput(address)))
