"""What policy staff can rely on when they ask what governs a technology on a day, and what changed."""

from __future__ import annotations

import pytest

from tests.queries.expected import THING, Asked, holds, reaching

ALWAYS = {
    "32016R0679/art_6/par_1/pnt_e", "32016R0679/art_6/par_3", "32016R0679/art_13", "32016R0679/art_30",
    "32016R0679/art_35/par_3/pnt_c", "fr-csi/L251-2", "fr-csi/L251-3", "fr-csi/L252-1",
}  # fmt: skip


@pytest.mark.parametrize("day", ["2019-10-09", "2025-03-01", "2026-12-03"])
def test_fixed_cameras_of_a_french_town_are_named_by_the_gdpr_and_the_security_code(asked: Asked, day: str) -> None:
    named = {provision for (provision,) in asked("technology-rules-on-date", "provision_id", on=day)}
    assert named >= ALWAYS
    assert ("fr-csi/L251-1" in named) == (day >= "2023-05-21")


@pytest.mark.parametrize("day", ["2018-05-24", "2018-05-25", "2025-02-02", "2025-03-31", "2025-04-01", "2027-12-02"])
@pytest.mark.parametrize(
    ("technology", "actor", "country"),
    [
        ("cctv-fixed", "municipality", "FR"), ("cctv-fixed", "police", "ES"), ("rbi-realtime", "police", "DE"),
        ("facial-recognition", "municipality", "IT"), ("anpr", "private-operator", "GB"), ("anpr", "police", ""),
        ("behaviour-analytics", "municipality", "FR"), ("wifi-tracking", "municipality", "NO"),
    ],
)  # fmt: skip
def test_what_governs_a_technology_on_a_day_equals_rules_and_addressees_of_the_tables(
    asked: Asked, technology: str, actor: str, country: str, day: str
) -> None:
    values = {"technology": f"{THING}technologies/{technology}", "actor": f"{THING}actors/{actor}", "on": day}
    values["country"] = f"{THING}countries/{country}" if country else ""
    rows = asked("technology-rules-on-date", "provision_id effect from to route", **values)
    assert set(rows) == {reach[:5] for reach in reaching(technology, actor) if holds(reach, day, country)}


@pytest.mark.parametrize("technology", ["cctv-fixed", "rbi-realtime", "behaviour-analytics", "drone-camera"])
@pytest.mark.parametrize("actor", ["municipality", "police"])
def test_what_changed_is_what_governs_on_one_day_and_not_on_the_other(
    asked: Asked, technology: str, actor: str
) -> None:
    since, until = "2018-01-01", "2027-12-31"
    values = {"technology": f"{THING}technologies/{technology}", "actor": f"{THING}actors/{actor}", "country": ""}
    rows = asked(
        "technology-rules-changed", "change date provision_id effect route", since=since, until=until, **values
    )
    reaches = list(reaching(technology, actor))
    started = {("started", r[2], r[0], r[1], r[4]) for r in reaches if since < r[2] <= until}
    ended = {("ended", r[3], r[0], r[1], r[4]) for r in reaches if r[3] and since <= r[3] < until}
    assert set(rows) == started | ended
