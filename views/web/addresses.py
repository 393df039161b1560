"""Addresses of pages: the collection and the identifier, as they stand in the tables, and the law date."""

from __future__ import annotations

from urllib.parse import quote

from flask import request

from views.web.law_date import DATED_PAGES, carried


def page_href(collection: str, identifier: str, on: str | None = None) -> str:
    """`/laws/32016R0679/art_5` for the collection `laws`; slashes and colons of an identifier stay.

    A page that shows law carries `on`, by default the law date of this request, unless that is today; an empty `on`
    leaves the day out.
    """
    address = f"{request.script_root}/{collection}/{quote(identifier, safe='/:')}"
    return carried(address, on) if collection in DATED_PAGES else address


def law_href(identifier: str, on: str | None = None) -> str:
    """The page of an act or a provision."""
    return page_href("laws", identifier, on)
