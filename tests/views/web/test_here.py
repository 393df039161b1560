"""Links of a page keep what the reader asked for, and change only what they say."""

from __future__ import annotations

import pytest
from flask import Flask

from views.web.here import address, first_values, pairs, same_query, whole_address, with_params, without


@pytest.fixture
def site() -> Flask:
    """An application without pages: only requests are made of it."""
    return Flask(__name__)


def test_a_changed_parameter_keeps_its_place_and_new_ones_come_last(site: Flask) -> None:
    with site.test_request_context("/laws?q=data&page=2&type=a&type=b"):
        assert with_params(page="3", on="2020-01-01") == "/laws?q=data&page=3&type=a&type=b&on=2020-01-01"
        assert with_params(type="c") == "/laws?q=data&page=2&type=c"


def test_an_empty_value_takes_a_parameter_away_and_empty_ones_are_not_carried(site: Flask) -> None:
    with site.test_request_context("/laws?q=&page=2&on=2020-01-01"):
        assert with_params(page="") == without("page") == "/laws?on=2020-01-01"
        assert without("page", "on") == "/laws"
        assert pairs("on") == [("page", "2")]


def test_hidden_fields_carry_the_first_value_of_each_named_parameter(site: Flask) -> None:
    with site.test_request_context("/peers?most=5&most=6&by=&on=2020-01-01"):
        assert first_values("on", "most", "by", "revision") == [("on", "2020-01-01"), ("most", "5")]


def test_values_are_written_so_that_they_come_back_the_same(site: Flask) -> None:
    value = "a&b=c d/ë:#?"
    with site.test_request_context(address("/x", {"q": value, "thing": ["one", "two"]})) as context:
        assert context.request.args.getlist("q") == [value]
        assert context.request.args.getlist("thing") == ["one", "two"]


def test_an_address_for_elsewhere_names_the_site_and_one_below_a_prefix_keeps_it(site: Flask) -> None:
    with site.test_request_context("/laws?q=a", base_url="https://example.org/open"):
        assert whole_address({"revision": "3"}) == "https://example.org/open/laws?q=a&revision=3"
        assert with_params(q="b") == "/open/laws?q=b"
        assert same_query("/open/laws.csv") == "/open/laws.csv?q=a"
