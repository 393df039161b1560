"""What a browser and a cache can rely on in the headers of every answer."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

PAGES = ["/", "/practices", "/practices.json", "/practices.csv", "/laws", "/cities.ttl", "/queries/count-classes.json"]


@pytest.mark.parametrize("address", PAGES)
def test_an_answer_has_a_tag_and_the_client_that_has_it_gets_304(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    tag = first.headers["ETag"]
    again = client.get(address, headers={"If-None-Match": tag})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["ETag"] == tag == client.get(address).headers["ETag"]
    for name in ("Vary", "Cache-Control", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]


def test_each_representation_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get(address).headers["ETag"] for address in ("/cities", "/cities.json", "/cities.csv", "/cities.ttl")
    }
    assert len(tags) == 4


def test_a_page_with_a_nonce_is_never_kept(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80"]
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_foreign_host_is_400_and_its_name_is_not_repeated(client: FlaskClient, host: str, accept: str) -> None:
    response = client.get("/practices", headers={"Host": host, "Accept": accept})
    assert response.status_code == 400
    assert "evil" not in response.text + str(response.headers)
