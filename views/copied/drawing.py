"""Draws the pages of a copy with the application itself, and follows those lists that go on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from flask import Flask
from markupsafe import escape
from werkzeug.test import TestResponse

from graph.errors import OpenPlazaError
from graph.revision import Revision, digest_of
from graph.settings import Settings
from graph.text.languages import ENGLISH
from graph.text.messages import N_
from views import create_app
from views.copied import page
from views.copied.addresses import ENDINGS, FORMS, PAGE_OF_COPY, Home, file_of, is_further, is_named_file
from views.copied.linking import Whole
from views.copied.stripping import Stripped
from views.languages.address import split
from views.languages.copied import Copied, register
from views.languages.told import told
from views.shown.site import Site, site
from views.site.crawlers import page_addresses
from views.web.service import has_partnership

# Pages of things are those of the site map; these stand beside them.
MORE, OF_PARTNERSHIP = ("/practices/map",), "/partnership/seed"
# What these two pages list has pages that are copied too.
LISTS = ("/ontology", "/queries")
NEEDS_SERVICE = N_("What is asked here needs the service.")
ACCEPT = {"Accept": "text/html"}
Report = Callable[[str, float], None]


def application(settings: Settings, revision: Revision, languages: Sequence[str], folder: Path) -> Flask:
    """The application as it draws a copy: it says so, tells the law of the day of its revision and takes nothing in."""
    home = settings.public_url or settings.base_iri
    app = create_app(dataclasses.replace(settings, contributions="off", metrics=False, public_url=home))
    day = date.fromisoformat(str(revision.manifest.created)[:10])
    register(app, Copied(digest_of(revision), day, tuple(languages), FORMS))
    app.config[page.FOLDER] = str(folder)
    app.register_blueprint(page.blueprint)
    return app


def starts(app: Flask, home: Home) -> list[str]:
    """The English address of every page that is copied, but for those that lists go on with."""
    with app.test_request_context("/", base_url=home.address):
        _, found = page_addresses()
        more = [*MORE, *([OF_PARTNERSHIP] if has_partnership() else [])]
    return list(dict.fromkeys([*found, *more]))


class DrawnSite:
    """What is drawn into a folder, and what is known of it: `whole` has the files and their places."""

    def __init__(self, app: Flask, home: Home, folder: Path, languages: Sequence[str]) -> None:
        self.whole = Whole(home)
        self.pages: list[str] = []
        self._app, self._client, self._folder = app, app.test_client(), folder
        self._languages = languages
        with app.app_context():
            self._keep_logo(site())

    def all_of(self, addresses: Iterable[str], report: Report) -> None:
        """Draws each page in each language, its data once, and further pages of lists as they are met."""
        waiting = list(dict.fromkeys(addresses))
        known, done = set(waiting), 0
        while done < len(waiting):
            address = waiting[done]
            for more in self._page(address):
                if more not in known:
                    known.add(more)
                    waiting.append(more)
            done += 1
            report(address, done / len(waiting))

    def keep(self, file: str, content: bytes) -> None:
        """Writes one file of the copy."""
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.whole.files.add(file)

    def _page(self, address: str) -> list[str]:
        """The addresses that a page leads to and that are copied besides; its data are written if it has any."""
        if is_named_file(address):
            self.keep(file_of(address), self._answer(address).data)
            return []
        found: list[str] = []
        for language in self._languages:
            written = address if language == ENGLISH else f"/{language}{address}"
            found += self._drawn(written, language)
        if "?" not in address and address != PAGE_OF_COPY:
            self._data(address)
        return found

    def _drawn(self, address: str, language: str) -> list[str]:
        stripped = Stripped(self._instead(address, language))
        html = stripped.written(self._answer(address).get_data(as_text=True))
        file = file_of(address)
        self.whole.ids[file] = stripped.ids
        self.pages.append(file)
        self.keep(file, html.encode())
        return [more for link in stripped.links if (more := self._goes_on(address, link))]

    def _goes_on(self, address: str, link: str) -> str:
        """The English address that a link leads to, if it is copied because of this link."""
        own = self.whole.home.own(link.partition("#")[0].replace("&amp;", "&"))
        if own is None:
            return ""
        own, here = split(own)[1], split(address)[1].partition("?")[0]
        path = own.partition("?")[0]
        listed = here in LISTS and path.rpartition("/")[0] == here and "?" not in own
        further = path == here and is_further(own)
        return own if is_named_file(own) or further or (listed and not own.endswith(ENDINGS)) else ""

    def _data(self, address: str) -> None:
        """The forms of a page that there are: a question that needs values has no answer to keep."""
        for ending in ENDINGS:
            of_form = f"{address.rstrip('/') or '/index'}{ending}"
            answer = self._client.get(of_form)
            if answer.status_code == 200:
                self.keep(file_of(of_form), answer.data)

    def _answer(self, address: str) -> TestResponse:
        """The answer of the application. Raises OpenPlazaError when it is none, or cut at a limit."""
        answer = self._client.get(address, headers=ACCEPT)
        if answer.status_code != 200:
            raise OpenPlazaError(N_("%(address)s cannot be copied: it answers %(status)s.",
                                address=address, status=answer.status))  # fmt: skip
        return answer

    def _instead(self, address: str, language: str) -> str:
        root = self.whole.home.root + ("" if language == ENGLISH else f"/{language}")
        with self._app.test_request_context(address, base_url=self.whole.home.address):
            return f'<p class="note"><a href="{escape(root)}{PAGE_OF_COPY}">{escape(told(NEEDS_SERVICE))}</a></p>'

    def _keep_logo(self, own: Site) -> None:
        if own.logo is not None:
            name = f"static/site-logo.{'svg' if 'svg' in own.logo.media_type else 'png'}"
            self.keep(name, own.logo.content)
            self.whole.drawings = {f"/site-logo/{own.logo.tag}": name}
