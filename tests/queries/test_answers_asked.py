"""What a researcher can rely on who asks for fines, suppliers, authorities, cities of partners, Actions, or a day."""

from __future__ import annotations

import pytest

from tests.queries.expected import CONCEPT, THING, Asked, Row, by_id, chain, parts, table

AGAINST = {"annulled-by-court", "found-unlawful", "fined", "restricted"}


def test_every_fine_is_named_with_its_amount_or_with_none_and_one_set_aside_says_so(asked: Asked) -> None:
    rows = asked("fines", "event_id fine currency overturned_on authority_id")
    assert {row[:3] for row in rows} == {
        (row["id"], row["fine"], row["fine_currency"]) for row in table("legal_events") if row["outcome"] == "fined"
    }
    assert ("le-045", "600000", "EUR", "2024-02-02", "org-ap-nl") in rows
    assert any(not row[1] for row in rows)


def test_an_amount_of_a_fine_stands_in_the_words_of_its_step() -> None:
    """Only le-h011 has a sum: one check imposed two fines."""
    fined = [row for row in table("legal_events") if row["fine"] and row["id"] != "le-h011"]
    assert fined and all(f"{int(row['fine']):,}" in row["summary"] for row in fined)


def test_each_authority_that_acted_is_a_body_with_its_country_and_all_its_steps_are_counted(asked: Asked) -> None:
    rows = asked("authorities", "authority_id country_id outcome steps", country="")
    bodies = by_id("organisations")
    wanted: dict[tuple[str, str, str], int] = {}
    for event in table("legal_events"):
        for body in parts(event["authority"]):
            key = (body, bodies[body]["country"], event["outcome"])
            wanted[key] = wanted.get(key, 0) + 1
    assert {row[:3]: int(row[3]) for row in rows} == wanted
    assert all(country for _, country, _ in wanted)
    french = asked("authorities", "country_id")
    assert french and {country for (country,) in french} == {"FR"}


@pytest.mark.parametrize("technology", ["video-surveillance", ""])
def test_suppliers_are_those_of_the_table_and_a_practice_without_one_is_listed(asked: Asked, technology: str) -> None:
    named: dict[str, set[str]] = {}
    for row in table("practice_actors"):
        if row["role"] == "supplies":
            named.setdefault(row["practice"], set()).add(row["organisation"])
    rows = asked(
        "who-supplied-it", "practice_id supplier", technology=technology and f"{THING}technologies/{technology}"
    )
    wanted = {
        (row["id"], name)
        for row in table("practices")
        if any(not technology or technology in chain("concepts", each) for each in parts(row["technologies_concepts"]))
        or (not technology and row["id"] in named)
        for name in named.get(row["id"]) or {""}
    }
    assert set(rows) == wanted and ("valenciennes-huawei", "Huawei Technologies France") in wanted
    assert any(not name for _, name in wanted)


def in_city(city: str) -> set[str]:
    """The practices of a city, also by one of their deployments."""
    used = {row["practice"] for row in table("deployments") if row["city"] == city}
    return used | {row["id"] for row in table("practices") if city in parts(row["cities"])}


def test_every_partner_is_listed_with_the_city_that_it_is_the_government_of(asked: Asked) -> None:
    rows = asked("partners-and-cities", "organisation_id city_id practices")
    assert set(rows) == {
        (row["id"], row["city"], str(len(in_city(row["city"])))) if row["city"] else (row["id"], "", "")
        for row in table("organisations")
        if row["partner_role"] not in ("", "none")
    }
    assert {"nice", "madrid"} <= {row[1] for row in rows}


def test_an_organisation_of_a_city_is_a_city_of_the_same_country_and_a_region_is_of_none() -> None:
    cities, of_cities = by_id("cities"), [row for row in table("organisations") if row["city"]]
    assert of_cities
    assert all((row["kind"], row["country"]) == ("city", cities[row["city"]]["country"]) for row in of_cities)


def test_every_action_is_listed_with_the_practices_that_a_source_names_for_it(asked: Asked) -> None:
    assert set(asked("practices-of-actions", "action_id practice_id")) == {
        (row["id"], practice) for row in table("actions") for practice in parts(row["practices"]) or [""]
    }


AMOUNT = "practice_id programme payer amount currency amount_of precision text"


