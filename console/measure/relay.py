"""Relay between consoles and their server that can cut, delay or silence connections.

python -m console.measure.relay SERVER_SOCKET HOST PORT — in another network namespace.
"""

import contextlib
import random
import selectors
import socket
import struct
import sys
import threading
import time
from multiprocessing.connection import Connection

PIECE = 1 << 16
AT_ONCE = struct.pack("ii", 1, 0)  # closing sends a reset, no farewell


Target = str | tuple[str, int]
"""A server's local socket, or its host and port."""


class Relay:
    """Relays TCP on `host` to a server, from a thread of its own."""

    def __init__(
        self, target: Target, host: str = "127.0.0.1", port: int = 0, seed: int = 0
    ) -> None:
        self.target, self.rng = target, random.Random(seed)
        self.cut_within = 0  # bytes a connection may live for; 0: for ever
        self.delay_s = 0.0
        self.silent = False
        self.cuts = 0
        self._listener = socket.create_server((host, port))
        self.port = int(self._listener.getsockname()[1])
        self._peers: dict[socket.socket, socket.socket] = {}
        self._left: dict[socket.socket, int] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._relay, name="line")
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        for end in [*self._peers, self._listener]:
            end.close()
        self._selector.close()

    def cut_all(self) -> None:
        """Every connection dies at its next byte."""
        for end in list(self._left):
            self._left[end] = 0

    def _relay(self) -> None:
        while not self._over.is_set():
            if self.silent:  # nothing is read, nothing answered, nothing closed
                time.sleep(0.01)
                continue
            for key, _events in self._selector.select(0.05):
                end = key.fileobj
                assert isinstance(end, socket.socket)
                with contextlib.suppress(OSError):
                    if end is self._listener:
                        self._join(end.accept()[0])
                    elif end in self._peers:
                        self._pass_on(end)

    def _join(self, near: socket.socket) -> None:
        far = socket.socket(socket.AF_UNIX if isinstance(self.target, str) else socket.AF_INET)
        try:
            far.connect(self.target)
        except OSError:  # the server is dead: so is this connection
            near.close()
            far.close()
            return
        life = self.rng.randint(1, self.cut_within) if self.cut_within else sys.maxsize
        for end, other in ((near, far), (far, near)):
            self._peers[end], self._left[end] = other, life
            self._selector.register(end, selectors.EVENT_READ)

    def _pass_on(self, end: socket.socket) -> None:
        other = self._peers[end]
        left = min(self._left[end], self._left[other])
        try:
            piece = end.recv(PIECE)[:left]
            time.sleep(self.delay_s)
            other.sendall(piece)
        except OSError:
            piece = b""
        self._left[end] = left - len(piece)
        if not piece or not self._left[end]:
            self.cuts += bool(piece)
            self._part(end, other)

    def _part(self, *ends: socket.socket) -> None:
        for end in ends:
            self._selector.unregister(end)
            del self._peers[end], self._left[end]
            if end.family == socket.AF_INET and self.rng.random() < 0.5:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            end.close()


def serve(pipe: Connection, target: Target, seed: int) -> None:
    """A line in a process of its own: tells its port, then `cut` for ever; answers its cuts."""
    line = Relay(target, seed=seed)
    pipe.send(line.port)
    try:
        while pipe.recv() == "cut":
            line.cut_all()
    except EOFError:
        pass  # whoever started it is gone
    else:
        pipe.send(line.cuts)
    finally:
        line.close()


if __name__ == "__main__":
    line = Relay(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    sys.stdin.read()  # until whoever started it closes the pipe
    line.close()
