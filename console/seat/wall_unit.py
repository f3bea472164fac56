"""Texts that start a wall by itself: systemd's user unit, a desktop's autostart entry, a task of Windows.

The packages ship the unit too, so it is written here and nowhere else.
"""

import shlex
import subprocess
from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from console.words import mark

UNIT: Final = "wangge-wall.service"
ENTRY: Final = "wangge-wall.desktop"
TASK: Final = "Wangge wall"
NAME: Final = mark("Wangge Console: the video wall")
RESTART: Final = 75
"""Exit code by which a wall asks to be started again."""
WATCHDOG_S: Final = 30
AGAIN_S: Final = 5
WANTED: Final = "graphical-session.target"
SESSION: Final = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY")
"""What a program of the user's systemd needs to know of the session that shows it."""


def unit(command: Sequence[str]) -> str:
    """A user unit: started again whatever ends it, and when nothing was painted for half a minute."""
    line = " ".join(_unit_word(word) for word in command)
    return (
        f"[Unit]\nDescription={NAME}\nAfter={WANTED}\nPartOf={WANTED}\nStartLimitIntervalSec=0\n\n"
        f"[Service]\nExecStart={line}\nRestart=always\nRestartSec={AGAIN_S}\n"
        f"RestartForceExitStatus={RESTART}\nNotifyAccess=main\nWatchdogSec={WATCHDOG_S}\n"
        f"TimeoutStopSec=15\n\n[Install]\nWantedBy={WANTED}\n"
    )


def entry(command: Sequence[str], *, systemd: bool) -> str:
    """An autostart entry of the desktop.

    With systemd it tells it of the session and starts the unit, for desktops that do not; without, it
    starts the program again until it ends by itself.
    """
    if systemd:
        told = f"systemctl --user import-environment {' '.join(SESSION)}"
        shell = f"{told}; exec systemctl --user start {UNIT}"
    else:
        shell = f"until {shlex.join(command)}; do sleep {AGAIN_S}; done"
    return (
        f"[Desktop Entry]\nType=Application\nName={NAME}\nExec=sh -c {_entry_word(shell)}\n"
        "Terminal=false\nX-GNOME-Autostart-enabled=true\n"
    )


def task(command: Sequence[str], user: str) -> str:
    """A task of Windows: from each sign-on of `user`, looked at each minute, never ended for its age.

    Windows starts a task again where it cannot be started, not where it has ended: so the trigger repeats,
    and one that runs is left alone.
    """
    program, *words = command
    arguments = " ".join(_windows_word(word) for word in words)
    who = f"<UserId>{escape(user)}</UserId>"
    return (
        '<?xml version="1.0" encoding="UTF-16"?>\r\n'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\r\n'
        f"<RegistrationInfo><Description>{NAME}</Description></RegistrationInfo>\r\n"
        "<Triggers><LogonTrigger><Enabled>true</Enabled><Repetition><Interval>PT1M</Interval>"
        f"<StopAtDurationEnd>false</StopAtDurationEnd></Repetition>{who}</LogonTrigger></Triggers>\r\n"
        f'<Principals><Principal id="Author">{who}<LogonType>InteractiveToken</LogonType>'
        "<RunLevel>LeastPrivilege</RunLevel></Principal></Principals>\r\n"
        "<Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
        "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>"
        "<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>"
        "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>"
        "<RestartOnFailure><Interval>PT1M</Interval><Count>999</Count></RestartOnFailure>"
        "</Settings>\r\n"
        f'<Actions Context="Author"><Exec><Command>{escape(program)}</Command>'
        f"<Arguments>{escape(arguments)}</Arguments></Exec></Actions>\r\n</Task>\r\n"
    )


def _unit_word(word: str) -> str:
    """A word of ExecStart: systemd replaces % and $, and reads quotes and backslashes."""
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    plain = safe and not any(letter in " \t'\";" for letter in word)
    return safe if plain else f'"{safe}"'


def _entry_word(word: str) -> str:
    """A quoted word of Exec: its backslashes are read twice, and % is a field."""
    quoted = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    return f'"{quoted}"'.replace("\\", "\\\\").replace("%", "%%")


def _windows_word(word: str) -> str:
    """A word as the C runtime of Windows reads it."""
    return subprocess.list2cmdline([word])
