"""A citation says who, when, what and of which facts, in a form that the programs of researchers read."""

from __future__ import annotations

import configparser
import dataclasses
import json
import re

import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.citation.cited import DATASET, WEBPAGE, Cited, bibtex, csl, datacite, in_words
from graph.revision import Revision, digest_of
from graph.settings import ROOT
from tests.budget import examples

DIGEST = "sha256:" + "0123456789abcdef" * 4
PAGE = Cited(
    WEBPAGE, "AI video at two schools", "City of Nice", "OpenPlaza", "2026-11-22", "Data revision 3", DIGEST,
    "https://plaza.example/practices/nice?revision=sha256:00&on=2026-12-01", "2026-12-01",
)  # fmt: skip
HTML = {"Accept": "text/html"}


def balanced(text: str) -> bool:
    """Whether braces that TeX sees open and close; those behind a backslash are signs."""
    depth = 0
    for sign in re.findall(r"\\.|[{}]", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0


def test_the_words_name_author_year_title_facts_law_date_address_and_licence() -> None:
    words = in_words(PAGE)
    for part in ("City of Nice (2026).", PAGE.title, "Data revision 3 of 2026-11-22", DIGEST[:19],
                 "law as on 2026-12-01", PAGE.address, "CC BY 4.0"):  # fmt: skip
        assert part in words, part


@settings(max_examples=examples(200))
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=10))
def test_whatever_a_title_holds_bibtex_can_be_read(title: str, author: str) -> None:
    entry = bibtex(dataclasses.replace(PAGE, title=title, author=author))
    assert balanced(entry) and entry.startswith("@misc{") and entry.rstrip().endswith("}")
    key = entry[len("@misc{") : entry.index(",")]
    assert re.fullmatch(r"[A-Za-z0-9-]+", key)
    assert not re.search(r"(?<!\\)[%&#$]", entry.replace(PAGE.address, ""))


def test_csl_has_what_a_style_needs() -> None:
    told = csl(PAGE)
    assert told["type"] == "webpage" and told["author"] == [{"literal": "City of Nice"}]
    assert told["issued"] == {"date-parts": [[2026, 11, 22]]} and told["URL"] == PAGE.address
    assert told["container-title"] == "OpenPlaza" and DIGEST in told["note"]
    assert "container-title" not in csl(dataclasses.replace(PAGE, kind=DATASET, title="OpenPlaza", site=""))


def test_datacite_has_every_property_that_its_schema_makes_mandatory_but_the_doi() -> None:
    told = datacite(PAGE)
    for name in ("creators", "titles", "publisher", "publicationYear", "types", "schemaVersion"):
        assert told[name], name
    assert told["types"]["resourceTypeGeneral"] == "Dataset" and told["publicationYear"] == 2026
    assert told["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0" and "doi" not in told


def test_other_facts_have_another_key() -> None:
    other = dataclasses.replace(PAGE, digest="sha256:" + "f" * 64)
    assert csl(PAGE)["id"] != csl(other)["id"]


def test_a_practice_page_says_in_one_line_that_opens_how_it_is_cited(client: FlaskClient, revision: Revision) -> None:
    page = client.get("/practices/nice-school-vsa?on=2026-11-22", headers=HTML).text
    fold = page[page.index("How to cite this") :]
    assert f"revision={digest_of(revision)}" in fold.replace("%3A", ":") and "law as on 2026-11-22" in fold
    assert "@misc{" in fold and "date-parts" in fold


def test_the_address_in_a_citation_shows_the_same_facts(client: FlaskClient, revision: Revision) -> None:
    page = client.get("/practices/nice-school-vsa?on=2026-11-22", headers=HTML).text
    cited = re.search(r"url = \{(\S+)\}", page.replace("&amp;", "&"))
    assert cited is not None
    shown = client.get(cited[1].removeprefix("http://localhost"), headers=HTML)
    assert shown.status_code == 200 and shown.headers["Dataset-Revision"] == str(revision.number)


def test_a_revision_tells_programs_how_it_is_cited(client: FlaskClient, revision: Revision) -> None:
    told = client.get(f"/revisions/{revision.number}.json").get_json()["citation"]
    assert digest_of(revision) in told["datacite"]["url"] and told["csl"][0]["type"] == "dataset"
    assert "How to cite this" in client.get(f"/revisions/{revision.number}", headers=HTML).text


# What https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema.json asks of the keys used here.
CFF_REQUIRED = {"authors", "cff-version", "message", "title"}
CFF_KNOWN = CFF_REQUIRED | {
    "abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url",
    "preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url",
    "version",
}  # fmt: skip
CFF_ENTITY = {"name", "address", "alias", "city", "country", "email", "website"}


def test_the_citation_file_of_the_repository_is_valid_and_of_this_version() -> None:
    told = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert CFF_REQUIRED <= set(told) <= CFF_KNOWN
    assert told["cff-version"] == "1.2.0" and told["type"] in ("software", "dataset")
    assert told["authors"] and all(each.get("name") and set(each) <= CFF_ENTITY for each in told["authors"])
    assert all(isinstance(each, str) for each in told["keywords"])
    assert len(set(told["keywords"])) == len(told["keywords"])
    package = configparser.ConfigParser()
    package.read(ROOT / "setup.cfg")
    assert told["version"] == package["metadata"]["version"] and told["license"] == package["metadata"]["license"]


@pytest.mark.parametrize("form", [csl, datacite])
def test_the_forms_for_programs_are_json(form: object) -> None:
    assert callable(form) and json.loads(json.dumps(form(PAGE))) == form(PAGE)
