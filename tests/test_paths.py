"""Folders of the operator's own; a home that takes nothing is replaced for the run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console import paths


@pytest.fixture
def flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file where a home should be: no folder can be made there."""
    file = tmp_path / "flat"
    file.write_text("")
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "LOCALAPPDATA",
    ):
        monkeypatch.setenv(name, str(file))
    paths._instead.cache_clear()
    yield file
    paths._instead.cache_clear()


@pytest.mark.expects_log("lasts for this run only")
def test_each_folder_of_a_home_that_takes_nothing_is_elsewhere(flat: Path) -> None:
    made = [paths.user_data(), paths.user_config(), paths.logs(), paths.cache()]
    assert len(set(made)) == 4
    for folder in made:
        (folder / "x").write_text("kept for this run")
        assert flat not in folder.parents


def test_a_home_with_blanks_and_chinese_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "王伟 的文件"
    for name in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    assert home in paths.user_config().parents
