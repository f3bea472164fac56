"""Help and About work offline, in both languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtCore import QUrl
from qtpy.QtWidgets import QWidget

from console import paths, words
from widgets.frame import help_window
from widgets.frame.help_window import (
    ABOUT,
    INDEX,
    NOTICES,
    HelpWindow,
    open_help,
)
from widgets.session import launching

PAGES = paths.root() / "docs" / "help"


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[HelpWindow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(800, 600)
    yield open_help(parent, INDEX)
    parent.close()


def test_both_languages_have_the_same_pages() -> None:
    chinese, english = (
        sorted(f.name for f in (PAGES / place).glob("*.md")) for place in words.LANGUAGES
    )
    assert chinese == english
    assert INDEX in chinese


def test_every_link_and_picture_of_every_page_is_there() -> None:
    broken = [
        f"{file.parent.name}/{file.name}: {link}"
        for file in PAGES.glob("*/*.md")
        for link in re.findall(r"\]\(([^)]+)\)", file.read_text(encoding="utf-8"))
        if not (file.parent / link).exists()
    ]
    assert broken == []


def test_links_open_pages_and_the_outside_opens_outside(
    window: HelpWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(launching, "open_outside", opened.append)
    window.browser.anchorClicked.emit(QUrl("dispatcher.md"))
    assert window.page == "dispatcher.md"
    window.browser.anchorClicked.emit(QUrl("https://example.test/"))
    window.browser.anchorClicked.emit(QUrl("no-such-page.md"))
    assert (opened, window.page) == (["https://example.test/"], "dispatcher.md")


def test_about_names_the_parts_of_a_packaged_program(
    window: HelpWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    row = {"name": "Qt", "version": "6.1", "licence": "LGPL-3.0-only", "url": "https://qt.test"}
    (folder / "components.json").write_text(json.dumps([row]))
    (folder / NOTICES).write_text("how to replace Qt")
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    monkeypatch.setattr(help_window, "version", lambda: "1.2.3")
    window.open(ABOUT)
    assert "LGPL-3.0-only" in window.browser.toPlainText()
    window.browser.anchorClicked.emit(QUrl(NOTICES))
    assert window.browser.toPlainText() == "how to replace Qt"


def test_one_console_has_one_help_window(window: HelpWindow) -> None:
    parent = window.parentWidget()
    assert parent is not None
    assert open_help(parent, ABOUT) is window
    assert words.language() in ("zh", "en")
