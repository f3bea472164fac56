"""Pictures of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from console.desk.desk import Desk
from console.store.door import blobs

AFTER: Final = frozenset({"after", "check"})
"""Roles of pictures of the work done; all others show the report."""


@dataclass(frozen=True, slots=True)
class CasePicture:
    """One picture: its hash, role (report, verify, note, after, check), ms, thumbnail as JPEG."""

    hash: str
    role: str
    at: int
    thumbnail: bytes


def of_case(desk: Desk, case: int) -> Sequence[CasePicture]:
    """Pictures, oldest first. Blocks: for worker threads."""
    return [
        CasePicture(row["hash"], row["role"], row["at"], row["thumbnail"] or b"")
        for row in blobs.of_case(desk.store, case)
    ]


def whole(desk: Desk, digest: str) -> bytes:
    """Bytes of a picture, b"" where it has gone. Blocks: for worker threads."""
    return blobs.whole(desk.store, digest) or b""
