"""`build/setup.sh` chooses system packages by what this release calls them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(os.name != "posix", reason="apt is not on Windows")


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A folder of stand-ins for dpkg-query and apt-cache that read two lists beside them."""
    (tmp_path / "dpkg-query").write_text(
        "#!/bin/sh\nfor name; do :; done\n"
        'grep -qx "$name" "$(dirname "$0")/installed" && echo "install ok installed"\n'
    )
    (tmp_path / "apt-cache").write_text(
        '#!/bin/sh\nif grep -qx "$2" "$(dirname "$0")/known"; then echo "  Candidate: 1.0"\n'
        'else echo "  Candidate: (none)"; fi\n'
    )
    for program in ("dpkg-query", "apt-cache"):
        (tmp_path / program).chmod(0o755)
    (tmp_path / "list").write_text("# sound\nlibasound2t64 | libasound2\nlibnss3  # both\n")
    return tmp_path


def _missing(release: Path, *, installed: str, known: str) -> list[str]:
    (release / "installed").write_text("\n".join(installed.split()) + "\n")
    (release / "known").write_text("\n".join(known.split()) + "\n")
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "build" / "setup.sh"), "missing"],
        env={
            "PATH": f"{release}:{os.defpath}",
            "SYSTEM_PACKAGES": str(release / "list"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_a_newer_release_gets_the_newer_name(release: Path) -> None:
    missing = _missing(release, installed="", known="libasound2t64 libnss3")
    assert missing == ["libasound2t64", "libnss3"]


def test_an_older_release_gets_the_older_name(release: Path) -> None:
    missing = _missing(release, installed="", known="libasound2 libnss3")
    assert missing == ["libasound2", "libnss3"]


def test_what_is_installed_under_either_name_is_not_asked_for(release: Path) -> None:
    missing = _missing(release, installed="libasound2", known="libasound2 libasound2t64 libnss3")
    assert missing == ["libnss3"]


def test_nothing_is_missing_when_all_is_there(release: Path) -> None:
    assert _missing(release, installed="libasound2t64 libnss3", known="") == []


def test_a_demo_asks_for_no_server_and_the_tests_do() -> None:
    lists = [ROOT / "build" / f"{name}-packages.txt" for name in ("system", "test")]
    for_all, for_tests = (file.read_text(encoding="utf-8").splitlines() for file in lists)
    assert "postgresql" in for_tests
    assert not {"postgresql", "xvfb", "openssl"} & set(for_all)


def test_the_script_is_plain_shell() -> None:
    shell = shutil.which("dash") or "/bin/sh"
    done = subprocess.run([shell, "-n", str(ROOT / "build" / "setup.sh")], check=False)
    assert done.returncode == 0
