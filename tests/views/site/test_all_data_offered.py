"""The web offers all data in every form, once the operator has made the files: those of the revision shown alone."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from rdflib import Graph, Namespace, URIRef

from graph.revision import Revision, digest_of
from graph.revision.reading import QUADS
from views.web.service import EXTENSION, Service

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
HTML = {"Accept": "text/html"}
SCHEMA = Namespace("https://schema.org/")
GRAPH = "turtle/facts-practices.ttl.gz"


@pytest.fixture
def folder(revision: Revision, tmp_path: Path) -> Path:
    """A folder as `openplaza export dumps` leaves it, with some of its files."""
    shutil.copyfile(revision.path / QUADS, tmp_path / QUADS)
    (tmp_path / "tables.csv.zip").write_bytes(b"PK")
    (tmp_path / "turtle").mkdir()
    (tmp_path / GRAPH).write_bytes(b"graph")
    (tmp_path / "private.txt").write_text("not named by the checksums", encoding="utf-8")
    names = (QUADS, "tables.csv.zip", GRAPH)
    sums = [f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (tmp_path / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    return tmp_path


@pytest.fixture
def offering(client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The application whose operator named that folder."""
    service: Service = client.application.extensions[EXTENSION]
    monkeypatch.setattr(service, "settings", dataclasses.replace(service.settings, dumps_dir=folder))
    return client


def body(client: FlaskClient, path: str) -> bytes:
    with client.get(path) as sent:
        assert sent.status_code == 200
        return sent.data


def told_in(page: BeautifulSoup) -> Graph:
    """What the head tells finders of datasets, read with a context of this machine."""
    (script,) = page.select("head > script[type='application/ld+json']")
    told = json.loads(script.get_text())
    assert told.pop("@context") == "https://schema.org/"
    context = {"@vocab": str(SCHEMA), "license": {"@type": "@id"}, "contentUrl": {"@type": "@id"}}
    return Graph().parse(data=json.dumps({"@context": context, **told}), format="json-ld")


def test_each_file_is_listed_with_its_checksum_and_comes_byte_for_byte(
    offering: FlaskClient, revision: Revision, folder: Path
) -> None:
    page = BeautifulSoup(offering.get(f"/revisions/{revision.number}", headers=HTML).data, "html.parser")
    rows = {row.a.get_text(): row for row in page.select("#all-data ~ .long tbody tr, #all-data ~ * tbody tr") if row.a}
    assert set(rows) == {QUADS, "tables.csv.zip", GRAPH}
    for name, row in rows.items():
        assert row.a is not None
        sent = body(offering, str(row.a["href"]))
        assert sent == (folder / name).read_bytes() and hashlib.sha256(sent).hexdigest() in row.get_text()
    (sums,) = [str(each["href"]) for each in page.select("a[href$=SHA256SUMS]")]
    assert body(offering, sums) == (folder / "SHA256SUMS").read_bytes()


@pytest.mark.parametrize("name", ["private.txt", "../current", "%2Fetc%2Fpasswd", "turtle", "nowhere"])
def test_what_the_checksums_do_not_name_cannot_be_had(offering: FlaskClient, revision: Revision, name: str) -> None:
    address = f"/revisions/{revision.number}/dumps/{name}"
    assert offering.get(address, follow_redirects=True).status_code == 404


def test_files_of_other_facts_are_not_offered(offering: FlaskClient, revision: Revision, folder: Path) -> None:
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text("utf-8").replace(revision.manifest.files[QUADS], "0" * 64), encoding="utf-8")
    assert "tables.csv.zip" not in offering.get(f"/revisions/{revision.number}", headers=HTML).text
    assert offering.get(f"/revisions/{revision.number}/dumps/tables.csv.zip").status_code == 404


@pytest.mark.parametrize("path", ["/", "/about"])
def test_finders_of_datasets_read_which_data_this_is(client: FlaskClient, revision: Revision, path: str) -> None:
    found = told_in(BeautifulSoup(client.get(path, headers=HTML).data, "html.parser"))
    (dataset,) = found.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), SCHEMA.Dataset)
    assert str(found.value(dataset, SCHEMA.identifier)) == digest_of(revision)
    assert found.value(dataset, SCHEMA.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert client.get(str(found.value(dataset, SCHEMA.url)).removeprefix("http://localhost")).status_code == 200
    downloads = list(found.objects(dataset, SCHEMA.distribution))
    assert downloads
    for each in downloads:
        content = body(client, str(found.value(each, SCHEMA.contentUrl)).removeprefix("http://localhost"))
        assert hashlib.sha256(content).hexdigest() == str(found.value(each, SCHEMA.sha256))


def test_the_page_of_a_revision_tells_finders_of_the_dumps_too(offering: FlaskClient, revision: Revision) -> None:
    found = told_in(BeautifulSoup(offering.get(f"/revisions/{revision.number}", headers=HTML).data, "html.parser"))
    addresses = {str(each) for each in found.objects(None, SCHEMA.contentUrl)}
    assert f"http://localhost/revisions/{revision.number}/dumps/tables.csv.zip" in addresses
