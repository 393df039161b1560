"""A practice as a row of a sheet tells it, before it has an id: its cells, and what goes beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from graph.reconcile.fields import CellKind
from graph.reconcile.guess import Guess, GuessChoice, Sureness
from graph.reconcile.known import KnownFacts
from graph.sheets.cells import RowReader, SheetCell
from graph.sheets.columns import DESCRIBE
from graph.text.messages import N_

BASIS: Final = "reported-by-city"
NO_OUTCOME: Final = "none-known"
NOTHING: Final = {"evidence_level": "none-found", "evidence_result": "none"}
COPIED: Final = frozenset((CellKind.TEXT, CellKind.TEXTS, CellKind.TERM, CellKind.TERMS, CellKind.DATE))
OF_OTHER_TABLES: Final = frozenset(("results",))


@dataclass
class PracticeDraft:
    """`row` is the row of the sheet, from 0; `cells` are those of practices.csv that the sheet gives."""

    row: int
    title: str
    cities: tuple[str, ...]
    cells: dict[str, str] = field(default_factory=dict)


def begun(reader: RowReader) -> PracticeDraft | None:
    """What tells practices apart: name and place; None for a row without a name."""
    title = reader.text("title") or (reader.missing("title", N_("The row has no name.")) if _holds(reader) else "")
    if not title:
        return None
    countries = reader.countries()
    towns = reader.towns(countries)
    codes = countries or list(dict.fromkeys(filter(None, map(reader.cities.country_of, towns))))
    told = {"title": title, "cities": ";".join(towns), "country": ";".join(codes)}
    return PracticeDraft(reader.row, title, tuple(towns), told)


def read_rest(reader: RowReader, made: PracticeDraft, is_whole: bool) -> None:
    """Add all other cells; `is_whole` asks for what is required and missing, as a row of its own needs it."""
    cells = made.cells
    cells["language_of_text"] = reader.language()
    for each in reader.known.fields.values():
        if each.kind in COPIED and each.name not in OF_OTHER_TABLES and each.name != "title":
            cells[each.name] = _copied(reader, each.name)
    cells["technologies"] = ";".join(reader.texts("technologies_concepts"))
    for year, day in (("start_year", "start"), ("end_year", "end")):
        value = reader.date(year) or cells[day]
        cells[day] = value if len(value) > len("2019") else ""
        cells[year] = value[:4]
    described = [cells["description"], *reader.described()]
    cells["description"] = ". ".join(text.rstrip(".") if more else text for text, more in _more(described))
    results = reader.text("results")
    cells["evaluation"] = ". ".join(filter(None, (results.rstrip("."), cells["evaluation"])))
    _worked_out(reader, cells, results)
    if is_whole:
        _required(reader, cells)


def _copied(reader: RowReader, name: str) -> str:
    each = reader.known.fields[name]
    if each.kind is CellKind.TEXT:
        return reader.text(name)
    if each.kind is CellKind.DATE:
        return reader.date(name)
    return ";".join(reader.texts(name) if each.kind is CellKind.TEXTS else reader.terms(each))


def _worked_out(reader: RowReader, cells: dict[str, str], results: str) -> None:
    """What follows from other cells of the row, each a guess that says so."""
    fields = reader.known.fields
    if not cells["problems"]:
        found = [value for cell in reader.cells("target_problem") for value in reader.term(fields["problems"], cell)]
        cells["problems"] = ";".join(dict.fromkeys(found))
    if not (cells["core_area"] or reader.cells("core_area")) and reader.cells("themes"):
        words = " ".join(cell.text for cell in reader.cells("themes"))
        cells["core_area"] = reader.asked.take(_area(reader.known, cells["themes"], words), reader.place("themes"))
    if not cells["evidence_level"]:
        level = replace(fields["evidence_level"], kind=CellKind.TERM)
        told = [value for cell in reader.cells("evaluation") for value in reader.term(level, cell)]
        cells["evidence_level"] = told[0] if told else "" if reader.cells("evaluation") else NOTHING["evidence_level"]
    if not cells["evidence_result"]:
        cells["evidence_result"] = _result(reader, results) if results else NOTHING["evidence_result"]
    cells["legal_outcome"] = cells["legal_outcome"] or NO_OUTCOME


def _result(reader: RowReader, results: str) -> str:
    why = N_("Does this say that it worked? Nobody but you can tell.")
    guess = Guess("evidence_result", results, "", why, Sureness.OPEN, (), "evidence-result")
    return reader.asked.take(guess, *(cell.address for cell in reader.cells("results")))


def _area(known: KnownFacts, themes: str, words: str) -> Guess:
    """The core area that practices with these themes have most; `words` are the themes as written."""
    wanted = set(filter(None, themes.split(";")))
    counted: Counter[str] = Counter()
    for row in known.rows("practices"):
        shared = len(wanted & set(row.cells["themes"].split(";")))
        for area in row.cells["core_area"].split(";"):
            counted[area] += shared
    best = counted.most_common(1)
    if not best or not best[0][1]:
        why = N_("No practice of ours has these themes.")
        return Guess("core_area", "", "", why, Sureness.OPEN, (), "core-area", context=words, about=words)
    value = best[0][0]
    label = known.names.choice("core-area", value).label
    why = N_("Practices with the same themes are mostly there.")
    choices = (GuessChoice(value, label),)
    return Guess("core_area", "", value, why, Sureness.LIKELY, choices, "core-area", context=words, about=words)


def _required(reader: RowReader, cells: dict[str, str]) -> None:
    fields = reader.known.fields
    if not reader.cells("cities") and not cells["country"]:
        value = reader.missing("cities", N_("The row names no city."))
        cells["cities"] = ";".join(filter(None, [reader.cities.id_of(value)]))
    if not cells["status"] and not reader.cells("status"):
        why = N_("The row says nothing of it.")
        cells["status"] = reader.missing("status", why, "unknown", Sureness.LIKELY, "status")
    if not cells["description"] and not any(map(reader.cells, ("description", DESCRIBE))):
        cells["description"] = reader.missing(
            "description", N_("The row says not what it is. Two sentences are enough.")
        )
    for name in ("themes", "problems"):
        source = "target_problem" if name == "problems" else name
        if not cells[name] and not reader.cells(source):
            cells[name] = reader.missing(name, N_("The row says nothing of it."), scheme=fields[name].scheme)


def _holds(reader: RowReader) -> bool:
    """Whether a row without a name tells of a practice all the same, and is no sum or remark below the table."""
    return sum(bool(reader.cells(name)) for name in ("cities", "country", "description", "status")) > 1


def _more(texts: list[str]) -> Iterator[tuple[str, bool]]:
    kept = list(filter(None, texts))
    return ((text, place < len(kept)) for place, text in enumerate(kept, 1))


def cell_of(reader: RowReader, name: str) -> SheetCell | None:
    """The first cell of a field that holds anything."""
    return next(iter(reader.cells(name)), None)
