"""Every page that takes a day takes any day of the calendar, from 0001-01-01 to 9999-12-31."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.settings import ROOT
from tests.views.facts import rows_of

PAGES = (
    "/", "/actions", "/actions/action-1", "/calendar?scope=laws/32024R1689", "/calendar.ics", "/cities",
    "/cities/nice", "/gaps", "/impact?of=laws/32016R0679/art_9", "/laws", "/laws/32016R0679", "/laws/32024R1689",
    "/laws/31995L0046", "/laws/32016R0679/art_9", "/laws/32024R1689/art_26/par_10", "/laws/fr-law-2023-380/art_10",
    "/laws/it-dl-139-2021/art_9/par_9", "/organisations", "/partnership", "/practices", "/practices/como-frt",
    "/search?q=camera", "/technologies", "/technologies/cctv-fixed", "/timeline?technology=facial-recognition",
    "/transposition", "/transposition?country=FR&act=32016L0680", "/feeds/laws/32016R0679.atom",
    "/assess?technology=cctv-fixed&actor=municipality&country=FR",
)  # fmt: skip
LAWS = [each for each in PAGES if each.startswith("/laws/")]
ENDS = ("0001-01-01", "1003-03-03", "9999-12-31")


def status(client: FlaskClient, address: str, **days: str) -> int:
    given_days = "&".join(f"{name}={day}" for name, day in days.items())
    return client.get(f"{address}{'&' if '?' in address else '?'}{given_days}").status_code


@pytest.mark.parametrize("address", PAGES)
def test_the_first_and_the_last_day_of_the_calendar_are_days_like_any_other(client: FlaskClient, address: str) -> None:
    assert {day: status(client, address, on=day) for day in ENDS} == dict.fromkeys(ENDS, 200)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(LAWS), st.dates().map(str), st.dates().map(str))
def test_a_law_has_a_page_on_any_day_with_the_knowledge_of_any_other(
    client: FlaskClient, address: str, on: str, known: str
) -> None:
    assert status(client, address, on=on) == status(client, address, on=on, known=known) == 200


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dates().map(str), st.dates().map(str))
def test_any_two_days_can_be_compared(client: FlaskClient, first: str, last: str) -> None:
    assert client.get(f"/laws/compare?from={first}&to={last}&scope=laws/32016R0679").status_code == 200


def test_no_table_writes_a_day_that_only_means_open_or_not_known() -> None:
    tables = [path for path in (ROOT / "data").glob("*.csv") if not path.name.startswith("checks_")]
    assert tables
    for path in tables:
        for row in rows_of(path.name):
            assert not {"9999-12-31", "1003-03-03"} & set(row.values()), (path.name, row["id"])


def test_what_is_no_day_is_refused_as_such(client: FlaskClient) -> None:
    assert status(client, "/laws/32016R0679", known="yesterday") == 400
    assert status(client, "/laws/32016R0679", on="10000-01-01") == 400
