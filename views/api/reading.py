"""The description of what programs can read: every page as data, every question of the catalogue, the endpoint, feeds.

It is made from the addresses of the application, what each view says that it takes, and the catalogue, so that a new
page or question is described without a line here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from flask import Flask
from werkzeug.routing import Rule

from graph.ask import Catalogue, Param, Question
from views.web.negotiation import CSV, JSON, RDF_FORMS, SUFFIXES
from views.web.parameters import MANY, ONCE, REVISION, TRUNCATE

# What is about the reader, or is asked by scripts of pages only.
PRIVATE: Final = (
    "/account",
    "/api",
    "/audit",
    "/compare/tray",
    "/contribute",
    "/invitation",
    "/review",
    "/search/suggest",
    "/sign-in",
    "/site-logo",
    "/sparql/complete",
    "/submissions",
    "/sparql/complete",
)
FORM: Final = {"name": "form", "in": "path", "required": True,
               "schema": {"enum": [each.removeprefix(".") for each in SUFFIXES]}}  # fmt: skip
DAY: Final = {"type": "string", "format": "date"}
SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "on": DAY,
    "known": DAY,
    "from": {"type": "string"},
    "to": {"type": "string"},
    "page": {"type": "integer", "minimum": 1},
    "most": {"type": "integer", "minimum": 1},
    REVISION: {"type": "integer", "minimum": 1},
    TRUNCATE: {"enum": ["error", "cut"]},
}
TEXTS: Final = {
    "on": "The law as it stands on this day; today when left out",
    "known": "The law as it was known on this day",
    "q": "Words to look for, in any language of the site",
    REVISION: "An older revision of the data",
    TRUNCATE: "error refuses an answer that a limit would cut",
    "page": "Which part of a long list",
}
TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "date": DAY,
    "integer": {"type": "integer"},
    "iri": {"type": "string"},
    "iris": {"type": "array", "items": {"type": "string"}},
    "text": {"type": "string"},
    "lang": {"type": "string"},
}
NAMES: Final = "An address, a code, or a name in any language of the site"
GRAPHS: Final = {"graphml": "application/graphml+xml", "gexf": "application/gexf+xml", "dot": "text/vnd.graphviz"}
RESULTS: Final = {
    "application/sparql-results+json": {"schema": {"type": "object"}},
    **{
        each: {}
        for each in ("application/sparql-results+xml", "text/tab-separated-values", CSV, *RDF_FORMS, "text/html")
    },
}
PROBLEMS: Final = {
    "400": "Something asked for cannot be used; the member field names it, detail says how to mend it",
    "404": "Nothing has this name",
    "406": "The address has no form that was asked for",
    "409": "The revision asked for is not here",
    "410": "The revision asked for is gone",
    "413": "What was sent, or the answer, is too long",
    "422": "The answer would be cut, and truncate=error refuses that",
    "503": "Not now; the header Retry-After says when",
    "504": "It took longer than the limit",
}
UNREAD: Final = {"415": "The body is neither a query nor a form"}
PATH: Final = re.compile(r"<(?:\w+:)?(\w+)>")


def paths(app: Flask, catalogue: Catalogue) -> dict[str, Any]:
    """Every address that gives data to anybody, as Path Items of OpenAPI 3.1."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    pages = {path: item for rule in rules for path, item in _page(app, rule)}
    questions = {f"/queries/{each.name}.{{form}}": _question(each) for each in catalogue if each.group != "view"}
    return {**pages, **questions, "/sparql": _endpoint(catalogue["count-classes"].text)}


