import ast
import re

from tests.house.conduct import blocking_calls, leaking_connections, silent_catches
from tests.house.source import (
    ROOT,
    calls,
    last_name,
    place,
    program_files,
    python_files,
    text,
    tree,
)

WINDOW = python_files("widgets")


def test_no_lambda_or_partial_is_connected_to_a_signal() -> None:
    assert [place(f, n) for f in WINDOW for n in leaking_connections(tree(f))] == []


def test_nothing_blocks_the_window() -> None:
    found = [f"{place(f, n)} {what}" for f in WINDOW for n, what in blocking_calls(tree(f))]
    assert found == []


def test_whoever_catches_everything_says_why() -> None:
    found = [
        place(f, n) for f in program_files() for n in silent_catches(tree(f), text(f).splitlines())
    ]
    assert found == []


def test_the_rules_see_what_they_forbid() -> None:
    source = (
        "b.clicked.connect(lambda: 1)\nb.clicked.connect(partial(f, 1))\nb.clicked.connect(f)\n"
        "dialog.exec()\napp.exec()\nQApplication.processEvents()\ntime.sleep(1)\n"
        "try:\n    f()\nexcept Exception:\n    pass\n"
        "try:\n    f()\nexcept Exception:  # the plug-in is not ours\n    pass\n"
        "try:\n    f()\nexcept Exception:  # noqa: BLE001\n    pass\n"
    )
    root = ast.parse(source)
    assert list(leaking_connections(root)) == [1, 2]
    assert [n for n, _ in blocking_calls(root)] == [4, 6, 7]
    assert list(silent_catches(root, source.splitlines())) == [10, 18]


def test_no_file_cites_a_document_that_is_not_in_the_project() -> None:
    cited = re.compile(r"\b(?:DESIGN|DOMAIN|LIVE|PEERS)(?: §|\.md)|\bUI\.md")
    files = [*program_files(), *(ROOT / "console").rglob("*.sql"), *(ROOT / "docs").glob("*.md")]
    files += [*(ROOT / "resources" / "map").glob("*.js"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
    assert [file.name for file in files if cited.search(file.read_text(encoding="utf-8"))] == []


def test_every_key_is_an_action_s() -> None:
    found = [place(f, call.lineno) for f in WINDOW for call in calls(tree(f)) if _is_shortcut(call)]
    assert found == []


def _is_shortcut(call: ast.Call) -> bool:
    return last_name(call.func) == "QShortcut"
