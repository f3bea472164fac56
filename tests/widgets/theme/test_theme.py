import pytest
from pytestqt.qtbot import QtBot
from qtpy.QtGui import QFont, QFontDatabase, QPalette
from qtpy.QtWidgets import QApplication, QComboBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from widgets import theme
from widgets.theme import families, strokes
from widgets.theme.sheet import sheet
from widgets.theme.tokens import MODES, tokens


def test_every_mode_has_the_same_tokens() -> None:
    first, second = (set(tokens().colours[mode]) for mode in MODES)
    assert first == second


def test_a_choice_is_told_once_and_seen_by_the_application(qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.current().changed):
        theme.current().choose(mode="light")
    window = QApplication.palette().color(QPalette.ColorRole.Window)
    assert window == theme.color("bg.1") == theme.tones("light")("bg.1")
    assert window != theme.tones("dark")("bg.1")


@pytest.mark.parametrize("wrong", [{"mode": "blue"}, {"comfort": 1.7}, {"language": "fr"}])
def test_an_unknown_choice_changes_nothing(wrong: dict[str, str | float]) -> None:
    with pytest.raises(ValueError, match=str(next(iter(wrong.values())))):
        theme.current().choose(**wrong)  # type: ignore[arg-type]
    assert theme.current().mode == "dark"


def test_comfort_grows_type_and_rows_but_not_space() -> None:
    theme.current().choose(comfort=1.3)
    assert (theme.px("row.dense"), theme.px("space.8")) == (36, 8)
    assert theme.font("body").pixelSize() == 18


def test_motion_stops_when_it_is_not_wanted_but_waits_stay() -> None:
    theme.current().choose(still=True)
    assert (theme.ms("panel"), theme.ms("undo")) == (0, 15_000)


def test_faces_are_regular_or_bold_with_figures_of_one_width() -> None:
    for name in tokens().faces:
        font = theme.font(name)
        assert font.weight() in (QFont.Weight.Normal, QFont.Weight.Bold)
        assert font.featureValue(families.FIGURES) == 1
        assert font.pixelSize() >= 12


@pytest.mark.parametrize("system", ["win32", "linux"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_chinese_family_and_the_shipped_one_are_always_named(system: str, language: str) -> None:
    named = families.of(language, system)
    assert "Noto Sans SC" in named
    assert "Noto Sans CJK" not in named
    assert ("Segoe UI" in named or "Noto Sans" in named) is (language == "en")


def test_the_shipped_font_is_loaded_with_both_weights_and_rare_names() -> None:
    families.load_shipped()
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles("Noto Sans SC"))
    raw = QFont("Noto Sans SC")
    from qtpy.QtGui import QRawFont

    face = QRawFont.fromFont(raw)
    assert face.familyName() == "Noto Sans SC"
    assert all(face.supportsCharacter(ord(c)) for c in "网格指挥台镕喆堃⊘Ⅳ①é")


@pytest.mark.parametrize("mode", MODES)
def test_the_style_sheet_has_no_name_left_unfilled(mode: str) -> None:
    made = sheet(tokens().colours[mode], theme.px, theme.current().face_px)
    assert not set("$@~") & set(made)


def test_a_field_is_as_high_as_its_token_and_keeps_its_place_when_it_has_the_keyboard(
    qtbot: QtBot,
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QVBoxLayout(window)
    fields: list[QWidget] = [QLineEdit(), QComboBox(), QSpinBox()]
    for field in fields:
        row.addWidget(field)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    for field in fields:
        height = field.height()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        assert height == field.height() == theme.px("field")


def test_the_wall_unit_is_the_designs() -> None:
    units = [theme.wall.unit(1080, pitch, 6000) for pitch in (0.63, 0.9, 1.25, 1.56)]
    assert units == [62, 43, 31, 25]
    assert [theme.wall.unit(1080, p, 10_000) for p in (0.63, 0.9, 1.25, 1.56)] == [103, 72, 52, 42]
    assert theme.wall.unit(1080) == 28
    assert theme.wall.unit(2160) == 57


def test_on_a_wall_content_yields_never_size() -> None:
    assert theme.wall.capacity(1080, 28) == "full"
    assert theme.wall.capacity(1080, 43) == "half"
    assert theme.wall.capacity(1080, 62) == "figures"


def test_paths_are_read_and_unknown_commands_refused() -> None:
    circle = strokes.path("M8 1.4 A6.6 6.6 0 1 1 8 14.6 A6.6 6.6 0 1 1 8 1.4 Z").boundingRect()
    assert circle.left() == pytest.approx(1.4, abs=0.01)
    assert circle.right() == pytest.approx(14.6, abs=0.01)
    quarter = strokes.path("M0 4 A4 4 0 0 1 4 0").boundingRect()
    assert quarter.width() == pytest.approx(4)
    assert quarter.height() == pytest.approx(4)
    for wrong in ("M1", "C1 2 3 4 5 6", "M1 2 q 3"):
        with pytest.raises(ValueError, match=r"M1|C1"):
            strokes.path(wrong)
