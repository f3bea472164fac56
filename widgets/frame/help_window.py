"""Help and About: the pages of `docs/help` and the list of components, without a network."""

import json
from pathlib import Path
from typing import Final

from qtpy.QtCore import Qt, QUrl
from qtpy.QtGui import QKeyEvent, QTextCursor
from qtpy.QtWidgets import QTextBrowser, QVBoxLayout, QWidget
from typing_extensions import override

from console import paths
from console.version import version
from console.words import _, language
from widgets import theme
from widgets.session import launching

INDEX: Final = "index.md"
ABOUT: Final = "about"
NOTICES: Final = "third-party.txt"
WIDTH: Final = 70
"""Width of the text in letters."""


class HelpWindow(QWidget):
    """A window beside the console; Escape closes it, external links open in the browser."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.browser = QTextBrowser(self)
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        self.page = INDEX
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.browser)
        theme.current().changed.connect(self.restyle)
        self.resize(WIDTH * theme.px("space.16"), parent.height() * 3 // 4)

    def open(self, page: str) -> None:
        """Opens a page: a file of `docs/help`, the notices, or About."""
        self.page = page
        self.restyle()
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus()

    def restyle(self) -> None:
        """Renders the page again in the language and theme in force."""
        self.setWindowTitle(_("About") if self.page in (ABOUT, NOTICES) else _("Help"))
        self.browser.setFont(theme.font("body"))
        self.browser.document().setDocumentMargin(theme.px("space.24"))
        self.browser.setSearchPaths([str(folder())])
        if self.page == NOTICES:
            self.browser.setPlainText(notices())
            return
        if self.page == ABOUT:
            self.browser.setMarkdown(about())
        else:
            self.browser.setMarkdown((folder() / self.page).read_text(encoding="utf-8"))
        self._space_out()

    def _space_out(self) -> None:
        """Adds space between paragraphs, which Qt's Markdown leaves out."""
        block = self.browser.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            shape = block.blockFormat()
            above = "space.16" if shape.headingLevel() else "space.4"
            shape.setTopMargin(theme.px(above))
            shape.setBottomMargin(theme.px("space.4"))
            cursor.setBlockFormat(shape)
            block = block.next()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            launching.open_outside(link.toString())
        elif link.path() == NOTICES or (folder() / link.path()).exists():
            self.open(link.path())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)


def folder() -> Path:
    """Folder of the pages in the language in force."""
    return paths.root() / "docs" / "help" / language()


def notices() -> str:
    """Licences of all components; "" when run from source, whose packages carry their own."""
    file = paths.root() / "notices" / NOTICES
    return file.read_text(encoding="utf-8") if file.exists() else ""


def about() -> str:
    """Name, version, licence and components, as Markdown."""
    lines = [f"# {_('Wangge Console')}", "", f"{_('Version')} {version()} · Apache-2.0", ""]
    file = paths.root() / "notices" / "components.json"
    if not file.exists():
        return "\n".join([*lines, _("From source: the packages carry their own licences.")])
    lines += [f"[{_('Licences of all parts, and how to replace Qt')}]({NOTICES})", ""]
    lines += [f"| {_('Part')} | {_('Version')} | {_('Licence')} |", "|---|---|---|"]
    for row in json.loads(file.read_text(encoding="utf-8")):
        name = f"[{row['name']}]({row['url']})" if row["url"] else row["name"]
        lines.append(f"| {name} | {row['version']} | {row['licence'].replace('|', '/')} |")
    return "\n".join(lines)


def open_help(parent: QWidget, page: str) -> HelpWindow:
    """Opens a page in the one help window of a console."""
    found = parent.findChild(HelpWindow, options=Qt.FindChildOption.FindDirectChildrenOnly)
    window = found if isinstance(found, HelpWindow) else HelpWindow(parent)
    window.open(page)
    return window
