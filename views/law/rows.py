"""Rows about acts and provisions as the plain values that templates show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from graph.law.citation import citation, eur_lex_address, provision_name, provision_title, sort_key
from graph.law.effects import badge_of
from graph.law.marks import marks
from graph.law.moved import moved_by, moved_later
from graph.law.official_text import ELI, copy_words, is_official, number_of, numbered
from graph.law.period import Period
from graph.law.state import Span, states_on
from graph.text.folding import fold
from graph.text.messages import N_, joined
from views.history.columns import field_words
from views.law.states import badges
from views.shown.corrections import column_of, row_at, row_in
from views.shown.deployments import short_places
from views.web.addresses import law_href
from views.web.jurisdictions import place_name
from views.web.marks import marks_of
from views.web.service import grouped, language_of, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

ENACTED = frozenset(("regulation", "directive", "decision", "framework-decision", "national-law"))
"""Types of act that are signed, come into force and apply, each on a day of its own."""

BY_NATIONAL_LAW = frozenset(("directive", "framework-decision"))
"""Types of act that bind persons through the national law that carries them out."""

ALL_DATES = {
    "date_document": N_("Date of the document"),
    "first_date_entry_in_force": N_("In force from"),
    "date_applicability": N_("Applies from"),
    "transpositionDeadline": N_("To be transposed by"),
    "lastDayOfValidity": N_("Last day of validity"),
}


def card(row: Row, known: Sequence[Span], on: str) -> dict[str, Any]:
    """One act in the list, with its states on the day."""
    jurisdiction = place_name(str(row["jurisdiction"]))
    dated = N_("dated %(day)s", day=long_date(row["date"])) if text_of(row, "date") else N_("date not recorded")
    meta = [str(row["type_label"]), dated, jurisdiction, str(row["act_id"])]
    return {
        "title": numbered(str(row["act_label"]), str(row["title"])),
        "href": law_href(str(row["act_id"]), on),
        "meta": meta,
        "text": str(row["title"]) if str(row["title"]) != str(row["act_label"]) else "",
        "tags": badges(states_on(known, on)),
        "marks": marks_of(row),
    }


def provisions_found(rows: Iterable[Row], words: str, on: str) -> list[dict[str, str]]:
    """The provisions that say every word in their citation, their name or that of their act; in order."""
    wanted = fold(words).split()
    found = []
    for row in rows:
        identifier, act = str(row["provision_id"]), str(row["act_id"])
        name = provision_name(str(row["act_label"]), identifier, str(row["provision_label"]), act)
        told = fold(f"{name} {identifier} {row['act_title']}")
        cited = fold(citation(identifier, act))
        if all(each in told for each in wanted) and any(each in cited or each in fold(name) for each in wanted):
            found.append({"id": identifier, "label": name, "href": law_href(identifier, on)})
    return sorted(found, key=lambda each: sort_key(each["id"]))


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
    """Key facts of an act: number, addresses, dates each as what it is, authors, subjects."""
    facts = [*_identity(stated, act, identifier), *_dates(stated)]
    for name, term, facet in (
        ("actType", N_("Type"), "type"),
        ("jurisdiction", N_("Jurisdiction"), "jurisdiction"),
        ("policyArea", N_("Policy areas"), "area"),
    ):
        values = [_filter_link(row, facet) for row in stated.rows(name)]
        facts.append({"term": term, "values": values, "column": column_of("acts", name)})
    for name, term in (
        ("author", N_("Authors")),
        ("officialJournal", N_("Official Journal")),
        ("eurovocText", N_("EuroVoc subjects")),
    ):
        if stated.all(name):
            named = [_eurovoc(text) for text in stated.all(name)]
            facts.append({"term": term, "values": named, "column": column_of("acts", name)})
    if stated.text("confidence"):
        basis = N_("Basis: %(basis)s", basis=stated.text("basis"))
        sure = {"value": stated.text("confidence"), "note": basis, "column": "confidence"}
        facts.append({"term": N_("Confidence"), **sure})
    return [fact for fact in facts if fact.get("values", True)]


def _identity(stated: LawStatements, act: str, identifier: str) -> list[dict[str, Any]]:
    address = eur_lex_address(identifier)
    named = N_("CELEX number") if address else N_("Identifier")
    facts: list[dict[str, Any]] = [{"term": named, "value": identifier, "column": "id"}]
    number = number_of(stated.text("title"))
    if number:
        facts.insert(0, {"term": N_("Number"), "value": number, "column": "title"})
    if act.startswith(ELI):
        facts.append({"term": "ELI", "value": act, "href": act, "column": "eli"})
    elif official := stated.text("officialIri"):
        facts.append({"term": N_("Official address"), "value": official, "href": official, "column": "eli"})
    if address:
        facts.append({"term": N_("Text"), "value": "EUR-Lex", "href": address, "column": "id"})
    return facts


def _dates(stated: LawStatements) -> list[dict[str, Any]]:
    """Signed, in force, applicable, transposed: four dates, none of which stands for another."""
    remembered = marks(stated.slug("datesBasis"))
    kind = stated.slug("actType")
    asked = {"date_document": N_("Signed") if kind in ENACTED else N_("Date of the document")}
    if kind in ENACTED:
        asked |= {"first_date_entry_in_force": N_("In force from"), "date_applicability": N_("Applies from")}
    if kind in BY_NATIONAL_LAW:
        asked |= {"transpositionDeadline": N_("To be transposed by")}
    told = {**ALL_DATES, **asked}
    return [
        {"term": term, "value": long_date(stated.text(name)) or N_("Not recorded"), "column": column_of("acts", name)}
        | ({"marks": remembered} if stated.text(name) else {})
        for name, term in told.items()
        if stated.text(name) or name in asked
    ]


def _filter_link(row: Row, facet: str) -> dict[str, str]:
    label = text_of(row, "value_label", "value")
    chosen: dict[str, Any] = {facet: slug_of(row["value"])}
    return {"label": place_name(label), "href": url_for("laws.list_", **chosen)}


def _eurovoc(text: str) -> dict[str, str] | str:
    found = re.fullmatch(r"(.+) \[(\d+|c_[0-9a-f]+)\]", text)
    return {"label": found[1], "href": f"http://eurovoc.europa.eu/{found[2]}"} if found else text


def provision_row(row: Row, act_id: str, on: str, known: str = "") -> dict[str, Any]:
    """One provision in the table of an act, with its day of application as it was known on the day."""
    identifier = str(row["provision_id"])
    start, note = day_then(row, on, known)
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
        "dates": {"label": Period(start, text_of(row, "to")).words(on), "note": note},
    }


def day_then(row: Row, on: str, known: str = "") -> tuple[str, str]:
    """The first day of a provision as it was known on the day, and what is said of its being moved."""
    now, original, since = text_of(row, "from"), text_of(row, "original"), text_of(row, "moved_known")
    if not original or original == now:
        return now, ""
    part = citation(text_of(row, "moved_by_part_id"))
    by = ", ".join(each for each in (text_of(row, "moved_by_label"), part) if each)
    if since <= min(on, known or on):
        return now, joined((N_("Originally %(day)s", day=long_date(original)), moved_by(by)), "; ")
    if known and known < since:
        return original, ""
    return original, moved_later(now, by, since)


def practice_groups(rows: Sequence[Row], on: str) -> list[dict[str, Any]]:
    """Linked practices by the nature of the link; one row a practice and article, with every provision it names."""
    groups = []
    for nature, found in grouped(rows, "nature_label").items():
        links: dict[tuple[str, str], dict[str, Any]] = {}
        for row in found:
            shaped = _practice_row(row)
            link = links.setdefault((str(row["practice_id"]), shaped["reason"]), shaped)
            address = row_in(text_of(row, "row"))
            link["rows"] += [address] if address not in link["rows"] else []
            if text_of(row, "part_id"):
                name = provision_title(str(row["part_id"]), str(row["part_label"]))
                link["parts"].append({"label": name, "href": law_href(str(row["part_id"]), on)})
        groups.append({"label": nature, "slug": slug_of(found[0]["nature"]), "links": list(links.values())})
    return groups


def _practice_row(row: Row) -> dict[str, Any]:
    return {
        "label": str(row["practice_label"]),
        "href": url_for("practices.show", name=str(row["practice_id"])),
        "cities": short_places(text_of(row, "cities"), divider=", "),
        "reason": text_of(row, "reason"),
        "article": text_of(row, "article"),
        "marks": marks_of(row),
        "parts": [],
        "rows": [],
    }


def sources(rows: Iterable[Row], official: Sequence[tuple[str, str]] = ()) -> dict[str, list[dict[str, Any]]]:
    """The official text, the copies that were read, and what a second reader changed or doubted.

    `official` are the words and the address of the official text, as far as it has one. A copy is never the source.
    """
    texts = [{"label": words, "href": address} for words, address in official if address]
    read: list[dict[str, Any]] = []
    doubts: list[dict[str, Any]] = []
    for row in rows:
        if str(row["kind"]) == "source":
            label = str(row["label"])
            address = text_of(row, "address") or (label if label.startswith("http") else "")
            publisher = text_of(row, "publisher")
            shown = {"id": str(row["id"]), "label": copy_words(label), "href": address, "publisher": publisher,
                     "lang": language_of(row, "label"), "row": row_at("sources", row["id"])}  # fmt: skip
            (texts if is_official(address) else read).append(shown)
            continue
        old, new = text_of(row, "old"), text_of(row, "new")
        change = N_("%(old)s became %(new)s", old=old, new=new) if new else ""
        doubts.append(
            {"status": str(row["status"]), "field": field_words("acts.csv", str(row["id"])), "change": change}
            | {"reason": text_of(row, "label")}
        )
    return {"official": texts, "read": read, "doubts": doubts}
