"""What a law was on a day is told with what was known on it; what came later says so."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from graph.law.period import long_date
from tests.reading import page
from tests.views.facts import rows_of

MOVED = [row for row in rows_of("provisions.csv") if row["original_application_date"] and row["act"] == "32024R1689"]
SIGNED = next(row["date_document"] for row in rows_of("acts.csv") if row["id"] == "32026R1744")


def status(client: FlaskClient, address: str) -> str:
    return page(client, address).all("#status")[0].text


@pytest.mark.parametrize("row", MOVED[::5], ids=lambda row: str(row["id"]))
def test_a_date_that_was_moved_later_is_the_first_one_on_an_earlier_day(
    client: FlaskClient, row: dict[str, str]
) -> None:
    then, now = long_date(row["original_application_date"]), long_date(row["application_date"])
    told = status(client, f"/laws/{row['id']}?on=2025-03-01")
    assert f"It applies only from {then}." in told
    assert f"Later moved to {now} by Digital Omnibus on AI, art. 1(40), known since {long_date(SIGNED)}." in told
    known = status(client, f"/laws/{row['id']}?on=2025-03-01&known=2025-03-01")
    assert f"It applies only from {then}." in known and now not in known and "Omnibus" not in known
    assert "Told with what was known on 1 March 2025" in known


def test_the_table_of_an_act_tells_each_date_as_it_was_known(client: FlaskClient) -> None:
    for row in page(client, "/laws/32024R1689?on=2025-03-01").table("Provisions of"):
        assert "from 2 December 2027" not in row["Applies"].text
    after = [row["Applies"].text for row in page(client, "/laws/32024R1689?on=2026-11-22").table("Provisions of")]
    assert any("from 2 December 2027" in each and "Originally 2 August 2026" in each for each in after)


def test_a_repeal_is_told_on_an_earlier_day_only_as_later_and_not_at_all_to_who_asks_what_was_known(
    client: FlaskClient,
) -> None:
    told = status(client, "/laws/31995L0046?on=2015-01-01")
    assert "Later: Repealed from 25 May 2018, known since 27 April 2016." in told
    assert "until 24 May 2018" not in told
    known = status(client, "/laws/31995L0046?on=2015-01-01&known=2015-01-01")
    assert "2018" not in re.sub(r"Told with[^.]*\.", "", known)


def test_an_amendment_of_a_later_day_is_named_beside_a_text_told_as_of_now(client: FlaskClient) -> None:
    told = status(client, "/laws/32024R1689/art_4?on=2025-03-01")
    assert "Later amended by Digital Omnibus on AI (signed 8 July 2026) from 27 July 2026." in told
    assert "not as it read on 1 March 2025" in told
    point = status(client, "/laws/32024R1689/art_5/par_1/pnt_c?on=2025-03-01")
    assert "Later amended" not in point


def test_what_cites_a_law_on_a_day_existed_on_it(client: FlaskClient) -> None:
    dated = {row["id"]: row["date_document"] for row in rows_of("acts.csv")}
    shown = page(client, "/laws/32014L0024?on=2019-06-01").all("#relations")[0]
    others = {link.path.removeprefix("/laws/") for link in shown.links} & dated.keys()
    inward = {row["subject"] for row in rows_of("act_relations.csv") if row["object"] == "32014L0024"}
    later = {each for each in inward if dated[each] > "2019-06-01"}
    assert later and not others & later


def test_guidance_is_called_older_only_where_the_amendment_touched_what_it_speaks_of(client: FlaskClient) -> None:
    untouched = page(client, "/laws/32024R1689/art_5/par_1/pnt_c?on=2026-12-03")
    assert "Older than the amendment" not in untouched.text
    for row in page(client, "/laws/32024R1689?on=2026-12-03").all("#relations tbody tr"):
        if re.search(r"art\. 5\(1\)\([c-h]\)", row.text):
            assert "Older than the amendment" not in row.text


def test_gaps_are_gaps_and_what_is_open_is_told_as_open(client: FlaskClient) -> None:
    gap = status(client, "/laws/fr-law-2023-380/art_10?on=2025-06-01")
    assert "Does not apply on 1 June 2025" in gap and "Later extended by FR 2030 Games Act" in gap
    again = status(client, "/laws/fr-law-2023-380/art_10?on=2026-11-29")
    assert "Applies again on 29 November 2026" in again and "Open: Doubtful" in again and "Does not apply" not in again
    moratorium = status(client, "/laws/it-dl-139-2021/art_9/par_9?on=2026-01-15")
    assert "Open whether it applies on 15 January 2026" in moratorium and "low confidence" in moratorium
    assert "Does not apply" not in moratorium
    before = status(client, "/laws/it-dl-139-2021/art_9/par_9?on=2025-12-31")
    assert "Applies on 31 December 2025" in before and "its last day is 31 December 2025" in before


def test_which_of_two_national_laws_prevails_is_an_open_point(client: FlaskClient) -> None:
    assert "Open: Not repealed by name" in status(client, "/laws/es-lo-4-1997/art_8?on=2026-11-22")


def test_a_law_without_a_date_of_application_is_not_said_to_apply(client: FlaskClient) -> None:
    undated = [row for row in rows_of("provisions.csv") if not row["application_date"] and not row["end_date"]]
    assert undated
    for row in undated[::3]:
        told = status(client, f"/laws/{row['id']}?on=2026-11-22")
        assert "Not known whether it applies" in told and "No date of application is recorded for it." in told


def test_the_key_facts_of_an_act_name_four_dates_and_say_which_are_not_recorded(client: FlaskClient) -> None:
    facts = page(client, "/laws/32024R0982?on=2026-11-22").all("aside")[0].text
    assert "Signed 13 March 2024" in facts and "In force from 25 April 2024" in facts
    assert "Applies from Not recorded" in facts


@pytest.mark.parametrize("address", ["/laws/32016L0680?on=2020-01-01", "/laws/32016L0680/art_10?on=2020-01-01"])
def test_a_directive_is_said_to_work_through_national_law(client: FlaskClient, address: str) -> None:
    assert re.search("through (the )?national law", status(client, address))


@pytest.mark.parametrize("row", rows_of("provisions.csv")[::40], ids=lambda row: str(row["id"]))
def test_the_source_of_a_provision_is_the_official_text_and_a_copy_only_where_it_was_read(
    client: FlaskClient, row: dict[str, str]
) -> None:
    shown = page(client, f"/laws/{row['id']}").all("#sources")[0]
    cited = [link.text for each in shown.all("ol.sources") for link in each.links]
    assert not any("github.com" in each or "stored file" in each for each in cited)
    assert "stored file id" not in shown.text
    if row["eli"].startswith("http://data.europa.eu/eli/"):
        assert row["eli"] in [link.href for link in shown.links]
