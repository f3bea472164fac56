"""Debian's PostgreSQL as a primary and its standby, on loopback, run by somebody who is not root."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.store.world import administer

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "wal_level": "replica",
    "wal_receiver_status_interval": "1s",
}


def programs() -> Path | None:
    """The folder of the newest version's programs; None where Debian's package is absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return found[-1].parent if found else None


def _version(initdb: Path) -> int:
    return int(initdb.parent.parent.name) if initdb.parent.parent.name.isdigit() else 0


def owner() -> str | None:
    """Who runs the servers: PostgreSQL refuses root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


def present() -> bool:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return programs() is not None and root and owner() is not None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class Cluster:
    """One server: its folder, its port."""

    folder: Path
    port: int

    def uri(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}?connect_timeout=5"

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder}"
        run("pg_ctl", "-D", self.folder, "-w", "-o", options, "-l", self.folder / "log", "start")

    def stop(self) -> None:
        run("pg_ctl", "-D", self.folder, "-w", "-m", "fast", "stop")

    def kill(self) -> None:
        """At once, without a farewell and without a last word to the standby."""
        run("pg_ctl", "-D", self.folder, "-w", "-m", "immediate", "stop")

    def promote(self) -> None:
        run("pg_ctl", "-D", self.folder, "-w", "promote")

    def wait_for_nobody(self) -> None:
        """From now on commits are not held back for a standby."""
        administer(
            self.uri(), "alter system reset synchronous_standby_names", "select pg_reload_conf()"
        )


def run(program: str, *words: str | Path) -> None:
    """One of the server's programs, as its owner."""
    folder, name = programs(), owner()
    assert folder is not None
    assert name is not None
    subprocess.run(
        [str(folder / program), *map(str, words)],
        check=True,
        user=name,
        group=pwd.getpwnam(name).pw_gid,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
    )


@contextmanager
def _folder() -> Iterator[Path]:
    made, name = Path(tempfile.mkdtemp(prefix="wangge-debian-")), owner()
    assert name is not None
    shutil.chown(made, name)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def _running(cluster: Cluster) -> Iterator[Cluster]:
    cluster.start()
    try:
        yield cluster
    finally:
        if (cluster.folder / "postmaster.pid").exists():
            cluster.kill()


@contextmanager
def primary() -> Iterator[Cluster]:
    with _folder() as folder:
        run("initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = "".join(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as written:
            written.write(settings)
        with _running(Cluster(folder, free_port())) as made:
            yield made


@contextmanager
def standby_of(first: Cluster) -> Iterator[Cluster]:
    """A copy that follows; from then on the primary acknowledges nothing the copy does not have."""
    with _folder() as folder:
        source = f"host=127.0.0.1 port={first.port} user=postgres"
        run("pg_basebackup", "-D", folder, "-d", source, "-R", "-c", "fast", "--no-sync")
        with _running(Cluster(folder, free_port())) as made:
            administer(
                first.uri(),
                "alter system set synchronous_standby_names = '*'",
                "select pg_reload_conf()",
            )
            yield made
