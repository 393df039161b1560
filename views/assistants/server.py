"""The tools: each asks one address of the application (https://modelcontextprotocol.io, official Python SDK)."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated, TypeVar, cast

from flask import Flask
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from graph.settings import Settings
from views.assistants.pages import NotTold, Pages, Reply
from views.assistants.telling import Told, from_page, from_results

INSTRUCTIONS = """OpenPlaza links practices of European cities for security in public spaces with the law on them, by
article and as of a day. Search first, describe what you find, then trace or ask. Repeat with each statement its doubt,
its condition and the day; say the revision and the page when you cite. An empty answer means "not recorded here", never
"there is none". Never tell an effect (prohibited, allowed, required) without its condition and for whom it holds. This
is not legal advice."""
READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
CELEX = re.compile(r"[0-9CE]\d{4}[A-Z]{1,2}\d{4}.*|[a-z]{2}-[a-z].*")
IDENTIFIER = "http://purl.org/dc/terms/identifier"
MAX_ROWS = 30

Day = Annotated[str, Field(description="The law as it stands on this day, YYYY-MM-DD; today when empty.")]
Rows = Annotated[int, Field(ge=1, le=500, description="The most rows of each section.")]
Thing = Annotated[
    str,
    Field(
        description="An identifier from an answer, KIND/ID (practices/nice-school-vsa), or the CELEX number of an act, "
        "with its article where meant (32016R0679/art_9)."
    ),
]
Given = TypeVar("Given")


def assistants(app: Flask, settings: Settings) -> MCPServer:
    """The server of tools over `app`; nothing in it writes."""
    root = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    asked = Pages(app, root, settings.base_iri)
    server = MCPServer(settings.site_name, instructions=INSTRUCTIONS, version=version("openplaza"))
    for tool in (*_finding(asked), *_following(asked), *_asking(asked)):
        server.tool(annotations=READS)(tool)
    return server


def _finding(asked: Pages) -> tuple[Callable[..., Told], ...]:
    def search(
        words: Annotated[
            str, Field(description="Words in any of eight languages, a name, an article or a case number.")
        ],
        max_rows: Rows = 10,
    ) -> Told:
        """Find practices, cities, technologies, acts, provisions, organisations and decisions, each with why."""
        return _told(lambda: from_page(asked.told("/search", {"q": words}), max_rows, ("results", "things")))

    def describe(
        thing: Thing,
        on: Day = "",
        sections: Annotated[tuple[str, ...], Field(description="Only these sections; all when empty.")] = (),
        max_rows: Rows = MAX_ROWS,
    ) -> Told:
        """All that is stated about one thing: for a practice who runs it, evidence, decisions, law and sources."""
        return _told(lambda: from_page(_described(asked, thing, on), max_rows, sections))

    return search, describe


def _following(asked: Pages) -> tuple[Callable[..., Told], ...]:
    def trace(
        source: Thing,
        target: Annotated[
            str, Field(description="Such an identifier, or a class: acts, provisions, practices.")
        ] = "acts",
        on: Day = "",
        max_rows: Rows = MAX_ROWS,
    ) -> Told:
        """The paths from one thing to another, each hop with its date, condition and source."""
        given = {"from": source, "to": target, "on": on}
        return _told(lambda: from_page(asked.told("/trace", given), max_rows))

    def impact(
        of: Annotated[
            str, Field(description="An act, provision, proposal, judgment or technology, as people cite it.")
        ],
        on: Day = "",
        max_rows: Rows = MAX_ROWS,
    ) -> Told:
        """Whom a law or technology touches on a day, by which path; and whom it leaves out, with the reason."""
        return _told(lambda: from_page(asked.told("/impact", {"of": of, "on": on}), max_rows))

    def assess(
        technology: Annotated[str, Field(description="The id of a technology, as search gives it.")],
        actor: Annotated[str, Field(description="The id of who would run it, such as municipality.")],
        country: Annotated[str, Field(description="Two letters, such as FR.")],
        on: Day = "",
        max_rows: Rows = MAX_ROWS,
    ) -> Told:
        """Which rules reach a plan, with which standing, and which facts are still to be settled."""
        given = {"technology": technology, "actor": actor, "country": country, "on": on}
        return _told(lambda: from_page(asked.told("/assess", given), max_rows))

    return trace, impact, assess


def _asking(asked: Pages) -> tuple[Callable[..., object], ...]:
    def questions(
        words: Annotated[str, Field(description="Words that the question has; every question when empty.")] = "",
    ) -> list[dict[str, object]]:
        """The ready questions of the catalogue: name, what it answers, its parameters with an example each."""
        document = _told(lambda: asked.told("/queries", {"q": words})).document
        found = cast(list[dict[str, object]], document["questions"])
        told = ("name", "summary", "params", "columns")
        return [{name: each[name] for name in told} for each in found if each["group"] != "view"]

    def ask_question(
        name: Annotated[str, Field(description="The name of a ready question.")],
        parameters: Annotated[dict[str, str] | None, Field(description="A value for each parameter it needs.")] = None,
        max_rows: Rows = 100,
    ) -> Told:
        """The answer to a ready question."""
        return _told(lambda: from_page(asked.told(f"/queries/{name}", parameters), max_rows))

    def sparql(
        query: Annotated[str, Field(description="A SPARQL 1.1 SELECT or ASK; the default graph is everything.")],
        max_rows: Rows = 100,
    ) -> Told:
        """Your own query, within the limits on time, memory and size that everybody has."""
        return _told(lambda: from_results(asked.evaluated(query), max_rows))

    return questions, ask_question, sparql


def _described(asked: Pages, thing: str, on: str) -> Reply:
    """The page of a thing, by its identifier, KIND/ID or CELEX number."""
    base = f"{asked.base_iri}id/"
    wanted = {"on": on} if on else {}
    if thing.startswith(base):
        return asked.told(f"/id/{thing.removeprefix(base)}", wanted)
    if thing.startswith(("http://", "https://")):
        return _of_other(asked, thing, wanted)
    return asked.told(f"/laws/{thing}" if CELEX.fullmatch(thing) else f"/{thing.lstrip('/')}", wanted)


def _of_other(asked: Pages, iri: str, wanted: dict[str, str]) -> Reply:
    """The page of an act or provision by its European identifier; of anything else, what is stated about it."""
    statements = asked.told("/data", {"iri": iri})
    rows = from_page(statements, 500, ("statements",)).sections["statements"].rows
    names = [str(row["value"]) for row in rows if row.get("property") == IDENTIFIER]
    return asked.told(f"/laws/{names[0]}", wanted) if names else statements


def _told(answer: Callable[[], Given]) -> Given:
    """The answer; what the application refuses, an assistant is told in its words."""
    try:
        return answer()
    except NotTold as refused:
        raise ToolError(str(refused)) from refused
