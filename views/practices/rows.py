"""Rows about practices as the plain values that templates show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from graph.law.citation import citation_in_act, provision_title, sort_key
from graph.law.effects import badge_of
from graph.law.period import Period
from graph.terms import DCTERMS, OP, RDFS
from views.web.addresses import law_href, page_href
from views.web.marks import marks_of, marks_of_any
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

FACTS = (
    ("inCity", "Place"),
    ("country", "Country"),
    ("leadLevel", "Run by"),
    ("actor", "Acts as"),
    ("partnerText", "Partners"),
    ("coreArea", "Core area"),
    ("theme", "Themes"),
    ("technology", "Technologies"),
    ("technologyText", "As the sources call them"),
    ("means", "Other means"),
    ("problem", "Kind of problem"),
    ("targetProblem", "Problem in words"),
    ("targetGroup", "For whom"),
    ("funding", "Funding"),
    ("shownAt", "Shown to the Partnership at"),
)
PAGES = {
    "inCity": "cities",
    "technology": "technologies",
    "shownAt": "partnership/events",
}
FILTERS = {"coreArea": "core_area", "theme": "theme", "problem": "problem", "country": "country"}
MATCHES = {
    "exact": "the practice is run by this actor",
    "broader": "the actor of the practice is one of these",
    "any": "the rule binds whoever uses the technology",
    "unknown": "who runs the practice is not recorded: it applies if the actor is one of these",
}


def years(row: Row) -> str:
    """`2019`, `2019 to 2021`, `since 2019`; empty when the start is not known."""
    return Period(text_of(row, "start"), text_of(row, "end")).words(unknown="")


ALONE = {"Unknown": "Status unknown", "None known": "No legal outcome known"}


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
        "meta": [part for part in (str(row["cities"]), years(row)) if part],
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
        """Status, legal outcome and evidence as badges."""
        pairs = (("status", "status"), ("outcome", "legalOutcome"), ("evidence", "evidenceLevel"))
        return [
            {"kind": f"{kind}-{self.slug(name)}", "label": badge_name(self.text(name))}
            for kind, name in pairs
            if self.text(name)
        ]

    def facts(self) -> list[dict[str, Any]]:
        """Place, actor, means and the rest, for the list of key facts."""
        facts: list[dict[str, Any]] = [{"term": "When", "value": self._when()}]
        for name, term in FACTS:
            values = [_value(name, row) for row in self.values(name)]
            if values:
                facts.append({"term": term, "values": values})
            elif name == "leadLevel":
                facts.append({"term": term, "value": "Not recorded"})
        return facts

    def _when(self) -> str:
        row = {"start": self.text("startYear") or None, "end": self.text("endYear") or None}
        return years(row) or "Not stated"


def _value(name: str, row: Row) -> dict[str, Any] | str:
    label = text_of(row, "value_label", "value")
    if name in PAGES:
        return {"label": label, "href": page_href(PAGES[name], str(row["value_id"]))}
    if name in FILTERS:
        chosen: dict[str, Any] = {FILTERS[name]: slug_of(row["value"])}
        return {"label": label, "href": url_for("practices.list_", **chosen)}
    return label


def story(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Legal events as a dated story."""
    items = []
    for row in rows:
        who = " – ".join(part for part in (text_of(row, "authority"), text_of(row, "instance_label")) if part)
        reference = text_of(row, "reference")
        items.append(
            {
                "date": long_date(row["date"]) or "Date not stated",
                "title": who or "Authority not named",
                "text": f"{row['summary']}{f' (no. {reference})' if reference else ''}",
                "badges": [
                    {"kind": f"outcome-{slug_of(row['outcome'])}", "label": str(row["outcome_label"])},
                    *({"kind": "plain", **law} for law in _laws(row)),
                ],
                "marks": marks_of(row),
            }
        )
    return items


def _laws(row: Row) -> list[dict[str, str]]:
    ids = text_of(row, "provision_ids").split() or [text_of(row, "act_id")]
    return [{"label": citation_in_act(text_of(row, "act_label"), each), "href": law_href(each)} for each in ids if each]


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
                "label": text_of(row, "source_label"),
                "href": text_of(row, "source_address"),
                "marks": marks_of(row),
            },
        }
        for row in rows
    ]


def _link_name(row: Row) -> str:
    article = text_of(row, "article_text")
    return f"{row['act_label']}: {article}" if article else str(row["act_label"])


def governing(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """What governs the practice on the date: acts, each with its provisions, each with every reason."""
    acts = []
    for act_rows in grouped(rows, "act_id").values():
        by_id = grouped(act_rows, "provision_id")
        provisions = [_provision(by_id[each]) for each in sorted(by_id, key=sort_key)]
        first = act_rows[0]
        acts.append(
            {"label": str(first["act_label"]), "href": law_href(str(first["act_id"])), "provisions": provisions}
        )
    return sorted(acts, key=lambda act: (-len(act["provisions"]), act["label"]))


def _provision(rows: list[Row]) -> dict[str, Any]:
    first = rows[0]
    effects = {str(row["effect_label"]): slug_of(row["effect"]) for row in rows}
    return {
        "label": provision_title(str(first["provision_id"]), str(first["provision_label"]), str(first["act_id"])),
        "href": law_href(str(first["provision_id"])),
        "badges": [{"kind": badge_of(slug), "label": label} for label, slug in effects.items()],
        "period": Period(text_of(first, "from"), text_of(first, "to")).words(unknown="start date not known"),
        "conditions": list(dict.fromkeys(str(row["condition"]) for row in rows)),
        "reasons": list(dict.fromkeys(_reason(row) for row in rows)),
        "marks": marks_of_any(rows),
    }


def _reason(row: Row) -> str:
    where = "EU law" if str(row["jurisdiction"]) == "EU" else f"law of {row['jurisdiction']}"
    return f"{row['technology_label']} × {row['actor_label']}: {MATCHES.get(slug_of(row['match']), '')}; {where}."
