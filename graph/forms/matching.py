"""What a person wrote, matched against rows of a table: which row is meant, or which rows may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph.forms.standing import StandingTables
from graph.forms.vocabularies import SCHEMES_OF_TABLES, names_in_languages
from graph.gazetteer import Town, gazetteer
from graph.search import TextIndex, find, identified
from graph.text.folding import plain
from graph.text.messages import N_

KINDS: Final = {
    "acts": "acts", "provisions": "provisions", "cities": "cities", "organisations": "organisations",
    "practices": "practices", "concepts": "technologies", "events": "events", "sources": "documents",
}  # fmt: skip
"""Tables whose rows the search box finds, and what it calls them."""
CITED: Final = ("acts", "provisions")
"""Tables whose rows people name by a citation, such as `art 35 gdpr`."""
TOWN: Final = "geonames:"
MOST: Final = 8


@dataclass(frozen=True, slots=True)
class RowOffer:
    """A row that may be meant: its key, its name, and what tells it from others of that name."""

    value: str
    label: str
    context: str = ""


def candidates(table: str, text: str, tables: StandingTables, index: TextIndex | None) -> tuple[RowOffer, ...]:
    """The rows of a table that a text may mean, likeliest first. One alone is meant; several are to be asked about.

    A name written out counts more than a likeness: what has it in any language is all that may be meant.
    """
    named = _named(table, text, tables)
    if table == "cities":
        return named_or_like_cities(text, tables, named)
    if named:
        return tuple(candidate(table, key, tables) for key in named)
    return _like(table, text, tables, index)


def meant(table: str, text: str, tables: StandingTables, index: TextIndex | None) -> str:
    """The one row that a text names, by its key or a name of its own; empty when it names none, or several."""
    if text in tables[table].rows:
        return text
    if index is not None and table in CITED and (thing := identified(index, text, [KINDS[table]])):
        return _key(thing.id, thing.iri, tables, table)
    found = candidates(table, text, tables, index)
    return found[0].value if len(found) == 1 and _is_named(table, text, tables, found[0]) else ""


def candidate(table: str, key: str, tables: StandingTables) -> RowOffer:
    """A row as it is offered."""
    return RowOffer(key, tables[table].name(key), _context(table, key, tables))


def town_of(value: str) -> Town | None:
    """The town of the gazetteer that a value stands for."""
    return gazetteer().get(value.removeprefix(TOWN)) if value.startswith(TOWN) else None


def town_candidate(town: Town) -> RowOffer:
    """A town that has no row yet."""
    near = gazetteer().near(town)
    where = N_("%(country)s, near %(city)s", country=town.country_name, city=near.name) if near else town.country_name
    return RowOffer(f"{TOWN}{town.geonames}", town.name, where)


def named_or_like_cities(text: str, tables: StandingTables, named: Sequence[str]) -> tuple[RowOffer, ...]:
    """Cities of the table and towns of the gazetteer, those of this name or, when there is none, that begin so."""
    name, _, country = text.partition(",")
    held = {cells["geonames"]: key for key, cells in tables["cities"].rows.items() if cells["geonames"]}
    found = {key: candidate("cities", key, tables) for key in named}
    for match in gazetteer().search(name, MOST):
        town = match.town
        if country.strip() and plain(country) not in (plain(town.country_name), plain(town.country)):
            continue
        key = held.get(town.geonames)
        each = candidate("cities", key, tables) if key else town_candidate(town)
        found.setdefault(each.value, each)
    return tuple(found.values())


def _is_named(table: str, text: str, tables: StandingTables, found: RowOffer) -> bool:
    """Whether the one row that was found has this very name, so that nobody need be asked."""
    if found.value in _named(table, text, tables):
        return True
    name = text.partition(",")[0]
    return table == "cities" and any(match.whole for match in gazetteer().search(name, 1))


def _named(table: str, text: str, tables: StandingTables) -> tuple[str, ...]:
    own = tables[table].called.get(plain(text), ())
    scheme = SCHEMES_OF_TABLES.get(table)
    if own or scheme is None:
        return own
    wanted = plain(text)
    return tuple(dict.fromkeys(slug for slug, name in names_in_languages(tables, scheme) if plain(name) == wanted))


def _like(table: str, text: str, tables: StandingTables, index: TextIndex | None) -> tuple[RowOffer, ...]:
    kind, wanted = KINDS.get(table), plain(text)
    if index is not None and kind:
        hits = find(index, text, [kind], limit=MOST, counted=False).hits
        keys = [key for hit in hits if (key := _key(hit.thing.id, hit.thing.iri, tables, table))]
    else:
        keys = [key for name, of in tables[table].called.items() if name.startswith(wanted) for key in of][:MOST]
    return tuple(candidate(table, key, tables) for key in dict.fromkeys(keys))


def _key(identifier: str, iri: str, tables: StandingTables, table: str) -> str:
    return next((each for each in (identifier, iri.rsplit("/", 1)[-1]) if each in tables[table].rows), "")


def _context(table: str, key: str, tables: StandingTables) -> str:
    cells = tables[table].rows.get(key, {})
    if table == "provisions":
        return tables["acts"].name(cells.get("act", ""))
    if country := cells.get("country", ""):
        return tables["countries"].name(country)
    return key if table == "acts" else cells.get("publisher", "")
