"""Making the next item while the last one is used."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items in the same order, each made in a thread while the one before it is used.

    It gains time where using an item leaves the interpreter free: hashing, packing, parsing in the engine. One item
    waits at most. What `items` raises is raised here. The thread has ended when the last item is taken or this
    iterator is closed.
    """
    source = iter(items)

    def taken() -> list[Item]:
        return list(itertools.islice(source, 1))

    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(taken)
        while found := coming.result():
            coming = maker.submit(taken)
            yield found[0]
