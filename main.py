"""Wangge Console: the one door, for people (a window) and for scripts (a verb)."""

import argparse
import gc
import multiprocessing
import os
import sys


def window(options: argparse.Namespace) -> int:
    """Verbs that need a window; Qt is imported here and not before."""
    from console import crashes
    from console.seat import head_start

    options.crashed = crashes.left()
    crashes.begin()
    started = head_start.begin(options)
    from widgets.program import application

    return application.run(options, started)


def main() -> int:
    """Runs the command line; answers the exit code."""
    multiprocessing.freeze_support()  # a frozen program starts its own children through here
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no algebra here: else a thread a core
    gc.disable()  # half a million objects come while it starts, none of them rubbish: half a second
    from console.seat import command_line, windowed

    streams = windowed.Streams()
    code = command_line.run(sys.argv[1:], window)
    if code and streams.hidden_text:
        windowed.show(streams.hidden_text)
    return code


if __name__ == "__main__":
    sys.exit(main())
