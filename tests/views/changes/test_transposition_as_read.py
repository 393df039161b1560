"""What EU law leaves to national law, as a person reads the matrix and the list below it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

import pytest
from flask.testing import FlaskClient

from tests.law_tables import levels, parts, scope_rows
from tests.reading import Part, citation_order, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
COUNTRIES = {row["id"]: row for row in rows_of("countries.csv")}
Rows = list[dict[str, Part]]
KNOWN, NOT_RECORDED, OPEN, NOT_BOUND = STATES = (
    r"\d+ measures? known", "not recorded", "whether it is bound is open: ", "not bound: ",
)  # fmt: skip
"""What a cell may say, in the order of the key."""
NO_MEMBER = "not bound: (no member state on this day|law of the Union held there until .+)"
EMPTY = "(not recorded|whether it is bound is open: .|not bound: .)"


@pytest.fixture(scope="module")
def whole(client: FlaskClient) -> Part:
    return page(client, f"/transposition?on={DAY}")


@pytest.fixture(scope="module")
def matrix(whole: Part) -> Rows:
    return whole.table("National measures known")


def measures() -> dict[tuple[str, str], list[dict[str, str]]]:
    """National acts made by the day that carry out an EU act or provision, by that and by the country's name."""
    names = {row["jurisdiction"]: row["name"] for row in COUNTRIES.values()}
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows_of("act_relations.csv"):
        act, target = ACTS[row["subject"]], ACTS[row["object"]]
        national = target["jurisdiction"] == "EU" != act["jurisdiction"]
        made = (act["date_document"] or act["date_in_force"]) <= DAY <= (act["date_end_of_validity"] or DAY)
        if row["predicate"] in ("transposes", "implements") and national and made:
            country = names[act["jurisdiction"].split("-")[0]]
            found.setdefault((row["object_provision"] or row["object"], country), []).append(row)
    return found


def target(row: dict[str, Part]) -> str:
    return row["Act or clause"].links[0].query["act"][0]


def cells(row: dict[str, Part]) -> dict[str, Part]:
    """The cells of a row by the code of the country."""
    return {code: cell for code, cell in row.items() if code in COUNTRIES}


def in_union(country: dict[str, str]) -> bool:
    return bool(country["eu_member_from"]) and (country["eu_member_to"] or DAY) >= DAY


def told(cell: Part) -> str:
    """What a cell says to who cannot see its colour."""
    return str(cell.all("a")[0].tag["aria-label"])


def state(cell: Part) -> str:
    """What a cell says of its country, without the reason and the practices."""
    words = told(cell).partition(": ")[2]
    return next(each for each in STATES if re.match(each, words))


def named_by_scope(name: str) -> dict[str, list[dict[str, str]]]:
    """The scope rows of a law, and of what holds it, by each country that they name."""
    found: dict[str, list[dict[str, str]]] = {}
    for level in levels(name):
        for row in scope_rows(level) if level else ():
            for place in parts(row["place"]):
                found.setdefault(place, []).append(row)
    return found


def leaves_out_everybody(row: dict[str, str]) -> bool:
    return row["effect_on_rules"] == "veto" and row["actor"] == row["purpose"] == "any" and not row["to"]


def test_each_cell_counts_the_measures_of_the_country_in_its_head(matrix: Rows) -> None:
    known = measures()
    assert matrix and known
    for row in matrix:
        assert list(cells(row)) == sorted(COUNTRIES)
        for code, cell in cells(row).items():
            number = len(known.get((target(row), COUNTRIES[code]["name"]), []))
            words = f"{number} measure{'' if number == 1 else 's'} known"
            assert re.match(rf"{re.escape(COUNTRIES[code]['name'])}: {words if number else EMPTY}", told(cell))
            assert cell.text == (str(number) if number else "?" if state(cell) == OPEN else "")
    shown = {target(row) for row in matrix}
    assert {name for name, _ in known} <= shown


