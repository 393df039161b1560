"""Feeds tell what changed between data revisions too, in words, and stay sound Atom."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from graph.revision import Revision, publish, read_quads
from graph.settings import Settings
from server import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
PRACTICE = b"<https://w3id.org/openplaza/id/practices/paca-lycee-frt>"
EVENT = b"<https://w3id.org/openplaza/id/legal-events/le-002>"
END_YEAR = b"<https://w3id.org/openplaza/ontology#endYear>"
NICE = b"<https://w3id.org/openplaza/id/cities/nice>"


@pytest.fixture(scope="module")
def two(revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two revisions: the older one lacks a judgement, a year and the number of people of Nice."""
    folder: Path = tmp_path_factory.mktemp("feeds") / "revisions"
    lines = list(read_quads(revision))
    lacks = (EVENT, PRACTICE + b" " + END_YEAR, NICE + b" <https://w3id.org/openplaza/ontology#population>")
    publish([line for line in lines if not line.startswith(lacks)], folder, software="test", sources={})
    publish(lines, folder, software="test", sources={})
    return folder


@pytest.fixture(scope="module")
def changed(settings: Settings, two: Path) -> FlaskClient:
    """An application over the two revisions."""
    return create_app(dataclasses.replace(settings, revisions_dir=two)).test_client()


@pytest.fixture(scope="module")
def too_large(settings: Settings, two: Path) -> FlaskClient:
    """An application over the two revisions, which holds fewer statements in memory than they have."""
    return create_app(dataclasses.replace(settings, revisions_dir=two, max_memory_quads=1000)).test_client()


def entries(client: FlaskClient, written: str) -> list[ET.Element]:
    reply = client.get(f"/feeds/{written}.atom?on=2026-11-22")
    assert reply.status_code == 200
    return ET.fromstring(reply.data).findall(f"{ATOM}entry")


def of_data(client: FlaskClient, written: str) -> list[str]:
    found = entries(client, written)
    return [
        str(each.findtext(f"{ATOM}content")) for each in found if "Data revision" in str(each.findtext(f"{ATOM}title"))
    ]


def test_a_practice_is_told_what_changed_about_it_and_its_judgements(changed: FlaskClient) -> None:
    (text,) = of_data(changed, "practices/paca-lycee-frt")
    assert text.startswith("Compared with data revision 1: changed: end year; added: 1 judgement (")
    assert "not what the law did" in text


def test_a_city_is_told_what_changed_about_it_and_its_practices(changed: FlaskClient) -> None:
    (text,) = of_data(changed, "cities/nice")
    assert "changed: population" in text and "changed: 1 practice (" in text


def test_an_act_is_told_of_the_judgements_under_it(changed: FlaskClient) -> None:
    (text,) = of_data(changed, "laws/32016R0679")
    assert "added: 1 judgement" in text


def test_everything_tells_how_many_things_changed(changed: FlaskClient) -> None:
    (text,) = of_data(changed, "all")
    assert re.search(r"\d+ things? added", text) and re.search(r"\d+ things? changed", text)


def test_what_did_not_change_has_no_entry_for_a_revision(changed: FlaskClient) -> None:
    assert of_data(changed, "cities/mechelen") == []
    assert of_data(changed, "technologies/drone-camera") == []


def test_one_revision_alone_is_compared_with_nothing(client: FlaskClient) -> None:
    assert of_data(client, "practices/paca-lycee-frt") == []


@pytest.mark.parametrize("written", ["all", "practices/paca-lycee-frt", "cities/nice", "laws/32016R0679/art_9"])
def test_the_feed_stays_sound_atom(changed: FlaskClient, written: str) -> None:
    reply = changed.get(f"/feeds/{written}.atom?on=2026-11-22")
    feed = ET.fromstring(reply.data)
    assert feed.tag == f"{ATOM}feed" and feed.find(f"{ATOM}author/{ATOM}name") is not None
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    found = feed.findall(f"{ATOM}entry")
    names = [str(each.findtext(f"{ATOM}id")) for each in found]
    assert len(names) == len(set(names)) and all(name.startswith("urn:uuid:") for name in names)
    for each in (feed, *found):
        datetime.fromisoformat(str(each.findtext(f"{ATOM}updated")).replace("Z", "+00:00"))
    for each in found:
        link = each.find(f"{ATOM}link")
        assert link is not None and link.get("href", "").startswith("http://localhost/")


def test_the_entry_leads_to_the_difference_of_the_two_revisions(changed: FlaskClient) -> None:
    entry = next(
        each for each in entries(changed, "cities/nice") if "Data revision" in str(each.findtext(f"{ATOM}title"))
    )
    link = entry.find(f"{ATOM}link")
    assert link is not None
    address = link.get("href", "").removeprefix("http://localhost")
    assert address == "/revisions/1/diff/2" and changed.get(address).status_code == 200


@pytest.mark.parametrize("written", ["all", "cities/nice", "cities/mechelen"])
def test_revisions_too_large_to_compare_are_told_as_not_compared(too_large: FlaskClient, written: str) -> None:
    (text,) = of_data(too_large, written)
    assert text.startswith("Not compared with data revision 1") and "not known" in text
