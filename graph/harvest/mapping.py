"""What a register calls things, which entries are taken, and the kinds of practice that they are: tables of ours."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from graph.errors import BadParameter
from graph.findings import nearest
from graph.harvest.declared import DeclaredLaw, LawPattern, declared_law
from graph.harvest.entries import Entry
from graph.settings import ROOT

FOLDER: Final = ROOT / "data" / "harvest"
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TakingRule:
    """Entries whose `field` fits `pattern` and not `unless` are deployments of `practice`. `places` are ids of
    `cities.csv` or names of towns; without any the place is that of the organisation, or a whole country. `actor` is
    told where the practice is not one of the kinds."""

    field: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    practice: str
    technology: str
    places: tuple[str, ...]
    actor: str = ""

    def takes(self, entry: Entry) -> bool:
        """Whether it takes an entry."""
        text = entry.id if self.field == "id" else entry.title.casefold()
        found = self.pattern.fullmatch(text) if self.field == "id" else self.pattern.search(text)
        return found is not None and not (self.unless and self.unless.search(text))


@dataclass(frozen=True, slots=True)
class WrittenValue:
    """What `written` in a column means; only in entries whose text fits `text`, where that is given."""

    column: str
    written: str
    text: re.Pattern[str] | None
    value: str

    def means(self, column: str, written: str, entry: Entry) -> bool:
        """Whether it speaks of a word in this entry."""
        return (self.column, self.written) == (column, written) and (
            self.text is None or self.text.search(entry.text.casefold()) is not None
        )


@dataclass(frozen=True)
class RegisterMapping:
    """All that is told of one register; `about` is its row of `registers.csv`."""

    key: str
    about: Cells
    rules: tuple[TakingRule, ...]
    kinds: Mapping[str, Cells]
    values: tuple[WrittenValue, ...]
    laws: tuple[LawPattern, ...]
    municipalities: Mapping[tuple[str, str], Cells]

    def rule_of(self, entry: Entry) -> TakingRule | None:
        """The first rule that takes an entry; None when none does."""
        return next((rule for rule in self.rules if rule.takes(entry)), None)

    def source_id(self, entry: Entry) -> str:
        """The id in sources.csv of an entry."""
        return f"{self.key}-{slug(entry.id)}"

    def page_of(self, entry: Entry) -> str:
        """The address of an entry."""
        return self.about["page"].format(id=entry.id)

    def deployment_id(self, entry: Entry, city: str) -> str:
        """The id in deployments.csv of an entry in a city."""
        rule = self.rule_of(entry)
        several = rule is not None and len(rule.places) > 1
        return f"dp-{self.source_id(entry)}" + (f"-{city}" if several else "")

    def law_of(self, entry: Entry) -> DeclaredLaw:
        """The law that an entry declares, in our words."""
        return declared_law(entry.legal_basis, self.laws)

    def value_of(self, column: str, written: str, entry: Entry) -> str | None:
        """What a word of the register means in an entry; None when nothing tells."""
        held = (each.value for each in self.values if each.means(column, written, entry))
        return next(held, None)


def slug(text: str) -> str:
    """A text as a part of an identifier."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _rows(name: str, folder: Path) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def registers(folder: Path = FOLDER) -> tuple[str, ...]:
    """The registers that can be read."""
    return tuple(row["register"] for row in _rows("registers.csv", folder))


@cache
def mapping_of(register: str, folder: Path = FOLDER) -> RegisterMapping:
    """What is told of a register. Raises BadParameter when there is none of that name."""
    about = next((row for row in _rows("registers.csv", folder) if row["register"] == register), None)
    if about is None:
        known = registers(folder)
        raise BadParameter(
            "register", f"No register is called {register!r}. Use {' or '.join(known)}.{nearest(register, known)}"
        )
    mine = {name: [row for row in _rows(name, folder) if row["register"] == register]
            for name in ("rules.csv", "values.csv", "laws.csv")}  # fmt: skip
    return RegisterMapping(
        key=register,
        about=about,
        rules=tuple(map(_rule, mine["rules.csv"])),
        kinds={row["practice"]: row for row in _rows("kinds.csv", folder)},
        values=tuple(map(_value, mine["values.csv"])),
        laws=tuple(LawPattern(re.compile(row["pattern"]), row["law"], row["act"]) for row in mine["laws.csv"]),
        municipalities={(row["country"], row["name"].casefold()): row for row in _rows("municipalities.csv", folder)},
    )


def _rule(row: Cells) -> TakingRule:
    return TakingRule(
        field=row["field"],
        pattern=re.compile(row["pattern"]),
        unless=re.compile(row["unless"]) if row["unless"] else None,
        practice=row["practice"],
        technology=row["technology"],
        places=tuple(filter(None, row["places"].split(";"))),
        actor=row["actor"],
    )


def _value(row: Cells) -> WrittenValue:
    text = re.compile(row["text"]) if row["text"] else None
    return WrittenValue(row["column"], row["written"], text, row["value"])
