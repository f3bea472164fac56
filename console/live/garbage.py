"""The collector of garbage once a program has its first picture."""

import gc


def freeze_objects() -> None:
    """What the start has made stays: the collector never looks at it again.

    The second look has nothing to walk through. It lets the collector count from here; else full
    collections wait until a quarter as much as the start made has come about, and what a failed
    connection leaves in circles (137 objects) heaps up meanwhile.
    """
    if gc.get_freeze_count():  # a later seat: what the one before it left must not stay as well
        gc.collect()
    gc.freeze()
    gc.collect()
