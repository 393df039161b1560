"""Practices and cities side by side, as a person reads the four parts of the page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.law_tables import practice_decided
from tests.reading import Part, citation_order, page
from tests.views.compare.cells import held_by_several, lines, plain, value_of, values
from tests.views.facts import rows_of

DAY = "2026-11-22"
NAMES = ["nice-school-vsa", "paca-lycee-frt", "lecce-frt"]
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
CITIES = {row["id"]: row for row in rows_of("cities.csv")}
COUNTRIES = {row["id"]: row["name"] for row in rows_of("countries.csv")}
RULES = rows_of("technology_rules.csv")
PROVISIONS = {row["id"]: row for row in rows_of("provisions.csv")}
SOURCES = {row["id"]: row for row in rows_of("sources.csv")}
# What is told in words, and what leads to a page of the thing or to the practices that share it.
TEXTS = {"Partners": "partners", "What was measured": "evaluation",
         "Problem in words": "target_problem", "Legal issue, as recorded": "legal_issue"}  # fmt: skip
LINKED = {"Place": ("cities", "cities"), "Technologies": ("technologies_concepts", "technologies")}
FILTERED = {"Themes": ("themes", "theme"), "Core area": ("core_area", "core_area")}
CODED = {"Status": ("status", "status"), "How it was looked at": ("evidence_level", "evidence"),
         "Legal outcome": ("legal_outcome", "outcome")}  # fmt: skip
NOT_KNOWN = {"unknown", "not-read", ""}
Row = dict[str, Part]


def address(*things: str, kind: str = "practices", more: str = "") -> str:
    return f"/compare?{'&'.join(f'thing={kind}/{each}' for each in things)}&on={DAY}{more}"


@pytest.fixture(scope="module")
def compared(client: FlaskClient) -> Part:
    return page(client, address(*NAMES))


@pytest.fixture(scope="module")
def cities(client: FlaskClient) -> Part:
    return page(client, address("nice", "mechelen", kind="cities"))


def listed(text: str) -> list[str]:
    return [each for each in text.split(";") if each]


def test_each_column_is_a_thing_in_the_order_asked_with_its_letter_place_and_page(compared: Part) -> None:
    for table in compared.all("table"):
        heads = [each.text for each in table.all("thead th")][1:]
        assert heads == [f"{letter} {PRACTICES[name]['title']}" for letter, name in zip("ABC", NAMES, strict=True)]
    entries = compared.all("ul.legend > li")
    assert [each.links[0].path for each in entries] == [f"/practices/{name}" for name in NAMES]
    for entry, name in zip(entries, NAMES, strict=True):
        for city in listed(PRACTICES[name]["cities"]):
            assert f"{CITIES[city]['name']}, {COUNTRIES[CITIES[city]['country']]}" in entry.all(".note")[0].text


def test_who_pays_is_told_by_its_payments_and_in_words_where_there_are_none(client: FlaskClient) -> None:
    shown = page(client, address("turin-tonite", "malmo-sluta-skjut", "paca-lycee-frt", "lille-stop-on-demand"))
    _, cells = lines(shown, "What is known of each")["Funding"]
    river, police, school, nobody = ([plain(each) for each in values(cell)] for cell in cells)
    uia = "Urban Innovative Actions (European Regional Development Fund)"
    assert river == [f"€5,800,000 for the whole project, with money from: {uia}", f"€4,640,000 from: {uia}"]
    assert police[0].startswith("Internal Security Fund; pilot part-funded by") and "not known: the amount" in police[0]
    assert police[1:] == ["police, city and probation budgets; evaluation financed by Brå"]
    assert school == [PRACTICES["paca-lycee-frt"]["funding"]] and nobody == []


def test_a_column_can_be_moved_and_taken_out_and_all_else_stays(compared: Part) -> None:
    first, second, third = compared.all("ul.legend > li")
    moves = {link.text: link for link in second.links}
    one, two, three = (f"practices/{name}" for name in NAMES)
    assert moves["Move left"].query == {"thing": [two, one, three], "on": [DAY]}
    assert moves["Take out"].query == {"thing": [one, three], "on": [DAY]}
    assert "Move left" not in [link.text for link in first.links]
    assert third.links[-1].query["thing"] == [one, two]


def test_every_cell_holds_what_the_table_says_of_its_practice(compared: Part) -> None:
    found = lines(compared, "What is known of each")
    for number, name in enumerate(NAMES):
        row = PRACTICES[name]
        cell = {feature: values(cells[number]) for feature, (_, cells) in found.items()}
        for feature, column in TEXTS.items():
            told = sorted(part.strip() for each in cell[feature] for part in listed(plain(each)))
            assert told == sorted(part.strip() for part in listed(row[column])), (name, feature)
        for feature, (column, kind) in LINKED.items():
            paths = sorted(each.links[0].path for each in cell[feature])
            assert paths == sorted(f"/{kind}/{each}" for each in listed(row[column])), (name, feature)
        for feature, (column, field) in FILTERED.items():
            chosen = sorted(each.links[0].query[field][0] for each in cell[feature])
            assert chosen == sorted(listed(row[column])), (name, feature)
            assert {each.links[0].path for each in cell[feature]} == {"/practices"}
        assert [plain(each) for each in cell["Country"]] == [COUNTRIES[row["country"]]]
        for feature, (column, kind) in CODED.items():
            looks = [each.tag["class"][-1] for value in cell[feature] for each in value.all(".tag") if each.text]
            assert looks == [f"tag-{kind}-{each}" for each in [row[column]] if each not in NOT_KNOWN], (name, feature)
        assert all(year in cell["Years"][0].text for year in (row["start_year"], row["end_year"]))
        people = [CITIES[city]["population_approx"] for city in listed(row["cities"])]
        assert len(cell["Population"]) == len([each for each in people if each])
        assert all(any(f"{int(each):,}" in value.text for value in cell["Population"]) for each in people if each)


def test_with_several_places_each_number_of_people_names_its_place(compared: Part) -> None:
    _, cells = lines(compared, "What is known of each")["Population"]
    several = [plain(each) for each in values(cells[NAMES.index("paca-lycee-frt")])]
    names = [CITIES[city]["name"] for city in listed(PRACTICES["paca-lycee-frt"]["cities"])]
    assert len(names) > 1 and sorted(each.partition(":")[0] for each in several) == sorted(names)


def test_a_row_says_whether_its_cells_are_the_same_and_who_has_what_several_have(
    client: FlaskClient, compared: Part
) -> None:
    states, met = set(), set()
    for shown in (compared, page(client, address(NAMES[0], NAMES[2]))):
        told_of = held_by_several(shown)
        for feature, (state, cells) in lines(shown, "What is known of each").items():
            keys = [{value_of(each) for each in values(cell)} for cell in cells]
            shared, same = set.intersection(*keys), all(each == keys[0] for each in keys)
            if feature not in TEXTS:
                told = "Same" if same else "Partly the same" if shared else "Differs"
                assert state == (told if all(keys) else "Not recorded for all" if any(keys) else ""), feature
            holders = {
                value: {letter for letter, key in zip("ABC", keys, strict=False) if value in key}
                for value in set.union(*keys)
            }
            # The state of a row that is the same says it once, and no two texts are held to be the same.
            silent = feature in TEXTS or state == "Same"
            expected = {value: found for value, found in holders.items() if len(found) > 1 and not silent}
            assert told_of.get(feature, {}) == expected, feature
            met |= {len(found) for found in expected.values()}
            states.add(state)
    assert {"Same", "Partly the same", "Differs", "Not recorded for all"} <= states
    assert met


def test_only_differences_says_how_many_rows_it_left_out_and_the_whole_can_be_had_again(
    client: FlaskClient, compared: Part
) -> None:
    short = page(client, address(*NAMES, more="&only=differences"))
    all_rows, shown = (lines(each, "What is known of each") for each in (compared, short))
    left = {feature for feature, (state, cells) in all_rows.items()
            if state == "Same" or not any(values(cell) for cell in cells)}  # fmt: skip
    assert left and shown.keys() == all_rows.keys() - left
    assert f"{len(left)} row" in short.all("p.toggle")[0].text
    assert "only" not in short.all("p.toggle")[0].links[0].query
    assert compared.all("p.toggle")[0].links[0].query["only"] == ["differences"]


def test_legal_events_stand_in_time_order_numbered_and_what_has_no_day_last(compared: Part) -> None:
    letters = dict(zip(NAMES, "ABC", strict=True))
    wanted = [row for row in rows_of("legal_events.csv") if row["practice"] in NAMES and row["date"] <= DAY]
    wanted.sort(key=lambda row: (not row["date"], row["date"], row["id"]))
    shown = compared.section("What courts and authorities said").all("ol.events > li")
    assert len(shown) == len(wanted) > 3
    for number, (row, each) in enumerate(zip(wanted, shown, strict=True), 1):
        assert each.tag["id"] == f"event-{row['id']}" and each.all(".number")[0].text == str(number)
        assert each.all(".letter")[0].text == letters[row["practice"]]
        assert row["summary"] in each.text and (row["authority_named"] or "Authority not named") in each.text
        assert (row["date"][:4] or "Date not stated") in each.all("strong")[0].text
        assert [badge.lower().replace(" ", "-") for badge in each.badges] == [row["outcome"]]
        assert any("From memory" in mark for mark in each.marks) == (row["basis"] == "general-knowledge")


def test_every_event_with_a_day_is_drawn_by_its_number_and_leads_to_its_words(compared: Part) -> None:
    section = compared.section("What courts and authorities said")
    dated = [each for each in section.all("ol.events > li") if "Date not stated" not in each.text]
    points = {each.tag["href"]: each.all("text")[0].text for each in section.all("svg a") if each.all("circle")}
    assert points == {f"#{each.tag['id']}": each.all(".number")[0].text for each in dated}


def test_later_events_are_counted_and_not_told(client: FlaskClient) -> None:
    day = "2022-01-01"
    part = page(client, address(*NAMES).replace(DAY, day)).section("What courts and authorities said")
    events = [row for row in rows_of("legal_events.csv") if row["practice"] in NAMES]
    later = [row for row in events if row["date"] > day]
    assert later and len(part.all("ol.events > li")) == len(events) - len(later) > 0
    assert f"{len(later)} of a later day than 1 January 2022" in part.text


def law_rows(part: Part) -> dict[str, tuple[Part, list[Part]]]:
    found = {}
    for row in part.section("What governs them").all("tbody tr:not(.compare-group)"):
        head, *cells = [Part(each) for each in row.tag.find_all(["th", "td"], recursive=False)]
        found[head.links[0].path.removeprefix("/laws/")] = (head, cells)
    assert found
    return found


def test_what_governs_each_is_in_its_column_with_its_effect_or_as_depending_on_a_fact(compared: Part) -> None:
    decided = {name: practice_decided(PRACTICES[name], DAY) for name in NAMES}
    rows = law_rows(compared)
    assert set(rows) == {found[0] for each in decided.values() for found in each} != set()
    for provision, (_, cells) in rows.items():
        for name, cell in zip(NAMES, cells, strict=True):
            standings = {found[4] for found in decided[name] if found[0] == provision}
            shown = {badge for badge in cell.badges if badge != "Depends on a fact"}
            assert bool(shown) == ("holds" in standings), (provision, name)
            assert ("Depends on a fact" in cell.badges) == ("question" in standings), (provision, name)
            assert bool(standings) == ("No rule" not in cell.text), (provision, name)


def test_a_provision_says_whether_its_effects_are_the_same_and_whether_it_is_from_memory(compared: Part) -> None:
    told = set()
    for name, (head, cells) in law_rows(compared).items():
        effects = [sorted(cell.badges) for cell in cells]
        state = head.all(".state")[0].text
        assert state == ("Same" if all(each == effects[0] for each in effects) else "Differs"), name
        bases = {rule["basis"] for rule in RULES if rule["provision"] == name} | {PROVISIONS[name]["basis"]}
        marked = any("From memory" in mark for mark in head.marks)
        assert marked or bases != {"general-knowledge"}, name
        assert not marked or "general-knowledge" in bases, name
        told |= {state, f"marked: {marked}"}
    assert told == {"Same", "Differs", "marked: True", "marked: False"}


def test_acts_with_most_provisions_stand_first_and_articles_in_their_order(compared: Part) -> None:
    groups = compared.section("What governs them").all("tbody")
    names = [[row.links[0].path.removeprefix("/laws/") for row in each.all("tr")] for each in groups]
    assert len(names) > 2 and sorted(map(len, names), reverse=True) == list(map(len, names))
    for act, *provisions in names:
        assert provisions and all(each.startswith(f"{act}/") for each in provisions)
        articles = [each for each in provisions if "/art_" in each]
        assert articles == sorted(articles, key=citation_order)
    count = sum(len(each) - 1 for each in names)
    assert f"{count} provisions of {len(names)} acts" in compared.section("What governs them").text


def test_each_thing_names_its_sources_with_address_and_publisher(compared: Part) -> None:
    parts = compared.all("div.trust > div")
    assert [each.all("h3")[0].text.split(" ")[0] for each in parts] == ["A", "B", "C"]
    for name, part in zip(NAMES, parts, strict=True):
        wanted = {SOURCES[each]["url"]: SOURCES[each] for each in listed(PRACTICES[name]["source_ids"])}
        items = {each.links[0].href: each.text for each in part.all("ul.sources li")}
        assert items.keys() == wanted.keys() and items
        assert all(row["publisher"] in items[url] and row["title"] in items[url] for url, row in wanted.items())


def test_a_city_counts_how_many_of_its_practices_have_a_value_the_most_frequent_first(cities: Part) -> None:
    found = lines(cities, "What is known of each")
    for number, city in enumerate(("nice", "mechelen")):
        own = [row for row in PRACTICES.values() if city in listed(row["cities"])]
        items = values(found["Themes"][1][number])
        numbers = [int(each.all(".count")[0].text.strip("()")) for each in items]
        slugs = [each.links[0].query["theme"][0] for each in items]
        assert numbers == [sum(slug in listed(row["themes"]) for row in own) for slug in slugs] and numbers
        assert numbers == sorted(numbers, reverse=True)
        practices = values(found["Practices"][1][number])
        assert sorted(each.links[0].path for each in practices) == sorted(f"/practices/{row['id']}" for row in own)
        titles = [each.text for each in practices]
        assert titles == sorted((row["title"] for row in own), key=str.casefold)


def test_what_goes_with_one_practice_is_offered_the_most_alike_first(client: FlaskClient) -> None:
    chosen = PRACTICES[NAMES[0]]
    items = page(client, f"/compare?thing=practices/{NAMES[0]}&on={DAY}").section("Beside").all("li")
    numbers = []
    for each in items:
        one, other = (path.removeprefix("practices/") for path in each.links[0].query["thing"])
        assert one == NAMES[0] != other and each.links[0].text == PRACTICES[other]["title"]
        columns = ("technologies_concepts", "themes", "problems")
        shared = sum(len({*listed(chosen[column])} & {*listed(PRACTICES[other][column])}) for column in columns)
        assert each.all(".note")[0].text == f"{shared} technologies, themes and problems in common"
        numbers.append(shared)
    assert len(numbers) > 1 and numbers == sorted(numbers, reverse=True)


def test_a_ready_comparison_leads_to_practices_with_the_technology_that_names_it(client: FlaskClient) -> None:
    labels = {row["label"]: row["id"] for row in rows_of("concepts.csv")}
    items = page(client, f"/compare?on={DAY}").section("What the law said").all("li")
    assert items
    for each in items:
        names = [path.removeprefix("practices/") for path in each.links[0].query["thing"]]
        technology = labels[each.links[0].text]
        assert len(names) > 1
        assert all(technology in listed(PRACTICES[name]["technologies_concepts"]) for name in names)
        assert each.all(".note")[0].text == "; ".join(PRACTICES[name]["title"] for name in names)
