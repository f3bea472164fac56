"""A disk that is full: a clear refusal, nothing half-written, and work goes on once there is room."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from console.domain.intent import Intent
from console.domain.refusal import Refused
from console.store.backup import files
from console.store.door.opening import open_door
from console.store.engine import open_store
from console.store.migrations import revisions
from tests.faults.history import a_new_screen_agrees, keeps_its_word
from tests.store import world
from tests.store.attacks import filed
from tests.store.world import World

PAGE = 4096
SIZE_MB = 24


@dataclass
class SmallDisk:
    """A folder of a few megabytes that can be filled and emptied."""

    folder: Path
    stone: Path = field(init=False)

    def __post_init__(self) -> None:
        self.stone = self.folder / "stone"

    def fill(self) -> None:
        """Not a page is left."""
        with self.stone.open("ab", buffering=0) as stone:
            for piece in (1 << 20, PAGE):
                try:
                    while stone.write(b"\\0" * piece):
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        self.stone.unlink()


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    if shutil.which("mount") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    with tempfile.TemporaryDirectory(prefix="wangge-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", folder]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("mounting is not allowed on this machine")
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def embedded_there(disk: SmallDisk, embedded_town: Path) -> Iterator[World]:
    made = world.embedded_world(embedded_town, disk.folder)
    yield made
    made.close()


@pytest.fixture
def server_there(disk: SmallDisk, server_uri: str) -> Iterator[World]:
    """Tables on the small disk, the write-ahead log elsewhere, as it should be kept."""
    space = disk.folder / "space"
    space.mkdir()
    data = Path(world.database_uri(server_uri, "").partition("host=")[2])
    owner = data.stat()
    for folder in (disk.folder, space):
        os.chown(folder, owner.st_uid, owner.st_gid)
    world.administer(
        server_uri,
        f"create tablespace small location '{space}'",
        "create database cramped template town tablespace small strategy file_copy",
    )
    url = world.database_uri(server_uri, "cramped")
    made = World(url, open_store(url))
    yield made
    made.close()
    world.administer(server_uri, "drop database cramped with (force)", "drop tablespace small")


@pytest.mark.parametrize("kind", ["embedded_there", "server_there"])
def test_a_full_disk_is_said_writes_nothing_by_halves_and_is_over_when_there_is_room(
    disk: SmallDisk, kind: str, request: pytest.FixtureRequest
) -> None:
    made: World = request.getfixturevalue(kind)
    case = filed(made)
    disk.fill()
    told: dict[str, int | None] = {}
    refused, why = written_until_refused(made, case, told)
    assert why == "database_full"
    with pytest.raises(Refused) as again:
        made.door("disp").submit([refused])
    assert again.value.key == "database_full"
    keeps_its_word(made, told)
    assert refused.command_id not in {row["command_id"] for row in made.rows("command")}
    a_new_screen_agrees(made)
    disk.free()
    (answer,) = made.door("disp").submit([refused])
    assert answer.done
    keeps_its_word(made, told | {refused.command_id: answer.version})
    a_new_screen_agrees(made)
    revisions.fit(made.store)


def written_until_refused(
    made: World, case: int, told: dict[str, int | None]
) -> tuple[Intent, str]:
    """Long notes into what room is left; answers the first that found none, and the refusal's key."""
    for number in range(20_000):
        note = made.intent("disp", "note", case, reason=f"{number} " + os.urandom(600).hex())
        try:
            (answer,) = made.door("disp").submit([note])
        except Refused as no:
            return note, no.key
        told[note.command_id] = answer.version
    raise AssertionError("the disk was never full")


def test_a_backup_onto_a_full_disk_leaves_nothing(town_world: World, disk: SmallDisk) -> None:
    disk.fill()
    with pytest.raises(Refused) as caught:
        files.backup(town_world.store, disk.folder / "saved")
    assert caught.value.key == "file_unwritable"
    assert [path.name for path in disk.folder.iterdir()] == ["stone"]
    disk.free()
    files.backup(town_world.store, disk.folder / "saved")


def test_a_restore_onto_a_full_disk_leaves_nothing(
    embedded: World, disk: SmallDisk, tmp_path: Path
) -> None:
    files.backup(embedded.store, tmp_path / "saved")
    disk.fill()
    url = f"sqlite:///{disk.folder / 'again.db'}"
    with pytest.raises(Refused) as caught:
        files.restore(url, tmp_path / "saved")
    assert caught.value.key == "file_unwritable"
    assert [path.name for path in disk.folder.iterdir()] == ["stone"]
    disk.free()
    assert files.restore(url, tmp_path / "saved")["era"] == 2
    store = open_store(url)
    open_door(store)
    revisions.fit(store)
    store.close()
