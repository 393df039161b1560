"""What every view reads from: the settings, the current revision's store, the questions and the evaluator."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from cachetools import LRUCache
from flask import current_app, g, request

from graph.ask.answer import Answer, ask
from graph.ask.binding import bind
from graph.ask.cache import AnswerCache
from graph.ask.catalogue import Catalogue
from graph.errors import OpenPlazaError
from graph.evaluate.evaluator import Evaluator
from graph.remote.store import RemoteEvaluator
from graph.revision import Revision, RevisionName, digest_of
from graph.settings import ROOT, Settings
from graph.store import Cell, Store
from views.languages.address import language
from views.languages.naming import with_names
from views.web.revisions_open import FolderSource, Opened, RemoteSource, Source, revision_name

EXTENSION = "openplaza"
# What the front door and the application tell each other through the environment of a request.
GONE = "openplaza.gone"
REQUEST_ID = "openplaza.request_id"
UNREACHABLE = "openplaza.unreachable"
MB = 1 << 20
Row = Mapping[str, Cell | None]


class _Older(LRUCache[int, Opened]):
    """Older revisions that a query asked for; the one not asked for longest is retired."""

    def popitem(self) -> tuple[int, Opened]:
        number, opened = super().popitem()
        opened.retire()
        return number, opened


class Service:
    """One a process. The next request opens a newly published revision; until it is open, the old one answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.catalogue = Catalogue.load(ROOT / "queries", settings.base_iri)
        self._source: Source = RemoteSource(settings) if settings.store else FolderSource(settings)
        self.answers = AnswerCache(settings.cache_mb * MB // 2)
        self._opening = threading.Lock()
        self._opening_older = threading.Lock()
        self._current: Opened | None = None
        self._seen: object = None
        self._older: _Older = _Older(settings.open_revisions)

    @property
    def revision(self) -> Revision:
        """The current revision. Raises NoRevision before the first build."""
        return self.now().revision

    @property
    def store(self) -> Store:
        """The store of the current revision. Raises NoRevision before the first build."""
        return self.now().store

    @property
    def evaluator(self) -> Evaluator | RemoteEvaluator:
        """The evaluator of the current revision. Raises NoRevision before the first build."""
        return self.now().evaluator

    @property
    def reachable(self) -> bool:
        """False while the store that the settings name gives no answer."""
        return self._source.reachable

    def warm(self) -> None:
        """Opens the current revision and starts its evaluator; without a revision, the first request tells why."""
        with contextlib.suppress(OpenPlazaError):
            _ = self.evaluator
        freeze_open_objects()

    def close(self) -> None:
        """Ends every evaluation; for the end of the process."""
        for opened in (self._current, *self._older.values()):
            if opened is not None:
                opened.close()

    def version(self) -> object:
        """Changes when another revision becomes current; cheap enough to ask for on every request."""
        return self._source.version()

    def now(self) -> Opened:
        """The current revision, open. Raises NoRevision before the first build, Damaged when a file of it is wrong."""
        seen = self.version()
        if self._current is not None and seen == self._seen:
            return self._current
        # While one thread opens the new revision, the others answer from the old one.
        if not self._opening.acquire(blocking=self._current is None) and self._current is not None:
            return self._current
        try:
            return self._follow(seen)
        finally:
            self._opening.release()

    def open_already(self, version: object) -> Opened | None:
        """The revision that is current at `version`, if it is open; for a caller that must not wait."""
        return self._current if version is not None and version == self._seen else None

    def at(self, name: RevisionName) -> Opened:
        """The revision of a number or a digest, open. Raises NotFound naming the revisions that are kept."""
        now = self.now()
        if name in (now.revision.number, digest_of(now.revision)):
            return now
        number = self.number_of(name)
        with self._opening_older:
            found = self._older.get(number)
            if found is None:
                found = self._older[number] = self._source.open(number)
            return found

    def number_of(self, name: RevisionName) -> int:
        """The number of a revision, which is not opened for that. Raises NotFound when nothing has the digest."""
        if not isinstance(name, str):
            return name
        now = self.now().revision
        return now.number if name == digest_of(now) else self._source.number_of(name)

    def _follow(self, seen: object) -> Opened:
        if self._current is not None and seen == self._seen:
            return self._current
        found = self._source.current()
        before, self._current, self._seen = self._current, found, seen
        if before is not None:
            before.retire()
            freeze_open_objects()
        return found


def freeze_open_objects() -> None:
    """Take what is open now out of garbage collection: it lives on, and a full collection would walk it for 0.2 s."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def service() -> Service:
    """The service of the running application."""
    found: Service = current_app.extensions[EXTENSION]
    return found


def abandoned() -> Callable[[], bool] | None:
    """Tells whether the client of this request has gone; None where the server cannot know."""
    gone: threading.Event | None = request.environ.get(GONE)
    return gone.is_set if gone is not None else None


def asked() -> Opened:
    """The revision that this request reads: the one its `revision=` names, else the current one, the same all along.

    Raises BadParameter when `revision` names none, NotFound naming the revisions that are kept, NoRevision before the
    first build.
    """
    if "asked" not in g:
        name = revision_name(request.args.get("revision", ""))
        g.asked = service().now() if name is None else service().at(name)
    found: Opened = g.asked
    return found


def holds(table: str) -> bool:
    """Whether a table of facts has a row in the revision that this request reads; never so before the first build."""
    try:
        return asked().holds(table)
    except OpenPlazaError:
        return False


def has_partnership() -> bool:
    """Whether the network has a partnership of which something is told."""
    return any(holds(table) for table in ("partnership", "events", "actions"))


def answer(name: str, values: Mapping[str, str | Sequence[str]] | None = None) -> Answer:
    """Put one question of the catalogue to the revision that this request reads."""
    question, now = service().catalogue[name], asked()
    found = now.kept(question, values or {}) or ask(now.store, question, values)
    return with_names(found, _subject(values))


def narrowed(name: str, values: Mapping[str, str | Sequence[str]], meets: Callable[[Row], bool]) -> Answer:
    """The answer for `values`, conditions that a row `meets` or not; of an answer that is kept, it has some rows."""
    question, now = service().catalogue[name], asked()
    kept = now.kept(question, {})
    if kept is None:
        return with_names(ask(now.store, question, values))
    query = now.store.worded(bind(question, values))
    return with_names(replace(kept, query=query, rows=tuple(row for row in kept.rows if meets(row))))


def _subject(values: Mapping[str, str | Sequence[str]] | None) -> str:
    """The one thing that a question is asked about; empty when there is none."""
    iris = [each for each in (values or {}).values() if isinstance(each, str) and "://" in each]
    return iris[0] if len(iris) == 1 else ""


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
    """The first value among `names` that the row binds, as text; a message stays one."""
    found = next((row[name] for name in names if row.get(name) is not None), "")
    return found if isinstance(found, str) else str(found)


def language_of(row: Mapping[str, object], name: str) -> str:
    """The language of a value, where it is told and is not that of the page; else empty."""
    own = getattr(row.get(name), "language", None) or ""
    return "" if own == language() else own


def grouped(rows: Iterable[Mapping[str, object]], by: str) -> dict[str, list[Mapping[str, object]]]:
    """Rows by the value of one column, in order of first appearance."""
    groups: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        groups.setdefault(str(row[by] or ""), []).append(row)
    return groups
