"""What is proved about the Windows installer under Wine: installed, used, upgraded, taken away.

QtWebEngine does not run under Wine: map and self-test need a real Windows (docs/packages.md).
"""

import filecmp
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pictures
from virtual_screen import VirtualScreen
from windows import installer, runtime

from console.seat.windowed import MUTEX

Run = Callable[[str, Callable[[], str]], bool]
TARGET: Final = "C:\\app\\网格"
FOLDER: Final = runtime.PREFIX / "drive_c" / "app" / "网格"
STALE: Final = FOLDER / "_internal" / "of-the-previous-build"
DATA: Final = runtime.PREFIX / "drive_c" / "data"
FOR_ALL: Final = runtime.PREFIX / "drive_c" / "Program Files" / "WanggeConsole"
COMMON: Final = runtime.PREFIX / "drive_c" / "ProgramData"
TASK: Final = runtime.SYSTEM / "tasks" / "Wangge keeper"
WALL_TASK: Final = TASK.with_name("Wangge wall")
RUNS_S: Final = 20
LONGER_S: Final = 600
INSTALLED_S: Final = 240
"""Longer than an installation takes on a busy machine."""
HELD: Final = (
    "import ctypes; kernel = ctypes.WinDLL('kernel32');"
    f"print(bool(kernel.OpenMutexW(0x100000, False, '{MUTEX}')))"
)
UNINSTALL: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\WanggeConsole"


