"""Which entries of a register are taken, each with its place; why others are left out is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from graph.contribute.changes import RowChange
from graph.contribute.drafting import added
from graph.findings import Finding
from graph.harvest.entries import Entry, RegisterCopy
from graph.harvest.mapping import RegisterMapping, TakingRule
from graph.reconcile.guess import Sureness
from graph.reconcile.known import KnownFacts
from graph.reconcile.places import NewCities
from graph.text.folding import plain
from graph.text.messages import N_

MUNICIPALITY: Final = "Gemeente "
TOLD_IN: Final = {"city": "municipalities.csv or data/cities.csv", "legal_basis": "laws.csv"}


@dataclass(frozen=True, slots=True)
class TakenEntry:
    """An entry that is taken, for one place: a row of deployments.csv. `city` is empty for a whole country."""

    entry: Entry
    rule: TakingRule
    city: str
    country: str
    organisation: str
    values: dict[str, str]


@dataclass
class Taking:
    """Entries on their way; `findings` are entries that a rule takes and that cannot be placed, or read in full."""

    known: KnownFacts
    mapping: RegisterMapping
    findings: list[Finding] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    _municipalities: dict[str, RowChange] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._cities = NewCities(self.known)

    @property
    def new_cities(self) -> list[RowChange]:
        """Rows of cities.csv for places that are not there yet."""
        return [*self._cities.rows.values(), *self._municipalities.values()]

    def of(self, copy: RegisterCopy) -> Iterator[TakenEntry]:
        """Everything that is taken, in the order of the register."""
        for entry in copy.entries:
            rule = self.mapping.rule_of(entry)
            if rule is None:
                self.left_out[N_("no rule takes it")] += 1
                continue
            if not rule.places and rule.field == "title" and not entry.organisation.startswith(MUNICIPALITY):
                self.left_out[N_("not of a municipality")] += 1
                continue
            values = self._values(entry)
            country = self.known.countries.get(plain(entry.country), "")
            if not country and not self._told(entry, "country", entry.country, "The country is not one of ours."):
                continue
            if unread := self.mapping.law_of(entry).unread:
                self._told(entry, "legal_basis", ", ".join(unread), "The entry declares law that no pattern reads.")
            if values is not None:
                yield from self._placed(entry, rule, country, values)

    def _values(self, entry: Entry) -> dict[str, str] | None:
        """The coded cells; None when the register writes something that the mapping does not know."""
        found = {"impact_assessment": "not-known"}
        for column in ("status", "impact_assessment"):
            written = str(getattr(entry, column))
            value = self.mapping.value_of(column, written, entry)
            if value is None and not written:
                continue
            if value is None:
                self._told(entry, column, written, "The register writes a word that the mapping does not know.")
                return None
            found[column] = value
        return found

    def _placed(self, entry: Entry, rule: TakingRule, country: str, values: dict[str, str]) -> Iterator[TakenEntry]:
        own = not rule.places
        body = self.mapping.value_of("organisation", entry.organisation, entry) or entry.organisation
        if own and rule.field == "id" and not entry.organisation.startswith(MUNICIPALITY):
            yield TakenEntry(entry, rule, "", country, body, values)
            return
        for written in rule.places or (entry.organisation.removeprefix(MUNICIPALITY),):
            city = self._city(written, country, entry)
            if not city:
                self._told(entry, "city", written, "The city or municipality is not known.")
                continue
            name = f"Municipality of {self._name(city, written)}" if own else body
            yield TakenEntry(entry, rule, city, country, name, values)

    def _city(self, written: str, country: str, entry: Entry) -> str:
        # A municipality that is told by its code goes first: the gazetteer of towns has districts under its name.
        row = self.mapping.municipalities.get((country, written.casefold()))
        if row is None:
            guess = self._cities.guess(written, country)
            found = self._cities.id_of(guess.value) if guess.certainty is Sureness.SURE else ""
            return found or ""
        if row["id"] not in self.known.ids("cities") and row["id"] not in self._municipalities:
            self._municipalities[row["id"]] = added(self.known.schemas["cities"], {
                **{name: row[name] for name in ("id", "name", "country", "lau", "lat", "lon")},
                "basis": row["basis"], "source": self.mapping.source_id(entry),
                "field_basis": "name=the register; lau, lat/lon=general-knowledge (no town of the gazetteer)",
            })  # fmt: skip
        return row["id"]

    def _name(self, city: str, written: str) -> str:
        """What we call a city; what the register calls it, where that is the beginning (Almere for Almere Stad)."""
        new = {row.key: row.now("name") or "" for row in self.new_cities}
        held = (row.cells["name"] for row in self.known.rows("cities") if row.cells["id"] == city)
        name = new.get(city) or next(held)
        return written if name.startswith(written) else name

    def _told(self, entry: Entry, column: str, value: str, message: str) -> bool:
        mend = f"Add it to data/harvest/{TOLD_IN.get(column, 'values.csv')}, or take the entry out by a rule."
        self.findings.append(Finding(f"{self.mapping.key} {entry.id}", 0, column, value, message, mend))
        return False
