"""`wall check` without a screen: database, login, server, schema, clocks, autostart."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.domain.refusal import Refused
from console.domain.stage import Post
from console.live.clock import wall_ms
from console.seat import wall_install
from console.seat.opening import database_url
from console.seat.recent import without_password
from console.seat.wall_seat import behind_ms, reading_url, wall_login, with_password
from console.store.city import directory
from console.store.dialect import database_now
from console.store.engine import Store, open_store
from console.store.migrations import revisions
from console.store.people import operators
from console.store.software import server_read
from console.version import command
from console.words import _, mark

LATE_MS: Final = 5_000
SKEW_MS: Final = 2_000
NAMES: Final = {
    "screens": mark("Screens"),
    "awake": mark("Kept awake"),
    "windowing": mark("Window system"),
    "renderer": mark("Graphics"),
    "fonts": mark("Fonts"),
    "password_file": mark("Password file"),
    "database": mark("Database"),
    "schema": mark("Schema"),
    "login": mark("Login"),
    "server": mark("Server"),
    "clock": mark("Clock of this machine"),
    "zone": mark("Time zone"),
    "autostart": mark("Autostart"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: whether it is well, what was found, and what to do where it is not."""

    name: str
    ok: bool
    found: str
    cure: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "ok": self.ok,
            "found": self.found,
            "do": "" if self.ok else self.cure,
        }

    def line(self) -> str:
        """For people: "wrong  Login: … → …"."""
        verdict = _("ok") if self.ok else _("WRONG")
        told = f"{verdict}\t{_(NAMES[self.name])}: {self.found}"
        return f"{told} → {self.cure}" if self.cure and not self.ok else told


def findings(options: argparse.Namespace) -> Iterator[Finding]:
    """All that needs no screen. What cannot be asked because the database is not there is left out."""
    try:
        url = with_password(database_url(options), options.password_file)
    except Refused as no:
        cure = _("Make the file readable to this user alone.")
        yield Finding("password_file", False, str(no), cure)
        url = database_url(options)
    else:
        found = options.password_file or _("none is used")
        yield Finding("password_file", True, found)
    yield from _database(url, options.actor or "")
    yield _autostart()


def _database(url: str, actor: str) -> Iterator[Finding]:
    shown = without_password(url)
    try:
        login = actor or wall_login(reading_url(url))
        with closing(open_store(reading_url(url), login)) as store:
            yield Finding("database", True, shown)
            for ask in ASKED:
                yield from _asked(ask, store, login)
    except Refused as no:
        cure = _("Check the address, the network and the password; the server's log says more.")
        yield Finding("database", False, f"{shown}: {no}", cure)


def _asked(
    ask: Callable[[Store, str], Iterator[Finding]], store: Store, login: str
) -> Iterator[Finding]:
    try:
        yield from ask(store, login)
    except Refused as no:
        name = ask.__name__.removeprefix("_")
        yield Finding(name, False, str(no), _("Ask the system administrator of the city."))


def _schema(store: Store, _login: str) -> Iterator[Finding]:
    """Whether this build may work on the database."""
    try:
        revisions.fit(store)
    except Refused as no:
        cure = _("Bring program and database to one version: {command}").format(
            command=command("db upgrade")
        )
        yield Finding("schema", False, str(no), cure)
    else:
        yield Finding("schema", True, _("of this build"))


def _login(store: Store, login: str) -> Iterator[Finding]:
    """Whether the login is a wall's and nothing else."""
    _id, _zh, _en, posts = operators.operator(store, login)
    held = sorted({str(one.post) for one in posts})
    cure = _("Give it the post of a wall alone: {command}").format(
        command=command(f"db give {login} wall")
    )
    said = f"{login}: {', '.join(Post(post).label for post in held) or _('no post')}"
    yield Finding("login", held == [str(Post.WALL)], said, cure)


def _server(store: Store, _login: str) -> Iterator[Finding]:
    """Which server is read, and how far behind it is."""
    with store.read() as connection:
        name, standby, silent_ms = server_read(connection)
        late = behind_ms(silent_ms)
    kind = _("standby") if standby else _("primary")
    said = f"{kind} {name} · {late / 1000:.1f} s" if name else _("a file of this machine")
    cure = _("The standby lags behind: look at its replication, and whether a keeper runs.")
    yield Finding("server", late < LATE_MS, said, cure)


def _clock(store: Store, _login: str) -> Iterator[Finding]:
    """This machine's clock beside the database's."""
    with store.read() as connection:
        skew = wall_ms() - database_now(connection)
    said = _("{seconds} s from the database's").format(seconds=f"{skew / 1000:+.1f}")
    cure = _("Let the system set its clock by the network (NTP); the wall shows the database's.")
    yield Finding("clock", abs(skew) < SKEW_MS, said, cure)


def _zone(store: Store, _login: str) -> Iterator[Finding]:
    """This machine's zone beside the city's."""
    name = str(directory.read(store).city["zone"])
    here = datetime.now(UTC).astimezone()
    same = here.utcoffset() == here.astimezone(ZoneInfo(name)).utcoffset()
    said = _("{here} here, {city} in the city").format(here=here.tzname(), city=name)
    cure = _("Set this machine's zone to {city}; the wall shows the city's time all the same.")
    yield Finding("zone", same, said, cure.format(city=name))


def _autostart() -> Finding:
    """Whether the wall starts by itself."""
    place = wall_install.installed()
    cure = _("Install it: {command}").format(command=command("wall install"))
    return Finding("autostart", bool(place), place or _("after a power cut nothing starts"), cure)


ASKED: Final = (_schema, _login, _server, _clock, _zone)
