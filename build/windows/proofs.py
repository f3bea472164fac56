"""What is proved about the Windows installer under Wine: installed, used, upgraded, taken away.

QtWebEngine does not run under Wine: map and self-test need a real Windows (docs/windows.md).
"""

import filecmp
import json
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pictures
from virtual_screen import VirtualScreen
from windows import installer, runtime

Run = Callable[[str, Callable[[], str]], bool]
TARGET: Final = "C:\\app\\网格"
FOLDER: Final = runtime.PREFIX / "drive_c" / "app" / "网格"
STALE: Final = FOLDER / "_internal" / "of-the-previous-build"
DATA: Final = runtime.PREFIX / "drive_c" / "data"
UNINSTALL: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\WanggeConsole"


class Installed:
    """One prefix and the installer to be proved in it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.before: set[str] = set()

    def install(self) -> str:
        began = time.monotonic()
        words = ["/S", "/SEAT=席位07", "/DATABASE=sqlite:///C:/data/网格.db", "/WALL=1"]
        runtime.wine([str(self.file), *words, f"/D={TARGET}"])
        assert (FOLDER / "wangge.exe").exists(), "nothing was installed"
        return f"{time.monotonic() - began:.0f} s"

    def tree(self) -> str:
        """The installed tree is the frozen one, and the uninstaller."""
        count = same(installer.FOLDER, FOLDER, {"uninstall.exe"})
        assert runtime.wine(["reg", "query", UNINSTALL, "/v", "DisplayVersion"]).stdout
        links = list((runtime.PREFIX / "drive_c" / "users").rglob("*.lnk"))
        ours = [link for link in links if "网格" in link.name or "Wangge" in link.name]
        assert len(ours) == 2, f"links: {[link.name for link in links]}"
        return f"{count} files"

    def settings(self) -> str:
        rows = json.loads(self.ask(["settings", "list", "--here", "--json"]))
        found = {row["name"]: (row["value"], row["from"]) for row in rows}
        assert found["seat"] == ("席位07", "installation"), found
        assert found["database"][0] == "sqlite:///C:/data/网格.db", found
        return ""

    def verbs(self) -> str:
        DATA.mkdir(exist_ok=True)
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
        runtime.wine([str(FOLDER / "uninstall.exe"), "/S", "/DATA=1"])
        until = time.monotonic() + 60
        while FOLDER.exists() and time.monotonic() < until:
            time.sleep(1)
        left = self.files() - self.before
        assert not left, f"left: {sorted(left)[:20]}"
        gone = runtime.wine(["reg", "query", UNINSTALL], check=False)
        assert gone.returncode, "the registry still names it"
        return ""

    def ask(self, words: Sequence[str]) -> str:
        """Output of a verb of the installed program, in UTF-8. Raises CalledProcessError."""
        return runtime.wine([str(FOLDER / "wangge.exe"), *words]).stdout

    def files(self) -> set[str]:
        """Files of the prefix, but for what Windows itself and the proofs write."""
        found = {str(file) for file in (runtime.PREFIX / "drive_c").rglob("*") if file.is_file()}
        passing = ("/windows/", "/drive_c/data/", "/drive_c/other/", "/Temp/", "/Microsoft/")
        return {name for name in found if not any(part in name for part in passing)}


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
        ("silent install into C:\\app\\网格", proof.install),
        ("its tree is the frozen one", proof.tree),
        ("settings given to the installer hold", proof.settings),
        ("verbs run", proof.verbs),
        ("words are UTF-8 whatever the code page", proof.code_page),
        ("the sign-on window is on the screen", proof.picture),
        ("a folder of others is left alone", proof.foreign),
        ("upgrade over it", proof.upgrade),
        ("uninstall leaves nothing", proof.uninstall),
    )
    for what, step in steps:
        if not run(f"windows under Wine: {what}", step):
            return
