"""The classes drawn: what leads from one to another, as a picture and as the table that has the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import Blueprint, Response, request, url_for

from graph.ask.answer import Answer
from graph.ask.triples import n_triples
from graph.errors import NotFound
from graph.lexicon.links import SUBCLASS, ClassLink, class_links
from graph.store import Cell
from graph.terms import OP, RDF, VOID, XSD
from graph.text.messages import N_, counted
from views.shown.computed import Value, computed_answer
from views.shown.statements import short
from views.shown.values import Hyperlink, TableRow
from views.terms.addresses import term_href, term_iri
from views.terms.around import around
from views.terms.drawing import Named
from views.terms.overview import overview
from views.web.here import whole_address
from views.web.pages import page
from views.web.parameters import takes
from views.web.service import answer, text_of

blueprint = Blueprint("classes", __name__)


@blueprint.get("/ontology/classes")
@takes("about")
def show() -> Response:
    """An overview of the chief classes, or ABOUT with all that leads to it and from it. Raises NotFound."""
    terms, uses, seen = answer("ontology-terms"), answer("ontology-uses"), answer("terms-class-links")
    things = {str(row["term"]): int(str(row["uses"])) for row in uses.rows if str(row["kind"]) == "class"}
    links = class_links(terms.rows, seen.rows, things)
    classes = _classes(terms, links, things)
    chief = _chief(classes, request.args.get("about", ""))
    shown = [each for each in links if chief in (each.source, each.target)] if chief else links
    return page(
        "terms/classes.html",
        answers={"links": _as_answer(shown, classes), "seen": seen, "terms": terms, "uses": uses},
        topic=OP.removesuffix("#"),
        things=[chief] if chief else [],
        computed=lambda _: _linksets(shown),
        drawing=around(links, classes, chief) if chief else overview(links, classes),
        chief=classes.get(chief),
        chosen=short(chief).removeprefix("op:"),
        choices=_choices(classes),
        rows=[_row(each, classes) for each in shown],
    )


def _classes(terms: Answer, links: Sequence[ClassLink], things: Mapping[str, int]) -> dict[str, Named]:
    """Every class of the links by its IRI, by the label of the ontology or as it is written."""
    labels = {str(row["term"]): text_of(row, "label") for row in terms.rows if str(row["kind"]) == "class"}
    ends = dict.fromkeys(end for each in links for end in (each.source, each.target))
    return {iri: _named(iri, labels.get(iri, ""), things.get(iri, 0)) for iri in (*labels, *ends)}


def _named(iri: str, label: str, things: int) -> Named:
    number = counted(things, "%(number)s thing", "%(number)s things") if things else N_("none in this revision")
    return Named(label or short(iri).rpartition(":")[2], short(iri), number, term_href(iri))


def _chief(classes: Mapping[str, Named], name: str) -> str:
    """The class that is named as in an address, empty when none is. Raises NotFound."""
    iri = term_iri(name) if name else ""
    if name and iri not in classes:
        raise NotFound(N_("The ontology has no class named '%(name)s'. The page of all classes lists them.", name=name))
    return iri


def _choices(classes: Mapping[str, Named]) -> list[tuple[str, str]]:
    """What a form offers: how a class is named in addresses, and what it is called."""
    written = ((each.curie.removeprefix("op:"), each.label) for iri, each in classes.items() if short(iri) != iri)
    return sorted(written, key=lambda each: each[1].casefold())


def _row(each: ClassLink, classes: Mapping[str, Named]) -> TableRow:
    written = N_("kind of") if each.property == SUBCLASS else short(each.property)
    return {
        "from": _cell(classes[each.source], each.source),
        "property": Hyperlink(written, term_href(each.property)),
        "to": _cell(classes[each.target], each.target),
        "statements": f"{each.statements:,}",
        "stated": _stated(each),
    }


def _cell(each: Named, iri: str) -> Hyperlink:
    return Hyperlink(each.label, url_for("classes.show", about=short(iri).removeprefix("op:")), each.curie)


def _stated(each: ClassLink) -> str:
    if each.domain_stated and each.range_stated:
        return N_("both ends")
    return N_("where it begins") if each.domain_stated else N_("where it leads") if each.range_stated else N_("no")


def _as_answer(links: Sequence[ClassLink], classes: Mapping[str, Named]) -> Answer:
    rows: list[dict[str, Value]] = [
        {
            "from": Cell(each.source, "iri"), "from_label": classes[each.source].label,
            "property": Cell(each.property, "iri"),
            "to": Cell(each.target, "iri"), "to_label": classes[each.target].label,
            "statements": each.statements,
            "domain_stated": str(each.domain_stated).lower(), "range_stated": str(each.range_stated).lower(),
        }
        for each in links
    ]  # fmt: skip
    columns = ("from", "from_label", "property", "to", "to_label", "statements", "domain_stated", "range_stated")
    return computed_answer("class-links", N_("What leads from one class to another?"), columns, rows)


def _linksets(links: Sequence[ClassLink]) -> bytes:
    """The same as VoID: a linkset for each property between two classes, with its number of statements."""
    return n_triples(_stated_of(whole_address({}), links))


def _stated_of(here: str, links: Sequence[ClassLink]) -> Iterator[tuple[str, str, Cell]]:
    def iri(value: str) -> Cell:
        return Cell(value, "iri")

    def part(of: str) -> str:
        return f"{here}#{short(of)}"

    for each in links:
        if each.property == SUBCLASS:
            yield each.source, SUBCLASS, iri(each.target)
            continue
        linkset = f"{here}#{short(each.source)}-{short(each.property)}-{short(each.target)}"
        yield linkset, RDF + "type", iri(VOID + "Linkset")
        yield linkset, VOID + "linkPredicate", iri(each.property)
        yield linkset, VOID + "subjectsTarget", iri(part(each.source))
        yield linkset, VOID + "objectsTarget", iri(part(each.target))
        yield linkset, VOID + "triples", Cell(str(each.statements), "literal", datatype=XSD + "integer")
        for end in (each.source, each.target):
            yield part(end), RDF + "type", iri(VOID + "Dataset")
            yield part(end), VOID + "class", iri(end)
