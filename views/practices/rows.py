"""Rows about practices as the plain values that templates show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from graph.law.life import Life
from graph.law.period import Period, date_span
from graph.terms import DCTERMS, OP, RDFS
from graph.text.messages import N_
from views.shown.corrections import column_of, row_at
from views.shown.deployments import short_places, told_places
from views.shown.ruling_marks import statement_marks
from views.web.addresses import law_href, page_href
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]

FACTS = (
    ("inCity", N_("Place")),
    ("country", N_("Country")),
    ("leadLevel", N_("Led at")),
    ("partnerText", N_("Partners")),
    ("coreArea", N_("Core area")),
    ("theme", N_("Themes")),
    ("technology", N_("Technologies")),
    ("technologyText", N_("As the sources call them")),
    ("means", N_("Other means")),
    ("problem", N_("Kind of problem")),
    ("targetProblem", N_("Problem in words")),
    ("targetGroup", N_("For whom")),
    ("shownAt", N_("Shown to the Partnership at")),
    ("foundBy", N_("How it was found")),
)
PAGES = {
    "inCity": "cities",
    "technology": "technologies",
    "shownAt": "partnership/events",
}
FILTERS = {"coreArea": "core_area", "theme": "theme", "problem": "problem", "country": "country"}


def years(row: Row) -> str:
    """`2019`, `2019 to 2021`, `since 2019`; empty when the start is not known."""
    return Period(text_of(row, "start"), text_of(row, "end")).words(unknown="")


ALONE: Mapping[str, str] = {"Unknown": N_("Status unknown"), "None known": N_("No legal outcome known")}


def badge_name(label: str) -> str:
    """A badge stands alone, so it says itself what is unknown."""
    return ALONE.get(label, label)


def card(row: Row) -> dict[str, Any]:
    """One practice in a list."""
    tags = [{"kind": f"status-{slug_of(row['status'])}", "label": badge_name(str(row["status_label"]))}]
    if slug_of(row["outcome"]) != "none-known":
        tags.append({"kind": f"outcome-{slug_of(row['outcome'])}", "label": str(row["outcome_label"])})
    if slug_of(row["evidence"]) != "none-found":
        tags.append({"kind": f"evidence-{slug_of(row['evidence'])}", "label": str(row["evidence_label"])})
    return {
        "title": str(row["practice_label"]),
        "href": url_for("practices.show", name=str(row["practice_id"])),
        "meta": [part for part in (short_places(str(row["cities"])), years(row)) if part],
        "text": str(row["description"]),
        "tags": tags,
    }


class PracticeStatements:
    """What is stated about one practice, by property."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = grouped(rows, "property")

    def values(self, name: str, namespace: str = OP) -> list[Row]:
        """Every row of one property."""
        return self._rows.get(namespace + name, [])

    def text(self, name: str, namespace: str = OP) -> str:
        """The first value of one property, its label when it has one."""
        rows = self.values(name, namespace)
        return text_of(rows[0], "value_label", "value") if rows else ""

    def slug(self, name: str) -> str:
        """The slug of the first value of one property."""
        rows = self.values(name)
        return slug_of(rows[0]["value"]) if rows else ""

    @property
    def label(self) -> str:
        return self.text("label", RDFS)

    @property
    def description(self) -> str:
        return self.text("description", DCTERMS)

    def badges(self) -> list[dict[str, str]]:
        """Status, evidence, and the legal outcome where there is one, as badges."""
        pairs = (("status", "status"), ("outcome", "legalOutcome"), ("evidence", "evidenceLevel"))
        return [
            {"kind": f"{kind}-{self.slug(name)}", "label": badge_name(self.text(name))}
            for kind, name in pairs
            if self.text(name) and self.slug(name) != "none-known"
        ]

    def facts(self) -> list[dict[str, Any]]:
        """Place, actor, means and the rest, for the list of key facts."""
        facts: list[dict[str, Any]] = [{"term": N_("When"), "value": self._when(), "column": "start_year"}]
        for name, term in FACTS:
            values = self._shown(name)
            if values:
                facts.append({"term": term, "values": values, "column": _column(name)})
            elif name == "leadLevel":
                facts.append({"term": term, "value": N_("Not recorded"), "column": _column(name)})
        return facts

    def _shown(self, name: str) -> list[dict[str, Any] | str]:
        """The values of one property; a practice in many cities has them in its table of deployments."""
        rows = [row for row in self.values(name) if text_of(row, "value_label", "value") != "none"]
        if name == "inCity" and (number := told_places(rows)):
            return [{"label": number, "href": "#deployments"}]
        return [_value(name, row) for row in rows]

    def _when(self) -> str:
        life = self.life
        if not life.start and not life.end:
            return N_("Not stated")
        return date_span(life.start, life.end) if life.start and life.end else Period(life.start, life.end).words()

    @property
    def life(self) -> Life:
        """Its days where they are known, else its years; its status, and when that was last checked."""
        start, end = (self.text(name) or self.text(f"{name}Year") for name in ("start", "end"))
        return Life(self.slug("status"), start, end, self.text("lastChecked"))


def _column(name: str) -> str:
    """The column that states a property; the country follows from the city, so that is what one would correct."""
    return column_of("practices", "inCity" if name == "country" else name)


def _value(name: str, row: Row) -> dict[str, Any] | str:
    label = text_of(row, "value_label", "value")
    if name in PAGES:
        return {"label": label, "href": page_href(PAGES[name], str(row["value_id"]))}
    if name in FILTERS:
        chosen: dict[str, Any] = {FILTERS[name]: slug_of(row["value"])}
        return {"label": label, "href": url_for("practices.list_", **chosen)}
    return label


def links(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Law that sources connect with the practice, as table rows."""
    return [
        {
            "nature": str(row["nature_label"]),
            "law": {
                "label": _link_name(row),
                "href": law_href(text_of(row, "provisions").split(" ")[0] or str(row["act_id"])),
            },
            "reason": str(row["reason"]),
            "source": {
                "row": row_at("practice_legislation", row["link_id"]),
                "label": text_of(row, "source_label"),
                "href": text_of(row, "source_address"),
                "marks": statement_marks(row),
            },
        }
        for row in rows
    ]


def _link_name(row: Row) -> str:
    article = text_of(row, "article_text")
    return f"{row['act_label']}: {article}" if article else str(row["act_label"])
