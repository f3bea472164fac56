"""Upload of picture files before a command names them."""

from collections.abc import Sequence

from console.store.door import blobs
from console.store.engine import Store


def stored(store: Store, files: Sequence[str]) -> list[str]:
    """Stores pictures and answers their hashes; all are read before one is stored.

    Blocks: for worker threads. Raises `Refused` for a file that is no picture, or no database.
    """
    from console.intake import pictures

    found = [pictures.read(file) for file in files]
    for one in found:
        blobs.put(store, one.hash, one.media_type, one.content, one.thumbnail)
    return [one.hash for one in found]
