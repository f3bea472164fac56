"""One lock for every write and every checkpoint of an embedded database.

SQLite before 3.51.3 may corrupt the WAL when one connection checkpoints while another commits, and
its own waits are unfair for seconds; a lock on `FILE.lock` cures both. The database file itself is
never opened here: closing any other handle on it would drop SQLite's own locks.
"""

import os
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO

from console.domain.refusal import Refused

PATIENCE_S = 5.0


class WriteLock:
    """Between the threads of this process and between processes; re-entry is an error."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._threads = threading.Lock()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> None:
        if not self._threads.acquire(timeout=PATIENCE_S):
            raise Refused("database_locked", path=str(self.path))
        try:
            self._take()
        except BaseException:
            self._threads.release()
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._file is not None:
                _unlock(self._file)
        finally:
            self._threads.release()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _take(self) -> None:
        try:
            if self._file is None:
                self._file = self.path.open("ab")
        except OSError:
            raise Refused("database_read_only", path=str(self.path)) from None
        until = time.monotonic() + PATIENCE_S
        pause = 0.0005
        while not _try_lock(self._file):
            if time.monotonic() > until:
                raise Refused("database_locked", path=str(self.path))
            time.sleep(pause)
            pause = min(pause * 1.5, 0.01)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


NETWORK_MAGIC = {0x6969, 0xFF534D42, 0x517B, 0xFE534D42, 0x5346414F, 0x01021997}
"""statfs types of NFS, CIFS, SMB, SMB2, AFS and 9P."""


def on_network(path: Path) -> bool:
    """Whether the folder of `path` is a network share, where SQLite's locks cannot be trusted."""
    folder = path.resolve().parent
    if sys.platform == "win32":
        import ctypes

        drive_remote = 4
        drive = ctypes.windll.kernel32.GetDriveTypeW(str(folder.anchor))
        return str(folder).startswith("\\\\") or drive == drive_remote
    return _filesystem_type(folder) in NETWORK_MAGIC or _mounted_as_network(folder)


def _filesystem_type(folder: Path) -> int:
    """f_type of statfs(2); 0 where the C library cannot be asked."""
    import ctypes

    try:
        libc = ctypes.CDLL(None, use_errno=True)
        buffer = ctypes.create_string_buffer(512)
        if libc.statfs(os.fsencode(folder), buffer) != 0:
            return 0
    except (OSError, AttributeError):
        return 0
    return int(ctypes.c_ulong.from_buffer(buffer).value) & 0xFFFFFFFF


def _mounted_as_network(folder: Path) -> bool:
    """FUSE shares (sshfs and the like) tell only by their mount line."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return False
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, mount, fstype, *_rest = line.split(" ")
        mount = mount.replace("\\040", " ")
        inside = mount == "/" or str(folder) == mount or str(folder).startswith(mount + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, fstype
    return kind in {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "afs"}
