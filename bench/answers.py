"""Whether two servers gave the same answer: rows as a bag of terms, triples as a set, in no order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"
_NUMBERS = ("integer", "decimal", "double", "float", "int", "long")


def fingerprint(body: bytes, media_type: str, rows_only: bool) -> tuple[int, str]:
    """How many rows or triples an answer has, and a hash that does not depend on their order or spelling."""
    if media_type.startswith("application/n-triples"):
        lines = sorted({str(quad) for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)})
    else:
        bindings = json.loads(body)["results"]["bindings"]
        lines = sorted(repr(sorted((name, _term(term)) for name, term in row.items())) for row in bindings)
    text = str(len(lines)) if rows_only else "\n".join(lines)
    return len(lines), hashlib.sha256(text.encode()).hexdigest()[:16]


def _term(term: Mapping[str, Any]) -> tuple[str, ...]:
    """A term without what may be written in several ways: xsd:string, the case of a language, a number's form."""
    if term["type"] not in ("literal", "typed-literal"):
        return (term["type"], term["value"] if term["type"] == "uri" else "")
    datatype = term.get("datatype", "")
    if datatype.rpartition("#")[2] in _NUMBERS:
        return ("number", str(float(term["value"])))
    return ("literal", term["value"], "" if datatype == XSD_STRING else datatype, term.get("xml:lang", "").lower())