def test_an_empty_cell_says_not_recorded_of_a_member_and_why_of_every_other_country(matrix: Rows) -> None:
    seen = set()
    for row in matrix:
        named = named_by_scope(target(row))
        for code, cell in cells(row).items():
            words = re.sub(r", \d+ practices? under it$", "", told(cell).partition(": ")[2])
            rules = named.get(code, [])
            if state(cell) == KNOWN:
                continue
            seen.add(state(cell))
            if any(leaves_out_everybody(rule) for rule in rules):
                assert state(cell) == NOT_BOUND, told(cell)
            if any(rule["condition"] in words for rule in rules):
                continue
            plain = NOT_RECORDED if in_union(COUNTRIES[code]) else NO_MEMBER
            assert re.fullmatch(plain, words), told(cell)
    assert seen == {NOT_RECORDED, OPEN, NOT_BOUND}


def test_each_cell_leads_to_its_act_and_country_on_the_same_day(matrix: Rows) -> None:
    assert matrix
    for row in matrix:
        for code, cell in cells(row).items():
            assert cell.links[0].query == {"act": [target(row)], "country": [code], "on": [DAY]}


def test_the_key_counts_the_cells_of_the_matrix(whole: Part, matrix: Rows) -> None:
    states = [state(cell) for row in matrix for cell in cells(row).values()]
    numbers = [
        int(re.findall(r": ([\d,]+)", each.text)[0].replace(",", "")) for each in whole.all("ul.matrix-legend li")[:4]
    ]
    assert numbers == [states.count(each) for each in STATES] and all(numbers)
    assert sum(numbers) == len(matrix) * len(COUNTRIES)


def test_a_dot_stands_where_practices_fall_under_it_and_only_there(matrix: Rows) -> None:
    dotted = [told(cell) for row in matrix for cell in cells(row).values() if cell.all(".matrix-dot")]
    plain = [told(cell) for row in matrix for cell in cells(row).values() if not cell.all(".matrix-dot")]
    assert dotted and all(re.search(r", \d+ practices? under it$", each) for each in dotted)
    assert plain and not any("under it" in each for each in plain)


def test_whole_acts_stand_first_by_name_then_clauses_by_act_and_article(matrix: Rows) -> None:
    names = [target(row) for row in matrix]
    acts = [name for name in names if name in ACTS]
    clauses = [name for name in names if name not in ACTS]
    assert acts and clauses and names == [*acts, *clauses]
    assert acts == sorted(acts, key=lambda name: ACTS[name]["short_name"].casefold())
    of = {name: next(act for act in ACTS if name.startswith(f"{act}/")) for name in clauses}
    order = [(ACTS[of[name]]["short_name"].casefold(), citation_order(name)) for name in clauses]
    assert order == sorted(order)


def test_an_act_says_by_when_it_was_or_is_due(matrix: Rows) -> None:
    due = 0
    for row in matrix:
        act = ACTS.get(target(row))
        if act and act["transposition_deadline"]:
            word = "deadline passed on" if act["transposition_deadline"] <= DAY else "due by"
            assert row["Act or clause"].all(".note")[0].text.startswith(word)
            assert act["transposition_deadline"][:4] in row["Act or clause"].all(".note")[0].text
            due += 1
    assert due
    assert "deadline not recorded" in {row["Act or clause"].all(".note")[0].text for row in matrix}


