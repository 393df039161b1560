"""Accepted contributions as entries of an Atom feed: of all that was contributed, or of what touched one thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import request, url_for

from graph.ask.answer import Answer
from graph.text.messages import N_, joined
from views.shown.atom import urn
from views.web.service import answer, asked, grouped, service, text_of, thing_iri


def contribution_entries(answered: Answer) -> list[dict[str, str]]:
    """One entry a contribution, as the rows of `contributions-list` have them, the newest first."""
    return [_entry(rows) for rows in grouped(answered.rows, "number").values()]


def entries_touching(thing: str) -> list[dict[str, str]]:
    """Contributions that touched a thing, all of them for an empty one; nothing is asked where none was ever made."""
    if f"{service().settings.base_iri}graph/contributions" not in asked().revision.manifest.graphs:
        return []
    return contribution_entries(answer("contributions-list", {"thing": thing} if thing else {}))


def _entry(rows: Sequence[Mapping[str, object]]) -> dict[str, str]:
    first = rows[0]
    number = text_of(first, "number")
    title = N_("Contribution %(number)s", number=number)
    return {
        "id": urn(f"contribution {thing_iri('contributions', number)}"),
        "title": joined((title, text_of(first, "contributor")), ": "),
        "updated": text_of(first, "accepted"),
        "href": f"{request.host_url.rstrip('/')}{url_for('contributions.show', number=number)}",
        "text": text_of(first, "why"),
        # Each wrote in her own language, and nobody noted which.
        "language": "",
    }
