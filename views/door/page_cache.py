"""Finished answers kept in memory by the bytes they take, so that a repeated request costs nothing."""

from __future__ import annotations

import gzip
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

import zstandard
from cachetools import LRUCache
from werkzeug.http import parse_etags

from graph.text.catalogues import told_in
from graph.text.languages import ENGLISH
from graph.text.messages import N_

# One answer may take this part of the budget, so that a single large one does not empty the cache.
LARGEST_PART = 16
ENTRY_BYTES = 1_000
# Where every page takes a notice; see views/templates/base.html.
NOTICE_PLACE = b"<!-- notice -->"
STALE = N_("The store cannot be reached. This page is from memory and may be out of date.")
STALE_NOTICE = '<div class="notice notice-warn" role="status"><p>%s</p></div>'

# What is told to one reader is never kept for another.
_LANGUAGE = re.compile(rb'<html lang="([a-z]+)"')
_FOR_ONE = re.compile(r"\b(?:private|no-store)\b", re.IGNORECASE)

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A whole HTTP answer; the names of `headers` are in lower case."""

    status: int
    headers: Headers
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """The first value of the header `name`."""
        return next((value for each, value in self.headers if each == name), None)

    def unless_known(self, if_none_match: str | None) -> KeptReply:
        """304 without a body when the client already has this representation (RFC 9110, section 13.1.2)."""
        etag = self.header("etag") if if_none_match else None
        if not if_none_match or not etag or not parse_etags(if_none_match).contains_raw(etag):
            return self
        kept = [each for each in self.headers if each[0] not in ("content-length", "content-type", "content-encoding")]
        return KeptReply(304, kept, b"")

    def stale(self) -> KeptReply:
        """This answer, marked as one that may be out of date: a header for programs, a notice for people."""
        named = [each for each in self.headers if each[0] not in ("etag", "cache-control", "content-length")]
        body = self.body
        if (self.header("content-type") or "").startswith("text/html"):
            body = _with_notice(_plain(body, self.header("content-encoding")))
            named = [each for each in named if each[0] != "content-encoding"]
        told = [("stale", "?1"), ("cache-control", "no-store"), ("content-length", str(len(body)))]
        return replace(self, headers=[*named, *told], body=body)


class PageCache:
    """Replies by request; each belongs to the version of the data that it was made from. For one thread only."""

    def __init__(self, max_bytes: int) -> None:
        self._largest = max_bytes // LARGEST_PART
        self._kept: LRUCache[Hashable, tuple[object, KeptReply]] = LRUCache(max_bytes, getsizeof=_bytes)

    def fresh(self, key: Hashable, version: object) -> KeptReply | None:
        """The reply of `key` made from this version."""
        found = self._kept.get(key)
        return found[1] if found is not None and found[0] == version else None

    def last(self, key: Hashable) -> KeptReply | None:
        """The last reply of `key`, whatever version it was made from."""
        found = self._kept.get(key)
        return found[1] if found is not None else None

    def keep(self, key: Hashable, version: object, reply: KeptReply) -> None:
        """Keeps a reply that can be told apart from others (it has an ETag), is for everybody, and is not too large."""
        if reply.header("set-cookie") is not None or _FOR_ONE.search(reply.header("cache-control") or ""):
            return
        if _bytes((version, reply)) > self._largest or reply.status != 200 or reply.header("etag") is None:
            return
        self._kept[key] = (version, reply)


def _bytes(entry: tuple[object, KeptReply]) -> int:
    return len(entry[1].body) + ENTRY_BYTES


def _with_notice(page: bytes) -> bytes:
    """The page, which says in its own language that it may be out of date."""
    language = _LANGUAGE.search(page)
    text = told_in(STALE, language[1].decode() if language else ENGLISH)
    return page.replace(NOTICE_PLACE, (STALE_NOTICE % escape(text)).encode(), 1)


def _plain(body: bytes, encoding: str | None) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(body)
    if encoding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(body)
    return body
