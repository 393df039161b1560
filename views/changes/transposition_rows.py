"""What EU law leaves to national law, by country: the cells of a matrix, and the same as a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.assess import Country
from graph.governing import HOLDS, QUESTION, Bond, Library, ScopeRule, bond
from graph.governing.library import ANY
from graph.law.citation import SortKey, provision_name, sort_key
from graph.law.marks import Mark
from graph.law.official_text import numbered
from graph.law.period import Period
from graph.text.messages import N_, counted, joined, within
from views.shown.corrections import row_in
from views.shown.values import Hyperlink
from views.web.addresses import law_href
from views.web.marks import marks_of
from views.web.service import text_of
from views.web.words import long_date

Row = Mapping[str, Any]

KNOWN, EMPTY, OPEN, FREE = "known", "empty", "open", "free"


@dataclass(frozen=True)
class MeasureLine:
    """One act or provision of the EU that leaves something to national law. Days are text, empty when not known;
    `first` is the first day of application, never that of entry into force.
    """

    id: str
    act_id: str
    label: str
    kind: str
    in_force: str
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


def lines(rows: Iterable[Row], on: str = "") -> list[MeasureLine]:
    """Acts with a duty to transpose and clauses that had been made by the day and had not ended; without a day, all.

    Acts come first, by name; then clauses, by the name of their act and in its order, article 9 before article 10.
    """
    made = [row for row in rows if str(row["kind"]) != "country" and (not on or _made(row, on))]
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
        label=label if clause else numbered(str(row["act_label"]), text_of(row, "act_title")),
        kind=kind,
        in_force=text_of(row, "in_force"),
        first=text_of(row, "from"),
        last=text_of(row, "to"),
        deadline=text_of(row, "deadline"),
        marks=marks_of(row),
    )


def _made_on(row: Row) -> str:
    """The first day on which the measure can have been known: it says nothing of when it took effect."""
    return text_of(row, "act_date", "from", "date")


class Known:
    """National measures and practices, by EU act or provision and by country."""

    def __init__(self, measures: Iterable[Row], practices: Iterable[Row], on: str) -> None:
        self._measures: dict[tuple[str, str], list[Row]] = {}
        for row in measures:
            if Period(_made_on(row), text_of(row, "to")).may_cover(on):
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


@dataclass(frozen=True, slots=True)
class Bound:
    """Which countries the laws bind on a day, by the scope rules of the library."""

    library: Library
    on: str
    _found: dict[tuple[str, str], Bond] = field(default_factory=dict)

    def of(self, line: MeasureLine, country: Country) -> Bond:
        """Whether the line binds the country, and the scope rule that says so; each decided once."""
        key = line.id, country.id
        if key not in self._found:
            self._found[key] = bond(self.library, *key, self.on)
        return self._found[key]

    def reason(self, line: MeasureLine, country: Country) -> str:
        """Why the country is bound in its own way, is not, or may be; empty for a member like any other."""
        found = self.of(line, country)
        if found.scope:
            return _reason(found.scope)
        if found.standing == HOLDS:
            return ""
        if country.left and country.left < self.on:
            return N_("law of the Union held there until %(day)s", day=long_date(country.left))
        return N_("no member state on this day")


def _reason(scope: ScopeRule) -> str:
    purposes = sorted(each.replace("-", " ") for each in scope.purposes - {ANY})
    if not purposes:
        return scope.condition
    return N_("%(condition)s (for %(purposes)s)", condition=scope.condition, purposes=", ".join(purposes))


def cell(line: MeasureLine, country: Country, known: Known, bound: Bound, href: str) -> dict[str, Any]:
    """What is known of one country and one line on the day; `empty` means not recorded, never none."""
    measures, practices = known.measures(line, country), known.practices(line, country)
    standing = bound.of(line, country).standing
    state = KNOWN if measures else {HOLDS: EMPTY, QUESTION: OPEN}.get(standing, FREE)
    why = bound.reason(line, country)
    words = {
        KNOWN: counted(len(measures), "%(number)s measure known", "%(number)s measures known"),
        EMPTY: N_("not recorded; bound: %(why)s", why=why) if why else N_("not recorded"),
        OPEN: N_("whether it is bound is open: %(why)s", why=why),
        FREE: N_("not bound: %(why)s", why=why),
    }[state]
    cases = counted(practices, "%(number)s practice under it", "%(number)s practices under it") if practices else ""
    return {
        "state": state,
        "text": str(len(measures)) if measures else "?" if state == OPEN else "",
        "practices": practices,
        "words": joined((joined((country.label, words), ": "), cases), ", "),
        "href": href,
    }


def measure(row: Row, on: str) -> Hyperlink:
    """One national measure in words; since when it does what it does is told only by a day of its own."""
    act, own = str(row["measure_id"]), text_of(row, "own_provision_id")
    label = numbered(str(row["measure_label"]), text_of(row, "measure_title"))
    day, force = text_of(row, "date"), text_of(row, "from")
    since = N_("in national law %(period)s", period=Period(day).words(on)) if day else N_("since when is not recorded")
    in_force = N_("the act is in force %(period)s", period=Period(force).words(on)) if force else ""
    act_words = "" if day else in_force
    return Hyperlink(
        provision_name(label, own, text_of(row, "own_provision_label"), act) if own else label,
        law_href(own or act, on),
        joined((within(str(row["kind_label"])), since, act_words), ", "),
        marks_of(row),
        row=row_in(text_of(row, "row")),
    )


def due(line: MeasureLine, on: str) -> str:
    """The deadline in words, or the first day of application; neither stands for the other."""
    if line.kind == "act" and not line.deadline:
        return N_("deadline not recorded")
    day = long_date(line.deadline or line.first)
    if line.deadline:
        return N_("deadline passed on %(day)s", day=day) if line.deadline < on else N_("due by %(day)s", day=day)
    if line.first:
        return N_("applies since %(day)s", day=day) if line.first <= on else N_("applies from %(day)s", day=day)
    force = N_("in force %(period)s", period=Period(line.in_force).words(on)) if line.in_force else ""
    return joined((N_("date of application not recorded"), force), "; ")
