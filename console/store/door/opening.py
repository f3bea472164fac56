"""Opens the door of a database, embedded or of a server."""

from console.store.door.embedded import EmbeddedDoor
from console.store.door.port import Door
from console.store.door.server import ServerDoor
from console.store.engine import Store


def open_door(store: Store) -> Door:
    """The door of `store`, for the operator it was opened as."""
    return EmbeddedDoor(store) if store.embedded else ServerDoor(store)
