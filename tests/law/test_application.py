"""Whether a provision applies on a day: by its own days, as they were known then, with gaps and open points told."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.law.application import Extension, Move, ProvisionDates, application, period_known
from graph.law.period import Period, long_date

DAYS = st.dates().map(str)
MOVED = ProvisionDates(Period("2027-12-02"), move=Move("2026-08-02", "the Omnibus", "2026-07-08"))
REOPENED = ProvisionDates(
    Period("2023-05-21", "2025-03-31"), extensions=(Extension("the new act", "2026-03-21", "2027-12-31"),)
)
PROLONGED = ProvisionDates(
    Period("2021-12-08", "2027-12-31"),
    extensions=(
        Extension("the first decree", "2023-07-06", "2025-12-31"),
        Extension("the second decree", "2026-02", "", "low confidence"),
    ),
)


def test_a_provision_applies_from_its_first_to_its_last_day() -> None:
    dates = ProvisionDates(Period("2018-05-25", "2020-06-01"))
    slugs = {on: application(dates, on).slug for on in ("2018-05-24", "2018-05-25", "2020-06-01", "2020-06-02")}
    assert list(slugs.values()) == ["upcoming", "applicable", "applicable", "ended"]
    assert application(dates, "2020-06-02").reason == "Its last day was 1 June 2020."
    by_its_act = ProvisionDates(Period("2018-05-25", "2020-06-01"), ends_itself=False)
    assert application(by_its_act, "2020-06-02").reason == "The last day of its act was 1 June 2020."


@given(DAYS, DAYS, DAYS)
def test_no_day_of_an_act_stands_for_the_first_day_of_a_provision(on: str, force: str, applies: str) -> None:
    found = application(ProvisionDates(act_in_force=force, act_applies=applies), on)
    assert found.slug == "unknown" and "No date of application is recorded for it." in found.reason
    assert f"in force {Period(force).words(on)}" in found.reason and long_date(applies) in found.reason


@given(DAYS)
def test_before_it_was_known_a_moved_date_is_told_as_later_and_after_that_as_moved(on: str) -> None:
    found = application(MOVED, on)
    if on < "2026-07-08":
        assert "2 August 2026" in found.reason and "2027" not in found.reason
        assert found.later == ("Later moved to 2 December 2027 by the Omnibus, known since 8 July 2026.",)
    else:
        assert "It was first to apply from 2 August 2026; the date was moved by the Omnibus." in found.reason
        assert found.later == ()


@given(DAYS, DAYS)
def test_nothing_that_was_made_after_the_day_of_knowledge_is_told(on: str, known: str) -> None:
    told = " ".join([(found := application(MOVED, on, known)).reason, *found.later])
    assert known >= "2026-07-08" or ("Omnibus" not in told and "2027" not in told)
    told = " ".join([(found := application(REOPENED, on, known)).reason, *found.later, found.open])
    assert known >= "2026-03-21" or "new act" not in told


@given(DAYS)
def test_between_an_end_and_a_reopening_lies_a_gap(on: str) -> None:
    found = application(REOPENED, on)
    expected = (
        "upcoming" if on < "2023-05-21" else "applicable" if on <= "2025-03-31"
        else "ended" if on < "2026-03-21" else "applicable" if on <= "2027-12-31" else "ended"
    )  # fmt: skip
    assert found.slug == expected
    assert ("again" in found.label) == ("2026-03-21" <= on <= "2027-12-31")
    assert any("new act" in each for each in found.later) == (on < "2026-03-21")


@given(DAYS)
def test_an_extension_that_came_after_the_end_leaves_the_days_between_open(on: str) -> None:
    found = application(PROLONGED, on)
    assert (found.slug == "unknown") == ("2025-12-31" < on < "2026-02-28")
    assert bool(found.open) == ("2025-12-31" < on <= "2027-12-31")
    assert not found.open or "low confidence" in found.open
    assert not (found.slug == "applicable" and "Does not apply" in found.label)


def test_the_last_day_is_the_one_that_was_known() -> None:
    assert period_known(PROLONGED, "2024-01-01").end == "2025-12-31"
    assert period_known(PROLONGED, "2026-03-01").end == "2027-12-31"
    assert application(PROLONGED, "2026-01-15", "2026-01-15").slug == "ended"


def test_a_directive_applies_through_national_law() -> None:
    found = application(ProvisionDates(Period("2018-05-06"), directive=True), "2020-01-01")
    assert found.label == "Applies on 1 January 2020, through national law"
