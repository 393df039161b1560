"""The questions that an index is made of, shown where a page is worked out from it and not asked of the store."""

from __future__ import annotations

from collections.abc import Iterable

from graph.ask.binding import bind
from graph.links.gather import QUESTIONS as LINKS
from views.web.service import service


def questions_behind(names: Iterable[str]) -> list[dict[str, str]]:
    """The questions by these names as text that can be asked, each with what it asks."""
    catalogue = service().catalogue
    return [{"title": catalogue[name].summary, "query": bind(catalogue[name], {"after": ""})} for name in names]


def link_questions() -> list[dict[str, str]]:
    """Those of the link network."""
    return questions_behind(sorted(path.stem for path in LINKS.glob("*.rq")))
