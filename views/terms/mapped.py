"""Mappings of a concept to other vocabularies, as its page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from graph.store import Cell
from graph.terms import SKOS
from graph.text.messages import N_
from views.shown.statements import short
from views.shown.values import Hyperlink, TableRow
from views.terms.addresses import concept_href
from views.web.service import text_of

CLOSENESS = {
    SKOS + "exactMatch": N_("The same"),
    SKOS + "closeMatch": N_("Nearly the same"),
    SKOS + "relatedMatch": N_("Related, not the same"),
}


def mappings(rows: Sequence[Mapping[str, Cell | None]]) -> list[TableRow]:
    """Each mapped concept with how close it is, and where and when that was checked; unchecked ones say so."""
    return [
        {
            "other": Hyperlink(
                text_of(row, "other_label") or short(str(row["other"])), concept_href(str(row["other"]))
            ),
            "scheme": text_of(row, "scheme_label") or urlsplit(str(row["other"])).netloc,
            "relation": CLOSENESS[str(row["relation"])],
            "note": Hyperlink(str(row["note"]), note=str(row["date"]), lang="en")
            if row["note"]
            else N_("Not noted where or when."),
        }
        for row in rows
    ]
