"""Marks in one order, periods in the same words, and states that follow from days."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.law.effects import BY_SLUG, GROUPS, PATH_EFFECTS, group_of, in_groups, path_badge, path_effect
from graph.law.marks import DATES_FROM_MEMORY, DECLARED, DOUBTFUL, FROM_MEMORY, MARKS, REPORTED, Mark, in_order, marks
from graph.law.period import Period, date_span
from graph.law.state import Span, states_on
from graph.links.gather import Basis
from graph.links.network import trust_of
from graph.trace.walk import weakness_of

DAYS = st.dates().map(str) | st.just("")


@given(st.lists(st.sampled_from(MARKS)))
def test_marks_stand_once_and_in_one_order(found: list[Mark]) -> None:
    ordered = in_order(found)
    assert set(ordered) == set(found) and list(ordered) == [mark for mark in MARKS if mark in found]


def test_a_row_from_memory_with_a_doubt_carries_both_marks_and_the_reason() -> None:
    found = marks("https://example.org/basis/general-knowledge", "the number differs")
    assert found == (FROM_MEMORY, DOUBTFUL.because("the number differs"))
    assert [mark.text for mark in found] == ["from memory", "doubtful: the number differs"]
    assert marks("stored-page") == ()
    assert marks("stored-page", dates_basis="general-knowledge") == (DATES_FROM_MEMORY,)
    assert marks(verdict="doubtful") == marks(doubt="doubtful") == (DOUBTFUL,)


def test_somebodys_own_word_is_marked_as_that_and_never_taken_for_a_page_that_was_read() -> None:
    assert marks("https://example.org/basis/reported-by-city") == (REPORTED,)
    assert marks("declared-by-operator", "it has another name") == (DECLARED, DOUBTFUL.because("it has another name"))
    own, memory, read = (trust_of(Basis(basis)) for basis in ("reported-by-city", "general-knowledge", "stored-page"))
    assert read == 0 and own and weakness_of(read) < weakness_of(own) < weakness_of(memory)


def test_periods_are_told_in_words_that_depend_on_the_day() -> None:
    assert Period("2018-05-25").words() == "since 25 May 2018"
    assert Period("2027-08-02").words("2026-01-01") == "from 2 August 2027"
    assert Period("2018-05-25", "2020-06-01").words() == "25 May 2018 to 1 June 2020"
    assert Period("", "2020-06-01").words() == "until 1 June 2020"
    assert Period("2019", "2019").words() == "2019"
    assert Period().words() == "not recorded"
    assert date_span("2019-06-06", "2019-06-07") == "6 to 7 June 2019"


@given(DAYS, DAYS, st.dates().map(str))
def test_a_period_that_covers_a_day_may_cover_it_and_is_not_over(start: str, end: str, on: str) -> None:
    period = Period(start, end)
    if period.covers(on):
        assert period.may_cover(on) and not period.is_over(on)
    assert period.may_cover(on) == ((not start or start <= on) and (not end or on <= end))


def test_what_ended_an_act_hides_what_it_was_from_that_day_on() -> None:
    known = [Span("in-force", "In force", "2000-01-01"), Span("repealed", "Repealed", "2010-01-01")]
    assert [span.state for span in states_on(known, "2009-12-31")] == ["in-force"]
    assert [span.state for span in states_on(known, "2010-01-01")] == ["repealed"]


def test_every_effect_has_one_group_and_groups_keep_their_order() -> None:
    effects = [effect for group in GROUPS for effect in sorted(group.effects)]
    assert effects and len(effects) == len(set(effects))
    assert list(in_groups(reversed([*effects, "right"]), str)) == [*GROUPS, group_of("right")]
    assert {path_effect(effect) for effect in effects} <= set(PATH_EFFECTS) <= set(BY_SLUG)
    assert all(path_badge(slug) for slug in PATH_EFFECTS)
