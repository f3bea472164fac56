"""Tuning of Python's garbage collector after the first paint."""

import gc


def freeze_objects() -> None:
    """Exempts all objects made by the start from garbage collection.

    The second collection has nothing to walk through. It makes the collector count from here; else
    full collections wait until a quarter as many objects as the start made have come about, and the
    cycles of a failed connection (137 objects) heap up meanwhile.
    """
    if gc.get_freeze_count():  # a later seat: what the one before it left must not stay as well
        gc.collect()
    gc.freeze()
    gc.collect()
