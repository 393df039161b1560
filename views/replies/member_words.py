"""What pages call the members of a failure, which programs know by their keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.text.messages import N_

# Members with many entries, which a page tells in a way of its own, or not.
LISTS: Final = ("hints", "values", "faults")
WORDS: Final = {
    "column": N_("Column"),
    "field": N_("Field"),
    "limit_applied": N_("Limit"),
    "limit_s": N_("Limit in seconds"),
    "line": N_("Line"),
    "near": N_("Near"),
    "reason": N_("Reason"),
    "retry_after_s": N_("Seconds to wait"),
}


def member_facts(members: Mapping[str, object], detail: str) -> list[dict[str, str]]:
    """The members that a page shows as term and value; what the detail begins with is not said again."""
    return [
        {"term": WORDS[name], "value": str(each)}
        for name, each in members.items()
        if each and name not in LISTS and not detail.startswith(f"{each}: ")
    ]
