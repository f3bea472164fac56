"""The page of a soak: changed and weighed in a process of its own."""

import json
import os
import subprocess

from console import paths
from console.measure import page, report


def test_a_page_is_changed_and_weighed() -> None:
    done = subprocess.run(
        [*page.program(), "measure", "page", "--minutes", "0.15", "--rate", "40", "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=paths.root(),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["within"] else 1), done.stderr
    assert told["figures"]["changes"] >= 40
    assert told["figures"]["renderer_mb"] > 10
    assert set(report.page_bounds()) <= set(told["figures"])