def test_the_list_says_in_words_what_the_matrix_shows(whole: Part, matrix: Rows) -> None:
    entries = whole.all("article.matrix-entry")
    assert [each.links[0].path for each in entries] == [f"/laws/{target(row)}" for row in matrix]
    for row, entry in zip(matrix, entries, strict=True):
        by_state = {each: [code for code, cell in cells(row).items() if state(cell) == each] for each in STATES}
        heads = [next(name for name in names(COUNTRIES) if each.text.startswith(name)) for each in entry.all("dt")]
        assert sorted(heads) == names(by_state[KNOWN])
        lists = re.split(r"(?:Not recorded|Practices fall under it in):", entry.all("p")[-1].text)[1:]
        practised = [code for code in by_state[NOT_RECORDED] if "under it" in told(cells(row)[code])]
        told_of = [each.strip(" .").split(", ") for each in lists]
        assert told_of == [names(each) for each in (by_state[NOT_RECORDED], practised) if each]
        for term, codes in (("Open whether they are bound", by_state[OPEN]), ("Not bound", by_state[NOT_BOUND])):
            told_apart = [each.text for each in entry.all("ul.link-list > li") if each.text.startswith(f"{term}:")]
            assert sorted(name for each in told_apart for name in each.split(": ")[1].split(", ")) == names(codes)
            assert all(each.split(": ", 2)[2].strip() for each in told_apart), "each says why"


def names(codes: Iterable[str]) -> list[str]:
    return sorted(COUNTRIES[code]["name"] for code in codes)


def test_a_measure_names_the_national_act_with_its_kind_and_whether_it_is_from_memory(whole: Part) -> None:
    found = measures()
    seen = 0
    for entry in whole.all("article.matrix-entry"):
        name = entry.links[0].path.removeprefix("/laws/")
        for country, value in zip(entry.all("dt"), entry.all("dd"), strict=True):
            land = next(each for each in names(COUNTRIES) if country.text.startswith(each))
            wanted = {row["subject_provision"] or row["subject"]: row for row in found[name, land]}
            items = value.all("li")
            assert sorted(each.links[0].path for each in items) == sorted(f"/laws/{each}" for each in wanted)
            for item in items:
                row = wanted[item.links[0].path.removeprefix("/laws/")]
                assert ACTS[row["subject"]]["short_name"] in item.links[0].text
                assert row["predicate"] in item.all(".note")[0].text
                assert any("From memory" in mark for mark in item.marks) == (row["basis"] == "general-knowledge")
                seen += 1
    assert seen == sum(map(len, found.values()))


def test_countries_are_offered_by_name_and_what_is_chosen_stays_chosen(client: FlaskClient) -> None:
    chosen = page(client, f"/transposition?on={DAY}&country=FR&act=32016L0680")
    names = [label for value, label in chosen.choices("country") if value]
    assert names == sorted(row["name"] for row in COUNTRIES.values())
    selected = {str(each.tag["value"]) for each in chosen.all("option[selected]")}
    assert selected == {"FR", "32016L0680", ""} and not chosen.all("table")
    assert [each.text for each in chosen.all("article.matrix-entry dt")] == ["France"]


@pytest.mark.parametrize(("show", "clause"), [("acts", False), ("clauses", True)])
def test_only_acts_or_only_clauses_can_be_shown(client: FlaskClient, show: str, clause: bool) -> None:
    rows = page(client, f"/transposition?on={DAY}&show={show}").table("National measures known")
    assert rows and all((target(row) not in ACTS) == clause for row in rows)


def test_a_measure_counts_from_the_day_on_which_it_was_made_and_not_before(client: FlaskClient) -> None:
    row = next(
        row
        for rows in measures().values()
        for row in rows
        if ACTS[row["object"]]["date_document"] < ACTS[row["subject"]]["date_document"]
        if "" < ACTS[row["subject"]]["date_document"] < ACTS[row["subject"]]["date_in_force"]
        if not row["object_provision"] and not row["subject_provision"]
    )
    made = datetime.date.fromisoformat(ACTS[row["subject"]]["date_document"])
    for day, known in ((made, True), (made - datetime.timedelta(days=1), False)):
        found = page(client, f"/transposition?on={day}&act={row['object']}")
        named = [link.path for each in found.all("article.matrix-entry dd") for link in each.links]
        assert (f"/laws/{row['subject']}" in named) == known
