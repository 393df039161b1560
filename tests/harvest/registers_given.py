"""Small registers in the shape of the real ones, with entries that nobody made."""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from graph.contribute.changes import ChangeSet, Party, RowChange
from graph.contribute.drafting import changed
from graph.contribute.folding import fold
from graph.contribute.ledger import WITH_THE_FACTS, append, delivered
from graph.contribute.standing import Standing, standing
from graph.harvest.harvesting import Harvested, harvested
from graph.harvest.jrc_pstw import NEEDED
from graph.reconcile.known import known_of
from graph.settings import ROOT
from tests.harvest.before_registers import take_out_registers

PLATES, SOUND, CROWDS = "nl-number-plate-access", "nl-sound-sensors", "nl-crowd-counting"
WHO, READER = Party("4e88f1ab", "Register harvest"), Party("0d9a77c3", "A reviewer")
ENTRIES = (
    {"id": "900001", "title": "Kentekencamerahandhaving oude haven", "organisatie": "Gemeente Den Haag",
     "juridische_basis": "Wegenverkeerswet 1994; AVG", "status": "in_gebruik", "impactassessment": "Ja"},
    {"id": "900002", "title": "Kentekencamerahandhaving markt", "organisatie": "Gemeente Oostzaan",
     "juridische_basis": "Wegenverkeerswet", "status": "ontwikkeling", "impactassessment": "Onbekend"},
    {"id": "900003", "title": "Geluidsensoren plein", "organisatie": "Gemeente Almere", "juridische_basis": "",
     "status": "buiten_gebruik", "impactassessment": "Nee"},
    {"id": "900004", "title": "Kentekencamerahandhaving scanauto", "organisatie": "Gemeente Delft",
     "juridische_basis": "", "status": "in_gebruik", "impactassessment": "Ja"},
    {"id": "900005", "title": "Crowd monitoring", "organisatie": "Politie", "juridische_basis": "",
     "status": "in_gebruik", "impactassessment": "Ja"},
    {"id": "900006", "title": "Facturen lezen", "organisatie": "Gemeente Delft", "juridische_basis": "",
     "status": "in_gebruik", "impactassessment": "Onbekend"},
)  # fmt: skip

SEEN = datetime.date(2026, 3, 4)
CASES = (
    ("PSTW-319", "CityFlows", "City of Amsterdam", "Netherlands", "Pilot", "2018", "2020"),
    ("PSTW-444", "ANPR", "Hellenic Police", "Greece", "Implemented", "2018", ""),
    ("PSTW-451", "XLAW", "Police", "Italy", "Pilot", "2019", ""),
    ("PSTW-1132", "Sensing", "Roermond police", "Netherlands", "Implemented", "2018", ""),
    ("PSTW-1", "Jobs", "A service", "Austria", "Implemented", "2019", ""),
)


def dutch(*entries: dict[str, str], day: str = "2026-08-08") -> bytes:
    """A copy of the Dutch register with these entries, the usual ones without any."""
    told = entries or ENTRIES
    return json.dumps({"algoritmes": told, "count": len(told), "fetched_at": f"{day}T06:20:11Z"}).encode()


def entry(number: str, **cells: str) -> dict[str, str]:
    """One of the usual entries, with other cells."""
    return {**next(each for each in ENTRIES if each["id"] == number), **cells}


def watch(*rows: tuple[str, ...]) -> bytes:
    """A copy of Public Sector Tech Watch with these rows: id, name, body, country, status, first and last year."""
    written = io.StringIO()
    csv.writer(written).writerows([[f" {name}" if name == "Status" else name for name in NEEDED], *rows])
    return written.getvalue().encode()


@dataclass(frozen=True)
class Installation:
    """A copy of the tables and a ledger that only one test uses."""

    home: Path

    @classmethod
    def in_folder(cls, home: Path) -> Installation:
        """A new one, without any contribution and as if no register had been read before."""
        shutil.copytree(ROOT / "data", home / "data", ignore=shutil.ignore_patterns(WITH_THE_FACTS))
        take_out_registers(home / "data")
        return cls(home)

    def folded(self, home: Path) -> Installation:
        """A new one whose tables came with what was accepted here."""
        fold(self.home / "data", self.home / "contributions")
        shutil.copytree(self.home / "data", home / "data")
        shutil.copytree(self.home / "contributions", home / "data" / WITH_THE_FACTS)
        return Installation(home)

    def stands(self) -> Standing:
        """The tables with what was accepted."""
        return standing(self.home / "data", self.home / "contributions")

    def harvest(self, data: bytes, register: str = "nl-algorithms", seen: datetime.date | None = None) -> Harvested:
        """What a copy would change now."""
        held = self.stands()
        known = known_of(held, datetime.date(2026, 11, 30))
        came = delivered(self.home / "data", self.home / "contributions")
        return harvested(data, "copy.json", register, seen, held, known, 1, came)

    def accept(self, changes: ChangeSet) -> None:
        """Make a change set fact, at its place in time."""
        day = len(self.stands().ledger.entries) + 1
        append(self.home / "contributions", changes, WHO, (READER,), f"2026-10-{day:02}T08:00:00Z",
               f"2026-10-{day:02}T09:00:00Z")  # fmt: skip

    def write(self, key: str, **cells: str) -> None:
        """Let a person change cells of a deployment."""
        held = self.stands()
        row = changed(held.schema("deployments"), key, held.rows("deployments")[key], cells)
        assert row is not None
        self.accept(ChangeSet((row,), "The city told us.", 1))

    def deployments(self) -> dict[str, dict[str, str]]:
        """The deployments by their numbers in the register."""
        return {row["register_id"]: row for row in self.stands().rows("deployments").values()}


def of_table(found: Harvested, table: str) -> list[RowChange]:
    """The rows of a table in a change set."""
    return list(found.changes.of(table))
