"""What is proved about the Linux packages inside a bare system."""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pictures
from linux.bare import HOME, Bare

EXPECTED: Final = re.compile(
    # Chromium and Qt on a machine without a GPU, without Vulkan, without a system bus
    r"vulkan|Vulkan|GPU|dbus/|Failed to connect to the bus|libva|GBM|MESA|libEGL|"
    # Mesa on a bare system that has none of its drivers
    r"glx: failed|drisw|"
    # QtWebEngine in a folder with Chinese in its name: it finds its files all the same
    r"web_engine_library_info|"
    # a home that takes nothing: ours says so once, Chromium and fontconfig each in their way
    r"This home cannot be written|shader cache|[Ff]ontconfig|cannot create|NSS"
)
"""What an installed self-test may say; anything else is a failure."""
Run = Callable[[str, Callable[[], str]], bool]
ALONE: Final = (
    *("-o", "APT::AutoRemove::RecommendsImportant=false"),
    *("-o", "APT::AutoRemove::SuggestsImportant=false"),
)
"""What the program brought along goes, also where libc6 has a use for it (libidn2-0 on Debian 13)."""
PROGRAM: Final = "/usr/lib/wangge-console"
LEFTOVER: Final = "usr/lib/wangge-console/_internal/of-the-previous-build"
OLDER: Final = "0.0.1"
LINKED: Final = """\
find "$1" -type f \\( -name '*.so*' -o -perm -100 \\) | while read -r file; do
    LD_LIBRARY_PATH=$1/_internal:$1/_internal/PySide6/Qt/lib ldd "$file" 2>/dev/null |
        sed -n "s#^[[:space:]]*\\(.*\\) => not found#\\1 for ${file##*/}#p"
done | sort -u
"""


