"""Where in a copy an address of the site lies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import relpath
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from views.languages.address import split
from views.web.negotiation import CSV, JSON, SUFFIXES, TURTLE

PAGE_OF_COPY = "/copy"
INDEX = "index.html"
FORMS = (JSON, CSV, TURTLE)
ENDINGS = tuple(suffix for suffix, media_type in SUFFIXES.items() if media_type in FORMS)
# Pages that a list leads to by a question mark and that are copied too: further pages, and the kinds of gaps.
FURTHER = {"/gaps": frozenset({"kind", "page"})}
ANYWHERE = frozenset({"page"})
FIRST_PAGE = re.compile(r"[?&]page=1(?=#|$)")
# What is the same for every reader and has a name of its own.
_FILE = re.compile(r"/queries/[^/]+\.rq|/ontology/(?:openplaza\.ttl|shapes\.ttl|context\.jsonld)")


@dataclass(frozen=True, slots=True)
class Home:
    """Where the service says that it is: the whole address of its start page, with a slash at its end."""

    address: str

    @property
    def root(self) -> str:
        """The path below which all addresses lie, without a slash at its end."""
        return urlsplit(self.address).path.rstrip("/")

    def own(self, href: str) -> str | None:
        """The address as the site knows it, `/practices?page=2#results`, the first page of a list as the list itself;
        None for one that leads elsewhere."""
        href = FIRST_PAGE.sub("", href)
        start = self.address.rstrip("/")
        if href == start or href.startswith(f"{start}/"):
            return href.removeprefix(start) or "/"
        if not href.startswith("/") or href.startswith("//"):
            return None
        return href.removeprefix(self.root) or "/"


def is_file(path: str) -> bool:
    """Whether an address has the name of a file: a form of a page, the text of a question, a file of the ontology."""
    return path.endswith(ENDINGS) or bool(_FILE.fullmatch(path))


def is_named_file(path: str) -> bool:
    """The same without the forms of pages."""
    return bool(_FILE.fullmatch(path))


def is_further(address: str) -> bool:
    """Whether an address with a question mark is a page of a copy."""
    path, _, query = address.partition("?")
    names = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    return bool(names) and names <= FURTHER.get(split(path)[1], ANYWHERE) and not is_file(path)


def file_of(address: str, drawings: Mapping[str, str] | None = None) -> str:
    """The file of an address without its fragment, `practices/bergen/index.html`; `drawings` have names of their own.

    The form of a further page is that of the whole list, and data are the same in every language.
    """
    path, _, query = address.partition("?")
    if drawings and path in drawings:
        return drawings[path]
    in_english = split(path)[1]
    if in_english.startswith(("/static/", "/dumps/")) or is_file(path):
        return unquote(in_english).lstrip("/")
    name = "-".join(part for pair in parse_qsl(query) for part in pair)
    folder = unquote(path).strip("/")
    return f"{folder}/{f'{name}.html' if name else INDEX}".lstrip("/")


def relative(here: str, there: str) -> str:
    """The way from one file of a copy to another, as a link names it."""
    folder = here.rpartition("/")[0]
    return quote(relpath(there, folder or "."), safe="/")
