import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.circles import circles, imports_of, module_graph
from tests.house.source import ROOT, place, python_files, tree

EVERY_MODULE = """
import importlib, pkgutil, sys
from tests import without_qt
without_qt.forbid()
import console
names = [m.name for m in pkgutil.walk_packages(console.__path__, "console.")]
for name in names:
    if not name.endswith(".__main__") and ".versions." not in name and ".migrations.env" not in name:
        importlib.import_module(name)
print(len(names))
"""

EACH_FIRST = """
import importlib, pkgutil, sys
import console.store
kept = [m.name for m in pkgutil.walk_packages(console.store.__path__, "console.store.")]
names = [n for n in kept if ".migrations" not in n and ".schema" not in n] + ["console.keeper"]
for name in names:
    for old in [n for n in sys.modules if n.startswith("console.") and ".schema" not in n]:
        del sys.modules[old]
    importlib.import_module(name)
print(len(names))
"""
"""The tables stay: a second declaration of them would be another thing."""


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_whole_console_imports_without_qt() -> None:
    done = _run(EVERY_MODULE)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 10


def test_each_module_of_the_store_can_be_the_first_to_be_imported() -> None:
    """Whoever is asked for first must not find another half made."""
    done = _run(EACH_FIRST)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_qt_really_is_out_of_reach_in_that_check() -> None:
    done = _run("from tests import without_qt\nwithout_qt.forbid()\nimport qtpy\n")
    assert done.returncode != 0
    assert "qtpy is out of reach" in done.stderr


def test_the_domain_needs_nothing_but_python() -> None:
    allowed = {*sys.stdlib_module_names, "console.domain", "console.words", "console.paths"}
    found = [
        f"{place(file, line)} {name}"
        for file in sorted((ROOT / "console" / "domain").rglob("*.py"))
        for line, name in _imports(file)
        if not any(name == a or name.startswith(f"{a}.") for a in allowed)
    ]
    assert found == []


def test_qt_is_reached_through_qtpy_only() -> None:
    found = [
        place(file, line)
        for file in python_files("widgets")
        for line, name in _imports(file)
        if name.partition(".")[0] in {"PySide6", "shiboken6", "PyQt6", "PyQt5"}
    ]
    assert found == []


@pytest.mark.parametrize("package", ["console", "widgets"])
def test_no_modules_import_each_other_in_a_circle(package: str) -> None:
    graph = module_graph(package)
    assert len(graph) > 100
    assert circles(graph) == []


def test_the_finder_sees_a_circle_wherever_the_imports_are() -> None:
    source = (
        "import a.b\nfrom typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from a import c\n"
        "def f() -> None:\n    from a.d import g\n"
    )
    assert {"a.b", "a.c", "a.d"} <= imports_of(ast.parse(source))
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": {"e"}, "e": set[str](), "f": {"a"}}
    assert circles(graph) == [["a", "b", "c"]]
    assert circles({"a": {"b"}, "b": set[str]()}) == []


def _imports(file: Path) -> list[tuple[int, str]]:
    """(line, module) of each import; names taken from `console` itself are modules."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "console":
            found += [(node.lineno, f"console.{alias.name}") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.append((node.lineno, node.module or ""))
    return found
