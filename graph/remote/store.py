"""A SPARQL endpoint elsewhere in the embedded store's place: the same questions, the same answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from graph.errors import BadStoreAnswer, Refused
from graph.evaluate.admission import Admission
from graph.evaluate.evaluated import Evaluated
from graph.evaluate.evaluator import accepted
from graph.remote import answers
from graph.remote import held_revisions as pointer
from graph.remote.client import TRIPLES, Client, Raw
from graph.remote.graph_names import GraphNames
from graph.revision import Manifest
from graph.settings import Settings
from graph.sparql.formats import GRAPH_FORMATS
from graph.sparql.guard import check_query
from graph.sparql.reading import read
from graph.store.protocol import Rows

MB = 1 << 20


class RemoteStore:
    """One revision in the store that the settings name; answers trusted questions. Safe to use from several threads."""

    def __init__(self, client: Client, naming: GraphNames, manifest: Manifest) -> None:
        self._client, self._naming, self._manifest = client, naming, manifest
        self._graphs = tuple(name for name in manifest.graphs if name)

    @classmethod
    def open(cls, settings: Settings, number: int | None = None) -> RemoteStore:
        """Revision `number` of that store, by default the current one.

        Raises NoRevision, NotFound, StoreUnreachable, TimedOut or BadStoreAnswer.
        """
        client = open_client(settings)
        try:
            manifest = pointer.manifest_of(client, settings.base_iri, number)
        except BaseException:
            client.close()
            raise
        return cls(client, GraphNames(settings.base_iri, manifest.number), manifest)

    @property
    def revision(self) -> int:
        return self._naming.number

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def refresh(self) -> RemoteStore:
        """This store, or when another revision has become current there, a store of that one. One cheap query."""
        base = self._naming.base
        number = pointer.current_number(self._client, base)
        if number == self.revision:
            return self
        return RemoteStore(self._client, GraphNames(base, number), pointer.manifest_of(self._client, base, number))

    def worded(self, text: str) -> str:
        """The query as it is: a store elsewhere has what was last published to it, in today's words."""
        return text

    def select(self, text: str) -> Rows:
        """The rows of a SELECT; raises BadQuery if it does not parse, Refused if it is no SELECT."""
        return answers.rows_of(self._whole(text))

    def ask(self, text: str) -> bool:
        """The answer of an ASK."""
        return answers.truth_of(self._whole(text))

    def construct(self, text: str, media_type: str) -> bytes:
        """The triples of a CONSTRUCT or DESCRIBE, written as `media_type`."""
        if media_type not in GRAPH_FORMATS:
            raise Refused(f"Triples do not come as {media_type}.")
        raw = self._whole(text)
        if raw.media_type != TRIPLES:
            raise Refused("This asks for triples, so it must be a CONSTRUCT or a DESCRIBE.")
        return answers.written(raw, media_type)

    def serialize(self, text: str, media_type: str) -> bytes:
        """The answer of any query, written as `media_type`."""
        return answers.written(self._whole(text), media_type)

    def evaluator(self, settings: Settings) -> RemoteEvaluator:
        """Where queries from outside are put to this revision."""
        return RemoteEvaluator(self, settings)

    def close(self) -> None:
        """Closes the kept connections."""
        self._client.close()

    def raw(
        self,
        text: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        timeout_s: float | None = None,
        abandoned: Callable[[], bool] | None = None,
    ) -> Raw:
        """The store's own answer, with graph names as they are here."""
        asked = self._naming.question(text, self._graphs, default_graphs, named_graphs)
        found = self._client.query(
            asked.text,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            timeout_s=timeout_s,
            abandoned=abandoned,
        )
        return Raw(self._naming.back(found.body), found.media_type, found.whole, found.most_rows)

    def _whole(self, text: str) -> Raw:
        found = self.raw(text)
        if not found.whole:
            raise BadStoreAnswer("too-large", f"The answer of the store at {self._client.host} is too large to read.")
        return found

    def check(self, query: str) -> None:
        """Raises Refused or BadQuery for a query from outside that no store may get."""
        check_query(read(query), frozenset(self._graphs))


class RemoteEvaluator:
    """Queries from outside, put to a remote store: the same promises as Evaluator, kept by ending the connection.

    The store's own memory and time are its own to limit: what it does after the connection has ended is not known here.
    """

    def __init__(self, store: RemoteStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._turns = Admission(settings.query_workers, settings.query_queue, settings.query_wait_s)

    def evaluate(
        self,
        query: str,
        media_type: str,
        *,
        timeout_s: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        abandoned: Callable[[], bool] | None = None,
    ) -> Evaluated:
        """The answer of `query` as `media_type`; `timeout_s` may lower the limit of the settings, never raise it.

        Raises BadQuery, Refused, TooLarge, TimedOut, Abandoned, Busy, StoreUnreachable or BadStoreAnswer.
        """
        accepted(query, media_type, self._settings)
        self._store.check(query)
        limit_s = min(timeout_s or self._settings.query_timeout_s, self._settings.query_timeout_s)
        with self._turns.taken(abandoned):
            started = time.perf_counter()
            raw = self._store.raw(query, default_graphs, named_graphs, limit_s, abandoned)
            body, rows, limit = answers.limited(
                raw, media_type, self._settings.max_rows, self._settings.max_result_mb * MB
            )
        elapsed_ms = (time.perf_counter() - started) * 1000
        return Evaluated(body, media_type, rows, limit is None, limit, elapsed_ms)

    def close(self) -> None:
        """Nothing of this evaluator outlives its answers."""

    def __enter__(self) -> RemoteEvaluator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_client(settings: Settings) -> Client:
    """A client of the store that the settings name."""
    return Client(
        settings.store,
        settings.store_update,
        user=settings.store_user,
        password=settings.store_password,
        timeout_s=settings.store_timeout_s,
        max_bytes=settings.max_result_mb * MB,
    )


def held_number(settings: Settings, digest: str) -> int:
    """The newest revision with the facts of a digest in the store that the settings name. Raises NotFound."""
    client = open_client(settings)
    try:
        return pointer.number_with(client, settings.base_iri, digest)
    finally:
        client.close()
