"""Whether every link of a folder of pages leads somewhere: read from the files alone, as a browser would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

ELSEWHERE = ("http", "https", "mailto", "tel", "data")
ADDRESSES = ("href", "src", "action", "poster", "data", "xlink:href")
# A style may name a part of the page that it is used by, which is none of its own links.
_IN_STYLES = re.compile(r"url\(\s*['\"]?([^#'\")][^'\")]*)['\"]?\s*\)")
_REFRESH = re.compile(r"\s*\d+\s*;\s*url=(.+)", re.IGNORECASE)


class _Read(HTMLParser):
    """The places that a page has and the addresses that it names."""

    def __init__(self) -> None:
        super().__init__()
        self.places: set[str] = set()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.places |= {given[name] for name in ("id", "name") if given.get(name)}
        self.names += [given[name] for name in ADDRESSES if name in given]
        self.names += [part.split()[0] for part in given.get("srcset", "").split(",") if part.strip()]
        if tag == "meta" and (found := _REFRESH.fullmatch(given.get("content", ""))):
            self.names.append(found[1])


def broken(folder: Path) -> list[str]:
    """Every address in the pages and styles of `folder` that leads nowhere, with its file and what is wrong with it.

    An address of elsewhere is whole (https, mailto, tel); all others are relative and stay inside the folder.
    """
    files = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    pages = {name: _page(folder / name) for name in sorted(files) if name.endswith(".html")}
    styles = {name: (folder / name).read_text(encoding="utf-8") for name in sorted(files) if name.endswith(".css")}
    named = [(name, address) for name, read in pages.items() for address in read.names]
    named += [(name, address) for name, text in styles.items() for address in _IN_STYLES.findall(text)]
    places = {name: read.places for name, read in pages.items()}
    return list(_told(named, partial(_fault, files, places)))


def _told(named: list[tuple[str, str]], fault: partial[str]) -> Iterator[str]:
    for name, address in named:
        if found := fault(name, address):
            yield f"{name}: {address}: {found}"


def _page(path: Path) -> _Read:
    read = _Read()
    read.feed(path.read_text(encoding="utf-8"))
    read.close()
    return read


def _fault(files: set[str], places: dict[str, set[str]], name: str, address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme in ELSEWHERE:
        return ""
    if parts.scheme or parts.netloc or address.startswith("/"):
        return "it is not relative"
    if parts.query:
        return "a file takes no question mark"
    there = normpath(f"{name.rpartition('/')[0] or '.'}/{unquote(parts.path)}") if parts.path else name
    if there not in files:
        return "there is no such file"
    fragment = unquote(parts.fragment)
    return "" if not fragment or fragment in places.get(there, ()) else "that page has no such place"
