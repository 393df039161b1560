"""Revisions and their differences as tables and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph.ask.answer import Answer
from graph.ask.triples import n_triples
from graph.revision import Change, Difference, Revision
from graph.store import Cell
from graph.terms import DCTERMS, PROV, RDF, VOID, XSD
from graph.text.messages import N_
from views.shown.computed import computed_answer
from views.shown.statements import href, short
from views.shown.values import Badge, Hyperlink, TableRow


def as_json(revision: Revision) -> dict[str, Any]:
    """The manifest for programs."""
    return asdict(revision.manifest)


LISTED = ("number", "created", "quads", "parent", "software")


def as_answer(found: Sequence[Revision]) -> Answer:
    """The revisions as rows."""
    rows = [
        {
            "number": each.number,
            "created": each.manifest.created,
            "quads": each.manifest.quads,
            "parent": each.manifest.parent,
            "software": each.manifest.software,
        }
        for each in found
    ]
    return computed_answer("revisions", "Which revisions are there?", LISTED, rows)


def as_triples(found: Sequence[Revision], address: str) -> bytes:
    """The revisions as N-Triples: when each was made, how large it is, and what it revises."""
    return n_triples(
        statement
        for each in found
        for iri in [f"{address}/{each.number}"]
        for parent in [each.manifest.parent]
        for statement in (
            (iri, f"{RDF}type", Cell(f"{PROV}Entity", "iri")),
            (iri, f"{DCTERMS}created", Cell(str(each.manifest.created), "literal", datatype=f"{XSD}dateTime")),
            (iri, f"{VOID}triples", each.manifest.quads),
            (iri, f"{PROV}wasRevisionOf", Cell(f"{address}/{parent}", "iri") if parent is not None else None),
        )
    )


def moment(created: str) -> str:
    """`2026-11-22T17:15:43+00:00` as `2026-11-22 17:15 UTC`."""
    return f"{created[:10]} {created[11:16]} UTC"


def rows(found: Sequence[Revision], current: int, address: str) -> list[TableRow]:
    """One table row a revision."""
    here = {each.number for each in found}
    return [
        {
            "number": Hyperlink(
                N_("Revision %(revision)s", revision=str(each.number)),
                f"{address}/{each.number}",
                badges=[Badge("plain", N_("current"))] if each.number == current else [],
            ),
            "created": moment(each.manifest.created),
            "quads": f"{each.manifest.quads:,}",
            "parent": _parent(each.manifest.parent, each.number, here, address),
            "software": each.manifest.software,
        }
        for each in found
    ]


def _parent(parent: int | None, number: int, here: set[int], address: str) -> Hyperlink:
    if parent is None:
        return Hyperlink(N_("none"), None)
    compare = f"{address}/{parent}/diff/{number}" if parent in here else None
    return Hyperlink(N_("changes since %(revision)s", revision=str(parent)) if compare else str(parent), compare)


def graphs(revision: Revision, base: str) -> list[TableRow]:
    """Every graph with its size, the largest first."""
    counts = sorted(revision.manifest.graphs.items(), key=lambda item: (-item[1], item[0]))
    return [
        {"graph": Hyperlink(name.removeprefix(f"{base}graph/"), href(name, base)), "quads": f"{count:,}"}
        for name, count in counts
    ]


def files(revision: Revision, address: str) -> list[TableRow]:
    """Every file with its size and SHA-256."""
    return [
        {
            "file": Hyperlink(name, f"{address}/{name}"),
            "size": f"{(revision.path / name).stat().st_size / 1000:,.0f} kB"
            if (revision.path / name).is_file()
            else "",
            "sha256": digest,
        }
        for name, digest in sorted(revision.manifest.files.items())
    ]


def sources(revision: Revision) -> list[TableRow]:
    """Every table or file the revision was made from, with its SHA-256."""
    return [{"source": name, "sha256": digest} for name, digest in sorted(revision.manifest.sources.items())]


@dataclass(frozen=True, slots=True)
class ChangedThings:
    """Things that were added, changed or removed: how many, and the first of them as rows of a table."""

    slug: str
    title: str
    word: str
    caption: str
    count: int
    rows: list[TableRow]


def difference(found: Difference, base: str, most: int) -> list[ChangedThings]:
    """Added, changed and removed things, each as a table of at most `most` rows."""
    parts = (
        ("added", N_("Added"), N_("added"), N_("Added things"), found.added),
        ("changed", N_("Changed"), N_("changed"), N_("Changed things"), found.changed),
        ("removed", N_("Removed"), N_("removed"), N_("Removed things"), found.removed),
    )
    return [
        ChangedThings(slug, title, word, caption, len(changes), [_change(each, base) for each in changes[:most]])
        for slug, title, word, caption, changes in parts
    ]


def _change(change: Change, base: str) -> TableRow:
    return {
        "thing": Hyperlink(change.label or short(change.iri), href(change.iri, base), change.iri),
        "properties": ", ".join(short(each) for each in change.properties),
    }


def difference_json(found: Difference) -> dict[str, Any]:
    """The whole difference for programs."""
    return asdict(found)
