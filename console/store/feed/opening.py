"""Opens the feed of a database, embedded or of a server."""

from collections.abc import Callable

from console.store.dialect import pick
from console.store.engine import Store
from console.store.feed.embedded import EmbeddedFeed
from console.store.feed.port import Feed
from console.store.feed.server import ServerFeed


def open_feed(store: Store) -> Feed:
    """The feed of `store`, on a connection of its own."""
    made: Callable[[Store], Feed] = pick(store, EmbeddedFeed, ServerFeed)
    return made(store)
