"""Rows about the Actions as the plain values that pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import url_for

from graph.law.marks import INFERRED, Mark
from views.partnership.rows import Row, Shaped, distinct, href, sources
from views.shown.values import Hyperlink
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of


def actions(rows: Iterable[Row], counts: Mapping[str, Shaped]) -> list[Shaped]:
    """Every Action, from its rows (one a pillar and source)."""
    return [action(group, counts) for group in grouped(rows, "x").values()]


def action(rows: list[Row], counts: Mapping[str, Shaped]) -> Shaped:
    """One Action with its marks and the practices of its core area."""
    first = rows[0]
    number, area = text_of(first, "number"), slug_of(first.get("core_area"))
    return {
        "id": text_of(first, "x_id"),
        "iri": text_of(first, "x"),
        "number": number,
        "title": text_of(first, "x_label"),
        "href": href("actions", text_of(first, "x_id")),
        "description": text_of(first, "description"),
        "status": {"label": text_of(first, "status_label"), "known": slug_of(first["status"]) != "unknown"},
        "area": {
            "label": text_of(first, "core_area_label"),
            "basis": text_of(first, "core_area_basis"),
            "marks": _inference(text_of(first, "core_area_basis")),
        },
        "pillars": [text_of(row, "pillar_label") for row in distinct(rows, "pillar")],
        "pillar_basis": text_of(first, "pillar_basis"),
        "pillar_marks": _inference(text_of(first, "pillar_basis")),
        "leader": _leader(first),
        "members": text_of(first, "members"),
        "outputs": text_of(first, "outputs"),
        "marks": marks_of(first),
        "sources": sources(rows),
        "practices": counts.get(area),
    }


def _inference(basis: str) -> list[Mark]:
    """The mark of a value that no source states but that was read from something else."""
    return [INFERRED] if basis.startswith("inferred") else []


def practice_counts(rows: Iterable[Row]) -> dict[str, Shaped]:
    """Practices in each core area, by its slug, with the address of their list."""
    return {
        slug_of(row["core_area"]): {
            "count": int(text_of(row, "practices")),
            "label": text_of(row, "core_area_label"),
            "href": url_for("practices.list_", core_area=slug_of(row["core_area"])),
        }
        for row in rows
    }


def _leader(row: Row) -> Hyperlink | None:
    if row.get("leader") is None:
        return None
    return Hyperlink(text_of(row, "leader_label"), href("organisations", text_of(row, "leader_id")))
