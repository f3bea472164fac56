"""What is left behind, and what must not be, in either system's spelling."""

import pytest
from prune import KEPT, PRUNED, kept, neutral


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/qml/QtQuick/Controls/Button.qml",
        "PySide6/Qt/lib/libQt6Quick3DUtils.so.6",
        "PySide6/Qt/lib/libQt6Pdf.so.6",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/Qt/translations/qtwebengine_locales/de.pak",
        "PySide6\\translations\\qtwebengine_locales\\zh-TW.pak",
        "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
        "libgtk-3.so.0",
        "libstdc++.so.6",
        "libnss3.so",
        "libgio-2.0.so.0",
        "PySide6\\Qt6Pdf.dll",
        "PySide6\\Qt6VirtualKeyboard.dll",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
        "PySide6\\plugins\\imageformats\\qpdf.dll",
        "PySide6\\plugins\\platforminputcontexts\\qtvirtualkeyboardplugin.dll",
        "PySide6\\qml\\QtQuick\\qtquick2plugin.dll",
        "PySide6\\avcodec-61.dll",
        "pyproj\\_context.c",
        "pyproj/database.pyx",
        "api-ms-win-crt-heap-l1-1-0.dll",
        "ucrtbase.dll",
        "icuuc.dll",
        "PIL\\_avif.cp311-win_amd64.pyd",
        "PIL/_imagingft.cpython-311-x86_64-linux-gnu.so",
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
        "PySide6/Qt/lib/libicui18n.so.73",
        "PySide6/Qt/libexec/QtWebEngineProcess",
        "PySide6/Qt/translations/qtwebengine_locales/zh-CN.pak",
        "PySide6/Qt/translations/qtwebengine_locales/en-US.pak",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "libpython3.11.so.1.0",
        "libcrypto.so.3",
        "libxcb-cursor.so.0",
        "pillow.libs/libtiff-20b7e810.so.6.3.0",
        "PySide6\\Qt6WebEngineCore.dll",
        "PySide6\\Qt6Quick.dll",
        "PySide6\\QtWebEngineProcess.exe",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6\\plugins\\platforms\\qoffscreen.dll",
        "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "PySide6\\translations\\qtwebengine_locales\\zh-CN.pak",
        "python311.dll",
        "python3.dll",
        "VCRUNTIME140.dll",
        "PIL\\_imaging.cp311-win_amd64.pyd",
        "resources/map/leaflet/leaflet.js",
        "console/store/guard/door.sql",
        "console/store/migrations/versions/0001_foundation.sqlite.sql",
    ],
)
def test_what_the_program_needs_stays(path: str) -> None:
    assert kept(path)


def test_both_systems_spell_one_name() -> None:
    linux, windows = (
        "PySide6/Qt/plugins/imageformats/libqtiff.so",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
    )
    assert neutral(linux) == neutral(windows) == "PySide6/plugins/imageformats/qtiff"


def test_no_pattern_is_written_twice() -> None:
    patterns = (*PRUNED, *KEPT)
    assert len(set(patterns)) == len(patterns)
