"""The ontology as files a rule can point into: statements to ask, and the line where each thing is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from graph.errors import BadFacts
from graph.findings import Finding
from graph.tables.vocabulary import read_turtle
from graph.terms import CONCEPT, OP, RDF

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
PREFIX = re.compile(r"^@prefix ([\w-]*): <([^>]*)>", re.MULTILINE)
TYPE = RDF + "type"


@dataclass(frozen=True)
class TextFile:
    """A file of the ontology or beside the facts by the name that a curator sees, and its text."""

    name: str
    text: str

    def line_at(self, offset: int) -> int:
        """Return the line, from 1, of a place in the text."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True)
class TurtleFile(TextFile):
    """A file of Turtle with its statements."""

    triples: tuple[ox.Triple, ...]

    @cached_property
    def _told(self) -> Mapping[str, Mapping[str, list[Term]]]:
        told: dict[str, dict[str, list[Term]]] = {}
        for triple in self.triples:
            about = told.setdefault(_key(triple.subject), {})
            about.setdefault(triple.predicate.value, []).append(triple.object)
        return told

    def objects(self, subject: str, prop: str) -> list[Term]:
        """Return the values of a property of a thing, both as IRIs."""
        return self._told.get(subject, {}).get(prop, [])

    def texts(self, subject: str, prop: str) -> list[str]:
        """Return the values of a property of a thing as text, IRIs and literals alike."""
        return [_key(term) for term in self.objects(subject, prop)]

    def subjects(self, kind: str) -> Iterator[str]:
        """Yield the IRIs of the things of a class."""
        wanted = ox.NamedNode(kind)
        return (subject for subject, about in self._told.items() if wanted in about.get(TYPE, ()))

    def line_of(self, subject: str) -> int:
        """Return the line where the file begins to tell of a thing; 0 when it is written in no usual way."""
        names = [f"<{subject}>"]
        names += [f"{p}:{subject.removeprefix(iri)}" for p, iri in PREFIX.findall(self.text) if subject.startswith(iri)]
        found = [re.search(rf"^{re.escape(name)}(?=\s)", self.text, re.MULTILINE) for name in names]
        return min((self.line_at(match.start()) for match in found if match), default=0)


@dataclass(frozen=True)
class Ontology:
    """The words (`openplaza.ttl`), the vocabularies, and what uses them: shapes and rules; `context` is for JSON-LD."""

    words: TurtleFile
    vocabularies: tuple[TurtleFile, ...]
    mappings: TurtleFile
    users: tuple[TextFile, ...]
    context: TextFile

    @cached_property
    def declared(self) -> tuple[str, ...]:
        """The IRIs of our own words."""
        return tuple(word for word in self.words._told if word.startswith(OP) and self.words.objects(word, TYPE))

    def vocabulary(self, scheme: str) -> TurtleFile:
        """Return the file of a scheme; KeyError when there is none."""
        return {scheme_of(file): file for file in self.vocabularies}[scheme]


def load_ontology(folder: Path) -> Ontology:
    """Read the folder `ontology/`. Raises BadFacts with file and line when Turtle does not parse."""
    users = [folder / "shapes.ttl", *sorted((folder / "rules").glob("*.rq"))]
    return Ontology(
        words=_turtle(folder, folder / "openplaza.ttl"),
        vocabularies=tuple(_turtle(folder, path) for path in sorted((folder / "vocabularies").glob("*.ttl"))),
        mappings=_turtle(folder, folder / "mappings.ttl"),
        users=tuple(TextFile(_name(folder, path), path.read_text(encoding="utf-8")) for path in users),
        context=TextFile("ontology/context.jsonld", (folder / "context.jsonld").read_text(encoding="utf-8")),
    )


def scheme_of(vocabulary: TurtleFile) -> str:
    """Return the name of the scheme in a file: `status` for `ontology/vocabularies/status.ttl`."""
    return Path(vocabulary.name).stem


def scheme_iri(vocabulary: TurtleFile) -> str:
    """Return the IRI that the scheme in a file must have."""
    return CONCEPT + scheme_of(vocabulary)


def _turtle(folder: Path, path: Path) -> TurtleFile:
    name, text = _name(folder, path), path.read_text(encoding="utf-8")
    try:
        return TurtleFile(name, text, tuple(read_turtle([path])))
    except SyntaxError as error:
        finding = Finding(
            name, error.lineno or 0, "", "", f"This is not Turtle: {error.msg}.", "Check what stands here."
        )
        raise BadFacts(str(finding)) from error


def _name(folder: Path, path: Path) -> str:
    return f"ontology/{path.relative_to(folder).as_posix()}"


def _key(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
