"""Plans whose law is known from the tables, read row by row; each says what must be shown and what must not."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from tests.views.facts import rows_of


@dataclass(frozen=True)
class Expected:
    """A plan, the rules that bind it on the day (`has`) and some that do not (`lacks`), by the id of their row."""

    name: str
    plan: dict[str, str]
    has: str = ""
    lacks: str = ""

    def __str__(self) -> str:
        return self.name


PLANS = (
    Expected(
        "live face matching by police the day before the prohibition",
        {"technology": "rbi-realtime", "actor": "police", "on": "2025-02-01"},
        has="t158 t165",
        lacks="t070 t071 t072 t073 t074 t078 t076",
    ),
    Expected(
        "live face matching by police from the first day of the prohibition",
        {"technology": "rbi-realtime", "actor": "police", "on": "2025-02-02"},
        has="t070 t071 t072 t073 t074 t165",
        lacks="t078 t166 t076",
    ),
    Expected(
        "live face matching by a town falls under the GDPR, not under the prohibition for law enforcement",
        {"technology": "rbi-realtime", "actor": "municipality", "on": "2026-12-03"},
        has="t076 t062 t159",
        lacks="t070 t071 t065 t077",
    ),
    Expected(
        "emotion recognition on streets before the high-risk rules",
        {"technology": "emotion-recognition", "actor": "municipality", "on": "2026-12-03"},
        has="t091 t093 t178",
        lacks="t092 t179 t180",
    ),
    Expected(
        "emotion recognition on streets once the high-risk rules apply on their moved date",
        {"technology": "emotion-recognition", "actor": "municipality", "on": "2027-12-02"},
        has="t091 t092 t093 t179 t180",
    ),
    Expected(
        "number plates read by a town",
        {"technology": "anpr", "actor": "municipality", "country": "BE", "on": "2026-12-03"},
        has="t053 t059 t196 t197",
        lacks="t054 t055 t056 t193",
    ),
    Expected(
        "number plates read by the police",
        {"technology": "anpr", "actor": "police", "country": "FR", "on": "2026-12-03"},
        has="t054 t055 t056 t193 t194 t195",
        lacks="t053 t059 t196",
    ),
    Expected(
        "body-worn cameras of police in Spain",
        {"technology": "body-worn-camera", "actor": "police", "country": "ES", "on": "2026-12-03"},
        has="t042 t187 t188 t189 t190 t192",
        lacks="t041 t191 t040",
    ),
    Expected(
        "a drone of the police over a public event",
        {"technology": "drone-camera", "actor": "police", "country": "FR", "on": "2026-12-03"},
        has="t049 t199",
        lacks="t043 t044 t045 t048 t198 t200",
    ),
    Expected(
        "a drone of a town before the drone rules applied",
        {"technology": "drone-camera", "actor": "municipality", "country": "FR", "on": "2020-12-30"},
        has="t048 t198 t200",
        lacks="t043 t044 t050",
    ),
    Expected(
        "the camera of a shop on the pavement",
        {"technology": "cctv-fixed", "actor": "private-operator", "country": "DE", "on": "2026-12-03"},
        has="t003 t004 t005 t008",
        lacks="t001 t002 t011 t028",
    ),
    Expected(
        "video analysis by municipal police at an event at risk in France, within the experiment",
        {
            "technology": "behaviour-analytics",
            "actor": "municipal-police",
            "country": "FR",
            "on": "2024-07-26",
            "aim": "event-at-risk",
        },
        has="t104",
        lacks="t105 t107",
    ),
    Expected(
        "video analysis by municipal police at work of every day, while the experiment for events ran",
        {
            "technology": "behaviour-analytics",
            "actor": "municipal-police",
            "country": "FR",
            "on": "2024-07-26",
            "aim": "law-enforcement",
        },
        lacks="t104 t105",
    ),
    Expected(
        "video analysis by a town at a school, while the experiment for events ran",
        {"technology": "behaviour-analytics", "actor": "municipality", "country": "FR", "on": "2024-07-26"},
        has="t102 t103 t211",
        lacks="t104 t105 t107",
    ),
    Expected(
        "video analysis in France after the experiment ended",
        {"technology": "behaviour-analytics", "actor": "municipality", "country": "FR", "on": "2025-04-01"},
        has="t102 t103 t107 t211",
        lacks="t104 t105",
    ),
    Expected(
        "video analysis by municipal police at an event at risk in France once it was reopened",
        {
            "technology": "behaviour-analytics",
            "actor": "municipal-police",
            "country": "FR",
            "on": "2026-12-03",
            "aim": "event-at-risk",
        },
        has="t105 t107",
        lacks="t104",
    ),
    Expected(
        "face matching by a town in Italy under the moratorium",
        {"technology": "facial-recognition", "actor": "municipality", "country": "IT", "on": "2026-12-03"},
        has="t312 t061 t062",
        lacks="t067 t068 t069 t051",
    ),
    Expected(
        "face matching by a town in Italy after the moratorium",
        {"technology": "facial-recognition", "actor": "municipality", "country": "IT", "on": "2028-01-01"},
        has="t061 t062",
        lacks="t067",
    ),
    Expected(
        "faces matched afterwards by police in Italy",
        {"technology": "rbi-post", "actor": "police", "country": "IT", "on": "2026-12-03"},
        has="t082 t084 t171",
        lacks="t080 t083 t086 t172",
    ),
    Expected(
        "faces matched afterwards by police once the high-risk rules apply",
        {"technology": "rbi-post", "actor": "police", "country": "FR", "on": "2027-12-02"},
        has="t080 t081 t082 t083 t086 t087 t168 t169",
        lacks="t084 t085",
    ),
    Expected(
        "fixed cameras of a town on the day of the fourth meeting",
        {"technology": "cctv-fixed", "actor": "municipality", "country": "FR", "on": "2019-10-09"},
        has="t001 t002 t004 t005 t006 t007 t018 t019 t020",
        lacks="t010 t023 t017",
    ),
    Expected(
        "fixed cameras of a town today",
        {"technology": "cctv-fixed", "actor": "municipality", "country": "IT", "on": "2026-12-03"},
        has="t001 t002 t004 t005 t023",
        lacks="t018 t022 t067",
    ),
    Expected(
        "fixed cameras before the GDPR",
        {"technology": "cctv-fixed", "actor": "municipality", "country": "IT", "on": "2018-05-24"},
        has="t010 t023",
        lacks="t001 t002 t004",
    ),
    Expected(
        "fixed cameras in London while EU law applied",
        {"technology": "cctv-fixed", "actor": "municipality", "country": "GB", "on": "2020-12-31"},
        has="t001 t004 t005",
    ),
    Expected(
        "fixed cameras in London after EU law ended",
        {"technology": "cctv-fixed", "actor": "municipality", "country": "GB", "on": "2021-01-01"},
        has="",
        lacks="t001 t004 t005",
    ),
)


def shown(client: FlaskClient, plan: dict[str, str], standing: str = "holds") -> set[str]:
    """The ids of the rules that have the standing on the day of the plan."""
    response = client.get(f"/assess.json?{urlencode(plan, doseq=True)}")
    assert response.status_code == 200, response.get_data(as_text=True)
    rows = response.get_json()["answers"]["decision"]["rows"]
    return {row["rule"] for row in rows if row["rule"] and row["day"] == "law" and row["standing"] == standing}


@pytest.mark.parametrize("expected", PLANS, ids=str)
def test_a_plan_is_bound_by_the_rules_that_reach_it_and_not_by_those_that_scope_day_or_place_leave_out(
    client: FlaskClient, expected: Expected
) -> None:
    binding = shown(client, expected.plan)
    assert (expected.has or expected.lacks) and set(expected.has.split()) - binding == set()
    assert set(expected.lacks.split()) & binding == set()


@pytest.mark.parametrize("expected", PLANS, ids=str)
def test_the_page_shows_the_words_of_each_binding_condition(client: FlaskClient, expected: Expected) -> None:
    page = client.get(f"/assess?{urlencode(expected.plan)}").get_data(as_text=True)
    part = page[page.index('id="binds"') : page.index('id="to-do"')]
    conditions = {row["id"]: row["applicability_condition"] for row in rows_of("technology_rules.csv")}
    assert expected.has or expected.lacks
    for rule in expected.has.split():
        assert conditions[rule].replace("'", "&#39;") in part, rule


def test_two_technologies_together_have_the_rules_of_both(client: FlaskClient) -> None:
    plan = {"technology": "cctv-fixed", "also": ["footage-retention", "signage"], "actor": "municipality",
            "country": "HR", "on": "2026-12-03"}  # fmt: skip
    binding = shown(client, plan)
    assert {"t025", "t026", "t027", "t035", "t039"} <= binding
    each = [shown(client, plan | {"technology": name, "also": []}) for name in (plan["technology"], *plan["also"])]
    assert binding == set().union(*each)


def test_a_moved_date_tells_the_old_day_and_the_act_that_moved_it(client: FlaskClient) -> None:
    page = client.get("/assess?technology=emotion-recognition&actor=municipality&on=2026-12-03").get_data(as_text=True)
    later = page[page.index('id="later"') : page.index('id="peers"')]
    assert "2 December 2027" in later
    assert "irst set for 2 August 2026, moved by" in later
