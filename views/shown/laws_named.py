"""The law that a statement names, as links, and what its source leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from graph.law.citation import citation_in_act, sort_key
from graph.text.messages import N_
from views.web.addresses import law_href
from views.web.service import text_of

NO_LAW: Final = N_("The source, as read, names no law and no provision.")
NO_PROVISION: Final = N_("The source, as read, names no provision of it.")
ARTICLE: Final = re.compile(r"\barts?\. [A-Z. ]*\d")
"""An article in the words of a source, as it stands in the column law_named."""


def laws_named(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """The provisions of a row as links, or its act where it names no provision; columns act_id, provision_ids."""
    act = text_of(row, "act_id")
    ids = sorted(text_of(row, "provision_ids").split(), key=sort_key) or [act]
    return [
        {"label": citation_in_act(text_of(row, "act_label"), each, act), "href": law_href(each)} for each in ids if each
    ]


def law_not_named(row: Mapping[str, Any]) -> str:
    """That the source of a row names no provision, or no law at all; empty when it names a provision."""
    words = text_of(row, "law")
    if text_of(row, "provision_ids") or ARTICLE.search(words):
        return ""
    return NO_PROVISION if text_of(row, "act_id") or words else NO_LAW


def law_note(row: Mapping[str, Any]) -> str:
    """The law in the words of the source, and whether it names a provision."""
    words = text_of(row, "law")
    named = N_("Law named: %(words)s.", words=words) if words else ""
    missing = law_not_named(row)
    return N_("%(named)s %(missing)s", named=named, missing=missing) if named and missing else named or missing
