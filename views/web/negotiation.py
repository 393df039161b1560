"""Which representation a request asks for: a suffix on the address wins, then the Accept header."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask import Request, request
from werkzeug.exceptions import NotAcceptable

from graph.text.messages import N_
from views.languages.address import site_root
from views.languages.copied import copied
from views.web.here import same_query
from views.web.spreadsheet import ENDING, LABEL

HTML, JSON, CSV, TURTLE, JSON_LD = "text/html", "application/json", "text/csv", "text/turtle", "application/ld+json"
N_TRIPLES, RDF_XML = "application/n-triples", "application/rdf+xml"
TRIG, N_QUADS = "application/trig", "application/n-quads"
SUFFIXES = {".json": JSON, ".csv": CSV, ".ttl": TURTLE, ".jsonld": JSON_LD, ".nt": N_TRIPLES, ".rdf": RDF_XML,
            ".trig": TRIG, ".nq": N_QUADS}  # fmt: skip
LABELS = {JSON: "JSON", CSV: "CSV", TURTLE: "Turtle", JSON_LD: "JSON-LD", N_TRIPLES: "N-Triples", RDF_XML: "RDF/XML",
          TRIG: "TriG", N_QUADS: "N-Quads"}  # fmt: skip
WITHOUT_GRAPHS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
RDF_FORMS = (*WITHOUT_GRAPHS, TRIG, N_QUADS)
# What RDF programs still call them.
OLD_NAMES = {"application/x-turtle": TURTLE, "text/n3": TURTLE, "text/rdf+n3": TURTLE, "text/plain": N_TRIPLES,
             "application/xml": RDF_XML, "text/xml": RDF_XML}  # fmt: skip
ENVIRON_KEY = "openplaza.media_type"
# What scripts of pages and programs of readers show to people.
TOLD_TO_PEOPLE = ("/search/suggest", "/sparql/complete", "/compare/tray", "/feeds/", "/calendar.ics")

ANY = "*"
_RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+)/([!#$%&'*+.^_`|~\w-]+)\s*", re.ASCII)
# A string left open reaches to the end, so that no text is read twice.
_PART = re.compile(r'((?:[^",;]|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+)([,;]?)', re.DOTALL)
_QUALITY = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.ASCII | re.IGNORECASE)
_BAD_QUALITY = re.compile(r"\s*q\s*=", re.IGNORECASE)

Ranges = tuple[tuple[str, str, float], ...]
# Longer headers are read anew each time.
SHORT = 200


class SuffixMiddleware:
    """Takes `.json`, `.csv`, `.ttl` and the like off the path and remembers what it asked for."""

    def __init__(self, app: Callable[..., Iterable[bytes]], kept: tuple[str, ...]) -> None:
        self._app, self._kept = app, kept

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self._kept):
            for suffix, media_type in SUFFIXES.items():
                if path.endswith(suffix):
                    environ["PATH_INFO"] = path.removesuffix(suffix) or "/"
                    environ[ENVIRON_KEY] = media_type
                    break
        return self._app(environ, start_response)


def ranges(accept: str) -> Ranges:
    """The media ranges of an Accept header as (type, subtype, quality), in lower case (RFC 9110, section 12.5.1).

    A range that is not written as the standard says is left out; other parameters than q are not looked at.
    """
    return _short_ranges(accept) if len(accept) <= SHORT else _ranges(accept)


# Clients send the same few headers again and again.
@lru_cache(maxsize=256)
def _short_ranges(accept: str) -> Ranges:
    return _ranges(accept)


def _ranges(accept: str) -> Ranges:
    found: list[tuple[str, str, float]] = []
    members: list[list[str]] = [[]]
    for text, end in _PART.findall(accept):
        members[-1].append(text)
        if end == ",":
            members.append([])
    for member in members:
        name = _RANGE.fullmatch(member[0]) if member else None
        quality = _quality(member[1:])
        if name and quality is not None and not (name[1] == ANY and name[2] != ANY):
            found.append((name[1].lower(), name[2].lower(), quality))
    return tuple(found)


def _quality(parameters: Sequence[str]) -> float | None:
    for text in parameters:
        if written := _QUALITY.fullmatch(text):
            return float(written[1])
        if _BAD_QUALITY.match(text):
            return None
    return 1.0


def quality(media_type: str, accepted: Ranges) -> float:
    """How much `media_type` is liked, 0 to 1: the most specific range that covers it decides."""
    kind, _, form = media_type.partition("/")
    for wanted_kind, wanted_form in ((kind, form), (kind, ANY), (ANY, ANY)):
        found = [liked for a, b, liked in accepted if (a, b) == (wanted_kind, wanted_form)]
        if found:
            return max(found)
    return 0.0


def best(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that is liked best, the first of equals; None when none is accepted.

    A header that is absent, or holds nothing that can be read, accepts everything.
    """
    return _short_best(accept, tuple(offered)) if len(accept) <= SHORT else _best(accept, offered)


