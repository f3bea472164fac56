"""Opens the database of the command line as its operator."""

import argparse
from contextlib import closing
from pathlib import Path

from console import paths
from console.domain.refusal import Refused
from console.live.clock import wall_ms
from console.seat.attempts import Attempts
from console.store import address, secrets
from console.store.engine import Store, open_store
from console.store.migrations import revisions
from console.store.people import operators


def demo_database() -> Path:
    """Address of the demo city, used when no database is named."""
    return paths.user_data() / "demo.db"


def database_url(options: argparse.Namespace) -> str:
    return options.database or f"sqlite:///{demo_database()}"


def open_checked(options: argparse.Namespace, actor: str | None = None) -> Store:
    """The store of the command line, with a schema this program understands.

    Raises `Refused` otherwise, and for an operator who is unknown or locked.
    """
    store = _opened(database_url(options), actor)
    try:
        revisions.fit(store)
        if not store.has_logins and actor is not None:  # one with logins has asked already
            operators.operator(store, actor)
    except Refused:
        store.close()
        raise
    return store


def fits(url: str) -> bool:
    """Whether the database at an address has this program's schema. Raises `Refused` where there
    is none.
    """
    with closing(open_store(url, None)) as store:
        return bool(revisions.check(store)["digest"])


def _opened(url: str, actor: str | None) -> Store:
    """A wrong password counts here as it does at the sign-on, and a login locked there is locked here."""
    if actor is None or address.parse(url).drivername != address.SERVER:
        return open_store(url, actor)
    tried, place, now = Attempts(), secrets.place(url), wall_ms()
    tried.check(place, actor, now)
    try:
        return open_store(url, actor)
    except Refused as no:
        if no.key == "password_wrong":
            tried.record_failure(place, actor, now)
        raise


def opened(options: argparse.Namespace, actor: str | None = None) -> "closing[Store]":
    """`with opened(options) as store:` closes it again."""
    return closing(open_checked(options, actor))
