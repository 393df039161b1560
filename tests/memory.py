"""What a test process gives back when it goes from one file of tests to the next.

It opens, builds and closes whole graphs for an hour. Without this it comes to hold several times what it uses, and a
machine with little memory stands still or ends it.
"""

from __future__ import annotations

import ctypes
import gc
from pathlib import Path

from graph.derived.index import DerivedIndex

MUCH_MB = 1_000
TOO_MUCH_MB = 2_000
# Millions of objects stay for the whole run: to walk them all after every few new ones took a quarter of its time.
gc.set_threshold(50_000, 20, 50)


def give_back() -> None:
    """Return to the system what is unreachable; of a process that still holds too much, the opened indexes as well."""
    if _held_mb() < MUCH_MB:
        return
    _collect()
    if _held_mb() > TOO_MUCH_MB:
        for each in gc.get_objects():
            if type(each) is DerivedIndex and "_open_once" in vars(each):
                vars(each)["_open_once"].cache_clear()
        _collect()


def _collect() -> None:
    gc.unfreeze()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)


def _held_mb() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 >> 20
