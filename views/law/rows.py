"""Rows about acts and provisions as the plain values that templates show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from graph.law.citation import citation, eur_lex_address, provision_title
from graph.law.effects import badge_of
from graph.law.marks import marks
from graph.law.period import Period
from graph.law.state import Span, states_on
from views.law import readers as readers_of
from views.law.states import badges
from views.web.addresses import law_href
from views.web.marks import marks_of
from views.web.service import grouped, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

INVERSES = {
    "amends": "Amended by",
    "based-on": "Legal basis of",
    "cites": "Cited by",
    "comments-on": "Commented on by",
    "consolidates": "Consolidated by",
    "corrects": "Corrected by",
    "extends-validity": "Validity extended by",
    "implements": "Implemented by",
    "interprets": "Interpreted by",
    "invalidates": "Invalidated by",
    "lex-specialis-of": "Special law beside it",
    "parallel-to": "Parallel to",
    "proposes": "Proposed by",
    "proposes-amendment-of": "Amendment proposed by",
    "proposes-repeal-of": "Repeal proposed by",
    "repeals": "Repealed by",
    "supersedes": "Superseded by",
    "transposes": "Transposed by",
    "withdraws": "Withdrawn by",
}
WHOLE = "The whole act"
READERS = {"judgment": "Judgments", "guideline": "Guidelines", "opinion": "Opinions"}


def card(row: Row, known: Sequence[Span], on: str) -> dict[str, Any]:
    """One act in the list, with its states on the day."""
    jurisdiction = str(row["jurisdiction"])
    meta = [str(row["type_label"]), long_date(row["date"]) or "date not known", jurisdiction, str(row["act_id"])]
    return {
        "title": str(row["act_label"]),
        "href": law_href(str(row["act_id"]), on),
        "meta": meta,
        "text": str(row["title"]) if str(row["title"]) != str(row["act_label"]) else "",
        "tags": badges(states_on(known, on)),
        "marks": marks_of(row),
    }


class LawStatements:
    """What is stated about one act or provision, by the last part of the property's name."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(re.split(r"[#/]", str(row["property"]))[-1], []).append(row)

    def rows(self, name: str) -> list[Row]:
        """The rows of one property."""
        return self._rows.get(name, [])

    def all(self, name: str) -> list[str]:
        """Every value of one property, in words."""
        return [text_of(row, "value_label", "value") for row in self.rows(name)]

    def text(self, name: str) -> str:
        """The first value of one property, in words; empty when there is none."""
        return next(iter(self.all(name)), "")

    def slug(self, name: str) -> str:
        """The concept of the first value."""
        return next((slug_of(row["value"]) for row in self.rows(name)), "")

    def id(self, name: str) -> str:
        """The identifier of the first value that is a thing."""
        return next((text_of(row, "value_id") for row in self.rows(name)), "")


def act_facts(stated: LawStatements, act: str, identifier: str) -> list[dict[str, Any]]:
    """Key facts of an act: names, addresses, dates each with its meaning, authors, subjects."""
    remembered = marks(stated.slug("datesBasis"))
    address = eur_lex_address(identifier)
    facts: list[dict[str, Any]] = [{"term": "CELEX number" if address else "Identifier", "value": identifier}]
    if act.startswith("http://data.europa.eu/eli/"):
        facts.append({"term": "ELI", "value": act, "href": act})
    elif stated.text("officialIri"):
        facts.append(
            {"term": "Official address", "value": stated.text("officialIri"), "href": stated.text("officialIri")}
        )
    if address:
        facts.append({"term": "Text", "value": "EUR-Lex", "href": address})
    for name, term in (
        ("date_document", "Date of the document"),
        ("first_date_entry_in_force", "In force from"),
        ("date_applicability", "Applies from"),
        ("transpositionDeadline", "To be transposed by"),
        ("lastDayOfValidity", "Last day of validity"),
    ):
        if stated.text(name):
            facts.append({"term": term, "value": long_date(stated.text(name)), "marks": remembered})
    for name, term, facet in (
        ("actType", "Type", "type"),
        ("jurisdiction", "Jurisdiction", "jurisdiction"),
        ("policyArea", "Policy areas", "area"),
    ):
        facts.append({"term": term, "values": [_filter_link(row, facet) for row in stated.rows(name)]})
    for name, term in (
        ("author", "Authors"),
        ("officialJournal", "Official Journal"),
        ("eurovocText", "EuroVoc subjects"),
    ):
        if stated.all(name):
            facts.append({"term": term, "values": [_eurovoc(text) for text in stated.all(name)]})
    if stated.text("confidence"):
        facts.append(
            {"term": "Confidence", "value": stated.text("confidence"), "note": f"Basis: {stated.text('basis')}"}
        )
    return [fact for fact in facts if fact.get("values", True)]


def _filter_link(row: Row, facet: str) -> dict[str, str]:
    label = text_of(row, "value_label", "value")
    chosen: dict[str, Any] = {facet: slug_of(row["value"])}
    return {"label": label, "href": url_for("laws.list_", **chosen)}


def _eurovoc(text: str) -> dict[str, str] | str:
    found = re.fullmatch(r"(.+) \[(\d+)\]", text)
    return {"label": found[1], "href": f"http://eurovoc.europa.eu/{found[2]}"} if found else text


