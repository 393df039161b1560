"""One way to answer: the same questions give a page, JSON, CSV, Turtle and JSON-LD."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Response, render_template, request
from rdflib import Graph

from graph.ask.answer import Answer
from graph.ask.binding import bind
from graph.settings import ROOT
from graph.store import Cell, Store
from views.web.here import same_query
from views.web.negotiation import CSV, HTML, JSON, JSON_LD, TURTLE, alternates, wanted
from views.web.pinning import must_be_pinned, pinned, with_notice
from views.web.service import asked, service
from views.web.trust_headers import told

BATCH_THINGS = 500
N_TRIPLES = "application/n-triples"


def page(
    template: str,
    *,
    answers: Mapping[str, Answer],
    things: Iterable[str],
    store: Store | None = None,
    csv_table: Answer | None = None,
    computed: Callable[[str], bytes] | None = None,
    **context: Any,
) -> Response:
    """Answer the request in the form it asks for.

    `answers` are the questions behind the page, the main one first: its rows are the CSV, unless `csv_table` gives them
    where the page joins the rows of several questions. `things` are the IRIs the page speaks of: their statements in
    `store` are the Turtle and the JSON-LD, followed by what `computed` writes of this page alone in a media type.
    `context` goes to the template as it is; its `on` is the law date. Raises BadParameter when `revision=` asks for
    another revision than an answer has.
    """
    media_type = wanted(request)
    must_be_pinned(answers)
    main = next(iter(answers.values()))
    if media_type == JSON:
        response = Response(_json(answers), mimetype=JSON)
    elif media_type == CSV:
        response = Response(_csv(csv_table or main), content_type="text/csv; charset=utf-8; header=present")
    elif media_type in (TURTLE, JSON_LD):
        response = Response(_rdf(store or asked().store, list(things), media_type, computed), mimetype=media_type)
    else:
        context |= {"answers": answers, "alternates": alternates(request), "canonical": _canonical()}
        pins = pinned(context.get("on"))
        html = render_template(template, **{**pins, **context})
        # A page that says itself which revision it shows has `older`.
        response = Response(with_notice(html, pins["pinned_facts"], "older" not in context), mimetype=HTML)
    response.vary.add("Accept")
    complete = all(each.complete for each in answers.values())
    return told(response, main.revision, complete, None, sum(each.elapsed_ms for each in answers.values()))


def _canonical() -> str:
    return same_query(f"{request.url_root.rstrip('/')}{request.path}")


def _json(answers: Mapping[str, Answer]) -> str:
    main = next(iter(answers.values()))
    document = {
        "meta": {"revision": main.revision, "complete": all(each.complete for each in answers.values())},
        "answers": {
            name: {
                "question": each.question.summary,
                "columns": list(each.columns),
                "rows": [{column: _plain(row[column]) for column in each.columns} for row in each.rows],
                "query": each.query,
            }
            for name, each in answers.items()
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _plain(cell: Cell | None) -> object:
    if cell is None:
        return None
    if cell.language:
        return {"value": cell.value, "lang": cell.language}
    if cell.datatype and cell.datatype.endswith(("integer", "#int")):
        return int(cell.value)
    return cell.value


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows([row[column] and str(row[column]) for column in answer.columns] for row in answer.rows)
    return out.getvalue()


def _rdf(store: Store, things: list[str], media_type: str, computed: Callable[[str], bytes] | None) -> bytes:
    question = service().catalogue["things-statements"]
    batches = [things[start : start + BATCH_THINGS] for start in range(0, len(things), BATCH_THINGS)]
    queries = [bind(question, {"things": batch}) for batch in batches]
    if media_type == TURTLE:
        own = [computed(media_type)] if computed else []
        return b"\n".join([*(store.construct(query, media_type) for query in queries), *own])
    graph = Graph()
    for query in queries:
        graph.parse(data=store.construct(query, N_TRIPLES), format="nt")
    if computed:
        graph.parse(data=computed(N_TRIPLES), format="nt")
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    return graph.serialize(format="json-ld", context=context, indent=1).encode()
