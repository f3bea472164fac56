"""A second console without a window: tells what reaches it over the same database.

    python -m tests.desktop.watcher URL

`["ready"]`, then `["case", id, stage, [crews]]` for every case that changed.
"""

import json
import sys
import threading
from typing import Any

from console.seat.seat import take_seat


def tell(*what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    woken, over = threading.Event(), threading.Event()
    seat = take_seat(sys.argv[1], "wang", None, woken.set)
    threading.Thread(target=_read_to_the_end, args=(over,), daemon=True).start()
    seat.start()
    said = False
    while not over.is_set():
        woken.wait(0.1)
        woken.clear()
        change = seat.room.apply_updates()
        if seat.room.loaded and not said:
            said = True
            tell("ready")
        cases = seat.room.cases
        for case in sorted(change.applied.changed) if change is not None else ():
            crews = [crew for crew, _state in cases.crews.get(case, {}).values()]
            tell("case", case, cases.row(case)["stage"], crews)
    seat.close()


def _read_to_the_end(over: threading.Event) -> None:
    sys.stdin.read()
    over.set()


if __name__ == "__main__":
    main()
