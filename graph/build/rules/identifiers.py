"""Two identifiers of one act agree: the European Legislation Identifier is that of the CELEX number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph.build.facts import Facts, fault
from graph.findings import Finding

OF_THE_UNION: Final = re.compile(r"https?://(?:data|eur-lex)\.europa\.eu/eli/([a-z]+)[a-z_]*/(\d{4})/(\d+)/oj")
ACT: Final = re.compile(r"3(\d{4})([A-Z])(\d{4})")
LETTERS: Final = {"reg": "R", "dir": "L", "dec": "DF", "reco": "H", "agree": "A"}
OFFICIAL: Final = "http://data.europa.eu/eli/"


def an_eli_is_that_of_its_act(facts: Facts) -> Iterator[Finding]:
    """The ELI of an act of the Union is written as it was given out, and has the kind, year and number of its id."""
    for row in facts.rows("acts"):
        eli, act = OF_THE_UNION.match(row.cells["eli"]), ACT.match(row.cells["id"])
        if eli is None or act is None:
            continue
        if not row.cells["eli"].startswith(OFFICIAL):
            mend = f"Write it as it was given out, {OFFICIAL} with http."
            yield fault("acts", row, "eli", "An identifier is no address: it has one spelling.", mend)
        same = (eli[2], int(eli[3])) == (act[1], int(act[3])) and act[2] in LETTERS.get(eli[1], act[2])
        if not same:
            mend = f"Check both: the id says {act[2]}, {act[1]} and {int(act[3])}."
            yield fault("acts", row, "eli", "The ELI is that of another act.", mend)
