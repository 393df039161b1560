"""Terms, concepts, shapes and rules as the templates of this room take them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.ask.catalogue import Question
from graph.lexicon.shapes import PropertyShape
from graph.store import Cell
from graph.terms import CONCEPT, DCTERMS, OP, OWL, RDF, RDFS, SKOS, XSD
from graph.text.messages import N_
from views.shown.statements import short
from views.shown.values import Fact, Hyperlink, TableRow
from views.terms.addresses import concept_href, rule_href, shape_href, term_href, thing_href
from views.web.service import text_of

Row = Mapping[str, Cell | None]
KINDS: Mapping[str, str] = {
    OWL + "Class": N_("class"),
    OWL + "ObjectProperty": N_("property whose values are things"),
    OWL + "DatatypeProperty": N_("property whose values are texts, numbers or dates"),
    OWL + "AnnotationProperty": N_("property for notes"),
    OWL + "SymmetricProperty": N_("holds both ways"),
    # In older revisions alone: no word is of both kinds any more.
    RDF + "Property": N_("property whose values are of both kinds"),
}
RELATIONS: Mapping[str, str] = {
    RDFS + "subClassOf": N_("Kind of it"),
    RDFS + "subPropertyOf": N_("More precise than it"),
    RDFS + "domain": N_("Used on it"),
    RDFS + "range": N_("Leads to it"),
    OWL + "inverseOf": N_("The other way round"),
}


@dataclass(frozen=True)
class StatedWords:
    """What the graph states of one thing: its values by property, each with its label."""

    rows: Sequence[Row]

    def cells(self, prop: str) -> list[tuple[Cell, str]]:
        """The values of a property and what they are called, each once."""
        found = {
            repr(row["value"]): (row["value"], text_of(row, "value_label"))
            for row in self.rows
            if str(row["property"]) == prop and row["value"] is not None
        }
        return [(cell, label) for cell, label in found.values() if cell is not None]

    def english(self, *props: str) -> str:
        """The first English text of the properties; a page tells it in the language of its reader."""
        texts = (cell for prop in props for cell, _ in self.cells(prop) if cell.kind == "literal")
        return next((cell.value for cell in texts if cell.language in (None, "en")), "")

    def links(self, prop: str) -> list[Hyperlink]:
        """The values of a property that are terms."""
        return [Hyperlink(label or short(cell.value), term_href(cell.value)) for cell, label in self.cells(prop)]


def term_facts(words: StatedWords, iri: str, uses: int) -> list[Fact]:
    """What the ontology says of a class or a property, and how often it is used."""
    kinds = [KINDS[cell.value] for cell, _ in words.cells(RDF + "type") if cell.value in KINDS]
    lists = (
        (N_("Kind of"), RDFS + "subClassOf"), (N_("More precise than"), RDFS + "subPropertyOf"),
        (N_("Used on"), RDFS + "domain"), (N_("Value is"), RDFS + "range"),
        (N_("The other way round"), OWL + "inverseOf"), (N_("Leans on"), RDFS + "seeAlso"),
    )  # fmt: skip
    example = words.english(SKOS + "example")
    notes = [*words.cells(SKOS + "editorialNote"), *words.cells(SKOS + "historyNote")]
    return [
        Fact(N_("Identifier"), iri, None if iri.startswith(OP) else iri),
        Fact(N_("Written"), short(iri)),
        *([Fact(N_("Kind of term"), values=kinds)] if kinds else []),
        *([Fact(N_("Example"), example, lang="en")] if example else []),
        *(Fact(title, values=found) for title, prop in lists if (found := words.links(prop))),
        *([Fact(N_("Note"), values=[Hyperlink(cell.value, lang="en") for cell, _ in notes])] if notes else []),
        Fact(N_("Uses"), f"{uses:,}"),
    ]


def near(rows: Sequence[Row]) -> list[TableRow]:
    """The terms that others define by this one."""
    return [
        {"relation": RELATIONS[str(row["relation"])], "other": _term(row, "other")}
        for row in rows
        if str(row["relation"]) in RELATIONS
    ]


def _term(row: Row, name: str) -> Hyperlink:
    iri = str(row[name])
    label = text_of(row, f"{name}_label")
    return Hyperlink(label or short(iri), term_href(iri), short(iri) if label else "")


def class_properties(rows: Sequence[Row], iri: str, shapes: Iterable[PropertyShape]) -> list[TableRow]:
    """The properties of the things of a class: what shapes ask and how often each stands; unused ones asked for too."""
    asked = {each.path[0]: each for each in shapes if iri in each.classes and len(each.path) == 1}
    found: list[TableRow] = [
        {
            "property": _term(row, "property"),
            **_asked(asked.pop(str(row["property"]), None)),
            "things": f"{int(str(row['things'])):,}",
            "statements": f"{int(str(row['statements'])):,}",
        }
        for row in rows
    ]
    unused: list[TableRow] = [
        {"property": Hyperlink(short(prop), term_href(prop)), **_asked(shape), "things": "0", "statements": "0"}
        for prop, shape in sorted(asked.items())
    ]
    return [*found, *unused]


def _asked(shape: PropertyShape | None) -> dict[str, Hyperlink | str]:
    if shape is None:
        return {"number": "", "kind": ""}
    return {"number": Hyperlink(cardinality(shape), shape_href(shape.name)), "kind": _kind(shape.kind)}


def _kind(iri: str) -> Hyperlink | str:
    return "" if not iri else short(iri) if iri.startswith(XSD) else Hyperlink(short(iri), term_href(iri))


def cardinality(shape: PropertyShape) -> str:
    """How many values a shape asks for, in words."""
    least, most = shape.least, shape.most
    if least == most == 1:
        return N_("exactly one")
    if least and most:
        return N_("%(least)s to %(most)s", least=least, most=most)
    if least:
        return N_("at least one") if least == 1 else N_("at least %(least)s", least=least)
    return (N_("at most one") if most == 1 else N_("at most %(most)s", most=most)) if most else N_("any number")


def property_classes(rows: Sequence[Row], prop: str, shapes: Iterable[PropertyShape]) -> list[TableRow]:
    """The classes whose things have a property, with what shapes ask of each."""
    asked = {kind: each for each in shapes if each.path == (prop,) for kind in each.classes}
    return [
        {
            "class": _term(row, "class"),
            **_asked(asked.get(str(row["class"]))),
            "things": f"{int(str(row['things'])):,}",
            "statements": f"{int(str(row['statements'])):,}",
        }
        for row in rows
    ]


def graphs(rows: Sequence[Row], base: str) -> list[TableRow]:
    """Where the statements with a property stand: a table, or what a rule made."""
    return [{"graph": _graph(row, base), "statements": f"{int(str(row['statements'])):,}"} for row in rows]


def _graph(row: Row, base: str) -> Hyperlink:
    if row["rule"]:
        return Hyperlink(text_of(row, "rule_label"), rule_href(str(row["rule"]).rpartition("/")[2]), N_("by a rule"))
    graph = str(row["graph"])
    return Hyperlink(graph.removeprefix(f"{base}graph/"), thing_href(graph))


def examples(rows: Sequence[Row]) -> list[TableRow]:
    """Things with where they stand, or statements about them."""
    return [{column: _cell(row, column) for column in ("thing", "property", "value", "place")} for row in rows]


def _cell(row: Row, column: str) -> Hyperlink | str:
    if column == "place":
        return _place(row)
    value = row.get(column)
    if value is None:
        return ""
    if value.kind != "iri":
        return Hyperlink(value.value, lang=value.language)
    address = term_href(value.value) if column == "property" else thing_href(value.value)
    return Hyperlink(text_of(row, f"{column}_label") or short(value.value), address)


def _place(row: Row) -> Hyperlink | str:
    if row.get("file") is None:
        return ""
    place = N_("%(file)s, line %(line)s", file=str(row["file"]), line=str(row["line"]))
    return Hyperlink(place, thing_href(str(row["row"])))


def concept_facts(words: StatedWords, iri: str, scheme: Hyperlink, uses: int) -> list[Fact]:
    """What a vocabulary says of a concept."""
    notation = words.english(SKOS + "notation", DCTERMS + "identifier")
    notes = [
        Hyperlink(cell.value, lang="en") for cell, _ in words.cells(SKOS + "scopeNote") if cell.language in (None, "en")
    ]
    return [
        Fact(N_("Identifier"), iri),
        Fact(N_("Vocabulary"), scheme.label, scheme.href),
        *([Fact(N_("Written in the tables"), notation)] if notation else []),
        *([Fact(N_("Note"), values=notes)] if notes else []),
        Fact(N_("Uses"), f"{uses:,}"),
    ]


def names(words: StatedWords) -> list[TableRow]:
    """What a concept is called in each language, and its other names there."""
    others: dict[str, list[str]] = {}
    for cell, _ in words.cells(SKOS + "altLabel"):
        others.setdefault(cell.language or "", []).append(cell.value)
    told = {cell.language or "": cell.value for cell, _ in words.cells(SKOS + "prefLabel")}
    return [
        {
            "language": language,
            "name": Hyperlink(told[language], lang=language),
            "others": Hyperlink("; ".join(sorted(others.get(language, []))), lang=language),
        }
        for language in sorted(told)
    ]


def around(rows: Sequence[Row], relation: str) -> list[Hyperlink]:
    """The concepts in one relation to a concept."""
    return [
        Hyperlink(text_of(row, "other_label") or short(str(row["other"])), concept_href(str(row["other"])))
        for row in rows
        if str(row["relation"]) == SKOS + relation
    ]


def concept_uses(rows: Sequence[Row]) -> list[TableRow]:
    """How many things of which class have a concept as which property."""
    return [
        {"property": _term(row, "property"), "class": _term(row, "class"), "things": f"{int(str(row['things'])):,}"}
        for row in rows
    ]


def questions(found: Sequence[Question], root: str) -> list[Hyperlink]:
    """The questions that people can open."""
    return [Hyperlink(each.title, f"{root}/queries/{each.name}") for each in found if each.group != "view"]


def shape_links(found: Iterable[PropertyShape]) -> list[TableRow]:
    """Shapes with how many values each asks for, and what it says when that fails."""
    return [
        {
            "shape": Hyperlink(each.name, shape_href(each.name)), "number": cardinality(each),
            "message": Hyperlink(each.message, lang="en"),
        }
        for each in found
    ]  # fmt: skip


def shape_facts(shape: PropertyShape) -> list[Fact]:
    """What a shape asks, and of which things."""
    classes = [Hyperlink(short(each), term_href(each)) for each in shape.classes]
    having = [Hyperlink(short(each), term_href(each)) for each in shape.having]
    path = [Hyperlink(short(each), term_href(each)) for each in shape.path]
    scheme = shape.pattern.removeprefix(f"^{CONCEPT}").strip("/") if shape.pattern.startswith(f"^{CONCEPT}") else ""
    kind = _kind(shape.kind)
    return [
        Fact(N_("Identifier"), shape.iri),
        *([Fact(N_("Looks at things of"), values=classes)] if classes else []),
        *([Fact(N_("Looks at things that have"), values=having)] if having else []),
        Fact(N_("Property") if len(path) == 1 else N_("Properties, one after the other"), values=path),
        Fact(N_("Values"), cardinality(shape)),
        *([Fact(N_("Value is"), values=[kind])] if kind else []),
        *([Fact(N_("Vocabulary"), scheme, concept_href(CONCEPT + scheme))] if scheme else []),
    ]
