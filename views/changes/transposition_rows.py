"""What EU law leaves to national law, by country: the cells of a matrix, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.assess import Country
from graph.law.citation import SortKey, provision_name, sort_key
from graph.law.marks import Mark
from graph.law.period import Period
from views.web.addresses import law_href
from views.web.marks import marks_of
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]

KNOWN, EMPTY, FREE = "known", "empty", "free"
WHY = {
    "act": "A directive or framework decision: each member state must bring it into national law.",
    "carried": "A regulation: it binds as it stands, and national acts are known that carry it out.",
    "clause": "A provision that leaves something to national law.",
}


@dataclass(frozen=True)
class MeasureLine:
    """One act or provision of the EU that leaves something to national law. Days are text, empty when not known."""

    id: str
    act_id: str
    label: str
    kind: str
    first: str
    last: str
    deadline: str
    marks: tuple[Mark, ...] = ()

    @property
    def clause(self) -> bool:
        """Whether it is a provision, not a whole act."""
        return self.kind == "clause"


def countries(rows: Iterable[Row]) -> list[Country]:
    """The countries, by their codes."""
    return [
        Country(
            str(row["thing_id"]),
            str(row["label"]),
            str(row["jurisdiction"]),
            text_of(row, "member_from"),
            text_of(row, "member_to"),
        )
        for row in rows
        if str(row["kind"]) == "country"
    ]


def lines(rows: Iterable[Row], on: str) -> list[MeasureLine]:
    """Acts with a duty to transpose and clauses that had been made by the day and had not ended.

    Acts come first, by name; then clauses, by the name of their act and in its order, article 9 before article 10.
    """
    made = [row for row in rows if str(row["kind"]) != "country" and _made(row, on)]
    return [_line(row) for row in sorted(made, key=_place)]


def _place(row: Row) -> tuple[bool, str, SortKey]:
    return str(row["kind"]) == "clause", str(row["act_label"]).casefold(), sort_key(str(row["thing_id"]))


def _made(row: Row, on: str) -> bool:
    return Period(text_of(row, "date", "from"), text_of(row, "to")).may_cover(on)


def _line(row: Row) -> MeasureLine:
    clause = str(row["kind"]) == "clause"
    act, identifier = str(row["act_id"]), str(row["thing_id"])
    label = provision_name(str(row["act_label"]), identifier, str(row["label"]), act)
    regulation = str(row["act_type_label"]) == "Regulation"
    kind = "clause" if clause else "carried" if regulation else "act"
    return MeasureLine(
        id=identifier,
        act_id=act,
        label=label if clause else str(row["act_label"]),
        kind=kind,
        first=text_of(row, "from"),
        last=text_of(row, "to"),
        deadline=text_of(row, "deadline"),
        marks=marks_of(row),
    )


class Known:
    """National measures and practices, by EU act or provision and by country."""

    def __init__(self, measures: Iterable[Row], practices: Iterable[Row], on: str) -> None:
        self._measures: dict[tuple[str, str], list[Row]] = {}
        for row in measures:
            if Period(text_of(row, "act_date", "from"), text_of(row, "to")).may_cover(on):
                target = text_of(row, "eu_provision_id", "eu_id")
                self._measures.setdefault((target, str(row["jurisdiction"]).split("-")[0]), []).append(row)
        self._practices = {
            (text_of(row, "provision_id", "act_id") or str(row["act_id"]), str(row["country_id"])): int(
                str(row["practices"])
            )
            for row in practices
        }

    def measures(self, line: MeasureLine, country: Country) -> list[Row]:
        """The national measures known for a line in a country."""
        return self._measures.get((line.id, country.jurisdiction), [])

    def practices(self, line: MeasureLine, country: Country) -> int:
        """How many practices of the country a rule places under the line."""
        return self._practices.get((line.id, country.id), 0)


def cell(line: MeasureLine, country: Country, known: Known, on: str, href: str) -> dict[str, Any]:
    """What is known of one country and one line on the day; `empty` means not recorded, never none."""
    measures, practices = known.measures(line, country), known.practices(line, country)
    state = KNOWN if measures else EMPTY if country.in_union(on) else FREE
    words = {
        KNOWN: f"{len(measures)} measure{'' if len(measures) == 1 else 's'} known",
        EMPTY: "not recorded",
        FREE: "not bound: no member state on this day",
    }[state]
    cases = f", {practices} practice{'' if practices == 1 else 's'} under it" if practices else ""
    return {
        "state": state,
        "text": str(len(measures)) if measures else "",
        "practices": practices,
        "words": f"{country.label}: {words}{cases}",
        "href": href,
    }


def measure(row: Row, on: str) -> dict[str, Any]:
    """One national measure in words."""
    act, own = str(row["measure_id"]), text_of(row, "own_provision_id")
    label = str(row["measure_label"])
    day = text_of(row, "date", "from", "act_date")
    return {
        "label": provision_name(label, own, text_of(row, "own_provision_label"), act) if own else label,
        "href": law_href(own or act, on),
        "note": ", ".join(
            filter(None, (str(row["kind_label"]).lower(), long_date(day) if day else "date not recorded"))
        ),
        "marks": marks_of(row),
    }


def due(line: MeasureLine, on: str) -> str:
    """The deadline in words, or what stands for it."""
    if line.kind == "act" and not line.deadline:
        return "deadline not recorded"
    if line.deadline:
        return f"{'due since' if line.deadline <= on else 'due by'} {long_date(line.deadline)}"
    if line.first:
        return f"{'applies since' if line.first <= on else 'applies from'} {long_date(line.first)}"
    return "first day not recorded"


def listed(wanted: Sequence[MeasureLine], places: Sequence[Country], known: Known, on: str) -> list[dict[str, Any]]:
    """The same as the matrix in words: each line with the measures known, and the members without a recorded one."""
    return [_entry(line, places, known, on) for line in wanted]


def _entry(line: MeasureLine, places: Sequence[Country], known: Known, on: str) -> dict[str, Any]:
    with_measures, missing, practised = [], [], []
    for country in places:
        measures = known.measures(line, country)
        if measures:
            with_measures.append({"country": country.label, "measures": [measure(row, on) for row in measures]})
        elif country.in_union(on):
            missing.append(country.label)
            if known.practices(line, country):
                practised.append(country.label)
    return {
        "id": anchor(line),
        "label": line.label,
        "href": law_href(line.id, on),
        "why": WHY[line.kind],
        "due": due(line, on),
        "marks": list(line.marks),
        "known": with_measures,
        "missing": missing,
        "practised": practised,
    }


def anchor(line: MeasureLine) -> str:
    """A name for the entry of a line in a page."""
    return "line-" + "".join(each if each.isalnum() else "-" for each in line.id)
