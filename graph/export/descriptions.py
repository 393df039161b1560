"""Descriptions of an export for other programs: Data Package, RO-Crate and a citation file."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Mapping, Sequence
from typing import Any

from graph.citation.cited import LICENCE_ID, SUBJECTS, Cited
from graph.terms import LICENCE, OP

# What the datatypes of CSV on the Web are called in a Table Schema; all else is text there.
TYPES = {"integer": "integer", "decimal": "number", "date": "date", "gYear": "year"}
FORMS = {".rq": "application/sparql-query", ".ttl": "text/turtle", ".jsonld": "application/ld+json",
         ".gz": "application/gzip", ".md": "text/markdown", ".cff": "application/yaml"}  # fmt: skip
CRATE = "https://w3id.org/ro/crate/1.1"


def data_package(metadata: dict[str, Any], cited: Cited, headings: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The tables of CSV on the Web metadata as a Data Package (https://specs.frictionlessdata.io/data-package/).

    `headings` are the first lines of the files by name: their order counts here, while the metadata go by name.
    """
    return {
        "profile": "data-package",
        "name": "openplaza-facts",
        "id": cited.digest,
        "title": cited.title,
        "description": cited.description,
        "version": cited.version,
        "created": f"{cited.issued}T00:00:00Z",
        "licenses": [{"name": LICENCE_ID, "path": LICENCE}],
        "contributors": [{"title": cited.author, "role": "publisher"}],
        "keywords": list(SUBJECTS),
        "resources": [_resource(each, headings[each["url"]]) for each in metadata["tables"]],
    }


def _resource(table: dict[str, Any], headings: Sequence[str]) -> dict[str, Any]:
    schema = table["tableSchema"]
    columns = [each for each in schema["columns"] if not each.get("virtual")]
    columns.sort(key=lambda each: headings.index(heading(each)))
    told: dict[str, Any] = {"fields": [_field(each) for each in columns], "missingValues": [""]}
    if "primaryKey" in schema:
        keys = schema["primaryKey"]
        names = {each["name"]: heading(each) for each in columns}
        told["primaryKey"] = [names[key] for key in ([keys] if isinstance(keys, str) else keys)]
    return {
        "name": table["url"].removesuffix(".csv"),
        "path": f"csv/{table['url']}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": told,
    }


def _field(column: dict[str, Any]) -> dict[str, Any]:
    datatype = column.get("datatype", "string")
    base = datatype if isinstance(datatype, str) else datatype.get("base", "string")
    plain = "separator" in column or column.get(f"{OP}reducedDate")
    told: dict[str, Any] = {"name": heading(column), "type": "string" if plain else TYPES.get(base, "string")}
    told |= {"rdfType": column["propertyUrl"]} if "propertyUrl" in column else {}
    told |= {"description": column["dc:description"]} if "dc:description" in column else {}
    return told | ({"constraints": {"required": True}} if column.get("required") else {})


def heading(column: dict[str, Any]) -> str:
    """What stands above a column in its file: the first of its titles."""
    titles = column.get("titles", column["name"])
    return titles if isinstance(titles, str) else str(titles[0])


def research_object(cited: Cited, files: Sequence[str]) -> dict[str, Any]:
    """RO-Crate metadata of a folder with these files (https://w3id.org/ro/crate/1.1)."""
    author = "#publisher"
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{cited.title}, {cited.version.lower()}",
        "description": cited.description,
        "datePublished": cited.issued,
        "version": cited.version,
        "identifier": cited.digest,
        "url": cited.address,
        "keywords": list(SUBJECTS),
        "license": {"@id": LICENCE},
        "author": {"@id": author},
        "publisher": {"@id": author},
        "hasPart": [{"@id": name} for name in files],
    }
    own = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": CRATE},
        "about": {"@id": "./"},
    }
    licence = {"@id": LICENCE, "@type": "CreativeWork", "name": "Creative Commons Attribution 4.0 International"}
    who = {"@id": author, "@type": "Organization", "name": cited.author}
    parts = [{"@id": each, "@type": "File", "name": each, "encodingFormat": _form(each)} for each in files]
    return {"@context": f"{CRATE}/context", "@graph": [own, root, who, licence, *parts]}


def citation_file(cited: Cited) -> str:
    """A CITATION.cff of the data (https://citation-file-format.github.io); texts are quoted as JSON, which is YAML."""
    told = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them with their revision.",
        "type": "dataset",
        "title": cited.title,
        "abstract": cited.description,
        "authors": [{"name": cited.author}],
        "version": cited.version,
        "date-released": cited.issued,
        "license": LICENCE_ID,
        "identifiers": [{"type": "other", "value": cited.digest, "description": "SHA-256 of the sorted N-Quads"}],
        "url": cited.address,
        "keywords": list(SUBJECTS),
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in told.items())


def _form(name: str) -> str:
    ending = f".{name.rpartition('.')[2]}"
    return FORMS.get(ending) or mimetypes.guess_type(name)[0] or "text/plain"
