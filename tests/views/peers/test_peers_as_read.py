"""Practices and cities like another, as a person reads them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
ADDRESSES = ["/practices/nice-school-vsa/peers", "/practices/lecce-frt/peers", "/cities/mechelen/peers"]


def likeness(peer: Part) -> int:
    return int(peer.all(".likeness-number strong")[0].text)


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_most_alike_stands_first_and_none_twice(client: FlaskClient, address: str) -> None:
    peers = page(client, f"{address}?on={DAY}").all("ol.peers > li")
    numbers = [likeness(each) for each in peers]
    links = [each.all("h3 a")[0].tag["href"] for each in peers]
    assert len(set(numbers)) > 1 and len(set(links)) == len(links)
    assert numbers == sorted(numbers, reverse=True)
    assert not any(str(link).startswith(address.removesuffix("/peers") + "?") for link in links)


@pytest.mark.parametrize("address", ADDRESSES[:2])
def test_the_strongest_reason_stands_first_and_the_shares_make_a_whole(client: FlaskClient, address: str) -> None:
    peers = page(client, f"{address}?on={DAY}").all("ol.peers > li")
    assert peers
    for peer in peers:
        shares = [int(re.findall(r"\d+", each.text)[0]) for each in peer.all("ul.reasons .share")]
        assert shares == sorted(shares, reverse=True) and shares
        assert abs(sum(shares) - 100) <= len(shares)


def test_a_peer_is_named_by_its_title_and_leads_to_its_page(client: FlaskClient) -> None:
    titles = {row["id"]: row["title"] for row in rows_of("practices.csv")}
    links = [each.links[0] for each in page(client, f"{ADDRESSES[0]}?on={DAY}").all("ol.peers h3")]
    assert links
    assert all(titles[link.path.removeprefix("/practices/")] == link.text for link in links)
