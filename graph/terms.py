"""The names that code and queries share: namespaces, schemes and parts of addresses, as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BASE: Final = "https://w3id.org/openplaza/"
"""The home of OpenPlaza's fixed addresses; settings may move things and graphs, never the ontology or the concepts."""

OP: Final = BASE + "ontology#"
CONCEPT: Final = BASE + "concept/"

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the facts, the words and the questions."""

DCTERMS: Final = "http://purl.org/dc/terms/"
DPV: Final = "https://w3id.org/dpv#"
ELI: Final = "http://data.europa.eu/eli/ontology#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
GEO: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
GEOSPARQL: Final = "http://www.opengis.net/ont/geosparql#"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
PROV: Final = "http://www.w3.org/ns/prov#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA: Final = "https://schema.org/"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
VOID: Final = "http://rdfs.org/ns/void#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[Mapping[str, str]] = {
    "dcterms": DCTERMS,
    "dpv": DPV,
    "eli": ELI,
    "foaf": FOAF,
    "geo": GEO,
    "geosparql": GEOSPARQL,
    "oa": OA,
    "op": OP,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefix to namespace, for pages that show queries and for serialising."""
