from pathlib import Path

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
