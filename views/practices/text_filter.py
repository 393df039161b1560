"""Words among the filters of practices: the text search finds them, as on the search page; the table counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.filters import PracticeTable
from graph.filters.table import Bits
from graph.search import find, index_of
from views.web.service import asked

KIND = "practices"
# Reading what was found takes a while, so words that find more are looked up in the table, letter by letter.
MOST_READ = 200


@dataclass(frozen=True)
class Sought:
    """What words find: the practices, best first where `order` is known, and the words that were taken for others."""

    found: Bits
    order: NDArray[np.int32] | None
    taken: tuple[tuple[str, str], ...] = ()


def sought(table: PracticeTable, words: str) -> Sought:
    """What `words` find among the practices of the table."""
    index = index_of(asked().revision, lambda: asked().store)
    # The space says that the last word is whole.
    hits = find(index, f"{words} ", (KIND,), limit=MOST_READ)
    if hits.total > MOST_READ:
        return Sought(table.saying(words), None)
    places = [place for hit in hits.hits if (place := table.iris.find(hit.thing.iri)) is not None]
    taken = tuple((each.written, each.taken) for each in hits.corrected)
    return Sought(table.among(places), np.array(places, np.int32), taken)
