"""Addresses of pages: the collection and the identifier, as they stand in the tables."""

from __future__ import annotations

from urllib.parse import quote

from flask import request


def page_href(collection: str, identifier: str) -> str:
    """`/laws/32016R0679/art_5` for the collection `laws`; slashes and colons of an identifier stay."""
    return f"{request.script_root}/{collection}/{quote(identifier, safe='/:')}"


def law_href(identifier: str) -> str:
    """The page of an act or a provision."""
    return page_href("laws", identifier)
