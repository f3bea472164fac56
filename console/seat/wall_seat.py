"""A wall's seat: a login of its own that reads, keeps tallies, and writes one row about itself.

It reads from a hot standby where the address has one and the wall asks for nothing else; its own row it
writes on the primary.
"""

import logging
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy.engine import Connection
from typing_extensions import override

from console.domain.refusal import Refused
from console.domain.stage import Post
from console.keeper import RENEW_S
from console.live.follower import interval_ms
from console.seat.heartbeat import LIFE_EVERY, Heartbeat
from console.seat.seat import Seat, players, take_seat
from console.store import address
from console.store.city import state
from console.store.engine import Store, open_store
from console.store.migrations import revisions
from console.store.people import seats
from console.store.software import server_read
from console.wall.tally_setup import new_tallies

LOG = logging.getLogger(__name__)
STANDBY: Final = "prefer-standby"
PRIMARY: Final = "read-write"


@dataclass(frozen=True, slots=True)
class WallStart:
    """How a wall was started: where it reads, as whom, on which screens, and what.

    `size` (px) makes it a window of a desk. `pitch` is mm from pixel to pixel, `distance` m to who looks. `page`
    keeps a scene of several pages on one of them, which by turns stand there else.
    """

    url: str
    login: str = ""
    name: str = "wall"
    screens: tuple[str, ...] = ()
    over_all: bool = False
    scene: str = ""
    rotate_s: int = 0
    pitch: float | None = None
    distance: float | None = None
    seams_x: tuple[int, ...] = ()
    seams_y: tuple[int, ...] = ()
    visitors: bool = False
    bilingual: bool = False
    still: bool = False
    led: bool = False
    size: tuple[int, int] | None = None
    page: int | None = None


def reading_url(url: str) -> str:
    """The address that a wall reads from: a standby of several servers, unless it names another wish."""
    parsed = address.parse(url)
    hosts = parsed.query.get("host", ())
    if not isinstance(hosts, tuple) or len(hosts) < 2 or "target_session_attrs" in url:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}target_session_attrs={STANDBY}"


def writing_url(url: str) -> str:
    """The address at which a wall writes its row: the primary of several servers."""
    parsed = address.parse(url)
    if parsed.drivername != address.SERVER:
        return url
    hosts = parsed.query.get("host", ())
    if not isinstance(hosts, tuple) or len(hosts) < 2:
        return url
    parsed = parsed.update_query_dict({"target_session_attrs": PRIMARY})
    return address.plain(parsed)


def with_password(url: str, file: str | None, login: str | None = None) -> str:
    """The address with the password of a file that nobody else may read, for `login` if it names nobody.

    Raises `Refused` for a file that is not there, or that others may read.
    """
    if file is None:
        return url
    path = Path(file)
    try:
        mode = path.stat().st_mode
        password = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Refused("file_unreadable", path=file) from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused("password_file_open", path=file)
    parsed = address.parse(url)
    if "target_session_attrs" not in url:  # not said by the address: the wall itself chooses
        parsed = parsed.difference_update_query(["target_session_attrs"])
    return address.plain(parsed.set(username=login or parsed.username, password=password))


def take_wall_seat(start: WallStart, wake: Callable[[], None]) -> Seat:
    """The seat of a wall; nothing follows the feed before its `start`.

    Blocks: for worker threads. Raises `Refused`.
    """
    url = reading_url(start.url)
    login = start.login or wall_login(url)
    seat = take_seat(url, login, str(Post.WALL), wake, start.name)
    beat = seat.heartbeat
    seat.heartbeat = WallHeartbeat(
        seat.store, beat.occupant, beat.set_pace, beat.refuse, writing_url(start.url)
    )
    seat.room.keep_tallies(partial(new_tallies, seat.desk))
    return seat


def wall_login(url: str) -> str:
    """Who plays the wall of an embedded city; on a server the address itself says who asks."""
    parsed = address.parse(url)
    if parsed.drivername == address.SERVER:
        return str(parsed.username or "")
    found = [one.login for one in players(url) if str(Post.WALL) in one.posts]
    if not found:
        raise Refused("wall_login")
    return found[0]


def behind_ms(silent_ms: int) -> int:
    """A standby's delay: at most the age of the last commit it has replayed. Some console commits at every
    turn, so one older than a turn is late.
    """
    return max(0, silent_ms - round(RENEW_S * 1000))


class WallHeartbeat(Heartbeat):
    """Heartbeat of a wall: writes what the wall tells of itself, and never keeps anything.

    `told` is set by the wall's windows, from their own thread.
    """

    def __init__(
        self,
        store: Store,
        occupant: Any,
        pace: Callable[[int], None],
        unfit: Callable[[str], None],
        primary: str,
    ) -> None:
        super().__init__(store, occupant, pace, unfit)
        self.told: Callable[[], Mapping[str, Any]] = dict
        self.problem = ""
        self.server, self.behind_ms = "", 0
        self._primary = primary
        self._writer: Store | None = None
        self._has_told = False

    @override
    def turn(self, number: int) -> None:
        """One turn: the row on the primary, counts and state of the city from where the wall reads."""
        if number % LIFE_EVERY == 0:
            revisions.fit(self.store)
        with self.store.read() as connection:
            self.on_line = seats.on_line(connection)
            self._look_where(connection)
            if number % LIFE_EVERY == 0:
                self.city_version = state.city_state(connection)
        self.set_pace(interval_ms(self.seats))
        try:
            self._tell(dict(self.told()))
            self.problem = ""
        except Refused as no:  # the picture matters more than what is told of it
            LOG.info("the wall's row is not written: %s", no)
            self.problem = no.key
        self._has_told = True

    def _look_where(self, connection: Connection) -> None:
        """Which server is read, and its delay; this wall alone writes its row at every turn."""
        name, standby, silent_ms = server_read(connection)
        self.server = f"standby {name}" if standby else name and f"primary {name}"
        self.behind_ms = behind_ms(silent_ms) if self._has_told else 0

    def _tell(self, told: Mapping[str, Any]) -> None:
        if self._writer is None:
            self._writer = open_store(self._primary, self.occupant_login)
        with self._writer.write() as connection:
            seats.wall_life(connection, self.occupant.seat, self.occupant.operator, told)

    @property
    def occupant_login(self) -> str | None:
        return self.store.actor

    @override
    def stop(self) -> None:
        super().stop()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    @override
    def _leave(self) -> None:
        """The row stays: a wall that is gone is seen to be gone."""