def test_funding_by_programme_is_what_the_table_says_of_it_and_of_its_parts(asked: Asked) -> None:
    def told(*programmes: str) -> set[tuple[str, ...]]:
        return {
            (row["practice"], *(row[name] for name in AMOUNT.split()[1:]))
            for row in table("practice_funding")
            if not programmes or row["programme"] in programmes
        }

    assert set(asked("funding-by-programme", AMOUNT, programme="")) == told()
    assert set(asked("funding-by-programme", AMOUNT)) == told("internal-security-fund", "isf-police")
    erdf = set(asked("funding-by-programme", AMOUNT, programme=f"{CONCEPT}funding-programme/erdf"))
    assert erdf == told("uia", "erdf") and "turin-tonite" in {row[0] for row in erdf}


def test_what_funding_says_stands_in_its_own_words() -> None:
    """An amount, how exact it is and that it is of one year are read out of the text of the row, never worked out."""
    assert table("practice_funding")
    for row in table("practice_funding"):
        digits = row["amount"].rstrip("0").rstrip(".") if row["amount"].endswith("0") else row["amount"]
        plain = row["text"].replace(",", "").replace(".", "")
        assert digits.replace(".", "") in plain, row["id"]
        assert not row["currency"] or row["currency"] in row["text"], row["id"]
        said = {"about": ("about", "almost"), "at-least": ("over",), "at-most": ("up to",), "": ("",)}[row["precision"]]
        assert any(word in row["text"] for word in said), row["id"]


def against(practice: str, start: str, day: str) -> bool:
    """Whether a step on or before the day, and not before the start, went against the practice."""
    steps = [row["date"] for row in table("legal_events") if row["practice"] == practice and row["outcome"] in AGAINST]
    return any(date <= day and date[: len(start)] >= start[: len(date)] for date in steps)


def state(row: Row, day: str) -> tuple[str, str]:
    """What the dates of a practice tell of a day, in the order in which they decide."""
    start, end = row["start"] or row["start_year"], row["end"] or row["end_year"]
    life, checked = row["status"], row["last_checked"]
    begins, ends = day[: len(start)], day[: len(end)]
    planned = "still-planned-when-last-checked" if day <= checked else "planned"
    told = (
        (life == "never-started", "not-running", "never-started"),
        (bool(start) and begins < start, "not-running", "before-its-start"),
        (bool(end) and ends > end, "not-running", "after-its-end"),
        (life == "planned", "not-running" if day <= checked else "not-known", planned),
        (not start, "not-known", "start-not-known"),
        (begins == start != day, "not-known", "in-the-year-or-month-of-its-start"),
        (bool(end) and ends == end != day, "not-known", "in-the-year-or-month-of-its-end"),
        (bool(end), "running", "between-start-and-end"),
        (life in ("completed", "stopped"), "not-known", "end-not-known"),
        (life == "suspended", "not-known", "suspended-since-when-not-known"),
        (life == "unknown", "not-known", "status-not-known"),
        (not checked, "not-known", "not-checked"),
        (day > checked, "not-known", "after-the-last-check"),
        (against(row["id"], start, day), "not-known", "found-against-before"),
        (True, "running", "in-use-when-last-reported"),
    )
    return next((state, because) for holds, state, because in told if holds)


@pytest.mark.parametrize("day", ["2016-12-31", "2019-02-16", "2021-06-01", "2026-11-29", "2026-12-31"])
def test_on_a_day_every_practice_runs_or_does_not_or_is_not_known_and_says_why(asked: Asked, day: str) -> None:
    rows = asked("practices-running-on-date", "practice_id state because", on=day, country="")
    assert len(rows) == len(table("practices"))
    assert {row[0]: row[1:] for row in rows} == {row["id"]: state(row, day) for row in table("practices")}


def test_a_practice_of_known_days_runs_from_its_first_to_its_last(asked: Asked) -> None:
    def on(day: str) -> tuple[str, ...]:
        rows = asked("practices-running-on-date", "practice_id state", on=day)
        return next(row for row in rows if row[0] == "nice-frt-carnival-2019")

    days = ("2019-02-15", "2019-02-16", "2019-02-20", "2019-02-21")
    assert [on(day)[1] for day in days] == ["not-running", "running", "running", "not-running"]
