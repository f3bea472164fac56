"""Installs the packages of `var/packages` into bare systems and proves them there.

    python build/package_test.py linux|windows [--system NAME …]

Linux: the .deb in each system: an older build put in, self-test as an ordinary user on a virtual screen,
upgrade, self-test, purge, and the file list is as before; the portable installer likewise in the first.
Ends with one line a proof; exit code 1 when one failed.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from linux import bare, proofs  # noqa: E402
from package import PACKAGES  # noqa: E402
from virtual_screen import VirtualScreen  # noqa: E402

SYSTEMS: Final = ("debian-12", "ubuntu-24.04", "debian-13")


class Proofs:
    """Runs proofs and remembers how each went."""

    def __init__(self) -> None:
        self.failed: list[str] = []

    def run(self, what: str, proof: Callable[[], str]) -> bool:
        """One proof: its own words when it held, else the reason."""
        began = time.monotonic()
        try:
            said = proof()
        except (bare.Unavailable, AssertionError, subprocess.SubprocessError, OSError) as reason:
            self.failed.append(what)
            print(f"FAILED {what}: {reason}", flush=True)
            return False
        print(
            f"ok     {what} ({time.monotonic() - began:.0f} s){f': {said}' if said else ''}",
            flush=True,
        )
        return True


def package(pattern: str) -> Path:
    """The one package of a kind. Raises SystemExit."""
    found = sorted(PACKAGES.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{PACKAGES}: {len(found)} of {pattern}; `make package` makes them")
    return found[0]


def linux(run: Proofs, systems: Sequence[str]) -> None:
    """Every system, the portable installer in the first of them."""
    with VirtualScreen(open_to_all=True) as screen:
        for at, system in enumerate(systems):
            try:
                bare.base(system)
            except bare.Unavailable as reason:
                print(f"not had {system}: {reason}", flush=True)
                continue
            proof = proofs.Installed(system, screen.display, PACKAGES.parent)
            try:
                proof.prove_deb(run.run, package("*.deb"))
                if at == 0:
                    proof.prove_portable(run.run, package("*.run"))
            finally:
                proof.system.remove()


def main(arguments: Sequence[str] | None = None) -> int:
    """The proofs of one system's packages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("of", choices=("linux", "windows"))
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="only these")
    options = parser.parse_args(arguments)
    run = Proofs()
    sums = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=PACKAGES, check=False
    )
    if sums.returncode:
        return 1
    if options.of == "linux":
        linux(run, options.system or SYSTEMS)
    else:
        from windows import proofs as windows_proofs

        windows_proofs.prove(run.run, package("*.exe"))
    print(f"{len(run.failed)} failed" if run.failed else "all held", flush=True)
    return 1 if run.failed else 0


if __name__ == "__main__":
    sys.exit(main())
