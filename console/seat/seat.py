"""Seat of one operator: store, directory, live room and desk."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from console.desk.automatic_commands import AutomaticCommands, serves
from console.desk.desk import Desk, open_desk
from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.room import Room
from console.live.spans import Calendars
from console.seat.heartbeat import Heartbeat, SeatOccupant, seat_name
from console.store.city import directory
from console.store.city.directory import Directory
from console.store.city.state import city_state
from console.store.engine import Store, open_store
from console.store.feed.opening import open_feed
from console.store.migrations import revisions
from console.store.people import administration
from console.store.reading import queries


class City(NamedTuple):
    """The city's own data, and the version they were read at (`store.city.state`)."""

    state: str
    directory: Directory


def _city(store: Store) -> City:
    with store.read() as connection:
        state = city_state(connection)
    return City(state, directory.read(store, with_grids=True))


def _homes(found: Directory) -> list[tuple[int, float, float]]:
    return [(crew, row["home_lon"], row["home_lat"]) for crew, row in found.crews.items()]


@dataclass(slots=True)
class Seat:
    """Open until `close`; live from the first `start` on."""

    url: str
    store: Store
    room: Room
    desk: Desk
    heartbeat: Heartbeat
    city: str
    on_duty: bool = False

    def sign_on(self, failed: int = 0) -> None:
        """Tells the log that the operator is on duty here, after so many failed sign-ons.

        Blocks. Raises `Refused`.
        """
        who = {"post": str(self.desk.post), "seat": self.heartbeat.occupant.seat, "failed": failed}
        administration.act(self.store, "sign-on", self.desk.login, who)
        self.on_duty = True

    def _sign_off(self) -> None:
        """Records the sign-off, unless the database does not answer."""
        if self.on_duty:
            self.on_duty = False
            with suppress(Refused):
                where = {"seat": self.heartbeat.occupant.seat}
                administration.act(self.store, "sign-off", self.desk.login, where)

    @property
    def city_outdated(self) -> bool:
        """Whether the city's own data have changed since they were read."""
        return self.heartbeat.city_version not in ("", self.city)

    def read_city(self) -> City:
        """The city's own data as it is now. Blocks: for worker threads. Raises `Refused`."""
        return _city(self.store)

    def take_city(self, found: City) -> None:
        """Replaces the city's data of this seat; call it on the thread of `room.apply_updates`."""
        self.city, self.desk.directory = found
        self.room.cases.calendars.renew(found.directory.spans)
        self.room.crews.set_crews(_homes(found.directory))

    def start(self) -> None:
        self.room.start()
        self.heartbeat.start()

    def close(self) -> None:
        self.heartbeat.stop()
        self.room.stop()
        self._sign_off()
        self.store.close()


def take_seat(
    url: str,
    login: str,
    post: str | None = None,
    wake: Callable[[], None] = lambda: None,
    name: str | None = None,
) -> Seat:
    """Opens the database as this operator and reads the city; nothing follows the feed yet.

    `name` is the seat's (席位), the workstation's when none is given. `wake` is called from the listening thread whenever `room.apply_updates` has something to do.
    Blocks: for worker threads. Raises `Refused` for what cannot be opened.
    """
    store = open_store(url, login)
    try:
        revisions.fit(store)
        state, found = _city(store)
        room = Room(Calendars(found.spans), _Feeds(store), wake)
        room.crews.set_crews(_homes(found))
        desk = open_desk(store, room, found, Post(post) if post else None)
        room.narrow = desk.narrow
    except BaseException:
        store.close()
        raise
    occupant = SeatOccupant(seat_name(login, name), desk.actor, str(desk.post))
    beside = AutomaticCommands(store, desk.door, room.cases.calendars.calendar).turn
    heartbeat = Heartbeat(
        *(store, occupant, room.feed_thread.pace, room.feed_thread.refuse_schema),
        beside
        if desk.post is Post.CALL_TAKER and serves([held.post for held in desk.posts])
        else bool,
    )
    desk.answered = heartbeat.answered_today
    return Seat(url, store, room, desk, heartbeat, state)


class _Feeds:
    """Opens the feed of a store, each time the listener needs a new one."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __call__(self) -> Any:
        return open_feed(self.store)


@dataclass(frozen=True, slots=True)
class Player:
    """An operator of the demo to play as."""

    login: str
    zh: str
    en: str
    posts: Sequence[str]


def players(url: str) -> list[Player]:
    """Operators of this city with their posts, for the sign-on of the demo.

    Blocks: for worker threads. Raises `Refused`.
    """
    store = open_store(url)
    try:
        revisions.fit(store)
        return [
            Player(row["login"], row["zh"], row["en"], row["posts"])
            for row in queries.people(store)
        ]
    finally:
        store.close()


def ground(seat: Seat) -> Sequence[Mapping[str, Any]]:
    """Base layer of the map: rows of layer, id, zh, en, shape (lists of lon/lat)."""
    return queries.ground(seat.store)
