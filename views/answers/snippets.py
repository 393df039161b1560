"""A query as lines to paste into a shell, Python, R or JavaScript; each stops when its answer is not whole."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import Final

from graph.text.messages import N_

CSV, JSON, TURTLE = "text/csv", "application/sparql-results+json", "text/turtle"


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of code; `id` is its place on a page."""

    id: str
    title: str
    code: str


def snippets(address: str, query: str, form: str) -> list[Snippet]:
    """The query, whose form is select, ask, construct or describe, in each language; `address` is the endpoint.

    Whatever the query holds stays inside its quotes.
    """
    rows = form == "select"
    plain = {"select": CSV, "ask": JSON}.get(form, TURTLE)
    return [
        Snippet("copy-curl", "cURL", _curl(address, query, plain)),
        Snippet("copy-python", "Python", _python(address, query, JSON if rows else plain, rows)),
        Snippet("copy-r", "R", _r(address, query, plain)),
        Snippet("copy-javascript", "JavaScript", _javascript(address, query, JSON if rows else plain, rows)),
    ]


ABOUT: Final = N_("Each asks for the whole answer and is refused when a limit would cut it.")


def _curl(address: str, query: str, media_type: str) -> str:
    given = shlex.quote(f"query={query}")
    return (
        f"curl --fail-with-body -sS {shlex.quote(address)} -H {shlex.quote(f'Accept: {media_type}')} \\\n"
        f"  --data-urlencode truncate=error \\\n  --data-urlencode {given}"
    )


def _python(address: str, query: str, media_type: str, rows: bool) -> str:
    end = "    found = answer.read().decode()\nprint(found)"
    if rows:
        end = (
            '    rows = [{name: cell["value"] for name, cell in row.items()}\n'
            '            for row in json.load(answer)["results"]["bindings"]]\nprint(len(rows), rows[:3])'
        )
    return f"""import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

query = {_text(query)}
body = urlencode({{"query": query, "truncate": "error"}}).encode()
with urlopen(Request({_text(address)}, body, {{"Accept": "{media_type}"}})) as answer:
{end}"""


def _r(address: str, query: str, media_type: str) -> str:
    end = 'cat(content(answer, "text", encoding = "UTF-8"))'
    if media_type == CSV:
        end = 'rows <- read.csv(text = content(answer, "text", encoding = "UTF-8"))\nprint(head(rows))'
    return f"""library(httr)

query <- {_text(query)}
answer <- POST({_text(address)}, accept("{media_type}"), encode = "form",
               body = list(query = query, truncate = "error"))
stop_for_status(answer)
{end}"""


def _javascript(address: str, query: str, media_type: str, rows: bool) -> str:
    end = "(await answer.json()).results.bindings" if rows else "await answer.text()"
    return f"""const query = {_text(query)};
const answer = await fetch({_text(address)}, {{
  method: "POST",
  headers: {{ Accept: "{media_type}" }},
  body: new URLSearchParams({{ query, truncate: "error" }}),
}});
if (!answer.ok) throw new Error(await answer.text());
console.log({end});"""


def _text(text: str) -> str:
    """A text in double quotes, as Python, R and JavaScript read it alike: its lines end in \\n, and no other escape."""
    return json.dumps(text, ensure_ascii=False)
