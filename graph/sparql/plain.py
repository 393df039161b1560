"""A quick look at a query, which spares most of them the scan token by token: it costs a tenth of that scan.

A plain query has no comment, no escape and none but short strings without spaces, and is ASCII outside its IRIs and
strings, so every character is what it seems to be; and it has none of the words after which a query needs a closer
look. `tests/sparql/test_plain.py` holds what is said here of plain queries against the scan of `graph.sparql.tokens`.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 8_192

# An IRI, or a string that holds no space, no escape and no quotation mark of its kind and that touches no other one.
_INERT = re.compile(r"""<[^<>"{}|^`\\\x00-\x20]*+>|"[^"\\\s]++"(?!")|'[^'\\\s]++'(?!')""")
# A variable keeps its sign, so that it is never one of the words below.
_WORD = re.compile(r"[?$]?\w+")
_BEFORE, _AFTER = frozenset(" \t\r\n>}"), frozenset(" \t\r\n{*?$(<")
_READS = frozenset("select ask construct describe".split())
# Updates, graphs that the query names, functions that answer differently each time or are written anew for the engine.
_CLOSER = frozenset(
    "insert delete load clear drop create add move copy with from now rand uuid struuid bnode group_concat".split()
)


@lru_cache(maxsize=16)
def plain_form(text: str) -> str:
    """`select`, `ask`, `construct` or `describe` for a plain query; empty for any other, which needs the scan."""
    if len(text) > LONGEST:
        return ""
    bare = _INERT.sub("<>", text).lower()
    if "#" in bare or "\\" in bare or '"' in bare or "'" in bare or "service" in bare or not bare.isascii():
        return ""
    words = _WORD.findall(bare)
    form = next((word for word in words if word in _READS), "")
    if not form or not _CLOSER.isdisjoint(words):
        return ""
    start = bare.find(form)
    end = start + len(form)
    apart = (start == 0 or bare[start - 1] in _BEFORE) and (end == len(bare) or bare[end] in _AFTER)
    return form if apart else ""


def openings(text: str) -> int:
    """How many brackets open in a plain query, those inside IRIs and strings too: it nests no deeper."""
    return text.count("(") + text.count("[") + text.count("{")
