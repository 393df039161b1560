"""What is not known, as a person reads it: what is missing, of how many, where most, and where it would stand."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask.testing import FlaskClient

from graph.settings import ROOT
from tests.reading import Part, page
from tests.views.facts import rows_of
from views.gaps.kinds import KINDS

DAY = "2026-11-22"
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
CITIES = {row["id"]: row for row in rows_of("cities.csv")}
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
# The kinds that one cell of a table decides: kind to table, column and the value that says that nobody knows.
CELLS = {
    "no-evaluation": ("practices", "evidence_level", "none-found"),
    "no-year": ("practices", "start_year", ""),
    "no-status": ("practices", "status", "unknown"),
    "no-lead": ("practices", "lead_level", ""),
    "no-funding": ("practices", "funding", ""),
    "no-population": ("cities", "population_approx", ""),
    "no-application-date": ("provisions", "application_date", ""),
}
ABOUT = {"practices": "practices", "cities": "cities", "provisions": "provisions"}


@pytest.fixture(scope="module")
def overview(client: FlaskClient) -> Part:
    return page(client, f"/gaps?on={DAY}")


def missing(kind: str) -> list[dict[str, str]]:
    table, column, nothing = CELLS[kind]
    return [row for row in rows_of(f"{table}.csv") if row[column] == nothing]


def kinds(part: Part) -> dict[str, Part]:
    """The kinds that are counted, by their name in addresses."""
    return {each.links[0].query["kind"][0]: each for each in part.all("ul.gaps-kinds > li")}


def pages_of(client: FlaskClient, address: str) -> list[Part]:
    """The page and those that it leads on to."""
    found = [page(client, address)]
    while ahead := [link.href for link in found[-1].links if link.text == "Next page"]:
        found.append(page(client, ahead[0]))
    return found


def counted(label: str) -> tuple[str, int]:
    words, _, number = label.rpartition(" (")
    return words, int(number.rstrip(")").replace(",", ""))


@pytest.mark.parametrize("kind", CELLS)
def test_each_kind_says_how_many_of_how_many_and_what_its_being_missing_means(overview: Part, kind: str) -> None:
    table = CELLS[kind][0]
    item = kinds(overview)[kind]
    assert item.all(".gaps-count strong")[0].text == f"{len(missing(kind)):,}"
    assert item.all(".gaps-count span")[0].text == f"of {len(rows_of(f'{table}.csv')):,} {table}"
    assert item.all(".gaps-label")[0].text == KINDS[kind].label
    assert item.all(".note")[0].text == KINDS[kind].meaning


def test_every_kind_stands_once_in_the_fixed_order_counted_or_named_as_none(overview: Part) -> None:
    section = overview.all("#kinds")[0]
    shown = list(kinds(overview))
    order = [kind for kind in KINDS if kind in shown]
    groups = [KINDS[kind].about[0] for kind in shown]
    assert sorted(shown, key=lambda kind: (groups.index(KINDS[kind].about[0]), order.index(kind))) == shown
    none = "".join(each.text for each in section.all("p.note") if each.text.startswith("None here"))
    assert all(kind in shown or KINDS[kind].label in none for kind in KINDS)
    assert not any(KINDS[kind].label in none for kind in shown)
    heads = ["Practices", "Cities and countries", "Law", "Technologies", "The Partnership"]
    assert [each.text for each in section.all("h3")] == heads


def test_the_first_line_counts_gaps_and_things_and_says_what_unknown_means(overview: Part) -> None:
    total = sum(int(each.all("strong")[0].text.replace(",", "")) for each in kinds(overview).values())
    lede = overview.all(".lede")[0].text
    gaps, things = (int(each.replace(",", "")) for each in re.findall(r"([\d,]+) (?:gap|thing)s", lede))
    assert gaps >= total > 0 and 0 < things <= gaps
    assert "it does not mean that there is nothing" in lede


@pytest.mark.parametrize("kind", ["no-evaluation", "no-population", "no-application-date"])
def test_a_list_of_gaps_names_each_thing_once_by_name_with_what_is_missing_and_where(
    client: FlaskClient, kind: str
) -> None:
    table, column, _ = CELLS[kind]
    pages = pages_of(client, f"/gaps?kind={kind}&on={DAY}")
    found, rows, wanted = pages[0], [row for each in pages for row in each.table("Gaps")], missing(kind)
    singular = {"practices": "Practice", "cities": "City", "provisions": "Provision"}[table]
    address = {"practices": "/practices/", "cities": "/cities/", "provisions": "/laws/"}[table]
    assert found.all("h1")[0].text == KINDS[kind].label and KINDS[kind].meaning in found.text
    assert sorted(row["About"].links[0].path.removeprefix(address) for row in rows) == sorted(
        row["id"] for row in wanted
    )
    names = [row["About"].links[0].text.casefold() for row in rows]
    assert names == sorted(names) and found.all("#list-title")[0].text == f"{len(wanted)} gap{'s' * (len(wanted) > 1)}"
    lines = (ROOT / "data" / f"{table}.csv").read_text(encoding="utf-8").splitlines()
    for row in rows:
        identifier = row["About"].links[0].path.removeprefix(address)
        assert row["About"].all(".note")[0].text == singular
        assert row["What is missing"].text.startswith(KINDS[kind].label)
        file, line = re.findall(r"^(\w+)\.csv, line (\d+)", row["Where it would stand"].text)[0]
        assert file == table and lines[int(line) - 1].startswith(f"{identifier},")
        assert column in row["Where it would stand"].all(".note")[0].text
        assert row["Where it would stand"].links[0].path


def test_a_choice_stays_chosen_and_can_be_cleared_and_the_other_boxes_count_what_is_left(client: FlaskClient) -> None:
    found = page(client, f"/gaps?city=nice&kind=no-funding&on={DAY}")
    own = [row for row in PRACTICES.values() if "nice" in row["cities"].split(";")]
    assert {str(each.tag["value"]) for each in found.all("option[selected]")} == {"nice", "no-funding"}
    themes = Counter(theme for row in own if not row["funding"] for theme in row["themes"].split(";"))
    offered = {value: counted(label)[1] for value, label in found.choices("theme") if value}
    assert offered == themes and offered
    assert "within Nice" in found.all(".lede")[0].text
    assert any(link.text == "Clear filters" and set(link.query) <= {"on"} for link in found.links)
    chosen = [kind for kind, item in kinds(found).items() if item.tag.get("aria-current")]
    assert chosen == ["no-funding"]


def test_what_is_chosen_and_has_no_gap_stands_with_zero_and_is_explained(client: FlaskClient) -> None:
    city = next(name for name, row in CITIES.items() if row["population_approx"])
    found = page(client, f"/gaps?city={city}&kind=no-population&on={DAY}")
    selected = {str(each.tag["value"]): each.text for each in found.all("option[selected]")}
    assert selected == {city: f"{CITIES[city]['name']} (0)", "no-population": f"{KINDS['no-population'].label} (0)"}
    assert "No gap of this kind is known here." in found.text and not found.all("table")


@pytest.mark.parametrize("field", ["city", "theme", "act"])
def test_what_can_be_chosen_stands_by_name_and_the_places_with_most_come_first(overview: Part, field: str) -> None:
    offered = [(value, *counted(label)) for value, label in overview.choices(field) if value]
    names = [name.casefold() for _, name, _ in offered]
    assert names == sorted(names) and len(names) > 10
    known = {"city": {name: row["name"] for name, row in CITIES.items()},
             "act": {name: row["short_name"] for name, row in ACTS.items()}}  # fmt: skip
    assert all(known[field][value] == name for value, name, _ in offered if field in known)
    part = next(each for each in overview.all("#where section") if each.text.startswith(f"By {field}"))
    top = [(each.links[0].query[field][0], int(each.all(".count")[0].text.replace(",", ""))) for each in part.all("li")]
    numbers = {value: number for value, _, number in offered}
    assert top == [(value, numbers[value]) for value, _ in top] and len(top) > 1
    assert [number for _, number in top] == sorted(numbers.values(), reverse=True)[: len(top)]
    assert f"{len(numbers) - len(top)} more are in the form above." in part.text
