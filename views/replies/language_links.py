"""This page in the other languages: for the menu, for crawlers, and as an offer on the start page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, Response, request
from markupsafe import escape

from graph.text.catalogues import found
from graph.text.languages import ENGLISH, LANGUAGES
from graph.text.messages import N_
from views.languages.address import language, root_in
from views.languages.copied import copied
from views.languages.offer import offered
from views.languages.told import by_machine, english_left, told
from views.web.here import READABLE, same_query
from views.web.pinning import NOTICE_PLACE
from views.web.sharing import LONGEST_QUERY

PARTS_IN_ENGLISH = N_("Parts of this page are in English.")
NAMES_BY_MACHINE = N_("Names and texts on this page are machine translations, not reviewed.")
ENGLISH_ORIGINAL = N_("English original")
# Translators: name your own language in place of English.
READ_THIS_PAGE = N_("Read this page in English")
# The element that says that a machine translated; a page may have its own.
MARK = "machine-translated"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A language by its code and its own name, with the path and the whole address of this page in it."""

    code: str
    name: str
    href: str
    address: str

    @property
    def is_current(self) -> bool:
        return self.code == language()

    @property
    def invitation(self) -> str:
        """`Read this page in English`, in the language itself."""
        return str(READ_THIS_PAGE) if self.code == ENGLISH else found(READ_THIS_PAGE, self.code) or self.name


def language_links() -> list[LanguageLink]:
    """This page in every language, with all that was asked; a copy has some."""
    copy = copied()
    return [_link(code) for code in (copy.languages if copy else LANGUAGES)]


def hreflang_links() -> list[tuple[str, str]]:
    """The tags of languages and the addresses that tell crawlers the same; none for a page with a long query."""
    if len(request.query_string) > LONGEST_QUERY:
        return []
    found = [(each.code, each.address) for each in language_links()]
    return [*found, *(("x-default", address) for code, address in found if code == ENGLISH)]


def language_offer() -> LanguageLink | None:
    """The language that this start page offers; None for no offer."""
    headers = request.headers
    code = offered(_path(), headers.get("Cookie", ""), headers.get("Accept-Language", ""))
    return _link(code) if code else None


def vary_by_reader(response: Response) -> Response:
    """The response, which holds an offer for its reader: caches are told."""
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def register(app: Flask) -> None:
    """Give templates the links, and let a page say when it is partly in English."""
    app.jinja_env.globals.update(
        language_links=language_links, hreflang_links=hreflang_links, language_name=lambda: LANGUAGES[language()],
        english_original=english_original,
    )  # fmt: skip

    @app.after_request
    def say_how_it_is_told(response: Response) -> Response:
        if language() != ENGLISH and response.mimetype == "text/html":
            page = response.get_data(as_text=True)
            response.set_data(page.replace(NOTICE_PLACE, f"{NOTICE_PLACE}{_how_it_is_told(page)}", 1))
        return response


def english_original() -> str:
    """The path of this page in English."""
    return _link(ENGLISH).href


def _how_it_is_told(page: str) -> str:
    """What a reader is told of the language of a page: that parts are English, and that a machine translated."""
    notes = f'<p class="note" id="english-left">{told(PARTS_IN_ENGLISH)}</p>' if english_left() else ""
    if not by_machine() or f'id="{MARK}"' in page:
        return notes
    link = f'<a href="{escape(english_original())}" hreflang="{ENGLISH}">{told(ENGLISH_ORIGINAL)}</a>'
    return f'{notes}<p class="note" id="{MARK}">{told(NAMES_BY_MACHINE)} {link}</p>'


def _path() -> str:
    """The path of this page with its language, without the path of the site."""
    return request.path if language() == ENGLISH else f"/{language()}{request.path}"


def _link(code: str) -> LanguageLink:
    path = same_query(f"{root_in(code)}{quote(request.path, safe=READABLE)}")
    return LanguageLink(code, LANGUAGES[code], path, f"{request.host_url.rstrip('/')}{path}")
