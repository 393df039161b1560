"""What is known already, for the engine to look at: the tables, what things are called, places and acts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from babel import Locale

from graph.build import ONTOLOGY
from graph.build.ontology import load_ontology
from graph.contribute.standing import Standing
from graph.law.keys import act_keys
from graph.reconcile.fields import SheetField, fields_of
from graph.reconcile.guess import GuessChoice
from graph.reconcile.names import CLOSE, ConceptNames, concept_names
from graph.tables.metadata import TableSchema
from graph.tables.reading import Row, TableRows, read_bytes
from graph.terms import BASE
from graph.text.folding import plain
from graph.text.languages import LANGUAGES
from graph.text.messages import name_words
from graph.text.nearest import closest

FURTHER: Final[Mapping[str, tuple[str, ...]]] = {
    "GB": ("UK", "Great Britain", "England", "Scotland", "Wales", "Angleterre"),
    "CZ": ("Czech Republic", "République tchèque"),
    "NL": ("Holland", "The Netherlands", "Hollande", "Holanda", "Olanda"), "GR": ("EL", "Hellas"),
}  # fmt: skip
"""What countries are called besides their names in CLDR."""


@dataclass(frozen=True)
class KnownFacts:
    """The tables as read, by name, the schema of each, and the names of concepts; `today` is when a file is read."""

    tables: Mapping[str, TableRows]
    schemas: Mapping[str, TableSchema]
    names: ConceptNames
    today: datetime.date

    def rows(self, table: str) -> tuple[Row, ...]:
        """The rows of a table."""
        return self.tables[table].rows

    def ids(self, table: str) -> set[str]:
        """The ids of a table."""
        return {row.cells["id"] for row in self.rows(table)}

    @cached_property
    def fields(self) -> Mapping[str, SheetField]:
        """What a spreadsheet can tell of a practice, by name."""
        return {field.name: field for field in fields_of(self.schemas["practices"])}

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """Country codes by code and by every name in the languages of the pages, folded."""
        found: dict[str, str] = {}
        for code in sorted(self.ids("countries")):
            named = (Locale(language).territories.get(code, "") for language in LANGUAGES)
            found |= {plain(name): code for name in (code, *named, *FURTHER.get(code, ())) if name}
        return found | {plain(row.cells["name"]): row.cells["id"] for row in self.rows("countries")}

    def names_of_countries(self) -> Iterator[GuessChoice]:
        """Every country, as it is told on pages."""
        for row in sorted(self.rows("countries"), key=lambda row: row.cells["name"]):
            iri = f"{BASE}id/countries/{row.cells['id']}"
            yield GuessChoice(row.cells["id"], name_words(row.cells["name"], iri))

    def country_names(self, language: str) -> list[str]:
        """The names of the countries in a language."""
        named = Locale(language).territories
        return [named.get(row.cells["id"], row.cells["name"]) for row in self.rows("countries")]

    def near_country(self, written: str) -> str:
        """The code of the country whose name is nearest; "" when none is close."""
        near = closest(plain(written), self.countries, CLOSE)
        return self.countries[near] if near else ""

    @cached_property
    def held_cities(self) -> Mapping[str, str]:
        """Ids of cities.csv by their GeoNames numbers."""
        return {row.cells["geonames"]: row.cells["id"] for row in self.rows("cities") if row.cells["geonames"]}

    @cached_property
    def acts(self) -> Mapping[str, str]:
        """Ids of acts by the keys that a citation gives (graph/law/keys.py); a key of several acts names none."""
        found: dict[str, str] = {}
        for row in self.rows("acts"):
            names = (row.cells["short_name"], *row.cells["other_names"].split(";"))
            for key in act_keys(row.cells["id"], filter(None, names)):
                found[key] = row.cells["id"] if found.get(key, row.cells["id"]) == row.cells["id"] else ""
        return found


class _TablesOnDemand(dict[str, TableRows]):
    """Tables by name, each read when it is first asked for: most files need a few of them."""

    def __init__(self, held: Standing) -> None:
        super().__init__()
        self._held = held

    def __missing__(self, name: str) -> TableRows:
        schema = self._held.schema(name)
        self[name] = read_bytes(self._held.applied.tables.get(schema.file), schema)
        return self[name]


def known_of(held: Standing, today: datetime.date, ontology_dir: Path = ONTOLOGY) -> KnownFacts:
    """What the tables hold as they stand. Raises BadFacts when the ontology cannot be read."""
    tables = _TablesOnDemand(held)
    schemas = {table.name: table for table in held.schemas}
    return KnownFacts(tables, schemas, concept_names(load_ontology(ontology_dir), tables), today)
