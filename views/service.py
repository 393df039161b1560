"""What every view reads from: the settings, the current revision's store, the questions and the evaluator."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app

from graph.ask.answer import Answer, ask
from graph.ask.catalogue import Catalogue
from graph.revision import Revision, current, verify
from graph.settings import ROOT, Settings
from graph.store.embedded import EmbeddedStore
from graph.store.evaluator import Evaluator

EXTENSION = "openplaza"


@dataclass
class Service:
    """One a process. A newly published revision is opened on the next request, when the pointer `current` has moved."""

    settings: Settings
    catalogue: Catalogue
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _revision: Revision | None = None
    _store: EmbeddedStore | None = None
    _evaluator: Evaluator | None = None

    @classmethod
    def open(cls, settings: Settings) -> Service:
        """Read the questions; the revision is opened on first use."""
        return cls(settings, Catalogue.load(ROOT / "queries"))

    @property
    def revision(self) -> Revision:
        """The current revision. Raises NoRevision before the first build."""
        self._follow()
        assert self._revision is not None
        return self._revision

    @property
    def store(self) -> EmbeddedStore:
        """The store of the current revision. Raises NoRevision before the first build."""
        self._follow()
        assert self._store is not None
        return self._store

    @property
    def evaluator(self) -> Evaluator:
        """Where queries from outside are evaluated: killable children over the current revision."""
        self._follow()
        with self._lock:
            if self._evaluator is None:
                assert self._revision is not None
                self._evaluator = Evaluator(self._revision, self.settings)
            return self._evaluator

    def _follow(self) -> None:
        with self._lock:
            pointer = (Path(self.settings.revisions_dir) / "current").stat().st_mtime_ns if self._revision else 0
            if self._revision and pointer == getattr(self, "_pointer", None):
                return
            revision = current(self.settings.revisions_dir)
            self._pointer = (Path(self.settings.revisions_dir) / "current").stat().st_mtime_ns
            if self._revision and revision.number == self._revision.number:
                return
            verify(revision)
            self._store = EmbeddedStore.open(revision, self.settings)
            self._revision = revision
            if self._evaluator:
                self._evaluator.close()
                self._evaluator = None


def service() -> Service:
    """The service of the running application."""
    found: Service = current_app.extensions[EXTENSION]
    return found


def answer(name: str, values: Mapping[str, str | Sequence[str]] | None = None) -> Answer:
    """Put one question of the catalogue to the current revision."""
    here = service()
    return ask(here.store, here.catalogue[name], values or {})


def thing_iri(collection: str, name: str) -> str:
    """The identifier of a thing that has a page at /{collection}/{name}."""
    return f"{service().settings.base_iri}id/{collection}/{name}"


def concept_iri(scheme: str, slug: str) -> str:
    """The identifier of a concept of our vocabularies."""
    return f"https://w3id.org/openplaza/concept/{scheme}/{slug}"


def slug_of(iri: object) -> str:
    """The last part of an identifier; an empty string for nothing."""
    return str(iri or "").rsplit("/", 1)[-1]


def text_of(row: Mapping[str, object], *names: str) -> str:
    """The first value among `names` that the row binds, as text."""
    for name in names:
        if row.get(name) is not None:
            return str(row[name])
    return ""


def grouped(rows: Iterable[Mapping[str, object]], by: str) -> dict[str, list[Mapping[str, object]]]:
    """Rows by the value of one column, in order of first appearance."""
    groups: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        groups.setdefault(str(row[by] or ""), []).append(row)
    return groups
