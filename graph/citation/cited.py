"""What can be cited, and how it is cited in words and for the programs that keep references."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from graph.terms import LICENCE

LICENCE_NAME, LICENCE_ID = "CC BY 4.0", "CC-BY-4.0"
DATASET, WEBPAGE = "dataset", "webpage"
SHORT = 12
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# What TeX reads as an order, and how it is written to be read as itself.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_KEY = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing to cite. `kind` is `dataset` or `webpage`; `issued` is the day of its revision, YYYY-MM-DD.

    `site` is the collection that it is part of, empty for the collection itself. `digest` names the facts that it
    tells (`sha256:…`), `version` says the same to people. `law_on` is the law date of a page, empty without one.
    """

    kind: str
    title: str
    author: str
    site: str
    issued: str
    version: str
    digest: str
    address: str
    law_on: str = ""
    description: str = ""

    @property
    def year(self) -> int:
        """The year of publication."""
        return int(self.issued[:4])


def in_words(cited: Cited) -> str:
    """The citation as a sentence of a list of references, in English as such lists are."""
    what = "Data set" if cited.kind == DATASET else "Web page"
    within = f" In: {cited.site}." if cited.site and cited.site != cited.title else ""
    law = f", law as on {cited.law_on}" if cited.law_on else ""
    facts = f"{cited.digest[: len('sha256:') + SHORT]}…"
    return (
        f"{cited.author} ({cited.year}). {cited.title} [{what}].{within} {cited.version} of {cited.issued} ({facts})"
        f"{law}. {cited.address}. Licence: {LICENCE_NAME}."
    )


def bibtex(cited: Cited) -> str:
    """A BibTeX entry. It is `misc`, which every style knows; the address stands in `url` as it is."""
    fields = {
        "author": f"{{{_tex(cited.author)}}}",
        "title": f"{{{_tex(cited.title)}}}",
        "year": str(cited.year),
        "month": MONTHS[int(cited.issued[5:7]) - 1],
        "howpublished": _tex(cited.site or cited.title),
        "version": _tex(cited.version),
        "url": cited.address.replace("{", "%7B").replace("}", "%7D"),
        "note": _tex(f"{cited.digest}{f', law as on {cited.law_on}' if cited.law_on else ''}. {LICENCE_NAME}"),
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items()]
    return f"@misc{{{_key(cited)},\n" + ",\n".join(lines) + "\n}\n"


def csl(cited: Cited) -> dict[str, Any]:
    """An item of CSL-JSON (https://docs.citationstyles.org), as Zotero and pandoc read it."""
    day = [int(part) for part in cited.issued.split("-")]
    told: dict[str, Any] = {
        "id": _key(cited),
        "type": cited.kind,
        "title": cited.title,
        "author": [{"literal": cited.author}],
        "issued": {"date-parts": [day]},
        "publisher": cited.author,
        "version": cited.version,
        "URL": cited.address,
        "note": f"{cited.digest}{f', law as on {cited.law_on}' if cited.law_on else ''}",
        "license": LICENCE,
        "language": "en",
    }
    return told | ({"container-title": cited.site} if cited.site and cited.site != cited.title else {})


def datacite(cited: Cited) -> dict[str, Any]:
    """The attributes of a DOI as DataCite's schema 4 has them (https://schema.datacite.org), but for the DOI itself:
    who gives one, a repository for instance, puts it in.
    """
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "creators": [{"name": cited.author, "nameType": "Organizational"}],
        "titles": [{"title": cited.title, "lang": "en"}],
        "publisher": {"name": cited.author},
        "publicationYear": cited.year,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Knowledge graph"},
        "version": cited.version,
        "language": "en",
        "url": cited.address,
        "dates": [{"date": cited.issued, "dateType": "Issued"}],
        "alternateIdentifiers": [{"alternateIdentifier": cited.digest, "alternateIdentifierType": "SHA-256"}],
        "rightsList": [
            {
                "rights": "Creative Commons Attribution 4.0 International",
                "rightsUri": LICENCE,
                "rightsIdentifier": LICENCE_ID,
                "rightsIdentifierScheme": "SPDX",
            }
        ],
        "descriptions": [
            {"description": cited.description or cited.title, "descriptionType": "Abstract", "lang": "en"}
        ],
        "subjects": [{"subject": each} for each in SUBJECTS],
    }


SUBJECTS = ("security in public spaces", "urban security", "EU law", "knowledge graph")


def _key(cited: Cited) -> str:
    """A key that says who, when and what, and is another one for other facts."""
    words = _KEY.sub("-", cited.title).strip("-").lower()[:40].strip("-")
    who = _KEY.sub("", cited.author).lower()[:20]
    return f"{who}-{cited.year}-{words}-{cited.digest.removeprefix('sha256:')[:8]}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)