@lru_cache(maxsize=256)
def _short_best(accept: str, offered: tuple[str, ...]) -> str | None:
    return _best(accept, offered)


def _best(accept: str, offered: Sequence[str]) -> str | None:
    accepted = ranges(accept)
    if not accepted:
        return offered[0]
    # Ties go to a range that names the type: `*/*` beside `text/csv` is the client's last resort.
    liked = [(quality(each, accepted), _named(each, accepted), each) for each in offered]
    top = max(liked, key=lambda each: (each[0], each[1]))
    return top[2] if top[0] > 0 else None


def _named(media_type: str, accepted: Ranges) -> bool:
    return any(f"{kind}/{form}" == media_type for kind, form, _ in accepted)


def accepts_html(request: Request) -> bool:
    """Whether the client names text/html: a browser does, a program that takes anything does not."""
    return names_html(_accept(request))


def names_html(accept: str) -> bool:
    """Whether an Accept header names text/html and does not refuse it."""
    return any((kind, form) == ("text", "html") and liked for kind, form, liked in ranges(accept))


def wanted(request: Request, *more: str) -> str:
    """The media type to answer with, one of those of every page or of `more`.

    Raises NotAcceptable (406) when the client takes none that is offered.
    """
    if asked := request.environ.get(ENVIRON_KEY):
        return str(asked)
    found = best(_accept(request), _offered(_accept(request), more))
    if found is None:
        raise NotAcceptable(
            N_("This address answers as %(names)s.", names=", ".join((HTML, JSON, CSV, *RDF_FORMS, *more)))
        )
    return OLD_NAMES.get(found, found)


def _offered(accept: str, more: Sequence[str]) -> list[str]:
    """Every form of a page. Graphs are told to those who can take nothing else: in a program that follows links, what
    stands in a named graph does not stand in the graph that is asked."""
    takes = ranges(accept)
    has_choice = any(_named(each, takes) and quality(each, takes) for each in WITHOUT_GRAPHS)
    return [HTML, JSON, CSV, *(WITHOUT_GRAPHS if has_choice else RDF_FORMS), *more, *OLD_NAMES]


def _accept(request: Request) -> str:
    return request.headers.get("Accept", "")


def asks_for_data(environ: Mapping[str, Any]) -> bool:
    """Whether a request, as WSGI says it, asks for a form that is the same in every language."""
    if ENVIRON_KEY in environ:
        return True
    if environ.get("PATH_INFO", "").startswith(TOLD_TO_PEOPLE):
        return False
    accept = environ.get("HTTP_ACCEPT", "")
    return best(accept, _offered(accept, ())) not in (HTML, None)


def alternates(request: Request, whole: bool = True) -> list[dict[str, str]]:
    """The other forms of this address, without those for programs alone; `whole`: no limit cut their rows."""
    path = request.path.rstrip("/") or "/index"
    forms = [(suffix, form, LABELS[form]) for suffix, form in SUFFIXES.items() if form not in (TRIG, N_QUADS)]
    if copy := copied():
        return [{"label": label, "media_type": form, "href": f"{site_root()}{path}{suffix}"}
                for suffix, form, label in forms if form in copy.forms]  # fmt: skip
    return [
        {"label": _label(form, label, whole), "media_type": form, "href": same_query(f"{site_root()}{path}{suffix}")}
        for suffix, form, label in [*forms, (f"{ENDING}.csv", CSV, LABEL)]
    ]


def _label(form: str, label: str, whole: bool) -> str:
    return label if whole or form not in (JSON, CSV) else N_("%(form)s, cut at a limit", form=label)


def in_form_asked(path: str) -> str:
    """`path` with the suffix of the form that this request asks for; as it is for a page."""
    media_type = wanted(request)
    return path + next((suffix for suffix, each in SUFFIXES.items() if each == media_type != HTML), "")