class Installed:
    """One prefix and the installer to be proved in it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.before: set[str] = set()

    def install(self) -> str:
        began = time.monotonic()
        words = ["/S", "/SEAT=席位07", "/DATABASE=sqlite:///C:/data/网格.db", "/WALL=1"]
        words.append("/KEEPER=1")
        runtime.wine([str(self.file), *words, f"/D={TARGET}"])
        assert (FOLDER / "wangge.exe").exists(), "nothing was installed"
        return f"{time.monotonic() - began:.0f} s"

    def tree(self) -> str:
        """The installed tree is the frozen one, and the uninstaller."""
        count = same(installer.FOLDER, FOLDER, {"uninstall.exe"})
        assert runtime.wine(["reg", "query", UNINSTALL, "/v", "DisplayVersion"]).stdout
        assert len(links()) == 1, f"the menu's alone, for the wall is a task: {links()}"
        return f"{count} files"

    def task(self) -> str:
        """Both tasks are registered, without an end after three days; Wine runs no tasks."""
        for task in (TASK, WALL_TASK):
            told = task.read_text(encoding="utf-8-sig")
            assert "<ExecutionTimeLimit>PT0S</ExecutionTimeLimit>" in told, told
            assert "<DisallowStartIfOnBatteries>false" in told, told
        return ""

    def settings(self) -> str:
        rows = json.loads(self.ask(["settings", "list", "--here", "--json"]))
        found = {row["name"]: (row["value"], row["from"]) for row in rows}
        assert found["seat"] == ("席位07", "installation"), found
        assert found["database"][0] == "sqlite:///C:/data/网格.db", found
        return ""

    def verbs(self) -> str:
        shutil.rmtree(DATA, ignore_errors=True)  # of an earlier run
        DATA.mkdir()
        url = "sqlite:///C:/data/演示.db"
        asked: Sequence[Sequence[str]] = (
            ["--help"],
            ["--version"],
            ["deadline", "--from", "2025-03-14T13:00", "--limit", "1工作时"],
            ["--database", url, "db", "load-demo", "--cases", "200"],
            ["--database", url, "cases", "list", "--limit", "2"],
            ["--database", "sqlite:///C:/data/空.db", "db", "init"],
        )
        for words in asked:
            self.ask(words)
        told = self.ask(["--help"])
        assert "wangge" in told, told
        assert "main.py" not in told, told
        return f"{len(asked)} verbs"

    def code_page(self) -> str:
        """With piped output and a code page without Chinese the words are there in UTF-8."""
        told = self.ask(
            ["--language", "zh", "deadline", "--from", "2025-03-14T13:00", "--limit", "1工作时"]
        )
        assert "工作" in told or "2025" in told, told
        return ""

    def picture(self) -> str:
        """The sign-on window on a screen of its own."""
        file = runtime.PLACE / "sign-on-windows.png"
        with VirtualScreen("1366x900") as screen:
            words = [
                runtime.WINE,
                str(FOLDER / "wangge-console.exe"),
                "--language",
                "zh",
                "--theme",
                "dark",
            ]
            words += ["--database", "sqlite:///C:/data/演示.db"]
            window = subprocess.Popen(
                words, env=runtime.environment() | {"DISPLAY": screen.display},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep(45)
            show = ["import", "-display", screen.display, "-window", "root", str(file)]
            subprocess.run(show, check=True)
            window.terminate()
            window.wait(30)
            runtime.wine(["wineboot", "--end-session", "--force"], check=False)
        assert pictures.shows_sign_on(file), f"no sign-on window: {file}"
        return str(file)

    def upgrade(self) -> str:
        """Over the installed one: a file that no later build has goes, settings stay."""
        STALE.write_text("")
        runtime.wine([str(self.file), "/S", f"/D={TARGET}"])
        assert not STALE.exists(), "a file of the older program stayed"
        same(installer.FOLDER, FOLDER, {"uninstall.exe"})
        return self.settings()

    def too_old(self) -> str:
        """A Windows older than 10 1809 gets nothing installed, and code 3."""
        runtime.wine(["winecfg", "-v", "win81"])
        try:
            done = runtime.wine([str(self.file), "/S", f"/D={TARGET}"], check=False)
        finally:
            runtime.wine(["winecfg", "-v", "win10"])
        assert done.returncode == 3, done.returncode
        assert not FOLDER.exists(), "it was installed all the same"
        return ""

    def waits(self) -> str:
        """Over a running program nothing is touched until that has ended."""
        STALE.write_text("")
        with self.keeping(RUNS_S) as keeping:
            began = time.monotonic()
            setup = self.begin([str(self.file), "/S", f"/D={TARGET}"])
            while keeping.poll() is None:
                there = STALE.exists()
                assert setup.poll() is None or keeping.poll() is not None, "it did not wait"
                assert there or keeping.poll() is not None, "files went under a running program"
                time.sleep(0.5)
            waited = time.monotonic() - began
        assert setup.wait(INSTALLED_S) == 0, setup.returncode
        assert not STALE.exists(), "it was not installed after the program had ended"
        return f"waited {waited:.0f} s"

    def gives_up(self) -> str:
        """A program that goes on for longer than a minute keeps its files; the code is 4."""
        STALE.write_text("")
        with self.keeping(LONGER_S) as keeping:
            done = runtime.wine([str(self.file), "/S", f"/D={TARGET}"], check=False)
            assert keeping.poll() is None, "the program ended by itself"
        assert done.returncode == 4, done.returncode
        assert STALE.exists(), "files went under a running program"
        self.ask(["--version"])
        return ""

    def for_all(self) -> str:
        """For everybody: Program Files, the machine's registry, menu and settings; and away again."""
        runtime.wine([str(self.file), "/S", "/ALLUSERS=1", "/SEAT=席位08"])
        count = same(installer.FOLDER, FOR_ALL, {"uninstall.exe"})
        key = UNINSTALL.replace("HKCU", "HKLM")
        assert runtime.wine(["reg", "query", key, "/v", "InstallLocation"]).stdout
        assert [link for link in links() if COMMON in link.parents], "not in everybody's menu"
        told = runtime.wine([str(FOR_ALL / "wangge.exe"), "settings", "list", "--here", "--json"])
        rows = {row["name"]: (row["value"], row["from"]) for row in json.loads(told.stdout)}
        assert rows["seat"] == ("席位08", "machine"), rows
        self.take_away(FOR_ALL, key)
        assert not (COMMON / "wangge").exists(), "the machine's settings are still there"
        return f"{count} files"

    @contextmanager
    def keeping(self, seconds: int) -> Iterator[subprocess.Popen[bytes]]:
        """The installed program at work for so long, from when it has said that it runs."""
        url = "sqlite:///C:/data/演示.db"
        words = ["--database", url, "keep", "--for", str(seconds)]
        with self.begin([str(FOLDER / "wangge.exe"), *words]) as running:
            try:
                until = time.monotonic() + INSTALLED_S
                while not self.is_held():
                    assert running.poll() is None, "it ended at once"
                    assert time.monotonic() < until, "nobody holds the mutex"
                yield running
            finally:
                if running.poll() is None:
                    running.terminate()

    def is_held(self) -> bool:
        """Whether a running program holds the mutex that the installer asks for."""
        words = [str(runtime.PYTHON / "python.exe"), "-c", HELD]
        return runtime.wine(words).stdout.strip() == "True"

    def begin(self, words: list[str]) -> subprocess.Popen[bytes]:
        """Starts a Windows program and does not wait for it; under Wine it needs pipes to write to."""
        return subprocess.Popen(
            [runtime.WINE, *words], env=runtime.environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def foreign(self) -> str:
        """A folder that holds something else is not taken over."""
        other = runtime.PREFIX / "drive_c" / "other"
        other.mkdir(exist_ok=True)
        (other / "a.txt").write_text("a")
        done = runtime.wine([str(self.file), "/S", "/D=C:\\other"], check=False)
        assert done.returncode == 5, done.returncode
        assert [one.name for one in other.iterdir()] == ["a.txt"]
        return ""

    def uninstall(self) -> str:
        self.take_away(FOLDER, UNINSTALL)
        return ""

    def take_away(self, folder: Path, key: str) -> None:
        """Runs the uninstaller, which goes on after its first process has ended."""
        runtime.wine([str(folder / "uninstall.exe"), "/S", "/DATA=1"])
        until = time.monotonic() + INSTALLED_S
        while folder.exists() and time.monotonic() < until:
            time.sleep(1)
        left = self.files() - self.before
        assert not left, f"left: {sorted(left)[:20]}"
        assert not links(), f"left: {links()}"
        assert not TASK.exists(), "the keeper's task is still registered"
        assert not WALL_TASK.exists(), "the wall's task is still registered"
        gone = runtime.wine(["reg", "query", key], check=False)
        assert gone.returncode, "the registry still names it"

    def ask(self, words: Sequence[str]) -> str:
        """Output of a verb of the installed program, in UTF-8. Raises CalledProcessError."""
        return runtime.wine([str(FOLDER / "wangge.exe"), *words]).stdout

    def files(self) -> set[str]:
        """Files of the prefix, but for what Windows itself and the proofs write."""
        found = {str(file) for file in (runtime.PREFIX / "drive_c").rglob("*") if file.is_file()}
        passing = ("/windows/", "/drive_c/data/", "/drive_c/other/", "/Temp/", "/Microsoft/")
        return {name for name in found if not any(part in name for part in passing)}


def links() -> list[Path]:
    """Our entries in menus and autostart, whoever's they are."""
    found = (runtime.PREFIX / "drive_c").rglob("*.lnk")
    return [link for link in found if "网格" in link.name or "Wangge" in link.name]


def same(left: Path, right: Path, besides: set[str]) -> int:
    """Counts files of two equal trees. Raises AssertionError where they differ."""
    names = {str(f.relative_to(left)) for f in left.rglob("*") if f.is_file()}
    there = {str(f.relative_to(right)) for f in right.rglob("*") if f.is_file()} - besides
    assert names == there, f"differ: {sorted(names ^ there)[:10]}"
    _same, other, strange = filecmp.cmpfiles(left, right, sorted(names), shallow=False)
    assert not other + strange, f"differ: {(other + strange)[:10]}"
    return len(names)


def prove(run: Run, file: Path) -> None:
    """Every step in order; the first that fails ends it."""
    proof = Installed(file)
    proof.before = proof.files()
    steps = (
        ("a Windows older than 10 1809 is refused", proof.too_old),
        ("silent install into C:\\app\\网格", proof.install),
        ("its tree is the frozen one", proof.tree),
        ("the tasks of keeper and wall are registered", proof.task),
        ("settings given to the installer hold", proof.settings),
        ("verbs run", proof.verbs),
        ("words are UTF-8 whatever the code page", proof.code_page),
        ("the sign-on window is on the screen", proof.picture),
        ("a folder of others is left alone", proof.foreign),
        ("upgrade over it", proof.upgrade),
        ("an upgrade waits for a running program", proof.waits),
        ("an upgrade gives a running program up after a minute", proof.gives_up),
        ("uninstall leaves nothing", proof.uninstall),
        ("for everybody at the machine, and away again", proof.for_all),
    )
    for what, step in steps:
        if not run(f"windows under Wine: {what}", step):
            return
