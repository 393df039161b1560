"""A handful of quads, and the mark that says which line of docs/conformance.md a test stands for."""

from __future__ import annotations

from collections.abc import Callable

TSV = "text/tab-separated-values"
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
LINES = [
    b"<urn:s> <urn:p> <urn:o> <urn:g:one> .\n",
    b"<urn:s> <urn:p> <urn:o> <urn:g:two> .\n",
    b"<urn:t> <urn:p> <urn:o> <urn:g:two> .\n",
    b'<urn:s> <urn:name> "one"@en <urn:g:one> .\n',
    b'<urn:t> <urn:name> "two"@en <urn:g:one> .\n',
]
Rows = Callable[..., list[list[str]]]


def line(_: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Says which line of the page a test stands for; test_conformance.py reads the marks."""
    return lambda test: test
