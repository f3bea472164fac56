"""Opening what a seat needs: the database named on the command line, as the operator named."""

import argparse
from contextlib import closing
from pathlib import Path

from console import paths
from console.domain.refusal import Refused
from console.store import people, revisions
from console.store.engine import Store, open_store


def demo_database() -> Path:
    """Where the demo city lives when no database is named."""
    return paths.user_data() / "demo.db"


def database_url(options: argparse.Namespace) -> str:
    return options.database or f"sqlite:///{demo_database()}"


def open_checked(options: argparse.Namespace, actor: str | None = None) -> Store:
    """The store of the command line, with a schema this program understands.

    Raises `Refused` otherwise, and for an operator who is unknown or locked.
    """
    store = open_store(database_url(options), actor)
    try:
        revisions.fit(store)
        if store.embedded and actor is not None:  # a server has let nobody in whom it does not know
            people.operator(store, actor)
    except Refused:
        store.close()
        raise
    return store


def opened(options: argparse.Namespace, actor: str | None = None) -> "closing[Store]":
    """`with opened(options) as store:` closes it again."""
    return closing(open_checked(options, actor))
