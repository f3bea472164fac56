"""The operator's settings: kept, forgiving of what is broken, never of what is unknown."""

from pathlib import Path

import pytest

from console import machine, paths
from console.settings import CHOICES, Settings


def test_what_is_kept_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    Settings(file).keep("after_dispatch", "street")
    Settings(file).keep("comfort", "1.15")
    found = Settings(file)
    assert (found["after_dispatch"], found["comfort"], found["theme"]) == ("street", "1.15", "dark")
    assert [one.name for one in tmp_path.iterdir()] == ["settings.json"]


def test_without_a_file_they_hold_for_this_run() -> None:
    held = Settings()
    held.keep("theme", "light")
    assert held["theme"] == "light"
    assert Settings()["theme"] == "dark"


@pytest.mark.parametrize("text", ["[]", '{"theme": "pink"}', '{"theme": ["light"]}', '{"x": "y"}'])
def test_what_is_unknown_is_the_default(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text)
    assert {name: Settings(file)[name] for name in CHOICES} == {
        name: values[0] for name, values in CHOICES.items()
    }


@pytest.mark.expects_log("cannot be read, the usual settings hold")
@pytest.mark.parametrize("raw", [b"{", b"\xff\xfe\x00"])
def test_a_broken_file_does_not_stop_the_program(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(raw)
    held = Settings(file)
    assert held["theme"] == "dark"
    held.keep("theme", "light")
    assert Settings(file)["theme"] == "light"


def test_an_unknown_value_is_refused(tmp_path: Path) -> None:
    held = Settings(tmp_path / "settings.json")
    with pytest.raises(ValueError, match="pink"):
        held.keep("theme", "pink")
    assert not (tmp_path / "settings.json").exists()


@pytest.mark.expects_log("settings are not kept")
def test_a_home_that_cannot_be_written_to_keeps_them_for_this_run(tmp_path: Path) -> None:
    held = Settings(tmp_path / "missing" / "settings.json")
    held.keep("theme", "light")
    assert held["theme"] == "light"


@pytest.mark.expects_log("settings are not kept")
def test_without_any_home_there_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise PermissionError("no home")

    monkeypatch.setattr(paths, "user_config", none)
    assert machine.own()["theme"] == "dark"
