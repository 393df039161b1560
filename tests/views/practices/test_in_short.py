"""What a practice page leads with, before any section: the same as stands below, and what is not sure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.reading import Part
from tests.views.facts import rows_of

LATEST = ("Latest finding", "Latest step, no finding yet")
NAMES = [row["id"] for row in rows_of("practices.csv")][::9]
RUNS = {
    name: [
        row["organisation"]
        for row in rows_of("practice_actors.csv")
        if (row["practice"], row["role"]) == (name, "runs")
    ]
    for name in NAMES
}


@pytest.fixture(scope="module")
def pages(practice_page: Callable[[str], Part]) -> Mapping[str, Part]:
    return {name: practice_page(name) for name in NAMES}


def told(shown: Part) -> dict[str, Part]:
    """Term to what is said of it."""
    return {each.all("dt")[0].text: each.all("dd")[0] for each in shown.all(".in-short > div")}


def test_it_stands_before_the_first_section_and_each_part_leads_to_where_it_stands(pages: Mapping[str, Part]) -> None:
    assert pages
    for name, shown in pages.items():
        (short,) = shown.all(".in-short")
        assert not short.tag.find_previous("h2"), name
        assert all(shown.all(link.href) for link in short.links), name
        assert list(told(shown))[:2] == ["Run by", "On 29 November 2026"], name
        assert list(told(shown))[2] in LATEST, name


def test_who_runs_it_and_the_latest_finding_are_those_of_the_sections(pages: Mapping[str, Part]) -> None:
    met = 0
    for name, shown in pages.items():
        said = told(shown)
        latest = next(said[each] for each in LATEST if each in said)
        assert all(each in said["Run by"].text for each in RUNS[name]), name
        finding = shown.all("#finding .law-finding-title")
        assert bool(finding) == bool(latest.badges), name
        for each in finding:
            open_case = each.badges[0] in ("Contested", "Under inquiry")
            assert ("Latest step, no finding yet" in said) == open_case, name
            assert latest.badges[0] == each.badges[0] and each.badges[0] in latest.text
            met += 1
    assert met


def test_the_law_that_holds_is_counted_as_below_and_what_is_open_is_told_apart(pages: Mapping[str, Part]) -> None:
    met = 0
    for name, shown in pages.items():
        said = told(shown)
        law = said.get("Law that holds") or said["Law that would hold if it ran"]
        assert ("Law that holds" in said) == shown.all("#governing h2")[0].text.startswith("What governs it"), name
        held: dict[str, set[str]] = {}
        for act in shown.all(".law-holds .law-act"):
            rules = {str(each.tag["data-provision"]) for each in act.all("[data-provision]")}
            held.setdefault(act.links[0].text, set()).update(rules)
        for act_name, provisions in held.items():
            number = f"({len(provisions)} provision{'' if len(provisions) == 1 else 's'})"
            assert f"{act_name} {number}" in law.text or "more act" in law.text, (name, act_name)
            met += 1
        open_ = {str(each.tag["data-provision"]) for each in shown.all(".law-only-if [data-provision]")}
        assert bool(open_) == ("on a fact" in said.get("Not certain", law).text), name
    assert met
