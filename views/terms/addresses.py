"""Where the page of a term, a concept, a shape or a rule is, and which term an address names."""

from __future__ import annotations

from urllib.parse import quote

from flask import request

from graph.terms import BASE, CONCEPT, OP, PREFIXES
from views.shown.statements import href, short
from views.web.service import service

CONCEPTS_IN_TABLES = {"technology": "technologies", "actor": "actors"}
"""Vocabularies whose concepts are rows of tables, and what their identifiers begin with."""


def term_href(iri: str) -> str:
    """The page of a class or a property; for a term of a namespace without a short name, its own address."""
    if iri.startswith(OP):
        return f"{request.script_root}/ontology/terms/{quote(iri.removeprefix(OP))}"
    curie = short(iri)
    return iri if curie == iri else f"{request.script_root}/ontology/terms/{quote(curie, safe=':')}"


def term_iri(name: str) -> str:
    """The IRI of a term named as in an address: `Practice`, or `dcterms:title`; empty for an unknown prefix."""
    prefix, colon, local = name.rpartition(":")
    return OP + name if not colon else PREFIXES[prefix] + local if prefix in PREFIXES and prefix != "op" else ""


def concept_href(iri: str) -> str:
    """The page of a concept, whatever vocabulary it is in; for one that is not ours, its own address."""
    base = f"{service().settings.base_iri}id/"
    for scheme, collection in CONCEPTS_IN_TABLES.items():
        if iri.startswith(f"{base}{collection}/"):
            return f"{request.script_root}/ontology/{scheme}/{quote(iri.removeprefix(f'{base}{collection}/'))}"
    return href(iri, service().settings.base_iri) if iri.startswith(CONCEPT) else iri


def concept_named(scheme: str, slug: str) -> str:
    """The IRI of a concept by its vocabulary and its name there."""
    collection = CONCEPTS_IN_TABLES.get(scheme)
    return f"{service().settings.base_iri}id/{collection}/{slug}" if collection else f"{CONCEPT}{scheme}/{slug}"


def shape_href(name: str) -> str:
    """The page of a shape."""
    return f"{request.script_root}/ontology/shapes/{quote(name)}"


def rule_href(name: str) -> str:
    """The page of a rule of inference."""
    return f"{request.script_root}/ontology/rules/{quote(name)}"


def thing_href(iri: str) -> str:
    """Where this service shows a thing; the address itself of what is not ours and of which nothing is stated."""
    return href(iri, service().settings.base_iri) if iri.startswith((BASE, service().settings.base_iri)) else iri
