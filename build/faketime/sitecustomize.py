"""Python's sleep under Debian's libfaketime 0.9.10, which mistakes its absolute moments for false ones.

`time.sleep` of CPython 3.11 and later then fails with EINVAL where the monotonic clock is left true.
`build/dates.py` puts this folder on `PYTHONPATH`, so that every process of a run reads it.
"""

import select
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex, /) -> None:
    """Waits as `time.sleep` does, by a wait for nothing."""
    left = float(seconds)
    if left < 0:
        raise ValueError("sleep length must be non-negative")
    until = time.monotonic() + left
    while left >= 0:
        select.select((), (), (), left)
        left = until - time.monotonic()


time.sleep = sleep
