"""Which media types an answer can have, and how pyoxigraph writes them."""

from __future__ import annotations

import pyoxigraph as ox

from graph.errors import Refused

RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
# Quads, for documents that tell graphs; no answer to a query has any.
DATASET_FORMATS = {
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


def result_format(media_type: str) -> ox.QueryResultsFormat:
    """The writer of SELECT and ASK answers; raises Refused for another media type."""
    if media_type not in RESULT_FORMATS:
        raise Refused(f"SELECT and ASK answers come as {_listed(RESULT_FORMATS)}, not as {media_type}.")
    return RESULT_FORMATS[media_type]


def graph_format(media_type: str) -> ox.RdfFormat:
    """The writer of CONSTRUCT and DESCRIBE answers; raises Refused for another media type."""
    if media_type not in GRAPH_FORMATS:
        raise Refused(f"CONSTRUCT and DESCRIBE answers come as {_listed(GRAPH_FORMATS)}, not as {media_type}.")
    return GRAPH_FORMATS[media_type]


def _listed(formats: dict[str, ox.QueryResultsFormat] | dict[str, ox.RdfFormat]) -> str:
    return ", ".join(formats)
