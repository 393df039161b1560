"""What a page, a revision or a kept answer is cited as: the site, its operator and the facts that were shown."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, url_for

from graph.citation.cited import DATASET, WEBPAGE, Cited, bibtex, csl, datacite, in_words
from graph.revision import Revision, digest_of
from views.shown.site import site
from views.web.here import whole_address
from views.web.service import asked, service


def register(app: Flask) -> None:
    """Let the foot of a page say how it is cited."""
    app.jinja_env.globals["cited_page"] = lambda title, on="": fold(of_page(str(title), str(on or "")))
    app.jinja_env.globals["cited_fold"] = fold


def of_revision(revision: Revision) -> Cited:
    """A revision of the data as a dataset, at the address of its facts."""
    address = url_for("revisions.show", number=digest_of(revision), _external=True)
    return _cited(DATASET, site().name, "", revision, address)


def of_page(title: str, on: str) -> Cited:
    """The page of this request, at the address that pins its facts and its law date."""
    # In the order of the permanent address, so that the page at that address is cited by the same text.
    pins = ({"on": on} if on else {}) | {"revision": digest_of(asked().revision)}
    return _cited(WEBPAGE, title, site().name, asked().revision, whole_address(pins), on)


def of_result(title: str, digest: str, dataset: str, kept: str, number: int) -> Cited:
    """A kept answer as a dataset, at its own address."""
    address = url_for("results.show", digest=digest, _external=True)
    version = f"Data revision {number}"
    return Cited(DATASET, title, service().settings.publisher, site().name, kept[:10], version, dataset, address)


def fold(cited: Cited) -> dict[str, str]:
    """The forms of a citation as a page shows them."""
    return {
        "words": in_words(cited),
        "bibtex": bibtex(cited),
        "csl": json.dumps([csl(cited)], indent=1, ensure_ascii=False),
    }


def as_json(cited: Cited) -> dict[str, Any]:
    """The forms of a citation for programs."""
    return {"text": in_words(cited), "bibtex": bibtex(cited), "csl": [csl(cited)], "datacite": datacite(cited)}


def _cited(kind: str, title: str, of_site: str, revision: Revision, address: str, on: str = "") -> Cited:
    made, number = str(revision.manifest.created)[:10], revision.number
    version, publisher = f"Data revision {number}", service().settings.publisher
    return Cited(kind, title, publisher, of_site, made, version, digest_of(revision), address, on)
