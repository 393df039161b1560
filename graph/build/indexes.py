"""Every index that is derived from a revision: made when it is built, checked when a server starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graph import filters, peers, search
from graph.completion import index as completion
from graph.derived import answers, names
from graph.derived.index import DerivedIndex, verify
from graph.derived.pages import Queryable
from graph.governing import index as governing
from graph.links import network as links
from graph.revision import Revision

Opened = Callable[[], Queryable]
Progress = Callable[[str, float], None]
MADE = (links.INDEX, governing.INDEX, filters.INDEX, peers.INDEX, search.INDEX, names.INDEX, answers.INDEX,
        completion.INDEX)  # fmt: skip
INDEXES: Mapping[str, DerivedIndex[Any]] = {each.name: each for each in MADE}


def make_indexes(revision: Revision, store: Opened, served: Opened, progress: Progress) -> None:
    """Makes every index of `revision` that is missing; what counts is asked of the store as it is `served`."""
    for place, (name, index) in enumerate(INDEXES.items()):
        progress(name, 0.94 + 0.06 * place / len(INDEXES))
        index.make(revision, served if index is answers.INDEX else store)


def verify_indexes(revision: Revision) -> None:
    """Reads every index of `revision` that has been made. Raises Damaged, which says how to mend it."""
    for index in INDEXES.values():
        folder = index.folder(revision)
        if folder.is_dir():
            verify(folder)
