"""What anyone can check about the published data."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.revision import Revision, digest_of, publish, read_quads
from graph.settings import Settings
from server import create_app

HTML = {"Accept": "text/html"}


def test_the_list_shows_each_revision_with_its_size(client: FlaskClient, revision: Revision) -> None:
    page = client.get("/revisions", headers=HTML).text
    assert f"Revision {revision.number}" in page and f"{revision.manifest.quads:,}" in page
    assert client.get("/revisions.json").get_json()["current"] == revision.number


def test_a_revision_tells_its_graphs_files_and_sources(client: FlaskClient, revision: Revision) -> None:
    page = client.get(f"/revisions/{revision.number}", headers=HTML).text
    for digest in [*revision.manifest.files.values(), *revision.manifest.sources.values()]:
        assert digest in page
    for count in revision.manifest.graphs.values():
        assert f"{count:,}" in page
    assert client.get(f"/revisions/{revision.number}.json").get_json()["quads"] == revision.manifest.quads


def test_the_downloaded_file_has_the_digest_of_the_manifest(client: FlaskClient, revision: Revision) -> None:
    for name, digest in revision.manifest.files.items():
        with client.get(f"/revisions/{revision.number}/{name}") as response:
            assert hashlib.sha256(response.data).hexdigest() == digest
    with client.get(f"/revisions/{revision.number}/manifest.json") as response:
        assert response.get_json()["number"] == revision.number


@pytest.mark.parametrize("name", ["../current", "..%2Fcurrent", "setup.cfg", ".lock", "%2Fetc%2Fpasswd"])
def test_no_other_file_can_be_had(client: FlaskClient, revision: Revision, name: str) -> None:
    assert client.get(f"/revisions/{revision.number}/{name}").status_code == 404


def test_the_difference_of_two_revisions_names_what_changed(
    settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    lines = list(read_quads(revision))
    folder = tmp_path / "revisions"
    old = publish(lines, folder, software="test", sources={})
    subject = b"<https://w3id.org/openplaza/id/cities/nice>"
    fewer = [line for line in lines if not line.startswith(subject)]
    new = publish(fewer, folder, software="test", sources={})
    here = create_app(dataclasses.replace(settings, revisions_dir=folder)).test_client()
    page = here.get(f"/revisions/{old.number}/diff/{new.number}", headers=HTML).text
    assert "Removed: 1" in page and "Nice" in page
    found = here.get(f"/revisions/{new.number}/diff/{old.number}.json").get_json()
    assert [each["iri"] for each in found["added"]] == ["https://w3id.org/openplaza/id/cities/nice"]
    chosen = here.get("/revisions/diff", query_string={"old": old.number, "new": new.number})
    assert chosen.headers["Location"] == f"/revisions/{old.number}/diff/{new.number}"


def test_a_revision_that_does_not_exist_is_404(client: FlaskClient) -> None:
    assert client.get("/revisions/999").status_code == 404
    assert client.get("/revisions/1/diff/999").status_code == 404


def test_a_revision_is_found_by_the_digest_of_its_facts_wherever_a_number_is_taken(
    settings: Settings, revision: Revision, tmp_path: Path
) -> None:
    lines, folder = list(read_quads(revision)), tmp_path / "revisions"
    old = publish(lines, folder, software="test", sources={})
    new = publish(lines[1:], folder, software="test", sources={})
    here = create_app(dataclasses.replace(settings, revisions_dir=folder)).test_client()
    first, second = digest_of(old), digest_of(new)
    assert here.get(f"/revisions/{first}.json").get_json()["number"] == old.number
    assert f"/revisions/{first}" in here.get(f"/revisions/{old.number}", headers=HTML).text
    with here.get(f"/revisions/{first}/{next(iter(old.manifest.files))}") as response:
        assert response.status_code == 200
    assert here.get(f"/revisions/{first}/diff/{second}.json").get_json()["old"] == old.number
    for address in ("/queries/actions-by-pillar?", "/sparql?query=ASK{}&", "/cities?"):
        assert here.get(f"{address}revision={first}").headers["Dataset-Revision"] == str(old.number), address
    # The same facts, published again later: the digest means them all the same, and the newest number is told.
    again = publish(lines, folder, software="test", sources={})
    assert again.number > new.number
    assert here.get(f"/revisions/{first}.json").get_json()["number"] == again.number


def test_a_digest_that_no_kept_revision_has_is_told_as_that(client: FlaskClient) -> None:
    nobody = "sha256:" + "0" * 64
    for address in (f"/revisions/{nobody}", f"/cities?revision={nobody}", f"/sparql?query=ASK{{}}&revision={nobody}"):
        response = client.get(address, headers={"Accept": "application/json"})
        assert response.status_code == 404 and "digest" in response.get_json()["detail"], address
    assert client.get("/cities.json?revision=sha256:12").status_code == 400
