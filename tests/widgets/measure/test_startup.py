"""The children that are timed: each paints and says so."""

from pathlib import Path

import pytest

from console.city import demo
from console.domain.refusal import Refused
from widgets.measure import startup


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.mark.parametrize("part", [startup.EMPTY, startup.STACK])
def test_the_empty_window_of_the_reference_is_painted(part: str) -> None:
    assert 0 < startup.once(part) < 60


def test_the_console_paints_its_map_and_ends(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'city.db'}"
    demo.build(url, cases=40)
    assert 0 < startup.once(url) < 60


def test_a_window_that_does_not_paint_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        startup.once(f"sqlite:///{tmp_path / 'missing.db'}")


def test_a_start_is_told_beside_both_references() -> None:
    found = startup.figures(3.0, 1.2, 0.8)
    assert found["stack_ratio"] == 2.5
    assert found["ratio"] == 3.75
