"""Pages of practices that several files look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import pytest
from flask.testing import FlaskClient

from graph.governing import Library
from graph.governing.index import library_of
from graph.governing.statements import PracticeCase, practice_cases
from graph.revision import Revision
from graph.store.embedded import EmbeddedStore
from tests.reading import Part, page
from tests.views.facts import DAY
from tests.views.practices.rulings import PRACTICES


@pytest.fixture(scope="session")
def practice_page(client: FlaskClient) -> Callable[[str], Part]:
    """The page of a practice on DAY, read once by whoever asks first. To be read alone."""
    return cache(lambda name: page(client, f"/practices/{name}?on={DAY}"))


@pytest.fixture(scope="session")
def library(revision: Revision, store: EmbeddedStore) -> Library:
    return library_of(revision, lambda: store)


@pytest.fixture(scope="session")
def cases(store: EmbeddedStore, library: Library) -> dict[str, list[PracticeCase]]:
    found: dict[str, list[PracticeCase]] = {}
    for each in practice_cases(store, library):
        found.setdefault(each.practice.rpartition("/")[2], []).append(each)
    return found


@pytest.fixture(scope="session")
def pages(practice_page: Callable[[str], Part]) -> Mapping[str, Part]:
    """The page of every practice on the day."""
    return {name: practice_page(name) for name in PRACTICES}


@pytest.fixture(scope="session")
def entries(pages: Mapping[str, Part]) -> Callable[[str, str, str], list[Part]]:
    """Where the page of a practice tells of a provision for an actor."""
    found: dict[tuple[str, str, str], list[Part]] = {}
    for name, shown in pages.items():
        for actor in shown.all("[data-actor]"):
            for each in actor.all("[data-provision]"):
                key = (name, str(actor.tag["data-actor"]), str(each.tag["data-provision"]))
                found.setdefault(key, []).append(each)
    return lambda name, actor, provision: found.get((name, actor, provision), [])
