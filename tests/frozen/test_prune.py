"""What is left behind, and what must not be."""

import pytest
from prune import KEPT, PRUNED, kept


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/qml/QtQuick/Controls/Button.qml",
        "PySide6/Qt/lib/libQt6Quick3DUtils.so.6",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qtwebengine_locales/de.pak",
        "PySide6\\Qt\\translations\\qtwebengine_locales\\zh-TW.pak",
        "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
        "libgtk-3.so.0",
    ],
)
def test_what_nobody_calls_is_left_behind(path: str) -> None:
    assert not kept(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
        "PySide6/Qt/libexec/QtWebEngineProcess",
        "PySide6/Qt/translations/qtwebengine_locales/zh-CN.pak",
        "PySide6/Qt/translations/qtwebengine_locales/en-US.pak",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "resources/map/leaflet/leaflet.js",
        "console/store/guard/door.sql",
        "console/store/migrations/versions/0001_foundation.sqlite.sql",
    ],
)
def test_what_the_program_needs_stays(path: str) -> None:
    assert kept(path)


def test_no_pattern_is_written_twice() -> None:
    patterns = (*PRUNED, *KEPT)
    assert len(set(patterns)) == len(patterns)
