"""Opens the door of a database, embedded or of a server."""

from collections.abc import Callable

from console.store.dialect import pick
from console.store.door.embedded import EmbeddedDoor
from console.store.door.port import Door
from console.store.door.server import ServerDoor
from console.store.engine import Store


def open_door(store: Store) -> Door:
    """The door of `store`, for the operator it was opened as."""
    made: Callable[[Store], Door] = pick(store, EmbeddedDoor, ServerDoor)
    return made(store)
