"""Deployments of a kind of practice: where it is used, by whom, and what a register says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.law.period import Period, date_span
from graph.text.messages import N_, capital, counted, joined
from views.shown.corrections import row_at
from views.shown.ruling_marks import statement_marks
from views.web.addresses import page_href
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]
DECLARED: Final = "declared-by-operator"
COLUMNS: Final = (
    ("place", N_("Place")),
    ("practice", N_("Practice")),
    ("who", N_("Who")),
    ("technology", N_("Technology")),
    ("when", N_("When")),
    ("status", N_("Status")),
    ("legal_basis", N_("Legal basis, as declared")),
    ("assessment", N_("Impact assessment")),
    ("entry", N_("Entry")),
)


@dataclass(frozen=True, slots=True)
class Deployments:
    """Rows of a table with its columns, and how many there are in how many places, in words; empty without any."""

    rows: Sequence[Mapping[str, Any]]
    columns: Sequence[Mapping[str, Any]]
    count: str = ""
    entered: Sequence[str] = ()
    addresses: frozenset[str] = frozenset()

    @classmethod
    def of(cls, found: Sequence[Row], without: frozenset[str] = frozenset()) -> Deployments:
        """The deployments of an answer; `without` are columns that the page says already, others that are empty
        everywhere are left out."""
        rows = [_row(row) for row in found]
        held = [(key, label) for key, label in COLUMNS if key not in without and any(row[key] for row in rows)]
        entered = tuple(dict.fromkeys(filter(None, map(entry_words, found))))
        addresses = frozenset(text_of(row, "source_address") for row in found if text_of(row, "register"))
        return cls(rows, [{"key": key, "label": label} for key, label in held], _count(found), entered, addresses)

    def only_entries(self, sources: Iterable[Mapping[str, Any]]) -> Sequence[str]:
        """Who entered it where, when these sources are entries of registers alone; otherwise nothing."""
        hrefs = {str(each["href"]) for each in sources}
        return self.entered if hrefs and hrefs <= self.addresses else ()


def entry_words(row: Row) -> str:
    """Who entered it in which register: those who run it themselves, or those who keep the register."""
    register = text_of(row, "register_label")
    if not register:
        return ""
    if slug_of(row["basis"]) == DECLARED:
        return N_("Entered by the operator in: %(register)s.", register=register)
    return N_("Recorded in: %(register)s. Those who run it did not enter it.", register=register)


def _count(found: Sequence[Row]) -> str:
    if not found:
        return ""
    cities = len({text_of(row, "city_id") for row in found} - {""})
    deployments = counted(len(found), "%(number)s deployment", "%(number)s deployments")
    if not cities:
        return deployments
    places = counted(cities, "%(number)s city", "%(number)s cities")
    return N_("%(deployments)s in %(places)s", deployments=deployments, places=places)


def _row(row: Row) -> dict[str, Any]:
    seen, register = text_of(row, "last_seen"), text_of(row, "register_label")
    city = text_of(row, "city_id")
    number = text_of(row, "register_id")
    return {
        "place": {
            "label": text_of(row, "city_label", "country_label"),
            "href": page_href("cities", city) if city else "",
        },
        "practice": {"label": str(row["practice_label"]), "href": page_href("practices", str(row["practice_id"]))},
        "who": text_of(row, "organisation") or capital(str(row["actor_label"])),
        "technology": _technology(row),
        "when": _span(text_of(row, "start"), text_of(row, "end")),
        "status": {"kind": f"status-{slug_of(row['status'])}", "label": str(row["status_label"])},
        # The order inside a joined text is any store's own choice.
        "legal_basis": "; ".join(sorted(filter(None, text_of(row, "legal_basis").split("; ")))),
        "assessment": str(row["assessment_label"]),
        "entry": {
            "label": joined((register, number), " ") if register else text_of(row, "source_label"),
            "href": text_of(row, "source_address"),
            "note": N_("last seen %(day)s", day=long_date(seen)) if seen else "",
            "marks": statement_marks(row),
            "row": row_at("deployments", row["deployment_id"]),
        },
    }


def _technology(row: Row) -> dict[str, str] | str:
    name = text_of(row, "technology_id")
    return {"label": str(row["technology_label"]), "href": page_href("technologies", name)} if name else ""


def _span(start: str, end: str) -> str:
    if start and end:
        return date_span(start, end)
    return Period(start, end).words(unknown="")


def short_places(places: str, most: int = 6, divider: str = "; ") -> str:
    """Places as an answer lists them, or how many they are where they are more than `most`."""
    number = places.count(divider) + 1
    return counted(number, "%(number)s city", "%(number)s cities") if number > most else places


def told_places(rows: Iterable[Row], column: str = "value_id", most: int = 6) -> str:
    """The number of places in words where they are more than `most`; otherwise empty."""
    number = len({text_of(row, column) for row in rows})
    return counted(number, "%(number)s city", "%(number)s cities") if number > most else ""
