"""Asks the application as a program does, without a socket, so that an assistant is told what a page tells."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlsplit

from flask import Flask
from werkzeug.test import Client

from graph.errors import OpenPlazaError

Document = Mapping[str, object]
Params = Mapping[str, str | Sequence[str]]
MOST_VALUES = 60
RESULTS = "application/sparql-results+json"


class NotTold(OpenPlazaError):
    """The application refused what an assistant asked; the text is the one that a program is told."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The JSON of one address, and the page on which a person reads the same."""

    page: str
    document: Document


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of the application: for a reader their addresses begin with `root`, identifiers with `base_iri`."""

    app: Flask
    root: str
    base_iri: str

    def told(self, path: str, params: Params | None = None) -> Reply:
        """What the page at `path` holds, as data; raises NotTold with what the application says against it."""
        query = {name: value for name, value in (params or {}).items() if value}
        response = Client(self.app).get(
            quote(path, safe="/:#%"),
            query_string=query,
            base_url=self.root,
            headers={"Accept": "application/json"},
            follow_redirects=True,
        )
        return Reply(_page(response.request.url), _read(response.status_code, response.data))

    def evaluated(self, query: str) -> Reply:
        """The results of a SELECT or ASK at the endpoint, within its limits; raises NotTold."""
        response = Client(self.app).post(
            "/sparql", base_url=self.root, data={"query": query}, headers={"Accept": RESULTS}
        )
        return Reply(f"{self.root}/sparql", _read(response.status_code, response.data))


def _values(values: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """What a parameter takes, in a sentence."""
    if values:
        named = "; ".join(f"{each['value']} ({each['label']})" for each in values[:MOST_VALUES])
        more = len(values) - MOST_VALUES
        yield f"It takes: {named}{f'; and {more} more' if more > 0 else ''}."


def _page(url: str) -> str:
    """The address of the page whose data stand at `url`."""
    parts = urlsplit(url)
    return parts._replace(path=parts.path.removesuffix(".json")).geturl()


def _read(status: int, body: bytes) -> Document:
    try:
        document = json.loads(body)
    except ValueError:
        raise NotTold("This has no rows: ask with SELECT or ASK, or read it in a browser.") from None
    if status >= 400:
        hints = document.get("hints") or ()
        told = (document.get("detail") or document.get("title"), *hints, *_values(document.get("values") or ()))
        raise NotTold(" ".join(map(str, told)))
    return cast(Document, document)
