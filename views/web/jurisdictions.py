"""Whose law it is and where it holds, in words: codes of jurisdictions are for programs."""

from __future__ import annotations

from typing import Final

from graph.governing.index import library_of
from graph.governing.library import UNION
from graph.text.messages import N_, joined, name_words
from views.web.service import asked

COUNCIL: Final = "CoE"


def whose_law(jurisdiction: str) -> str:
    """`EU law`, `law of Italy`, `law of Hamburg`, `Council of Europe`; empty for none."""
    if jurisdiction in ("", COUNCIL):
        return jurisdiction and place_name(jurisdiction)
    return N_("EU law") if jurisdiction == UNION else N_("law of %(place)s", place=place_name(jurisdiction))


def place_name(code: str) -> str:
    """The name of a country or region by its id or its jurisdiction; a code without a name stays."""
    if code == COUNCIL:
        return N_("Council of Europe")
    opened = asked()
    return name_words(library_of(opened.revision, lambda: opened.store).names.get(code, code), kind="country")


def place_names(codes: str) -> str:
    """Codes with a comma between them as names: `Norway, Iceland`, `the EU`."""
    return joined((N_("the EU") if code == UNION else place_name(code) for code in codes.split(", ")), ", ")
