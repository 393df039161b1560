"""What every Atom feed needs: names that stay, and links to its other pages (RFC 5005, section 3)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from graph.terms import BASE
from views.web.here import whole_address


def urn(name: str) -> str:
    """The permanent name of a feed or an entry."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{BASE}changes/{name}").urn


def feed_links(pages: Mapping[str, Any]) -> dict[str, str]:
    """The address of this page of the feed and, where it has several, those of the others, by relation."""
    links = {"self": whole_address({})}
    if pages["pages"] == 1:
        return links
    at = {"first": 1, "previous": pages["number"] - 1, "next": pages["number"] + 1, "last": pages["pages"]}
    return links | {
        name: whole_address({"page": str(number) if number > 1 else ""})
        for name, number in at.items()
        if 1 <= number <= pages["pages"]
    }
