"""What people see. One room a subject; each view asks questions of the catalogue and fills one template."""

from __future__ import annotations

from importlib import import_module

from flask import Flask
from flask_compress import Compress
from whitenoise import WhiteNoise

from graph.settings import CODE, Settings
from views.door.public_address import PublicAddress, PublicAddressMiddleware
from views.languages import told
from views.languages.address import LanguageMiddleware, PlazaFlask
from views.languages.copied import register as register_copied
from views.people import limits, openid, same_site, signed_in
from views.replies import headers, language_links, problems, signposting
from views.shown import citing, corrections, source_languages
from views.shown.contacts import Operator
from views.shown.site import EXTENSION as SITE
from views.shown.site import Site
from views.site.metrics import EXTENSION as METRICS
from views.site.metrics import Metrics
from views.web import law_date, parameters, sharing, spreadsheet, words
from views.web.any_bytes import AnyBytesRequest
from views.web.assets import register_assets
from views.web.marks import mark_badges
from views.web.negotiation import SuffixMiddleware, asks_for_data
from views.web.service import EXTENSION, Service, asked, has_partnership, holds

STATIC = CODE / "views" / "static"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
KEEP_SUFFIX = ("/static/", "/sparql", "/api/")
# Every module with addresses. They are imported when the application is made, because they import from here.
PAGES = """
    api.change_sets
    assess.show
    changes.calendar changes.compare_days changes.feeds changes.transposition
    cities.show
    compare.show compare.timeline compare.tray
    contribute.correct contribute.reports contribute.show contribute.suggesting contribute.upload
    gaps.show
    history.list history.show
    home.show
    law.list
    partnership.actions partnership.organisations partnership.show
    peers.show
    people.account people.audit people.everybody people.invitation people.openid people.sign_in
    practices.show
    results.keep results.show
    review.deciding review.queue review.submissions
    search.show
    site.about site.crawlers site.identifiers site.logo site.metrics site.ontology site.queries
    site.revisions
    sparql.completing sparql.descriptions sparql.drawn sparql.endpoint
    technologies.show
    terms.checks terms.classes terms.show terms.since
    trace.impact trace.network trace.show
""".split()


def create_app(settings: Settings) -> Flask:
    """The application with its service, blueprints, error pages, headers and static files."""
    app = PlazaFlask("views")
    app.request_class = AnyBytesRequest
    here = Service(settings)
    app.extensions[EXTENSION] = here
    app.extensions[SITE] = app.jinja_env.globals["site"] = Site.of(settings)
    app.jinja_env.globals.update(holds=holds, has_partnership=has_partnership)
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        safe_href=words.safe_href,
        long_date=words.long_date,
        in_sentence=words.in_sentence,
        basis_words=words.basis_words,
        mark_badges=mark_badges,
    )
    register_assets(app)
    register_copied(app)
    told.register(app, lambda code: asked().names.in_language(code))
    law_date.register(app)
    problems.register(app)
    same_site.register(app)
    signed_in.register(app, settings)
    openid.register(app, settings)
    corrections.register(app, settings)
    for each in (parameters, citing, source_languages):
        each.register(app)
    app.config["COMPRESS_ALGORITHM"] = ["zstd", "gzip"]
    # What is registered later works earlier: a table is made harmless, then gets its tag, and is compressed last.
    Compress(app)
    headers.register(app)
    signposting.register(app)
    signed_in.keep_private(app)
    language_links.register(app)
    sharing.register(app)
    spreadsheet.register(app)
    public = PublicAddress.of(settings.public_url)
    trusted = [*LOOPBACK, settings.host, *settings.trusted_hosts.split(), *filter(None, [public.host_name])]
    app.config |= {"TRUSTED_HOSTS": trusted, problems.HOME: public.home}
    app.context_processor(lambda: {"revision_number": _number(here), "operator": Operator.of(settings.contact)})
    for name in PAGES:
        app.register_blueprint(import_module(f"views.{name}").blueprint)
    limits.register(app)
    if settings.metrics:
        app.extensions[METRICS] = Metrics({rule.rule.split("/")[1] for rule in app.url_map.iter_rules()})
    # Flask documents wrapping wsgi_app in place; the checker takes it for an assignment to a method.
    app.wsgi_app = LanguageMiddleware(app.wsgi_app, asks_for_data)  # type: ignore[method-assign]
    app.wsgi_app = SuffixMiddleware(app.wsgi_app, KEEP_SUFFIX)  # type: ignore[method-assign]
    app.wsgi_app = spreadsheet.SpreadsheetMiddleware(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        immutable_file_test=r"-[A-Z0-9]{8}\.",
        add_headers_function=headers.for_files,
    )
    if public.host:
        app.wsgi_app = PublicAddressMiddleware(app.wsgi_app, public, trusted)  # type: ignore[method-assign]
    return app


def _number(here: Service) -> int | None:
    """Error pages are drawn before the first build too, so a missing revision is no reason to fail."""
    from graph.errors import OpenPlazaError

    try:
        return here.revision.number
    except OpenPlazaError:
        return None
