import os
from pathlib import Path

import pytest
from qtpy.QtWebEngineCore import QWebEngineUrlScheme

from console import paths
from widgets.map import scheme


def test_only_a_render_node_counts_as_a_gpu(tmp_path: Path) -> None:
    assert not scheme.has_gpu(tmp_path / "none")
    (tmp_path / "card0").touch()
    assert not scheme.has_gpu(tmp_path)
    (tmp_path / "renderD128").touch()
    assert scheme.has_gpu(tmp_path)


def test_a_second_registration_changes_nothing() -> None:
    before = QWebEngineUrlScheme.schemeByName(scheme.NAME).flags()
    scheme.register()
    assert QWebEngineUrlScheme.schemeByName(scheme.NAME).flags() == before


def test_every_part_the_page_names_is_there_and_licences_are_shipped() -> None:
    assert {"/page.js", "/leaflet/leaflet.js", "/qwebchannel.js", "/marks.json"} <= set(
        scheme.parts()
    )
    assert "BSD 2-Clause" in paths.resource("map", "leaflet", "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ("", "--no-sandbox --js-flags=--expose-gc"),
        ("--no-sandbox --log-level=3", "--no-sandbox --log-level=3 --js-flags=--expose-gc"),
        ("--js-flags=--lite-mode", "--js-flags=--lite-mode --no-sandbox"),
    ],
)
def test_chromium_gets_our_flags_beside_those_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, given: str, passed: str
) -> None:
    """Without its flag the page could not collect its garbage, and grew through a shift."""
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", given)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    scheme.pass_flags()
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] == passed
