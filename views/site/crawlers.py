"""What crawlers and finders of weaknesses read: which addresses to leave alone, which pages there are, whom to tell."""

from __future__ import annotations

import datetime

from flask import Blueprint, Response, render_template, request, url_for

from graph.ask.answer import Answer
from graph.errors import NotFound
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import N_
from graph.things import BY_CLASS, KINDS, ThingKind
from views.languages.address import root_in, site_root
from views.web.addresses import page_href
from views.web.service import answer, has_partnership, service
from views.web.trust_headers import told

blueprint = Blueprint("crawlers", __name__)

STARTS = """
    home.show practices.list_ cities.list_ technologies.list_ laws.list_ partnership.show actions.list_
    organisations.list_ calendar.show transposition.show gaps.show queries.list_ ontology.list_ about.list_
""".split()
OF_PARTNERSHIP = ("partnership.show", "actions.list_")
# https://www.sitemaps.org/protocol.html: 50,000 addresses and 50 MB, with each page in every language.
MOST_PAGES = 20_000
# Other forms of the same pages, answers to what somebody asks, and addresses without an end: days, filters, pairs.
# Answers of a trace and of the editor stand behind a question mark; the pages on which they are asked may be found.
LEFT_ALONE = (
    "/*?", "/*.json$", "/*.csv$", "/*.ttl$", "/*.jsonld$", "/compare", "/data/", "/revisions/", "/*/peers$",
)  # fmt: skip
VALID_FOR = datetime.timedelta(days=180)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read (RFC 9309). Pages of things are; whoever wants all data takes the dump of `/dcat`."""
    roots = [root_in(code) for code in LANGUAGES]
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in LEFT_ALONE for root in roots)]
    return _plain("\n".join([*lines, "", f"Sitemap: {url_for('crawlers.sitemap', _external=True)}", ""]))


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page of a thing, and where lists of them begin; an index of parts where there are more than fit in one.

    No page has a date: it shows the law of the day it is asked on, so no one date would be true.
    """
    found, addresses = page_addresses()
    parts = -(-len(addresses) // MOST_PAGES)
    if parts == 1:
        return _pages(addresses, found)
    numbers = range(1, parts + 1)
    listed = [url_for("crawlers.sitemap_part", number=number, _external=True) for number in numbers]
    return _sitemap(found, sitemaps=listed)


@blueprint.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One part of a long site map, counted from 1. Raises NotFound when there is no such part."""
    found, addresses = page_addresses()
    here = addresses[(number - 1) * MOST_PAGES : number * MOST_PAGES] if number else []
    if not here:
        raise NotFound(N_("The site map has no part %(number)s.", number=number))
    return _pages(here, found)


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell of a weakness of this server (RFC 9116). Raises NotFound where the operator names nobody."""
    contact = service().settings.security_contact
    if not contact:
        raise NotFound(N_("The operator of this server names no contact: OPENPLAZA_SECURITY_CONTACT is not set."))
    ends = datetime.datetime.combine(datetime.date.today() + VALID_FOR, datetime.time.min)
    own = url_for("crawlers.security", _external=True)
    return _plain(f"Contact: {contact}\nExpires: {ends.isoformat()}Z\nPreferred-Languages: en\nCanonical: {own}\n")


def page_addresses() -> tuple[Answer, list[str]]:
    """The question that was asked, and the path of every page in a fixed order."""
    kinds = [kind for kind in KINDS if kind.has_own_page]
    found = answer("pages-of-things", {"classes": [kind.iri for kind in kinds]})
    rows = [(str(row["thing"]), BY_CLASS[str(row["class"])], str(row["id"])) for row in found.rows]
    things = [page_href(kind.page, name, "") for iri, kind, name in rows if _has_page(iri, kind)]
    starts = (url_for(name) for name in STARTS if name not in OF_PARTNERSHIP or has_partnership())
    return found, [path.removeprefix(site_root()) for path in [*starts, *things]]


def _in_languages(path: str) -> dict[str, str]:
    """The whole address of a page by language."""
    return {code: f"{request.host_url.rstrip('/')}{root_in(code)}{path}" for code in LANGUAGES}


def _has_page(iri: str, kind: ThingKind) -> bool:
    """Not so for the Partnership itself: it is an organisation, but stands above the others."""
    ours = f"{service().settings.base_iri}id/"
    return not iri.startswith(ours) or iri.startswith(f"{ours}{kind.collection}/")


def _pages(paths: list[str], found: Answer) -> Response:
    return _sitemap(found, pages=[_in_languages(path) for path in paths], english=ENGLISH)


def _sitemap(found: Answer, **listed: object) -> Response:
    text = render_template("site/sitemap.xml", **listed)
    response = Response(text, content_type="application/xml; charset=utf-8")
    return told(response, found.revision, found.complete, None, found.elapsed_ms)


def _plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