def provision_row(row: Row, act_id: str, on: str) -> dict[str, Any]:
    """One provision in the table of an act."""
    identifier = str(row["provision_id"])
    start, end = text_of(row, "from"), text_of(row, "to")
    return {
        "provision": {
            "label": provision_title(identifier, str(row["provision_label"]), act_id),
            "href": law_href(identifier, on),
            "marks": marks_of(row),
            "note": str(row["description"]),
        },
        "kind": {
            "label": "",
            "badges": [{"kind": badge_of(slug_of(row["rule_type"])), "label": str(row["rule_label"])}],
        },
        "addressee": text_of(row, "addressees"),
        "dates": {"label": Period(start, end).words(on), "note": _first_date(row, start)},
    }


def _first_date(row: Row, start: str) -> str:
    original = text_of(row, "original")
    if not original or original == start:
        return ""
    part = text_of(row, "moved_by_part_id")
    by = ", ".join(each for each in (text_of(row, "moved_by_label"), citation(part)) if each)
    return f"Originally {long_date(original)}{f'; moved by {by}' if by else ''}"


def relation_row(row: Row, on: str, whole: str, older: str = "") -> dict[str, Any]:
    """One relation as a table row: which part of this act, which part of the other. `older` marks it."""
    own, part = text_of(row, "own_id"), text_of(row, "part_id")
    other = str(row["other_id"])
    here: dict[str, Any] | str = whole
    if own and whole == WHOLE:
        here = {"label": provision_title(own, text_of(row, "own_label")), "href": law_href(own, on)}
    there: dict[str, Any] | str = WHOLE
    if part:
        there = {"label": provision_title(part, text_of(row, "part_label"), other), "href": law_href(part, on)}
    return {
        "here": here,
        "other": {
            "label": str(row["other_label"]),
            "href": law_href(other, on),
            "marks": [*marks_of(row), *([older] if older else [])],
            "note": _about(row),
        },
        "there": there,
        "date": long_date(text_of(row, "date", "other_date")),
    }


def _about(row: Row) -> str:
    words = f"{row['other_type_label']}, {row['other_jurisdiction']}"
    return f"{words}. Doubtful: {row['doubt']}" if text_of(row, "doubt") else words


def relations(rows: Sequence[Row], on: str, whole: str = WHOLE) -> dict[str, list[dict[str, Any]]]:
    """Every relation once: those who read the act, national law that carries it out, and the rest by kind.

    Judgments and guidance of a later day than `on` are left out: they did not exist.
    """
    readers: dict[str, list[Row]] = {}
    national: dict[str, list[Row]] = {}
    others: dict[str, list[Row]] = {}
    for row in rows:
        kind, inward = slug_of(row["kind"]), str(row["direction"]) == "to"
        words = INVERSES.get(kind, f"{row['kind_label']} (by)") if inward else str(row["kind_label"])
        if inward and kind in readers_of.KINDS:
            if readers_of.is_later(row, on):
                continue
            readers.setdefault(READERS.get(slug_of(row["other_type"]), "Other documents"), []).append(row)
        elif inward and (kind == "transposes" or (kind == "implements" and str(row["other_jurisdiction"]) != "EU")):
            national.setdefault(words, []).append(row)
        else:
            others.setdefault(words, []).append(row)
    return {
        "readers": _groups(readers, on, whole, readers_of.amendments(rows, on)),
        "national": _groups(national, on, whole),
        "others": _groups(others, on, whole),
    }


def _groups(
    found: Mapping[str, Sequence[Row]], on: str, whole: str, amended: Sequence[Row] = ()
) -> list[dict[str, Any]]:
    groups = [
        {"label": label, "rows": [relation_row(row, on, whole, readers_of.older(row, amended)) for row in rows]}
        for label, rows in found.items()
    ]
    return sorted(groups, key=lambda group: str(group["label"]))


def practice_groups(rows: Sequence[Row], on: str) -> list[dict[str, Any]]:
    """Linked practices by the nature of the link; one row a practice and article, with every provision it names."""
    groups = []
    for nature, found in grouped(rows, "nature_label").items():
        links: dict[tuple[str, str], dict[str, Any]] = {}
        for row in found:
            shaped = _practice_row(row)
            link = links.setdefault((str(row["practice_id"]), shaped["reason"]), shaped)
            if text_of(row, "part_id"):
                name = provision_title(str(row["part_id"]), str(row["part_label"]))
                link["parts"].append({"label": name, "href": law_href(str(row["part_id"]), on)})
        groups.append({"label": nature, "slug": slug_of(found[0]["nature"]), "links": list(links.values())})
    return groups


def _practice_row(row: Row) -> dict[str, Any]:
    return {
        "label": str(row["practice_label"]),
        "href": url_for("practices.show", name=str(row["practice_id"])),
        "cities": text_of(row, "cities"),
        "reason": text_of(row, "reason"),
        "article": text_of(row, "article"),
        "marks": marks_of(row),
        "parts": [],
    }


def sources(rows: Iterable[Row]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sources for the source list, and what a second reader changed or doubted."""
    found, doubts = [], []
    for row in rows:
        if str(row["kind"]) == "source":
            label = str(row["label"])
            address = text_of(row, "address") or (label if label.startswith("http") else "")
            found.append(
                {"id": str(row["id"]), "label": label, "href": address, "publisher": text_of(row, "publisher")}
            )
            continue
        change = f"{text_of(row, 'old')} became {text_of(row, 'new')}" if text_of(row, "new") else ""
        doubts.append(
            {"status": str(row["status"]), "field": str(row["id"]).replace("_", " "), "change": change}
            | {"reason": text_of(row, "label")}
        )
    return found, doubts
