"""`db`, `import`, `simulate` and `keep`: the database as its owner handles it."""

import argparse
from importlib import import_module
from typing import Any, Final

from console.seat.opening import database_url, opened
from console.seat.options import WITH_PLACES
from console.store import revisions
from console.store.engine import open_store
from console.words import _

Answered = tuple[Any, list[str], int]


def database(options: argparse.Namespace) -> Answered:
    """`db init|upgrade|check|load-demo`."""
    if options.act == "check":
        with opened(options) as store:
            document = {"database": str(store.url), **revisions.check(store)}
        return document, [_("The database is in order.")], 0
    if options.act == "load-demo":
        return _load_demo(options)
    store = open_store(database_url(options), create=options.act == "init")
    try:
        revision = revisions.upgrade(store)
        if options.act == "init":
            from console.city import national

            national.seed(store)
    finally:
        store.close()
    return {"revision": revision}, [_("The database is ready.")], 0


def _load_demo(options: argparse.Namespace) -> Answered:
    from console.city import demo

    made = demo.build(database_url(options), seed=options.seed, cases=options.cases)
    return made, [_("The demo city is ready.")], 0


READERS: Final = {"cases": "importing:import_cases"}
"""Kind of import → its function in `console.intake`, called with the store, the file and `crs`."""


def importing(options: argparse.Namespace) -> Answered:
    """`import KIND FILE`."""
    module, _colon, name = READERS[options.kind].partition(":")
    read = getattr(import_module(f"console.intake.{module}"), name)
    beside = {"crs": options.crs} if options.kind in WITH_PLACES else {}
    with opened(options) as store:
        report = read(store, options.file, **beside)
    lines = [
        _("{imported} of {rows} rows imported, {unchanged} unchanged, {rejected} rejected.").format(
            **report
        )
    ]
    lines += [f"{entry['line']}: {entry['reason']}" for entry in report["rejections"]]
    return report, lines, 0


def simulate(options: argparse.Namespace) -> Answered:
    """The demo city's life, through the door, until told to stop."""
    from console.city import simulator

    document = simulator.run(
        database_url(options),
        rate=options.rate,
        seed=options.seed,
        seconds=options.seconds,
        share=options.share,
        with_parent=options.with_parent,
    )
    return document, [_("{commands} commands, {refused} refused.").format(**document)], 0


def keep(options: argparse.Namespace) -> Answered:
    """Housekeeping under the lease, until told to stop."""
    from console import keeper

    with opened(options) as store:
        document = keeper.run(store, seconds=options.seconds)
    return document, [_("The keeper has stopped.")], 0