def problems(codes: Iterable[str]) -> dict[str, Any]:
    """The failures with these codes, each as a problem of RFC 9457."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": (PROBLEMS | UNREAD)[code], "content": content} for code in codes}


def answers() -> dict[str, Any]:
    """The schema of a page as JSON: what it was made from, and the rows of each question behind it."""
    rows = {"type": "array", "items": {"type": "object"}}
    names = {"type": "array", "items": {"type": "string"}}
    answer = {
        "type": "object",
        "required": ["question", "columns", "rows", "query"],
        "properties": {"question": {"type": "string"}, "columns": names, "rows": rows, "query": {"type": "string"}},
    }
    meta = {
        "type": "object",
        "required": ["revision", "complete", "parameters"],
        "properties": {
            "revision": {"type": "integer"},
            "complete": {"type": "boolean"},
            "parameters": {"type": "object", "description": "The values that the answers were made with"},
        },
    }
    return {
        "type": "object",
        "required": ["meta", "answers"],
        "properties": {"meta": meta, "answers": {"type": "object", "additionalProperties": answer}},
    }


def _page(app: Flask, rule: Rule) -> Iterator[tuple[str, dict[str, Any]]]:
    """The data of one page, and of graph files and feeds what they are; nothing for what is not for anybody."""
    view = app.view_functions[rule.endpoint]
    if not hasattr(view, ONCE) or "GET" not in (rule.methods or ()) or rule.rule.startswith(PRIVATE):
        return
    path = PATH.sub(r"{\1}", rule.rule)
    given = [_path(name) for name in PATH.findall(rule.rule) if name != "form"]
    given += [_query(name) for name in getattr(view, ONCE)] + [_query(name, True) for name in getattr(view, MANY)]
    about = (view.__doc__ or "").partition("\n")[0].strip()
    if path.endswith((".atom", ".ics")):
        kind = "application/atom+xml" if path.endswith(".atom") else "text/calendar"
        yield path, _get(about, given, {kind: {}})
    elif path.endswith("/graph.{form}"):
        form = {**FORM, "schema": {"enum": [*GRAPHS]}}
        yield path, _get(about, [form, *given], {each: {} for each in GRAPHS.values()})
    elif path != "/" and not path.endswith("/graph"):
        yield f"{path}.{{form}}", _get(about, [FORM, *given], _forms("Questions" if path == "/queries" else "Answers"))


def _question(question: Question) -> dict[str, Any]:
    given = [_param(each) for each in question.params]
    return _get(question.summary, [FORM, *given, _query(REVISION)], _forms("Answers"))


def _param(param: Param) -> dict[str, Any]:
    example = {"example": list(param.example) if isinstance(param.example, tuple) else param.example}
    return {
        "name": param.name,
        "in": "query",
        "required": not param.optional,
        "schema": TYPES[param.type],
        "description": ". ".join(filter(None, (param.help or param.name.replace("_", " "), NAMES if param.of else ""))),
        **(example if param.example else {}),
    }


def _forms(schema: str) -> dict[str, Any]:
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}, CSV: {}, **{each: {} for each in RDF_FORMS}}


def _get(summary: str, parameters: list[dict[str, Any]], content: dict[str, Any]) -> dict[str, Any]:
    found = {"200": {"description": "The answer", "content": content}}
    return {"get": {"summary": summary, "parameters": parameters, "responses": {**found, **problems(PROBLEMS)}}}


def _endpoint(example: str) -> dict[str, Any]:
    asked = {"name": "query", "in": "query", "schema": {"type": "string"}, "description": "A query of SPARQL 1.1",
             "example": example}  # fmt: skip
    item = _get("Answer a query of your own", [asked, _query(REVISION), _query(TRUNCATE)], RESULTS)
    body = {"content": {"application/sparql-query": {"schema": {"type": "string"}}}}
    responses = {**item["get"]["responses"], **problems(UNREAD)}
    post = {**item["get"], "parameters": [], "requestBody": {"required": True, **body}, "responses": responses}
    return {**item, "post": post}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _query(name: str, is_many: bool = False) -> dict[str, Any]:
    one = SCHEMAS.get(name, {"type": "string"})
    schema = {"type": "array", "items": one} if is_many else one
    text = {"description": TEXTS[name]} if name in TEXTS else {}
    return {"name": name, "in": "query", "schema": schema, **text}
