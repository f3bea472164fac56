"""Makes the installers under `var/packages`.

    python build/package.py linux|windows [--keep]

Linux: a .deb and a portable installer. Windows: an installer for x64, made under Wine. Both with a bill
of materials; `SHA256SUMS` is of all that lies there. `--keep` packs the program frozen last.
"""

import argparse
import hashlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import freeze  # noqa: E402
import notices  # noqa: E402
from release import Release, release  # noqa: E402

PACKAGES: Final = ROOT / "var" / "packages"
SUMS: Final = "SHA256SUMS"


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    print(f"{what} …", flush=True)
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)


def linux(made: Release, keep: bool) -> None:
    """Freezes, stages, packs."""
    from linux import deb, desktop, portable

    if not keep:
        with step("freeze"):
            freeze.freeze()
    with tempfile.TemporaryDirectory(dir=freeze.PLACE) as scratch:
        with step("Debian package"):
            root = Path(scratch, "root")
            deb.stage(freeze.FOLDER, root, made)
            desktop.validate(root / "usr" / "share")
            deb.build(root, made, made.package, PACKAGES)
        with step("portable installer"):
            folder = Path(scratch, "portable")
            portable.stage(freeze.FOLDER, folder, made)
            portable.build(folder, made, made.package, PACKAGES)
    notices.bill("linux", made, PACKAGES / f"WanggeConsole-{made.package}-linux.cdx.json")
    third = freeze.FOLDER / "_internal" / "notices" / "third-party.txt"
    shutil.copy(third, PACKAGES / f"WanggeConsole-{made.package}-third-party.txt")


def windows(made: Release, keep: bool) -> None:
    """The Windows program under Wine, and its installer."""
    from windows import installer

    installer.build(made, PACKAGES, keep, step)
    notices.bill("windows", made, PACKAGES / f"WanggeConsole-{made.package}-windows.cdx.json")


def clear(made: Release) -> None:
    """Takes packages of other versions away: what lies there is of one checkout."""
    PACKAGES.mkdir(parents=True, exist_ok=True)
    for file in PACKAGES.iterdir():
        if file.is_file() and made.package not in file.name:
            file.unlink()


def write_sums() -> None:
    """`SHA256SUMS` in the form that `sha256sum -c` reads."""
    lines = []
    for file in sorted(PACKAGES.iterdir()):
        if file.is_file() and file.name != SUMS:
            with file.open("rb") as opened:
                lines.append(f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {file.name}\n")
            print(f"{file.stat().st_size / 1e6:7.1f} MB  {file.name}")
    (PACKAGES / SUMS).write_text("".join(lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """One system's packages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("system", choices=("linux", "windows"))
    parser.add_argument("--keep", action="store_true", help="pack the program frozen last")
    options = parser.parse_args(arguments)
    made = release()
    clear(made)
    {"linux": linux, "windows": windows}[options.system](made, options.keep)
    write_sums()
    return 0


if __name__ == "__main__":
    sys.exit(main())
