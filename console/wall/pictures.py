"""Pictures before and after, as files that panels paint: read now and then, not with each figure."""

from pathlib import Path
from typing import Final

from console.desk.case_names import CaseNames
from console.desk.desk import Desk
from console.store.reading import pairs
from console.wall.figures import PhotoPair

WITHIN_MS: Final = 30 * 86_400_000


def read_pairs(desk: Desk, folder: Path) -> list[PhotoPair]:
    """The newest pairs, their files in `folder`; what is no longer shown goes.

    Blocks: for worker threads. Raises `Refused`.
    """
    names = CaseNames(desk)
    with desk.store.read() as connection:
        found = pairs.read(connection, desk.room.clock.now() - WITHIN_MS)
    made, kept = [], set()
    for one in found:
        files = [folder / f"{one.case}-{role}" for role in ("before", "after")]
        for file, content in zip(files, (one.before, one.after), strict=True):
            if not file.exists():
                file.write_bytes(content)
        kept.update(files)
        place = names.name_of("regions", one.region)
        category = names.name_of("categories", one.category)
        made.append(PhotoPair(category, place, str(files[0]), str(files[1]), one.took_ms))
    for file in set(folder.iterdir()) - kept:
        file.unlink(missing_ok=True)
    return made
