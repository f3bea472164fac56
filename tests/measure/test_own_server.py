"""The server of the test dependencies as a measurement begins it."""

import os
import subprocess
import sys

from console import paths

WARNED = "import warnings; warnings.warn('another'); from console.measure import own_server; "


def test_a_missing_runtime_folder_is_no_news_and_other_warnings_are() -> None:
    environment = {k: v for k, v in os.environ.items() if k != "XDG_RUNTIME_DIR"}
    words = [sys.executable, "-W", "always", "-c", WARNED + "own_server.package()"]
    told = subprocess.run(
        words, cwd=paths.root(), env=environment, capture_output=True, text=True, check=True
    )
    assert "another" in told.stderr
    assert "RuntimeDirWarning" not in told.stderr
