"""The texts that scripts show, for a page to give them in its language; in English the scripts have them themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.text.catalogues import found, found_counted, locale
from graph.text.languages import ENGLISH
from graph.text.messages import N_, NN_
from views.languages.address import language

TEXTS: Final = (
    N_("Add to comparison"),
    N_("Added to the comparison: %(count)s collected."),
    N_("As at first"),
    N_("Comparison (%(count)s)"),
    N_("Has exactly this name"),
    N_("Larger"),
    N_("Name"),
    N_("No suggestions."),
    N_("Print"),
    N_("SPARQL query"),
    N_("See the comparison"),
    N_("Smaller"),
    N_("Suggestions"),
    N_("The comparison is full. Take something out of it first."),
    N_("Take out of comparison"),
    N_("Taken out of the comparison: %(count)s collected."),
    N_("The draft is kept."),
)
COUNTED: Final = (
    NN_("%(number)s suggestion. Use the arrow keys.", "%(number)s suggestions. Use the arrow keys."),
    NN_(
        "%(number)s city, %(practices)s practices: look closer",
        "%(number)s cities, %(practices)s practices: look closer",
    ),
)
"""Both forms of what is counted; the second is the key."""

# Enough numbers to meet every plural form of our languages.
SAMPLES: Final = (*range(0, 23), 100, 1_000_000)


def script_texts() -> dict[str, str | Mapping[str, str]]:
    """By the English text, what is translated: a text, or its forms by their CLDR names. Empty for English."""
    if language() == ENGLISH:
        return {}
    texts = {str(each): text for each in TEXTS if (text := found(each, language()))}
    return {**texts, **{many: forms for one, many in COUNTED if (forms := _forms(one, many))}}


def _forms(one: str, many: str) -> Mapping[str, str]:
    rule = locale(language()).plural_form
    told: dict[str, str | None] = {
        rule(number): found_counted(one, many, number, language()) for number in reversed(SAMPLES)
    }
    return {name: text for name, text in told.items() if text}
