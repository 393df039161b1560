"""What changed in the ontology since the version before: on the page of each thing, and all of it on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.ask.triples import n_triples
from graph.errors import NotFound
from graph.lexicon.versions import TEXT, PartChange, TermChange, changes
from graph.store import Cell
from graph.terms import CONCEPT, OP, OWL, RDF, RDFS, SKOS
from graph.text.messages import N_
from views.shown.computed import Value, computed_answer
from views.shown.statements import short
from views.shown.values import Fact, Hyperlink, TableRow
from views.terms.addresses import concept_href, rule_href, shape_href, term_href
from views.web.pages import page
from views.web.parameters import takes

blueprint = Blueprint("term_changes", __name__)

COLUMNS: Final = ("kind", "thing", "state", "part", "before", "now", "since", "version")
KINDS: Final[Mapping[str, str]] = {
    "class": N_("class"), "property": N_("property"), "vocabulary": N_("vocabulary"), "concept": N_("concept"),
    "shape": N_("shape"), "rule": N_("rule"),
}  # fmt: skip
STATES: Final[Mapping[str, str]] = {
    "new": N_("new"), "changed": N_("changed"), "deprecated": N_("deprecated"), "removed": N_("removed"),
}  # fmt: skip
PARTS: Final[Mapping[str, str]] = {
    RDFS + "label": N_("label"), SKOS + "prefLabel": N_("label"), SKOS + "altLabel": N_("other names"),
    SKOS + "definition": N_("definition"), SKOS + "example": N_("example"), RDFS + "domain": N_("used on"),
    RDFS + "range": N_("value is"), RDFS + "subClassOf": N_("kind of"), RDFS + "subPropertyOf": N_("more precise than"),
    SKOS + "broader": N_("broader"), RDFS + "seeAlso": N_("leans on"), OWL + "inverseOf": N_("the other way round"),
    OWL + "deprecated": N_("deprecated"), RDF + "type": N_("kind of term"), TEXT: N_("text"),
    SKOS + "editorialNote": N_("note"), SKOS + "historyNote": N_("note on its history"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Since:
    """What the page of one thing says of it: in a line, as rows of a table, as an answer, and as N-Triples."""

    facts: Sequence[Fact]
    rows: Sequence[TableRow]
    answers: Mapping[str, Answer]
    triples: bytes

    @property
    def context(self) -> dict[str, Any]:
        """What the template takes."""
        return {"changed": self.rows, "changed_since": changes().since}


def since(iri: str) -> Since:
    """What became of a thing since the version before; says nothing of what no version of the ontology has."""
    found, all_ = changes().of(iri), changes()
    if found is None:
        return Since((), (), {}, b"")
    if not all_.since:
        line = N_("It stands in version %(version)s of the ontology, the first.", version=all_.number)
        return Since((Fact(N_("Changes"), line),), (), {}, b"")
    answers = {"changes": _as_answer([found])}
    fact = Fact(N_("Changes"), _line(found, all_.since), url_for("term_changes.show"))
    return Since((fact,), [_difference(each) for each in found.differences], answers, _notes([found]))


def removed(iri: str) -> None:
    """Raises NotFound that says so when the version before had a thing that this one has not."""
    found = changes().of(iri)
    if found and found.state == "removed":
        said = N_(
            "'%(name)s' was removed after version %(since)s of the ontology.", name=found.name, since=changes().since
        )
        raise NotFound(said)


@blueprint.get("/ontology/changes")
@takes()
def show() -> Response:
    """All that changed since the version before, what was removed among it."""
    found = [each for each in changes().by_iri.values() if each.state != "unchanged"]
    return page(
        "terms/changes.html",
        answers={"changes": _as_answer(found)},
        topic=OP.removesuffix("#"),
        computed=lambda _: _notes(found),
        number=changes().number,
        since=changes().since,
        rows=[row for each in found for row in _rows(each)],
        things=[each.iri for each in found if each.iri.startswith(OP) and each.state != "removed"],
    )


def _line(each: TermChange, version: str) -> str:
    if each.state == "new":
        return N_("New since version %(version)s", version=version)
    if each.state == "deprecated":
        return N_("Deprecated since version %(version)s", version=version)
    if each.state == "changed":
        return N_("Changed since version %(version)s, as below", version=version)
    return N_("Unchanged since version %(version)s", version=version)


def _difference(each: PartChange) -> TableRow:
    return {"part": _part(each.part), "before": _values(each.part, each.before), "now": _values(each.part, each.now)}


def _part(part: str) -> str:
    return PARTS.get(part) or short(part)


def _values(part: str, values: Sequence[str]) -> Hyperlink:
    """The values in the words of the ontology, which are English; the text of a rule stands on its page."""
    if part == TEXT:
        return Hyperlink(N_("see its text") if values else "")
    return Hyperlink("; ".join(short(each) for each in values), lang="en")


def _rows(each: TermChange) -> Iterable[TableRow]:
    thing = Hyperlink(each.name, None if each.state == "removed" else _href(each))
    row: TableRow = {"kind": KINDS[each.kind], "thing": thing, "state": STATES[each.state]}
    return [{**row, **_difference(part)} for part in each.differences] or [{**row, "part": "", "before": "", "now": ""}]


def _href(each: TermChange) -> str:
    if each.kind in ("shape", "rule"):
        return shape_href(each.name) if each.kind == "shape" else rule_href(each.name)
    if each.kind == "vocabulary":
        return f"{request.script_root}/ontology/{each.iri.removeprefix(CONCEPT)}"
    return concept_href(each.iri) if each.kind == "concept" else term_href(each.iri)


def _as_answer(found: Iterable[TermChange]) -> Answer:
    rows: list[dict[str, Value]] = [
        {"kind": each.kind, "thing": Cell(each.iri, "iri"), "state": each.state, "part": part.part,
         "before": " | ".join(part.before), "now": " | ".join(part.now),
         "since": changes().since, "version": changes().number}
        for each in found
        for part in each.differences or (PartChange("", (), ()),)
    ]  # fmt: skip
    return computed_answer("term-changes", N_("What changed since the version before?"), COLUMNS, rows)


def _notes(found: Iterable[TermChange]) -> bytes:
    """A change note for each, in the words of the other forms."""
    said = ((each.iri, f"{each.state} since version {changes().since}{_named(each)}") for each in found)
    return n_triples((iri, SKOS + "changeNote", Cell(note, "literal", "en")) for iri, note in said)


def _named(each: TermChange) -> str:
    parts = ", ".join(short(part.part) for part in each.differences)
    return f": {parts}" if parts else ""
