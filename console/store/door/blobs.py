"""Pictures in the database: written once under their hash, hung on cases by the door."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from console.store.dialect import database_now, run
from console.store.engine import Store
from console.store.schema import Attachment, Blob

MOST: Final = 8 << 20
MOST_THUMBNAIL: Final = 1 << 20
"""Bytes that a server takes; the intake's pictures have a fraction of them."""


def put(store: Store, digest: str, media_type: str, content: bytes, thumbnail: bytes) -> None:
    """Stores a picture unless it is there. Raises `Refused` when the database does not take it."""
    sql = (
        "insert into blob (hash, media_type, content, thumbnail, stored_at) values (?, ?, ?, ?, ?)"
    )
    try:
        with store.write() as connection:
            at = database_now(connection)
            run(connection, sql, (digest, media_type, content, thumbnail, at))
    except IntegrityError:
        return  # it is there, if only on a case that this operator does not see


def of_case(store: Store, case: int) -> Sequence[Mapping[str, Any]]:
    """A case's pictures, oldest first: `hash`, `role`, `at` and the `thumbnail`'s bytes."""
    wanted = (
        select(Attachment.blob_hash.label("hash"), Attachment.role, Attachment.at, Blob.thumbnail)
        .join(Blob, Blob.hash == Attachment.blob_hash)
        .where(Attachment.case_id == case)
        .order_by(Attachment.id)
    )
    with store.read() as connection:
        return [dict(row) for row in connection.execute(wanted).mappings()]


def whole(store: Store, digest: str) -> bytes | None:
    """A picture's own bytes; None where there is none."""
    with store.read() as connection:
        found: bytes | None = connection.scalar(select(Blob.content).where(Blob.hash == digest))
    return found
