"""A virtual screen with a window manager of its own, for one command.

    python build/virtual_screen.py [--size 1920x1080] COMMAND [ARGUMENT …]

Starts Xvfb on a display number nobody uses, openbox on it, runs COMMAND with `DISPLAY` set, ends
both and exits with the command's own code. Only what was started here is ended.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

READY_SECONDS = 30


class VirtualScreen:
    """Context manager: `display` is the X display (":7") while inside.

    `open_to_all`: other users of this machine may put windows on it.
    """

    def __init__(self, size: str = "1920x1080", *, open_to_all: bool = False) -> None:
        self.size, self.open_to_all = size, open_to_all
        self.display = ""
        self._started: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        read, write = os.pipe()
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.size}x24"]
        with os.fdopen(write, "wb"):
            access = ["-ac"] if self.open_to_all else []
            self._start([*server, "-nolisten", "tcp", "-noreset", *access], pass_fds=(write,))
        with os.fdopen(read, encoding="ascii") as number:
            self.display = f":{number.readline().strip()}"  # ends early if Xvfb dies
        if self.display == ":":
            self._end()
            raise RuntimeError("Xvfb did not start")
        try:
            self._start_openbox()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def environment(self) -> dict[str, str]:
        """This process's environment with the screen's `DISPLAY`."""
        return os.environ | {"DISPLAY": self.display}

    def _start_openbox(self) -> None:
        """openbox says that it is ready by running a command of ours."""
        with tempfile.TemporaryDirectory() as folder:
            ready = Path(folder, "ready")
            os.mkfifo(ready)
            # opened for both ends, so that neither side waits for the other
            with os.fdopen(os.open(ready, os.O_RDWR), "rb", buffering=0) as end:
                self._start(
                    ["openbox", "--startup", f"sh -c 'echo ready > {ready}'"],
                    env=self.environment(),
                )
                _wait_for_a_line(end.fileno())

    def _start(
        self,
        command: Sequence[str],
        *,
        env: dict[str, str] | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self._started.append(
            subprocess.Popen(
                command,
                env=env,
                pass_fds=pass_fds,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )

    def _end(self) -> None:
        while self._started:
            process = self._started.pop()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for_a_line(end: int) -> None:
    import select

    if not select.select([end], [], [], READY_SECONDS)[0]:
        raise RuntimeError("openbox did not start")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command on a screen of its own; its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", default="1920x1080")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    if not options.command:
        parser.error("a command is needed")
    with VirtualScreen(options.size) as screen:
        return subprocess.run(options.command, env=screen.environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
