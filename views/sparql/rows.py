"""The parts of the query page: the first rows of an answer, its downloads, examples to start from."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from graph.ask.binding import Given, bind
from graph.ask.catalogue import Catalogue, Question
from graph.errors import BadQuery, OpenPlazaError
from graph.evaluate.evaluated import Evaluated
from graph.settings import Settings
from graph.sparql.reading import Reading
from graph.text.messages import N_
from views.answers import networks
from views.answers.reading import AnswerRows, answer_rows
from views.answers.show import MOST_READ
from views.sparql.protocol import LABELS, QueryRequest, pairs_of
from views.web.negotiation import TURTLE
from views.web.problem_kinds import title_of
from views.web.spreadsheet import ENDING, LABEL

EXAMPLES_A_GROUP = 4
ValuesOf = Callable[[Iterable[Question]], Mapping[str, Mapping[str, Given]]]
GROUPS = {"partner": N_("For partners"), "policy": N_("For policy staff"), "researcher": N_("For researchers")}
TURTLE_LINES = 200
EXCERPT = 100
FIRST = "sparql-first"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of an answer: rows, or yes or no, or Turtle; `more` when it does not show all of the Turtle."""

    rows: AnswerRows | None = None
    yes: bool | None = None
    turtle: str | None = None
    total: int | None = None
    more: bool = False
    complete: bool = True
    limit: str = ""
    elapsed_ms: float = 0.0

    @property
    def nothing(self) -> bool:
        """Whether nothing was found."""
        return not ((self.rows and self.rows.rows) or self.yes or (self.turtle or "").strip())


def shown(found: Evaluated, settings: Settings, query: Reading) -> Shown:
    """The beginning of the answer to `query`; only so many rows are read as can be looked through."""
    text = found.body.decode()
    told: dict[str, Any] = {
        "total": found.rows,
        "complete": found.complete,
        "limit": limit(found.limit_applied, settings),
        "elapsed_ms": found.elapsed_ms,
    }
    if found.media_type == TURTLE:
        lines = text.splitlines()
        return Shown(turtle="\n".join(lines[:TURTLE_LINES]), more=len(lines) > TURTLE_LINES, **told)
    rows = answer_rows(text, MOST_READ, query)
    return Shown(yes=bool(json.loads(text)["boolean"]), **told) if rows is None else Shown(rows=rows, **told)


def limit(name: str | None, settings: Settings) -> str:
    """Where an answer was cut, in words."""
    told = {"max_rows": N_("It ends after %(number)s rows.", number=settings.max_rows),
            "max_result_mb": N_("It ends at %(number)s MB.", number=settings.max_result_mb)}  # fmt: skip
    return told.get(name or "", N_("It ends at a limit of this service."))


def downloads(asked: QueryRequest, names: Collection[str], address: str, whole: bool) -> list[dict[str, str]]:
    """Links to the answer in every form; where a limit cut it, each says so."""
    given = pairs_of(asked)
    labels = {**LABELS, **networks.LABELS}
    forms = [(labels[name], f"{address}?{urlencode([*given, ('format', name)])}") for name in names]
    if "csv" in names:
        forms.append((LABEL, f"{address}{ENDING}.csv?{urlencode(given)}"))
    told = [(label if whole else N_("%(form)s, cut at a limit", form=label), href) for label, href in forms]
    return [{"label": label, "media_type": "", "href": href} for label, href in told]


def examples(catalogue: Catalogue, address: str, values_of: ValuesOf) -> list[dict[str, Any]]:
    """A few questions of each group, ready to run in the editor, with the values that `values_of` has for them."""
    firsts = {name: [each for each in catalogue if each.group == name][:EXAMPLES_A_GROUP] for name in GROUPS}
    values = values_of(question for found in firsts.values() for question in found)
    groups = []
    for group, title in GROUPS.items():
        links = [
            {"label": each.title, "href": f"{address}?{urlencode({'query': bind(each, values[each.name])})}"}
            for each in firsts[group]
            if each.name in values
        ]
        if links:
            groups.append({"title": title, "links": links})
    return groups


def first_query(catalogue: Catalogue) -> str:
    """The query that an empty editor starts with, without its header."""
    lines = catalogue[FIRST].text.splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")).strip()


def problem(error: OpenPlazaError | None, query: str) -> dict[str, Any] | None:
    """A failure as the page tells it; `excerpt` is the line that does not parse with a caret under the place."""
    if error is None:
        return None
    line, column = (error.line, error.column) if isinstance(error, BadQuery) else (0, 0)
    hints = error.hints if isinstance(error, BadQuery) else ()
    return {
        "title": title_of(error.slug),
        "detail": error.detail,
        "line": line,
        "column": column,
        "excerpt": _excerpt(query, line, column),
        "hints": list(hints),
    }


def _excerpt(query: str, line: int, column: int) -> str:
    rows = query.split("\n")
    if not 1 <= line <= len(rows):
        return ""
    start = max(0, column - 1 - EXCERPT // 2)
    text = rows[line - 1].expandtabs(1).rstrip()[start : start + EXCERPT]
    number = f"{line:>4} | "
    return f"{number}{text}\n{' ' * (len(number) + column - 1 - start)}^"
