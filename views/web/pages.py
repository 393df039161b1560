"""One way to answer: the same questions give a page, JSON, CSV and RDF in every form."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Response, g, request, url_for

from graph.ask import documents
from graph.ask.answer import Answer
from graph.errors import Truncated
from graph.store import Cell, Store
from graph.text.languages import ENGLISH
from graph.text.messages import NameWords
from views.languages.address import language
from views.languages.originals import drawn
from views.languages.told import note_english
from views.web.here import same_query, whole_address
from views.web.law_date import NAME as LAW_DATE
from views.web.negotiation import CSV, HTML, JSON, N_TRIPLES, RDF_FORMS, alternates, wanted
from views.web.parameters import TRUNCATE, takes_cut
from views.web.pinning import must_be_pinned, pinned, with_notice
from views.web.service import asked, service
from views.web.sharing import link_forms
from views.web.trust_headers import note_parameters, told


def page(
    template: str,
    *,
    answers: Mapping[str, Answer],
    things: Iterable[str] = (),
    topic: str = "",
    store: Store | None = None,
    csv_table: Answer | None = None,
    computed: Callable[[str], bytes] | None = None,
    parameters: Mapping[str, str | list[str]] | None = None,
    **context: Any,
) -> Response:
    """Answer the request in the form it asks for.

    `answers` are the questions behind the page, the main one first: its rows are the CSV, unless `csv_table` gives them
    where the page joins the rows of several questions. `topic` is the IRI of the one thing that the page is about, if
    there is one, and `things` are those it speaks of besides: their statements in `store`, those that point to `topic`,
    and what `computed` writes of this page alone are its RDF. `parameters` are the values that the answers were made
    with, if not those of the request. `context` goes to the template as it is; its `on` is the law date. Raises
    BadParameter when `revision=` asks for another revision than an answer has, and Truncated when
    `truncate=error` asks for no page whose rows are cut.
    """
    media_type = wanted(request)
    must_be_pinned(answers)
    complete = all(each.complete for each in answers.values())
    is_cut_taken = takes_cut(request.args.get(TRUNCATE, ""))
    if not (complete or is_cut_taken):
        raise Truncated(None)
    main = next(iter(answers.values()))
    used = _used(context.get("on")) if parameters is None else dict(parameters)
    if media_type == JSON:
        response = Response(_json(answers, used), mimetype=JSON)
    elif media_type == CSV:
        response = Response(_csv(csv_table or main), content_type="text/csv; charset=utf-8; header=present")
    elif media_type in RDF_FORMS:
        quads = _quads(store or asked().store, list(things), topic, computed)
        response = Response(documents.written(quads, media_type, context_address()), mimetype=media_type)
    else:
        if language() != ENGLISH and any(map(_is_in_english, answers.values())):
            note_english()
        context |= {"answers": answers, "alternates": alternates(request, complete), "canonical": _canonical()}
        pins = pinned(context.get("on"))
        html = drawn(template, **{**pins, **context})
        # A page that says itself which revision it shows has `older`.
        response = Response(with_notice(html, pins["pinned_facts"], "older" not in context), mimetype=HTML)
    response.vary.add("Accept")
    link_forms(response, [(each["media_type"], each["href"]) for each in alternates(request)])
    g.topic = topic
    note_parameters(response, used)
    return told(response, main.revision, complete, None, sum(each.elapsed_ms for each in answers.values()))


def _used(on: object) -> dict[str, str | list[str]]:
    """The values of this request, and the law date also where it was not given."""
    given = {name: values for name, every in request.args.lists() if (values := [*filter(None, every)])}
    day = {LAW_DATE: str(on)} if on else {}
    return {**{name: values[0] if len(values) == 1 else values for name, values in given.items()}, **day}


def _is_in_english(answer: Answer) -> bool:
    return any(
        cell is not None and cell.language == ENGLISH and not isinstance(cell.value, NameWords)
        for row in answer.rows
        for cell in row.values()
    )


def _canonical() -> str:
    return same_query(f"{request.url_root.rstrip('/')}{request.path}")


def _json(answers: Mapping[str, Answer], used: Mapping[str, str | list[str]]) -> str:
    main = next(iter(answers.values()))
    whole = all(each.complete for each in answers.values())
    document = {
        "meta": {"revision": main.revision, "complete": whole, "parameters": used},
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


def context_address() -> str:
    """Where this service has the context that JSON-LD names."""
    return url_for("ontology.scheme", name="context.jsonld", _external=True)


def _quads(store: Store, things: Sequence[str], topic: str, computed: Callable[[str], bytes] | None) -> documents.Quads:
    every = [*dict.fromkeys([*([topic] if topic else []), *things])]
    own = documents.triples(computed(N_TRIPLES)) if computed else set()
    return documents.statements(store, service().catalogue, every, topic) | own | _document(topic).quads()


def _document(topic: str) -> documents.DocumentFacts:
    revision = asked().revision
    return documents.DocumentFacts(
        address=whole_address({}),
        topic=topic,
        dataset=f"{url_for('sparql.list_', _external=True)}#dataset",
        source=url_for("revisions.show", number=revision.number, _external=True),
        revision=revision.number,
        created=str(revision.manifest.created),
        site=service().settings.site_name,
    )
