"""Start of external programs in a clean environment."""

import shutil
from collections.abc import Sequence

from qtpy.QtCore import QProcess, QProcessEnvironment, QUrl
from qtpy.QtGui import QDesktopServices

from console.launching import clean_environment


def start(command: Sequence[str]) -> bool:
    """Starts a program detached; returns whether it could be started."""
    process = QProcess()
    process.setProgram(command[0])
    process.setArguments(list(command[1:]))
    environment = QProcessEnvironment()
    for name, value in clean_environment().items():
        environment.insert(name, value)
    process.setProcessEnvironment(environment)
    return bool(process.startDetached())


def open_outside(address: str) -> bool:
    """Opens a file or a web address in the system's program; returns whether there is one."""
    opener = shutil.which("xdg-open")  # a desktop of Linux
    if opener is not None:
        return start([opener, address])
    return bool(QDesktopServices.openUrl(QUrl.fromUserInput(address)))
