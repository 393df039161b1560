"""How long tests wait. None of these bounds measures speed: they catch what hangs, on a busy machine too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

HANGS_S = 45.0
BUILD_LIMIT_S = 600.0


def wait_until(holds: Callable[[], bool], seconds: float = HANGS_S) -> None:
    """Returns as soon as `holds()`; fails when it does not come true within `seconds`."""
    started = time.monotonic()
    while not holds():
        assert time.monotonic() - started < seconds, f"This did not come true within {seconds:g} seconds."
        time.sleep(0.02)


@contextmanager
def without_hanging(seconds: float = HANGS_S) -> Iterator[None]:
    """Fails when the body took longer than `seconds`."""
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds, f"This took longer than {seconds:g} seconds."
