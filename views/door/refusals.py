"""What the door itself refuses, before a page is made: a problem for programs, a short page for people.

Both are told in the reader's language. No template is drawn, for the threads that draw may be what there is none of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape

from graph.text.catalogues import told_in
from graph.text.languages import ENGLISH
from graph.text.messages import N_, Message
from views.door.page_cache import KeptReply
from views.languages.address import split
from views.languages.offer import DEPENDS_ON, of_reader
from views.replies.headers import ALWAYS, NO_NONCE
from views.web.assets import read_manifest
from views.web.negotiation import names_html
from views.web.problem_kinds import title_of

MEANING = N_("What this failure means")
START = N_("Go to the start page")
_VARY = ", ".join(("Accept", *DEPENDS_ON))
_PAGE = """<!doctype html>
<html lang="{lang}" dir="ltr">
<head><meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">{style}</head>
<body><main class="container" id="main"><h1>{title}</h1><p class="lede">{detail}</p>
<p><a href="{root}/about#problem-{slug}">{meaning}</a>. <a href="{root}/">{start}</a>.</p></main></body>
</html>
"""


class Refusals:
    """`home` is the whole public address of the start page, or `/`; `root` is its path without a slash at its end."""

    def __init__(self, home: str, root: str) -> None:
        self._home, self._root = home, root
        styles = read_manifest().get("app.css")
        self._style = f'<link rel="stylesheet" href="{root}/static/dist/{styles}">' if styles else ""

    def reply(
        self,
        status: int,
        slug: str,
        detail: Message,
        path: str,
        given: Mapping[str, str],
        headers: Iterable[tuple[str, str]] = (),
    ) -> KeptReply:
        """The refusal of a request for `path`, below our own path, with the headers `given`, named in lower case."""
        language = of_reader(split(path)[0], given)
        title, said = told_in(title_of(slug), language), told_in(detail, language)
        if names_html(given.get("accept", "")):
            content_type, body = "text/html; charset=utf-8", self._page(slug, title, said, language)
        else:
            told = {"type": f"{self._home}about#problem-{slug}", "title": title, "status": status, "detail": said}
            content_type, body = "application/problem+json", json.dumps(told, ensure_ascii=False)
        always = [(name.lower(), value) for name, value in {"Content-Security-Policy": NO_NONCE, **ALWAYS}.items()]
        of_content = [("content-type", content_type), ("content-language", language)]
        return KeptReply(status, [*of_content, ("vary", _VARY), *always, *headers], body.encode())

    def _page(self, slug: str, title: str, detail: str, language: str) -> str:
        return _PAGE.format(
            lang=language,
            title=escape(title),
            detail=escape(detail),
            root=self._root if language == ENGLISH else f"{self._root}/{language}",
            slug=slug,
            style=self._style,
            meaning=escape(told_in(MEANING, language)),
            start=escape(told_in(START, language)),
        )
