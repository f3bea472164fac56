"""`make test-dates` moves the clock, and Python still sleeps under it."""

import os
import shutil
import subprocess
import sys

import dates
import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("faketime") is None or "FAKETIME" in os.environ,
    reason="faketime is Debian's, and does not nest",
)
SAID = "import datetime, time; time.sleep(0.01); print(datetime.datetime.now())"


@pytest.mark.parametrize(("moment", "zones"), dates.MOMENTS)
def test_it_is_the_moment_asked_for_in_that_zone(moment: str, zones: tuple[str, ...]) -> None:
    for zone in zones:
        more = dates.shifted(moment, zone)
        done = subprocess.run(
            ["faketime", "-f", more["FAKETIME_BY"], sys.executable, "-c", SAID],
            env={**os.environ, **more},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout[:15] == moment[:15]  # to ten minutes
