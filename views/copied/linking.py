"""The links of a page of a copy: relative where the copy has what they lead to, no links where it has not."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from urllib.parse import unquote

from graph.text.languages import ENGLISH
from views.copied.addresses import PAGE_OF_COPY, Home, file_of, is_file, relative
from views.copied.markup import Rewriter, with_value, without
from views.languages.address import split
from views.web.negotiation import SUFFIXES

OF_LINKS = ("href", "rel", "type", "hreflang", "target", "download", "data-language")
# A copy is of one revision, and its own page tells which.
REVISIONS = "/revisions"
# Identifiers are the same for good, whoever answers at their address.
IDENTIFIERS = ("/id/", "/concept/", "/row/", "/graph/", "/ontology")


@dataclass(slots=True)
class Whole:
    """What a copy has: files, the places of each page, and drawings of the site by their address."""

    home: Home
    files: set[str] = field(default_factory=set)
    ids: dict[str, Set[str]] = field(default_factory=dict)
    drawings: Mapping[str, str] = field(default_factory=dict)

    def way(self, here: str, href: str) -> str | None:
        """The link from the file `here` for an address of the service; None where a copy has nothing to lead to."""
        address, _, fragment = href.partition("#")
        if not address:
            return href if not fragment or unquote(fragment) in self.ids[here] else None
        own = self.home.own(address)
        if own is None:
            return href
        there = self._file(own)
        if there is None:
            return href if self._names_a_thing(address, own) else self._instead(here, own)
        known = unquote(fragment) in self.ids.get(there, ())
        return relative(here, there) + (f"#{fragment}" if known else "")

    def has(self, href: str) -> bool:
        """Whether the copy has what an address of the service leads to."""
        own = self.home.own(href.partition("#")[0])
        return own is not None and self._file(own) is not None

    def _file(self, own: str) -> str | None:
        language, path = split(own)
        if path == REVISIONS or path.startswith(f"{REVISIONS}/"):
            own = PAGE_OF_COPY if language == ENGLISH else f"/{language}{PAGE_OF_COPY}"
        found = file_of(own, self.drawings)
        return found if found in self.files else None

    def _names_a_thing(self, written: str, own: str) -> bool:
        return "://" in written.partition("?")[0] and own.startswith(IDENTIFIERS)

    def _instead(self, here: str, own: str) -> str | None:
        """A page of the service leads to what is said of it; a choice, a form of data or a question is plain text."""
        if "?" in own or is_file(own) or own.endswith(tuple(SUFFIXES)):
            return None
        language = split(own)[0]
        there = file_of(f"/{language}{PAGE_OF_COPY}")
        return relative(here, there if there in self.files else file_of(PAGE_OF_COPY))


class Linked(Rewriter):
    """A page of a copy, `here`, with links that work from any folder."""

    def __init__(self, here: str, whole: Whole) -> None:
        super().__init__()
        self._here, self._whole = here, whole

    def tag(self, name: str, given: dict[str, str], raw: str) -> str:
        """The same tag with another address, or without one; nothing for what is said of the page to others."""
        if name == "link":
            return self._of_the_head(given, raw)
        if "src" in given:
            return with_value(raw, "src", self._whole.way(self._here, given["src"]) or "")
        if "href" not in given or name == "base":
            return raw
        way = self._whole.way(self._here, given["href"])
        return without(raw, *OF_LINKS) if way is None else with_value(raw, "href", way)

    def _of_the_head(self, given: dict[str, str], raw: str) -> str:
        """Which address is the canonical one, only the service could say."""
        if given.get("rel") == "canonical" or not self._whole.has(given.get("href", "")):
            return ""
        return with_value(raw, "href", self._whole.way(self._here, given["href"]) or "")
