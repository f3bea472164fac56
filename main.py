"""Wangge Console: the one door, for people (a window) and for scripts (a verb)."""

import argparse
import multiprocessing
import sys


def window(options: argparse.Namespace) -> int:
    """Verbs that need a window; Qt is imported here and not before."""
    from widgets import application

    return application.run(options)


def main() -> int:
    """Runs the command line; answers the exit code."""
    multiprocessing.freeze_support()  # a frozen program starts its own children through here
    from console.seat import command_line

    return command_line.run(sys.argv[1:], window)


if __name__ == "__main__":
    sys.exit(main())
