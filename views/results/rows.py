"""A kept answer and its comparison with another, as pages and programs are told them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import url_for

from graph.citation.cited import Cited
from graph.results.comparing import AnswerDifference, ResultRow
from graph.results.result import Result
from graph.store import Cell
from graph.text.messages import N_
from views.shown.citing import as_json as cited_json
from views.shown.citing import of_result
from views.shown.statements import table
from views.shown.values import Fact
from views.sparql.protocol import LABELS, ROW_NAMES, TRIPLE_NAMES
from views.web.service import service

FORMS = {media_type: LABELS[name] for name, media_type in {**ROW_NAMES, **TRIPLE_NAMES}.items()}


@dataclass(frozen=True, slots=True)
class Again:
    """A result beside the answer to the same query today: of which revision, and what differs.

    `by_order`: the answer may differ with the order in which an engine finds rows. `hints` say, where it differs, what
    the query may not know of the data of today, such as a word that has another name since.
    """

    result: Result
    revision: int
    dataset: str
    engine: str
    difference: AnswerDifference
    by_order: bool
    hints: tuple[str, ...] = ()

    @property
    def same_data(self) -> bool:
        """Whether both are of the same facts."""
        return self.dataset == self.result.dataset


def as_json(result: Result) -> dict[str, Any]:
    """What is told of a result, with its addresses."""
    told = {"digest": result.digest, **asdict(result)}
    addresses = {
        "page": url_for("results.show", digest=result.digest, _external=True),
        "content": url_for("results.content", digest=result.digest, _external=True),
        "again": url_for("results.again", digest=result.digest, _external=True),
        "dataset_page": url_for("revisions.show", number=result.dataset, _external=True),
    }
    parameters = dict(result.parameters or {})
    return {**told, "parameters": parameters, "addresses": addresses, "citation": cited_json(citation(result))}


def citation(result: Result) -> Cited:
    """How the answer is cited: by its question, or by the first words of its query."""
    question = service().catalogue[result.question].title if result.question in service().catalogue else ""
    title = question or f"Answer to a SPARQL query ({result.digest[:19]}…)"
    return of_result(title, result.digest, result.dataset, result.kept, result.revision)


def facts(result: Result, revision: int | None) -> list[Fact]:
    """What a page tells of a result; `revision` is the number of its facts here, None when they are not kept."""
    known = result.question and result.question in service().catalogue
    question = url_for("queries.show", name=result.question) if known else ""
    given = [
        Fact(name.replace("_", " ").capitalize(), values=list(values))
        for name, values in (result.parameters or {}).items()
    ]
    kept = N_("Revision %(number)s", number=str(revision))
    gone = N_("a revision that is not kept here any more")
    page = url_for("revisions.show", number=result.dataset)
    return [
        Fact(N_("Question"), result.question or N_("a query of one’s own"), question),
        *given,
        Fact(N_("Data"), gone if revision is None else kept, "" if revision is None else page),
        Fact(N_("Digest of the data"), result.dataset),
        Fact(N_("Kept"), f"{result.kept[:10]} {result.kept[11:16]} UTC"),
        Fact(N_("Form"), f"{FORMS.get(result.media_type, result.media_type)} ({result.media_type})"),
        Fact(N_("Size"), N_("%(number)s bytes", number=result.size)),
        Fact(N_("SHA-256 of the bytes"), result.sha256),
        Fact(N_("Made by"), f"{result.software}, {result.engine}"),
    ]


def shown(columns: Sequence[str], rows: Sequence[ResultRow]) -> dict[str, list[Any]]:
    """The first of some rows as a table."""
    settings = service().settings
    cells: list[dict[str, Cell | None]] = [dict(zip(columns, row, strict=True)) for row in rows[: settings.page_rows]]
    return table(columns, cells, settings.base_iri, brief=True)


def again_json(found: Again) -> dict[str, Any]:
    """The comparison, whole."""
    difference = found.difference
    return {
        "digest": found.result.digest,
        "kept": {"revision": found.result.revision, "dataset": found.result.dataset, "engine": found.result.engine},
        "again": {"revision": found.revision, "dataset": found.dataset, "engine": found.engine},
        "same_data": found.same_data,
        "same_bytes": difference.same_bytes,
        "same_rows": difference.same_rows,
        "rows_kept": difference.kept,
        "depends_on_order": found.by_order,
        "hints": list(found.hints),
        "has_blank_nodes": difference.has_blank_nodes,
        "columns": list(difference.columns),
        "added": [_plain(difference.columns, row) for row in difference.added],
        "gone": [_plain(difference.columns, row) for row in difference.gone],
    }


def _plain(columns: Sequence[str], row: ResultRow) -> dict[str, dict[str, str]]:
    return {name: _term(cell) for name, cell in zip(columns, row, strict=True) if cell is not None}


def _term(cell: Cell) -> dict[str, str]:
    told = {"type": {"iri": "uri"}.get(cell.kind, cell.kind), "value": cell.value}
    told |= {"xml:lang": cell.language} if cell.language else {}
    return told | ({"datatype": cell.datatype} if cell.datatype else {})


def sections(difference: AnswerDifference) -> list[dict[str, Any]]:
    """Rows added and rows gone, each as a table of the first of them."""
    parts = (
        ("added", N_("Rows added"), N_("rows added"), difference.added),
        ("gone", N_("Rows gone"), N_("rows gone"), difference.gone),
    )
    return [
        {"slug": slug, "title": title, "word": word, "count": len(rows), **shown(difference.columns, rows)}
        for slug, title, word, rows in parts
    ]


def downloads(result: Result, has_bytes: bool) -> list[dict[str, str]]:
    """Links to the bytes, and to what is told of them."""
    content = {"label": FORMS.get(result.media_type, result.media_type), "media_type": result.media_type,
               "href": url_for("results.content", digest=result.digest)}  # fmt: skip
    told = {"label": N_("Record (JSON)"), "media_type": "application/json",
            "href": f"{url_for('results.show', digest=result.digest)}.json"}  # fmt: skip
    return [content, told] if has_bytes else [told]
