"""What EU law leaves to national law as a list: each act or clause with what is known of every country."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.assess import Country
from graph.governing import HOLDS, OUTSIDE, QUESTION
from graph.law.citation import citation
from graph.text.messages import N_, joined
from views.changes.transposition_rows import EMPTY, FREE, KNOWN, OPEN, Bound, Known, MeasureLine, due, measure
from views.shown.corrections import row_at
from views.web.addresses import law_href

PROTOCOL = re.compile(r"tfeu-protocol-(\d+)/")
ACTS = N_("Acts to be brought into national law, or carried out by it")
CLAUSES = N_("Clauses that leave something to it")
BY_KIND: Final = {"act": ACTS, "carried": ACTS, "clause": CLAUSES}
BY_STATE: Final = {
    KNOWN: N_("A measure is known"),
    EMPTY: N_("Not recorded"),
    OPEN: N_("Open whether it is bound"),
    FREE: N_("Not bound on this day"),
}
WHY = {
    "act": N_(
        "A directive or framework decision: it works through national law; each state that it binds must pass some."
    ),
    "carried": N_("A regulation: it binds as it stands, and national acts are known that carry it out."),
    "clause": N_("A provision that leaves something to national law."),
}


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries of the list under one heading, which opens and closes; `is_open` when there is one entry alone."""

    label: str
    entries: Sequence[Mapping[str, Any]]
    is_open: bool

    @property
    def counts(self) -> str:
        """How many acts or clauses, and for how many of them a measure is known somewhere."""
        known = sum(bool(each["known"]) for each in self.entries)
        number = len(self.entries)
        if not known:
            return str(number)
        return N_("%(number)s, with a measure known for %(known)s", number=number, known=known)


def listed(wanted: Sequence[MeasureLine], places: Sequence[Country], known: Known, bound: Bound) -> list[EntryGroup]:
    """The same as the matrix in words, acts before clauses; for one country by what is known there."""
    entries = [_entry(line, places, known, bound) for line in wanted]
    heading = BY_STATE if len(places) == 1 else BY_KIND
    groups: dict[str, list[dict[str, Any]]] = {label: [] for label in heading.values()}
    for entry in entries:
        groups[heading[entry["state" if len(places) == 1 else "kind"]]].append(entry)
    return [EntryGroup(label, each, len(entries) == 1) for label, each in groups.items() if each]


def _entry(line: MeasureLine, places: Sequence[Country], known: Known, bound: Bound) -> dict[str, Any]:
    with_measures, practised = [], []
    others: dict[str, list[Country]] = {HOLDS: [], QUESTION: [], OUTSIDE: []}
    for country in places:
        measures = known.measures(line, country)
        standing = bound.of(line, country).standing
        if measures:
            told = [measure(row, bound.on) for row in measures]
            scope = bound.of(line, country).scope
            with_measures.append({"country": country.label, "measures": told, "why": bound.reason(line, country),
                                  "row": row_at("act_scope", scope and scope.id)})  # fmt: skip
            continue
        others[standing].append(country)
        if standing == HOLDS and known.practices(line, country):
            practised.append(country.label)
    missing = [country.label for country in others[HOLDS]]
    unbound = len(others[QUESTION]) + len(others[OUTSIDE])
    return {
        "id": anchor(line),
        "kind": line.kind,
        "state": KNOWN if with_measures else EMPTY if missing else OPEN if others[QUESTION] else FREE,
        "counts": _counts(len(with_measures), len(missing), unbound) if len(places) > 1 else "",
        "label": line.label,
        "href": law_href(line.id, bound.on),
        "why": WHY[line.kind],
        "due": due(line, bound.on),
        "marks": list(line.marks),
        "known": with_measures,
        "missing": missing,
        "practised": practised,
        "apart": [
            *_reasons(N_("Bound in a way of their own"), line, others[HOLDS], bound),
            *_reasons(N_("Open whether they are bound"), line, others[QUESTION], bound),
            *_reasons(N_("Not bound"), line, others[OUTSIDE], bound),
        ],
    }


def _counts(known: int, missing: int, unbound: int) -> str:
    """What the entry says of how many countries."""
    told = (
        N_("%(number)s with a measure", number=known) if known else "",
        N_("%(number)s not recorded", number=missing) if missing else "",
        N_("%(number)s not bound or open", number=unbound) if unbound else "",
    )
    return joined(told, ", ")


def _reasons(term: str, line: MeasureLine, places: Sequence[Country], bound: Bound) -> list[dict[str, Any]]:
    """Countries that share a reason, with the provision that gives it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for country in places:
        why = bound.reason(line, country)
        scope = bound.of(line, country).scope
        if why:
            found.setdefault((why, scope.provision if scope else "", scope.id if scope else ""), []).append(
                country.label
            )
    return [
        {"term": term, "countries": labels, "why": why, "provision": _cited(provision),
         "href": law_href(provision, bound.on) if provision else "", "row": row_at("act_scope", name)}
        for (why, provision, name), labels in found.items()
    ]  # fmt: skip


def _cited(provision: str) -> str:
    """`Protocol 22, art. 2`: the protocols have no number of their own in a citation."""
    protocol = PROTOCOL.match(provision)
    return ", ".join(filter(None, (f"Protocol {protocol[1]}" if protocol else "", citation(provision))))


def anchor(line: MeasureLine) -> str:
    """A name for the entry of a line in a page."""
    return "line-" + "".join(each if each.isalnum() else "-" for each in line.id)
