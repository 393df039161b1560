"""One run: a copy of a register becomes one change set, with what is new, changed, gone, left out and disagreed on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph.contribute.changes import Accepted, ChangeSet, RowChange
from graph.contribute.drafting import added
from graph.contribute.standing import Standing
from graph.findings import Finding
from graph.harvest import jrc_pstw, nl_algorithms
from graph.harvest.comparing import Disagreement, compared, gone, last_said
from graph.harvest.entries import RegisterCopy
from graph.harvest.mapping import RegisterMapping, mapping_of
from graph.harvest.rows import wanted_rows
from graph.harvest.taking import TakenEntry, Taking
from graph.reconcile.known import KnownFacts

READERS: Final[Mapping[str, Callable[[bytes, str, datetime.date | None], RegisterCopy]]] = {
    "nl-algorithms": nl_algorithms.read,
    "jrc-pstw": jrc_pstw.read,
}
STANDS: Final = "The row here stands until somebody has read both."


@dataclass(frozen=True)
class Harvested:
    """What a copy of a register would change. `new`, `changed` and `gone` are keys of deployments; `left_out` counts
    entries by why they were not taken; `findings` are entries that a rule takes and that could not be, or
    whose declared law could not be read in full."""

    day: datetime.date
    entries: int
    changes: ChangeSet
    new: Sequence[str]
    changed: Sequence[str]
    gone: Sequence[str]
    left_out: Mapping[str, int]
    findings: Sequence[Finding]
    disagreements: Sequence[Disagreement]


def register_of(data: bytes) -> str:
    """The register that a file is most likely a copy of, by how it begins."""
    return "nl-algorithms" if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[") else "jrc-pstw"


def harvested(
    data: bytes,
    name: str,
    register: str,
    seen: datetime.date | None,
    held: Standing,
    known: KnownFacts,
    against: int,
    delivered: Iterable[Accepted] = (),
) -> Harvested:
    """Read a copy, choose, and hold it against what stands; `delivered` are earlier harvests that the tables came with.

    Raises BadSheet for a damaged file and BadParameter for a register that is not known or a day that is not told.
    """
    mapping = mapping_of(register)
    copy = READERS[register](data, name, seen)
    taking = Taking(known, mapping)
    taken = list(taking.of(copy))
    begins = f"{mapping.about['label']}, copy of "
    found = compared(wanted_rows(taken, mapping, copy.day), held, last_said([*delivered, *held.ledger.entries], begins))
    went = list(gone(held, register, [entry.id for entry in copy.entries]))
    rows = [*_in_order(found.rows, taking.new_cities), *_conflicts(found.disagreements, taken, mapping, held)]
    told = f"{len(found.new)} new, {len(found.changed)} changed, {len(went)} no longer there"
    why = f"{begins}{copy.day}: {told}; {len(found.disagreements)} disagreements."
    return Harvested(
        copy.day, len(copy.entries), ChangeSet(tuple(rows), why, against), found.new, found.changed, went,
        dict(taking.left_out), taking.findings, found.disagreements,
    )  # fmt: skip


def _in_order(rows: Sequence[RowChange], cities: Sequence[RowChange]) -> list[RowChange]:
    """Sources first, then the cities that they tell of, then the rest."""
    sources = [row for row in rows if row.table == "sources"]
    return [*sources, *cities, *(row for row in rows if row.table != "sources")]


def _conflicts(
    found: Sequence[Disagreement], taken: Sequence[TakenEntry], mapping: RegisterMapping, held: Standing
) -> Iterator[RowChange]:
    """A row of conflicts.csv for each disagreement that is not there yet, about the practice of the row."""
    known = held.rows("conflicts")
    sources = {mapping.deployment_id(each.entry, each.city): mapping.source_id(each.entry) for each in taken}
    for each in found:
        key = f"cf-{each.key}-{each.column}".replace("_", "-")
        cells = held.rows(each.table)[each.key]
        ours = cells["source_ids"].split(";")[0]
        if key in known or not each.held or not each.told or not ours:
            continue
        subject = cells["practice"]
        yield added(held.schema("conflicts"), {
            "id": key, "subject": subject, "attribute": f"{each.column.replace('_', ' ')} of the deployment {each.key}",
            "claim_a": each.held, "source_a": ours, "claim_b": each.told,
            "source_b": sources.get(each.key, ours), "resolution": STANDS, "accepted": "a",
        })  # fmt: skip
