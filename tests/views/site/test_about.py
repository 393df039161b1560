"""What the about page, the health address and the well-known address promise."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from graph.errors import OpenPlazaError
from graph.revision import Revision
from graph.settings import Settings
from server import create_app
from tests.reading import page as read_page
from tests.views.facts import rows_of

HTML = {"Accept": "text/html"}


def kinds(kind: type[OpenPlazaError] = OpenPlazaError) -> set[str]:
    return {kind.slug}.union(*(kinds(each) for each in kind.__subclasses__()))


def test_every_kind_of_failure_has_its_place_and_advice(client: FlaskClient) -> None:
    page = client.get("/about", headers=HTML).text
    for slug in kinds() | {"not-acceptable", "method-not-allowed", "unsupported-media-type"}:
        assert f'id="problem-{slug}"' in page and f"<code>{slug}</code>" in page
    assert "</dt><dd><p" not in page


@pytest.mark.parametrize(
    "words", ["not legal advice", "CC BY 4.0", "EUPL", 'id="accessibility"', 'id="marks"', "Known gaps"]
)
def test_the_page_says_what_a_reader_must_know(client: FlaskClient, words: str) -> None:
    assert words in client.get("/about", headers=HTML).text


def test_a_fresh_installation_says_that_its_identifiers_are_not_its_own_until_the_setting_changes_them(
    client: FlaskClient, settings: Settings
) -> None:
    told = "the default of every installation: it is not the address of this one"
    assert told in client.get("/about", headers={"Accept": "text/html"}).text
    own = create_app(dataclasses.replace(settings, base_iri="https://plaza.example/")).test_client()
    page = own.get("/about", headers={"Accept": "text/html"}).text
    assert told not in page and "<code>https://plaza.example/</code>" in page


def test_the_numbers_are_those_of_the_tables(client: FlaskClient) -> None:
    page = client.get("/about", headers=HTML).text
    for file in ("practices.csv", "cities.csv", "provisions.csv"):
        assert f"<strong>{len(rows_of(file))}</strong>" in page


def test_the_page_stands_and_health_is_503_before_the_first_build(settings: Settings, tmp_path: Path) -> None:
    here = create_app(dataclasses.replace(settings, revisions_dir=tmp_path)).test_client()
    assert here.get("/about", headers=HTML).status_code == 200
    health = here.get("/health")
    assert (health.status_code, health.get_json()["status"]) == (503, "no-revision")


def test_health_tells_revision_and_size(client: FlaskClient, revision: Revision) -> None:
    health = client.get("/health")
    told = health.get_json()
    assert health.status_code == 200
    assert (told["status"], told["revision"], told["quads"]) == ("ok", revision.number, revision.manifest.quads)
    assert told["uptime_s"] >= 0


def test_the_well_known_address_leads_to_the_description(client: FlaskClient) -> None:
    response = client.get("/.well-known/void", follow_redirects=True)
    assert response.history[0].status_code == 303
    assert "void#triples" in response.text or "void:triples" in response.text


def test_the_page_says_for_how_many_practices_runner_and_law_are_known_and_why_not_for_the_others(
    client: FlaskClient,
) -> None:
    rows = read_page(client, "/about").table("Practices by what is known of their law")
    now = {row["Practices"].text: int(row["Now"].text) for row in rows}
    practices = rows_of("practices.csv")
    acting = {row["practice"] for row in rows_of("practice_actors.csv") if row["role"] in ("runs", "decides")}
    assert now["All practices"] == len(practices)
    assert now["whose runner is known"] == len(acting)
    without = {label: count for label, count in now.items() if label.startswith("without law")}
    assert now["with law that governs them or may"] + sum(without.values()) == len(practices), "law, or a reason"
    unused = sum(not row["technologies_concepts"] for row in practices)
    assert without["without law, because no technology is recorded"] == unused
