"""The data as finders of datasets read it: schema.org, as JSON-LD in the head of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from graph.export.deposit import ABOUT
from graph.revision import Revision, digest_of
from graph.terms import LICENCE
from graph.text.languages import ENGLISH
from views.shown.dumps import media_type
from views.shown.site import site
from views.shown.values import Hyperlink, TableRow
from views.web.service import service

ZSTD = "application/zstd"
CONTEXT = "https://schema.org/"


def dataset_of(revision: Revision, dumps: Sequence[TableRow] = ()) -> dict[str, Any]:
    """A revision as a schema.org Dataset; its downloads are its files and `dumps`, rows of such files."""
    own, settings, digest = site(), service().settings, digest_of(revision)
    address = url_for("revisions.show", number=digest, _external=True)
    known = {name: sha256 for name, sha256 in revision.manifest.files.items() if (revision.path / name).is_file()}
    files = [
        _download(name, url_for("revisions.file", number=digest, name=name, _external=True), ZSTD, sha256)
        for name, sha256 in sorted(known.items())
    ]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": address,
        "name": own.name,
        "description": own.intro or ABOUT,
        "url": address,
        "identifier": digest,
        "version": f"Data revision {revision.number}",
        "datePublished": str(revision.manifest.created)[:10],
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": (own.language if own.intro else "") or ENGLISH,
        "publisher": {"@type": "Organization", "name": settings.publisher},
        "distribution": [*files, *(_dump(row) for row in dumps)],
    }


def _dump(row: TableRow) -> dict[str, str]:
    link = row["file"]
    assert isinstance(link, Hyperlink)
    address = f"{request.host_url.rstrip('/')}{link.href}"
    return _download(str(link.label), address, media_type(str(link.label)), str(row["sha256"]))


def _download(name: str, address: str, form: str, sha256: str) -> dict[str, str]:
    return {"@type": "DataDownload", "name": name, "contentUrl": address, "encodingFormat": form, "sha256": sha256}
