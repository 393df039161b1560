"""What crawlers are told: every page of a thing and no trap; and whom to tell of a weakness."""

from __future__ import annotations

import dataclasses
import datetime
import re
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from graph.settings import Settings
from server import create_app
from tests.views.facts import rows_of
from views.site import crawlers

TRAPS = [
    "/sparql?query=ASK%7B%7D", "/trace?from=cities/nice", "/practices?on=2019-01-01", "/compare",
    "/practices?country=FR&technology=drone",
    "/compare?thing=cities/nice&thing=cities/lyon", "/compare/tray", "/practices.json", "/cities/nice.csv",
    "/laws/32016R0679.ttl", "/technologies/cctv-fixed.jsonld", "/practices-for-spreadsheets.csv", "/data/sources/x",
    "/data?iri=http://data.europa.eu/eli/reg/2016/679/oj", "/practices/nice-school-vsa/peers", "/cities/nice/peers",
    "/revisions/1/quads.nq.zst", "/search?q=camera", "/calendar?scope=cities/nice", "/index.json",
]  # fmt: skip
OPEN = ["/", "/feeds/all.atom", "/calendar.ics", "/dcat", "/.well-known/void", "/ontology", "/queries", "/sparql",
        "/trace", "/sitemap.xml", "/static/dist/app.css", "/id/practices/nice-school-vsa"]  # fmt: skip
KINDS = ("practices", "cities", "organisations", "actions")


def listed(client: FlaskClient, address: str = "/sitemap.xml") -> list[str]:
    document = ElementTree.fromstring(client.get(address).data)
    return [str(each.text) for each in document.iterfind(".//{*}loc")]


def is_left_alone(rules: list[str], path: str) -> bool:
    """As RFC 9309 reads a rule: `*` is any text, `$` is the end."""
    patterns = (re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$") for rule in rules)
    return any(re.match(pattern, path) for pattern in patterns)


@pytest.fixture(scope="module")
def rules(client: FlaskClient) -> list[str]:
    response = client.get("/robots.txt")
    assert response.mimetype == "text/plain" and response.text.startswith("User-agent: *\n")
    assert "Sitemap: http://localhost/sitemap.xml" in response.text.splitlines()
    return re.findall(r"^Disallow: (\S+)$", response.text, re.MULTILINE)


def test_a_crawler_is_kept_from_queries_days_filters_pairs_and_other_forms(rules: list[str]) -> None:
    assert TRAPS and [path for path in TRAPS if not is_left_alone(rules, path)] == []


def test_a_crawler_may_read_every_page_of_the_site_map_feeds_and_descriptions(
    client: FlaskClient, rules: list[str]
) -> None:
    pages = [urlsplit(each).path for each in listed(client)]
    assert len(pages) > 500
    assert [path for path in [*OPEN, *pages] if is_left_alone(rules, path)] == []


def test_the_site_map_holds_each_thing_of_the_tables_once_and_no_date_that_is_not_true(client: FlaskClient) -> None:
    pages = listed(client)
    assert len(pages) == len(set(pages)) and listed(client) == pages
    for collection in KINDS:
        start = f"http://localhost/{collection}/"
        assert {unquote(each.removeprefix(start)) for each in pages if each.startswith(start)} == {
            row["id"] for row in rows_of(f"{collection}.csv")
        }, collection
    laws = {unquote(each.removeprefix("http://localhost/laws/")) for each in pages}
    assert laws >= {row["id"] for table in ("acts.csv", "provisions.csv") for row in rows_of(table)}
    assert b"lastmod" not in client.get("/sitemap.xml").data


def test_one_page_of_each_kind_in_the_site_map_opens(client: FlaskClient) -> None:
    kinds = {(urlsplit(each).path.split("/")[1], each.count("/")): each for each in listed(client)}
    assert len(kinds) > 12
    opened = {each: client.get(each, headers={"Accept": "text/html"}).status_code for each in kinds.values()}
    assert {each: status for each, status in opened.items() if status != 200} == {}


def test_a_long_site_map_is_divided_into_parts_that_together_hold_every_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed(client)
    monkeypatch.setattr(crawlers, "MOST_PAGES", 400)
    parts = listed(client)
    assert len(parts) == -(-len(whole) // 400) and b"<sitemapindex" in client.get("/sitemap.xml").data
    assert [page for part in parts for page in listed(client, part)] == whole
    for absent in (0, len(parts) + 1):
        assert client.get(f"/sitemap-{absent}.xml").status_code == 404


def test_security_txt_names_the_contact_of_the_operator_for_half_a_year_or_is_not_there(
    client: FlaskClient, settings: Settings
) -> None:
    absent = client.get("/.well-known/security.txt", headers={"Accept": "application/json"})
    assert absent.status_code == 404 and "OPENPLAZA_SECURITY_CONTACT" in absent.get_json()["detail"]
    named = dataclasses.replace(settings, security_contact="mailto:security@example.org")
    response = create_app(named).test_client().get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert (response.mimetype, fields["Contact"]) == ("text/plain", "mailto:security@example.org")
    left = datetime.datetime.fromisoformat(fields["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=170) < left < datetime.timedelta(days=365)
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
