"""Where revisions come from: the folder of revisions, or a store elsewhere; and one revision that is open."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from graph.ask import Answer, Question, bind
from graph.derived.answers import answers_of
from graph.derived.names import Names, names_of
from graph.errors import BadParameter, NoRevision, NotFound, OpenPlazaError
from graph.evaluate.evaluator import Evaluator
from graph.remote.store import RemoteEvaluator, RemoteStore, held_number
from graph.revision import Manifest, Revision, RevisionName, current, number_of, open_revision, verify
from graph.revision.digests import DIGEST
from graph.revision.reading import POINTER, folder_name, numbers
from graph.settings import Settings
from graph.store import Store
from graph.store.embedded import EmbeddedStore
from graph.text.messages import N_

POLL_S = 2.0
POLL_LIMIT_S = 5.0


def revision_name(text: str) -> RevisionName | None:
    """The revision that a request names, by number or by digest; None for an empty text. Raises BadParameter."""
    if not text.strip():
        return None
    if DIGEST.fullmatch(text):
        return text
    if not re.fullmatch("[0-9]{1,9}", text):
        raise BadParameter("revision", N_("Give the number of a revision, such as 1, or its digest: sha256:…"))
    return int(text)


class Opened:
    """One revision, open for questions; its evaluator starts when it is first needed."""

    def __init__(self, revision: Revision, store: Store, settings: Settings) -> None:
        self.revision = revision
        self.store = store
        self._settings = settings
        self._lock = threading.Lock()
        self._evaluator: Evaluator | RemoteEvaluator | None = None

    @property
    def evaluator(self) -> Evaluator | RemoteEvaluator:
        """Where queries from outside are evaluated over this revision."""
        with self._lock:
            if self._evaluator is None:
                if isinstance(self.store, RemoteStore):
                    self._evaluator = self.store.evaluator(self._settings)
                else:
                    self._evaluator = Evaluator(self.revision, self._settings)
            return self._evaluator

    def kept(self, question: Question, values: Mapping[str, str | Sequence[str]]) -> Answer | None:
        """What a question answers for `values` where that is kept: for no value, or for a thing that it is kept by.

        A store elsewhere is asked itself, so that what it says is not older than the rest of a page.
        """
        if not (question.kept or question.kept_by) or isinstance(self.store, RemoteStore):
            return None
        query, answers = bind(question, values), answers_of(self.revision, lambda: self.store)
        if question.kept and query != bind(question, {}):
            return None
        rows = (
            answers.rows(question).rows if question.kept else answers.rows_of(question, str(values[question.kept_by]))
        )
        return Answer(question, self.store.worded(query), question.columns, rows, True, self.revision.number, 0.0)

    def holds(self, table: str) -> bool:
        """Whether a table of facts has a row in this revision."""
        return f"{self._settings.base_iri}graph/{table}" in self.revision.manifest.graphs

    @cached_property
    def names(self) -> Names:
        """What its things are called in the languages of readers."""
        return names_of(self.revision, lambda: self.store)

    @property
    def quick_evaluator(self) -> Evaluator | None:
        """The evaluator, if it is started and of this machine, so that it can be asked without waiting."""
        return self._evaluator if isinstance(self._evaluator, Evaluator) else None

    def close(self) -> None:
        """Ends the evaluator at once."""
        if self._evaluator is not None:
            self._evaluator.close()

    def retire(self) -> None:
        """Ends the evaluator once every query that may still be running has ended."""
        longest_s = self._settings.query_wait_s + self._settings.query_timeout_s + 1
        ending = threading.Timer(longest_s, self.close)
        ending.daemon = True
        ending.start()


class Source(Protocol):
    """Gives revisions."""

    @property
    def reachable(self) -> bool: ...

    def version(self) -> object: ...

    def current(self) -> Opened: ...

    def open(self, number: int) -> Opened: ...

    def number_of(self, digest: str) -> int: ...


class FolderSource:
    """The folder of revisions of this machine."""

    reachable = True

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pointer = os.fspath(Path(settings.revisions_dir) / POINTER)

    def version(self) -> object:
        """Changes when another revision becomes current; None before the first build."""
        try:
            found = os.stat(self._pointer)
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def current(self) -> Opened:
        """The current revision. Raises NoRevision before the first build, Damaged when a file of it is wrong."""
        return self._opened(current(self._settings.revisions_dir))

    def open(self, number: int) -> Opened:
        """Revision `number`. Raises NotFound naming the revisions that are kept."""
        kept = numbers(Path(self._settings.revisions_dir))
        if number not in kept:
            raise NotFound(
                N_(
                    "There is no revision %(number)s. Kept are: %(names)s.",
                    number=str(number),
                    names=", ".join(map(str, kept)),
                )
            )
        return self._opened(open_revision(self._settings.revisions_dir, number))

    def number_of(self, digest: str) -> int:
        """The newest revision with these facts. Raises NotFound."""
        return number_of(Path(self._settings.revisions_dir), digest)

    def _opened(self, revision: Revision) -> Opened:
        verify(revision)
        return Opened(revision, EmbeddedStore.open(revision, self._settings), self._settings)


class RemoteSource:
    """The store elsewhere that the settings name; asked every two seconds which revision is current there."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._watching = False
        self._reachable = True
        self._number: int | None = None

    @property
    def reachable(self) -> bool:
        """Whether the store gave an answer when it was last asked."""
        return self._reachable

    def version(self) -> object:
        """The number of the revision that was current when the store was last asked."""
        self._watch()
        return self._number

    def current(self) -> Opened:
        """The current revision. Raises NoRevision, StoreUnreachable, TimedOut or BadStoreAnswer."""
        store = RemoteStore.open(self._settings)
        self._number = store.revision
        return self._opened(store)

    def open(self, number: int) -> Opened:
        """Revision `number`. Raises NotFound naming the revisions that the store holds."""
        return self._opened(RemoteStore.open(self._settings, number))

    def number_of(self, digest: str) -> int:
        """The newest revision with these facts that the store holds. Raises NotFound."""
        return held_number(self._settings, digest)

    def _opened(self, store: RemoteStore) -> Opened:
        manifest: Manifest = store.manifest
        folder = Path(self._settings.revisions_dir) / folder_name(manifest.number)
        return Opened(Revision(manifest.number, folder, manifest), store, self._settings)

    def _watch(self) -> None:
        with self._lock:
            if self._watching:
                return
            self._watching = True
        threading.Thread(target=self._poll, name="store-watch", daemon=True).start()

    def _poll(self) -> None:
        patience_s = min(self._settings.store_timeout_s, POLL_LIMIT_S)
        impatient = replace(self._settings, store_timeout_s=patience_s)
        store: RemoteStore | None = None
        while True:
            try:
                store = RemoteStore.open(impatient) if store is None else store.refresh()
                self._number, self._reachable = store.revision, True
            except NoRevision:
                self._reachable = True
            except OpenPlazaError:
                self._reachable = False
            time.sleep(POLL_S)
