"""An answer as a page shows it: the view that is asked for, and always the table with the same rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.ask.answer import ask
from graph.errors import OpenPlazaError
from graph.text.messages import N_
from views.answers.asked import AskedView
from views.answers.drawings import TITLES, AnswerDrawing, Naming, drawn, offered
from views.answers.reading import AnswerRows
from views.answers.table import NUMBER, HeadCell, chosen, head, table_rows
from views.languages.naming import with_names
from views.languages.told import told
from views.shown.values import Hyperlink, TableRow
from views.web.revisions_open import Opened
from views.web.service import service

MOST_READ, MOST_NAMED, NAMED_AT_ONCE = 5_000, 2_000, 250
QUESTION: Final = "sparql-labels"
_IRI: Final = re.compile(r"""https?://[^\s<>"{}|\\^`]+""")


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A view to choose; `here` is the one that is shown."""

    label: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything about the rows that the template shows.

    `found` of `of` rows have what is looked for; `first` is the number of the first one on this page, `last`
    of the last. `only` is how many rows were looked at when the answer has more.
    """

    asked: AskedView
    views: Sequence[ViewLink]
    drawing: AnswerDrawing | None
    heads: Sequence[HeadCell]
    rows: Sequence[TableRow]
    columns: Sequence[str]
    found: int
    of: int
    first: int
    last: int
    previous: str
    next: str
    only: int = 0


def answer_view(found: AnswerRows, asked: AskedView, here: Opened, rows_on_page: int) -> AnswerView:
    """The page of the answer that is asked for; a page behind the last one is the last."""
    labels = labels_of(found, here)
    base = service().settings.base_iri
    kept = chosen(found, asked, labels)
    pages = max(1, -(-len(kept.rows) // rows_on_page))
    asked = replace(asked, page=min(asked.page, pages))
    start = (asked.page - 1) * rows_on_page
    shown = kept.rows[start : start + rows_on_page]
    drawing = drawn(found, kept.rows, asked, Naming(labels, base))
    numbered = drawing is not None and drawing.kind == "time"
    heads = head(found, asked)
    if numbered:
        heads = [HeadCell(NUMBER, NUMBER, "", "", True), *heads]
    return AnswerView(
        asked,
        [ViewLink(TITLES[view], asked.but(view=view, x="", y=""), view == (drawing.kind if drawing else "table"))
         for view in offered(found)],
        drawing,
        heads,
        table_rows(shown, asked.columns or found.columns, labels, base, numbered),
        found.columns,
        len(kept.rows),
        kept.of,
        start + 1,
        start + len(shown),
        replace(asked, page=asked.page - 1).address if asked.page > 1 else "",
        replace(asked, page=asked.page + 1).address if asked.page < pages else "",
        len(found.rows) if found.more else 0,
    )  # fmt: skip


def labels_of(found: AnswerRows, here: Opened) -> Mapping[str, str]:
    """What the things in the answer are called in the reader's language; of very many, the first have names."""
    iris = dict.fromkeys(cell.value for row in found.rows for cell in row.values() if cell and cell.kind == "iri")
    asked = [iri for iri in iris if _IRI.fullmatch(iri)][:MOST_NAMED]
    named: dict[str, str] = {}
    for start in range(0, len(asked), NAMED_AT_ONCE):
        named |= _labels(asked[start : start + NAMED_AT_ONCE], here)
    return named


def _labels(asked: Sequence[str], here: Opened) -> Mapping[str, str]:
    try:
        answer = with_names(ask(here.store, service().catalogue[QUESTION], {"things": list(asked)}))
    except OpenPlazaError:
        # Names are a help; that there are none must not become a failure of its own.
        return {}
    return {str(row["thing"]): str(told(row["thing_label"].value)) for row in answer.rows if row["thing_label"]}


def counts_table(drawing: AnswerDrawing) -> tuple[list[dict[str, object]], list[TableRow]]:
    """Bars that count rows, as a table."""
    columns: list[dict[str, object]] = [{"key": "x", "label": drawing.x},
                                        {"key": "count", "label": N_("Number of rows"), "numeric": True}]  # fmt: skip
    return columns, [{"x": Hyperlink(each.label, each.href), "count": each.text} for each in drawing.counted]
