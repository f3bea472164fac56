"""The page is built once and kept; what is kept never stands in the way of a map."""

from pathlib import Path

import pytest

from console import paths
from widgets.map import skeleton
from widgets.map.skeleton import Skeleton, build


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "cache", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Skeleton]:
    made: list[Skeleton] = []

    def counted() -> Skeleton:
        made.append(build())
        return made[-1]

    monkeypatch.setattr(skeleton, "build", counted)
    return made


def test_it_is_built_once_and_then_read(folder: Path, builds: list[Skeleton]) -> None:
    assert skeleton.skeleton() == skeleton.skeleton() == builds[0]
    assert len(builds) == 1
    assert len(list(folder.iterdir())) == 1


@pytest.mark.expects_log("is damaged and made again")
@pytest.mark.parametrize("damage", ["", "{", "[]", '{"html": 3, "parts": {}}', '{"html": ""}'])
def test_a_damaged_one_is_made_again(folder: Path, builds: list[Skeleton], damage: str) -> None:
    whole = skeleton.skeleton()
    kept = next(folder.iterdir())
    kept.write_text(damage)
    assert skeleton.skeleton() == whole
    assert len(builds) == 2
    assert kept.read_text() != damage


def test_another_folium_makes_another_page(
    folder: Path, builds: list[Skeleton], monkeypatch: pytest.MonkeyPatch
) -> None:
    skeleton.skeleton()
    monkeypatch.setattr(skeleton, "version", lambda name: "99")
    skeleton.skeleton()
    assert len(builds) == 2


@pytest.mark.expects_log("the map's page is not kept")
def test_a_home_that_cannot_be_written_to_still_has_a_map(
    folder: Path, builds: list[Skeleton], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "cache", lambda: folder / "missing")
    assert skeleton.skeleton() == builds[0]
