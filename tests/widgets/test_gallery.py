"""Every mark and control drawn on one sheet, in both themes and languages."""

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets import gallery
from widgets import theme


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("mode", ["dark", "light"])
def test_the_sheet_is_drawn(qtbot: QtBot, tmp_path: Path, mode: str, language: str) -> None:
    theme.current().choose(mode=mode, language=language)
    sheet = gallery.sheet()
    qtbot.addWidget(sheet)
    sheet.show()
    picture = sheet.grab()
    folder = Path(os.environ.get("WANGGE_PICTURES", tmp_path))
    assert picture.save(str(folder / f"gallery-{mode}-{language}.png"))
    image = picture.toImage()
    assert len({image.pixel(x, y) for x in range(0, 300, 3) for y in range(0, 300, 3)}) > 20
