import ast

from tests.house.looks import in_page, in_python
from tests.house.source import page_files, place, program_files, text, tree


def test_no_python_file_writes_a_colour_or_a_font_size() -> None:
    found = [f"{place(f, n)} {what}" for f in program_files() for n, what in in_python(tree(f))]
    assert found == []


def test_no_page_writes_a_colour_or_a_font_size() -> None:
    found = [f"{place(f, n)} {what}" for f in page_files() for n, what in in_page(text(f))]
    assert found == []


def test_the_finder_sees_colours_and_sizes() -> None:
    source = ast.parse(
        'a = "#3CCBB0"\nQColor(1, 2, 3)\nb = "font-size: 12px"\nf.setPixelSize(9)\n'
        "Qt.GlobalColor.red\nQt.GlobalColor.transparent\nQColor(token)\nc = 'seat #12'\n"
    )
    assert sorted(line for line, _ in in_python(source)) == [1, 2, 3, 4, 5]
    assert [n for n, _ in in_page("a{color:#fff}\nctx.font = '12px x'\nb{left:0}")] == [1, 2]