class Installed:
    """One bare system and the proofs in it; pictures go below `album`."""

    def __init__(self, system: str, display: str, album: Path) -> None:
        self.name, self.display, self.album = system, display, album
        self.system = Bare(system, "test")
        self.before: set[str] = set()
        self.at_home: set[str] = set()

    def prove_deb(self, run: Run, package: Path) -> None:
        """Older build, upgrade, self-test, purge."""
        self.package = package
        self.before = self.system.files()
        steps = (
            ("an older build is installed by apt", self.install_older),
            ("its self-test holds as an ordinary user", self.selftest),
            ("the upgrade takes the old folder away and keeps the settings", self.upgrade),
            ("no shipped file lacks a library", self.linked),
            ("the installed self-test holds", self.selftest),
            ("it holds without a home that can be written", self.without_home),
            ("the sign-on window is on the screen", self.picture),
            ("purge leaves nothing", self.purge),
        )
        for what, step in steps:
            if not run(f"{self.name}: {what}", step):
                return

    def prove_portable(self, run: Run, installer: Path) -> None:
        """The same by a user without root, whose home has a blank and Chinese in it."""
        self.package = installer
        self.system.apt("install", "xz-utils", *self._libraries())
        self.system.run(["find", HOME, "-mindepth", "1", "-delete"], user=True)
        self.at_home = self.system.files("home/wang")
        steps = (
            ("the portable installer refuses an old glibc in one sentence", self.old_glibc),
            ("it installs without root", self.install_portable),
            ("its self-test holds", self.selftest_portable),
            ("it installs over itself", self.install_portable),
            ("its uninstaller leaves nothing", self.uninstall_portable),
        )
        for what, step in steps:
            if not run(f"{self.name}, portable: {what}", step):
                return

    # the Debian package

    def install_older(self) -> str:
        """The same program as version 0.0.1, with a file that no later build has."""
        with tempfile.TemporaryDirectory(dir=self.system.root / "srv") as scratch:
            tree = Path(scratch, "tree")
            subprocess.run(["dpkg-deb", "-R", str(self.package), str(tree)], check=True)
            control = tree / "DEBIAN" / "control"
            lines = control.read_text(encoding="utf-8").splitlines()
            version = next(line for line in lines if line.startswith("Version:"))
            lines[lines.index(version)] = f"Version: {OLDER}"
            control.write_text("\n".join(lines) + "\n", encoding="utf-8")
            (tree / LEFTOVER).write_text("")
            older = self.system.root / "srv" / "older.deb"
            words = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(tree), str(older)]
            subprocess.run(words, check=True, capture_output=True)
        self.system.apt("install", "/srv/older.deb")
        older.unlink()
        settings = self.system.root / "etc/wangge/console.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + 'language = "zh"\n')
        return self.system.run(["wangge", "--version"], user=True).stdout.strip()

    def upgrade(self) -> str:
        self.system.apt("install", self.system.put(self.package))
        assert not (self.system.root / LEFTOVER).exists(), "the old build's file is still there"
        kept = (self.system.root / "etc/wangge/console.toml").read_text(encoding="utf-8")
        assert 'language = "zh"' in kept, "the machine's settings were lost"
        done = self.system.run(["dpkg-query", "-W", "wangge-console"])
        return done.stdout.strip()

    def linked(self) -> str:
        lacking = self.system.run(["sh", "-c", LINKED, "sh", PROGRAM]).stdout.strip()
        assert not lacking, lacking
        return ""

    def selftest(self, program: str = "wangge") -> str:
        return self._selftest([program])

    def _selftest(self, program: list[str], home: str = HOME) -> str:
        screen = {"DISPLAY": self.display, "HOME": home}
        done = self.system.run(
            [*program, "selftest", "--json"],
            user=True,
            check=False,
            environment=screen,
            patience=240,
        )
        assert done.stdout.strip(), done.stderr[-800:]
        told = json.loads(done.stdout.strip().splitlines()[-1])
        broken = [step for step in told["steps"] if not step["held"]]
        strange = [line for line in done.stderr.splitlines() if line and not EXPECTED.search(line)]
        assert not strange, strange[:5]
        assert done.returncode == 0, f"{broken} {done.stderr[-800:]}"
        return f"{len(told['steps'])} steps"

    def without_home(self) -> str:
        """No home, no keyring, no sound, and nothing to write to but the temporary folder."""
        return self._selftest(["wangge"], "/srv/none")

    def picture(self) -> str:
        """Starts the program as a desktop does, and photographs the screen."""
        words = ["timeout", "60", "wangge-console", "--language", "zh", "--theme", "dark"]
        screen = {"DISPLAY": self.display}
        file = self.album / f"sign-on-{self.name}.png"
        from threading import Thread

        window = Thread(
            target=self.system.run, args=(words,),
            kwargs={"user": True, "check": False, "environment": screen},
        )  # fmt: skip
        window.start()
        time.sleep(35)
        subprocess.run(
            ["import", "-display", self.display, "-window", "root", str(file)], check=True
        )
        window.join()
        assert pictures.shows_sign_on(file), f"no sign-on window: {file}"
        return str(file)

    def purge(self) -> str:
        self.system.apt("purge", "wangge-console")
        self.system.apt("autoremove", "--purge", *ALONE)
        left, gone = self.system.files() - self.before, self.before - self.system.files()
        assert not left, f"left: {sorted(left)[:20]}"
        assert not gone, f"gone: {sorted(gone)[:20]}"
        return f"{len(self.before)} files and folders as before"

    # the portable installer

    def _libraries(self) -> list[str]:
        """What a desktop has anyway: the libraries the .deb would bring along."""
        deb = next(self.package.parent.glob("*.deb"))
        told = subprocess.run(
            ["dpkg-deb", "-f", str(deb), "Depends"], capture_output=True, text=True, check=True
        ).stdout
        names = [[one.split()[0] for one in need.split("|")] for need in told.split(",")]
        known = self.system.run(["apt-cache", "pkgnames"]).stdout.split()
        return [next(name for name in either if name in known) for either in names]

    def _portable(self, *words: str) -> list[str]:
        return ["sh", self.system.put(self.package), "--nox11", "--", *words]

    def old_glibc(self) -> str:
        done = self.system.run(
            self._portable(), user=True, check=False,
            environment={"WANGGE_TEST_GLIBC": "2.31", "LANG": "C.UTF-8"},
        )  # fmt: skip
        said = [line for line in done.stderr.splitlines() if "glibc" in line]
        assert done.returncode, "it was installed all the same"
        assert len(said) == 1, done.stderr
        assert self.system.files("home/wang") == self.at_home, "something was left"
        return re.split(r"%|OK\.", said[0])[-1].strip()  # before it, makeself's own progress

    def install_portable(self) -> str:
        prefix = f"{HOME}/我的 程序/wangge-console"
        words = [
            "--prefix",
            prefix,
            "--database",
            "postgresql://db.test/wangge",
            "--seat",
            "席位07",
        ]
        self.system.run(self._portable(*words), user=True)
        return self.system.run([f"{prefix}/wangge", "--version"], user=True).stdout.strip()

    def selftest_portable(self) -> str:
        return self._selftest([f"{HOME}/.local/bin/wangge"])

    def uninstall_portable(self) -> str:
        self.system.run([f"{HOME}/我的 程序/wangge-console/uninstall", "--with-data"], user=True)
        left = {n for n in self.system.files("home/wang") - self.at_home if not _desktops(n)}
        assert not left, f"left: {sorted(left)[:20]}"
        return ""


def _desktops(name: str) -> bool:
    """Caches that the system's own libraries make in any home."""
    return any(f"home/wang/{folder}" in name for folder in (".cache", ".pki", ".local/share/.nss"))
