"""Whatever a table says on a page leads to its form there: at its field, filled in, with the source asked for."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from graph.forms.fields import Ask, fields_of
from graph.revision import Revision
from graph.settings import ROOT, Settings
from graph.tables.metadata import TableSchema, load_metadata
from tests.people.signing import browser_of, contributing, somebody
from views.gaps.kinds import KINDS

DATA: Final = ROOT / "data"
PAGES: Final = (
    "/practices/nice-school-vsa", "/practices/paca-lycee-frt", "/practices/amsterdam-crowd-monitoring",
    "/practices/porto-cctv",
    "/cities/nice", "/cities/paris", "/laws/32016R0679", "/laws/32024R1689", "/laws/32016R0679/art_9",
    "/laws/32024R1689/art_5", "/technologies/cctv-fixed", "/organisations/org-cnil", "/organisations/org-nice",
    "/actions/action-1", "/partnership/events/ev-public-session", "/data/legal-events/le-001",
)  # fmt: skip
LISTS: Final = ("/practices", "/laws", "/technologies", "/actions", "/calendar", "/transposition", "/partnership",
                "/partnership/seed", "/search?q=lighting")  # fmt: skip
NAMES: Final = {
    "cities": ("name",), "acts": ("short_name", "author"), "provisions": ("label",),
    "concepts": ("label",), "organisations": ("name", "own_name"), "sources": ("title", "publisher"),
    "events": ("name",), "actions": ("title",), "legal_events": ("authority_named",),
    "practice_notes": ("authority_named",), "practice_contacts": ("office",), "practices": ("title", "partners"),
    "partnership": ("source_title",),
}  # fmt: skip
"""What a page calls another thing by is corrected on the page of that thing."""
HOMES: Final = {"practices": "practices", "cities": "cities", "acts": "laws", "provisions": "laws",
                "concepts": "technologies", "organisations": "organisations", "events": "partnership/events",
                "actions": "actions"}  # fmt: skip
LEAST: Final = 40
NO_LONG_TEXT: Final = ("/organisations/org-nice",)
NO_STATEMENT: Final = "script, style, option, details.query, #citation, .contribution"
WITHOUT_SOURCE: Final = {"conflicts", "sources", "concepts"}
"""Tables whose rows name their sources claim by claim, are sources, or are words."""
OPENED: Final[set[tuple[str, str, str]]] = set()
"""What was opened from another page already: a form is the same for each row of a table."""
OFFICIAL: Final = re.compile(r"official address \(ELI\)|on EUR-Lex")


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = contributing(settings, tmp_path_factory.mktemp("statements"))
    for limiter in made.extensions.get("limiter", ()):
        limiter.enabled = False
    yield made
    made.extensions["openplaza"].close()


@pytest.fixture(scope="module")
def reader(app: Flask) -> FlaskClient:
    return browser_of(app, None)


@pytest.fixture(scope="module")
def ana(app: Flask) -> FlaskClient:
    return browser_of(app, somebody(app, name="Ana of the statements"))


@cache
def schemas() -> dict[str, TableSchema]:
    return {table.name: table for table in load_metadata(DATA / "csv-metadata.json") if len(table.keys) == 1}


@cache
def rows(table: str) -> dict[str, dict[str, str]]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        (key,) = schemas()[table].keys
        return {row[key]: row for row in csv.DictReader(file)}


@cache
def told() -> dict[str, list[tuple[str, str]]]:
    """Every longer text of the tables that is free text, with the rows (table and key) that say it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, schema in schemas().items():
        free = [each.name for each in schema.written if not each.scheme and each.name not in NAMES.get(name, ())]
        for key, row in rows(name).items():
            for column in free:
                text = " ".join(row[column].split())
                if len(text) >= LEAST and " " in text:
                    found.setdefault(text, []).append((name, key))
    return found


def main_of(reader: FlaskClient, address: str) -> Tag:
    answered = reader.get(address)
    assert answered.status_code == 200, address
    main = BeautifulSoup(answered.text, "html.parser").main
    assert isinstance(main, Tag)
    for each in main.select(NO_STATEMENT):
        each.decompose()
    return main


def row_of(pencil: Tag) -> tuple[str, str]:
    table, _, key = parse_qs(urlsplit(str(pencil["href"])).query)["row"][0].partition(".csv/")
    return table, key


def words_of(part: Tag) -> str:
    return " ".join(part.get_text(" ").split())


def stands_with_its_page(main: Tag, text: str, says: list[tuple[str, str]]) -> bool:
    """Whether the text stands in an item that leads to the page of the thing which it is about."""
    abouts = [("acts", rows(table)[key]["act"]) if table == "act_scope" else (table, key) for table, key in says]
    if any(table in ("act_scope", "technology_rules") for table, _ in says):
        abouts.append(("practices", ""))  # a practice tells its rules, with the way to correct each
    names = [(HOMES[table], re.escape(key) if key else "[^/?]+") for table, key in abouts if table in HOMES]
    homes = [re.compile(rf"/{collection}/{name}(?:[?#]|$)") for collection, name in names]
    items = [item for item in main.select("li, tr, article, section.panel, .law-act-name") if text in words_of(item)]
    return any(home.search(str(link["href"])) for item in items for link in item.select("a[href]") for home in homes)


@pytest.mark.parametrize("address", [*PAGES, *LISTS])
def test_what_a_table_says_on_a_page_is_corrected_there_or_on_the_page_beside_it(
    reader: FlaskClient, address: str
) -> None:
    main = main_of(reader, address)
    ways = {row_of(each) for each in main.select("a.correct")}
    assert all(each.get("aria-label") for each in main.select("a.correct"))
    for link in main.select("a[href]:not(.correct), h1"):
        if address not in LISTS:
            link.append("¦")
    words = words_of(main)
    shown: dict[str, list[tuple[str, str]]] = {}
    for text in sorted(told(), key=len, reverse=True):
        if text in words:
            shown[text], words = told()[text], words.replace(text, "¦")
    assert shown or address in NO_LONG_TEXT
    closed = {text: says for text, says in shown.items() if not ways & set(says)}
    left = [(says, text) for text, says in closed.items() if not stands_with_its_page(main, text, says)]
    assert left == []


def facts_of(main: Tag) -> list[tuple[str, Tag]]:
    """The facts of the page itself: each term, and the part in which it stands."""
    return [(words_of(each.dt), each) for each in main.select("dl.facts > div") if isinstance(each.dt, Tag)]


@pytest.mark.parametrize("address", PAGES)
def test_every_fact_step_and_source_of_a_page_has_the_way_to_its_correction(reader: FlaskClient, address: str) -> None:
    main = main_of(reader, address)
    closed = [term for term, fact in facts_of(main) if not fact.select("a.correct")]
    # The page of all that is stated about a thing begins with its address, which the base of the site gives.
    assert closed == (["Identifier"] if address.startswith("/data/") else [])
    for step in main.select("ol.story > li, ol.sources > li"):
        assert step.select("a.correct") or OFFICIAL.search(words_of(step)) or step.select(".law-rules"), words_of(step)


def asked(pencil: Tag) -> tuple[str, str, str, str]:
    """The table, the key, the column and the new kind that a pencil asks for."""
    given = parse_qs(urlsplit(str(pencil["href"])).query)
    return (*row_of(pencil), *(given.get(name, [""])[0] for name in ("column", "add")))  # type: ignore[return-value]


def values_in(form: Tag, column: str) -> set[str]:
    """What a form shows as the value of a column, whatever kind of field asks it."""
    found = set()
    for field in form.select(f"[name='f.{column}'], [name='t.{column}']"):
        if field.name == "textarea":
            found |= {words_of(field), *(" ".join(each.split()) for each in field.get_text().split("\n"))}
        elif field.name == "select":
            found |= {str(each["value"]) for each in field.select("option[selected]")}
        elif field.get("type") not in ("checkbox", "radio") or field.has_attr("checked"):
            found.add(str(field.get("value", "")))
    return found - {""}


def holds(shown: set[str], text: str, schema: TableSchema, column: str) -> bool:
    """Whether a form shows the text of a cell: as it is, value by value, or, for another row, by the name of that."""
    parts = {" ".join(each.split()) for each in ([text] if text in shown else text.split(";"))} - {""}
    return parts <= shown or (column in schema.references and bool(shown) == bool(parts))


def never_asked(table: str) -> set[str]:
    """The columns of a table that no form asks for."""
    return {each.name for each in fields_of(schemas()[table]) if each.ask is Ask.NEVER}


def is_at(form: Tag, column: str, table: str) -> bool:
    """Whether the field of a column has the focus; that of the source column is the address of a new source."""
    names = {f"f.{column}", f"t.{column}"}
    if column in schemas()[table].references and schemas()[table].references[column][0] == "sources.csv":
        names |= {"s.0.url"}
    return any(each.get("name") in names for each in form.select("[autofocus]"))


@pytest.mark.parametrize("address", [*PAGES, *LISTS])
def test_each_way_of_a_page_opens_the_form_of_its_row_filled_in_at_its_field_with_the_source_asked_for(
    reader: FlaskClient, ana: FlaskClient, address: str
) -> None:
    pencils = {asked(each) for each in main_of(reader, address).select("a.correct")}
    by_kind = {(table, column, add): (table, key, column, add) for table, key, column, add in sorted(pencils)
               if (table, column, add) not in OPENED}  # fmt: skip
    assert pencils or address in LISTS, address
    OPENED.update(by_kind)
    for table, key, column, add in by_kind.values():
        query = {name: text for name, text in (("row", f"{table}.csv/{key}"), ("column", column), ("add", add)) if text}
        opened = ana.get("/contribute/correct", query_string=query, follow_redirects=True)
        page = BeautifulSoup(opened.text, "html.parser")
        form = page.select_one("form.contribute")
        assert opened.status_code == 200 and form is not None, query
        if column in never_asked(table):
            # No form changes a name that other rows use: what is wrong with it is reported, by what it says.
            assert form.select("[name='text']") and rows(table)[key][column] in words_of(page), query
            continue
        assert table in WITHOUT_SOURCE or form.select("[name='s.0.url']"), query
        assert form.select("[name='why']"), query
        if add:
            continue
        assert key in rows(table), query
        if column:
            assert is_at(form, column, table), query
        for name in [column] if column else [each.name for each in schemas()[table].written][1:4]:
            if form.select(f"[name='f.{name}'], [name='t.{name}']"):
                assert holds(values_in(form, name), rows(table)[key][name], schemas()[table], name), (query, name)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_gap_opens_the_form_that_fills_it(reader: FlaskClient, ana: FlaskClient, kind: str) -> None:
    page = main_of(reader, f"/gaps?kind={kind}")
    table = page.select("tbody tr")
    assert table or "No gap of this kind is known here." in page.text
    for gap in table[:2]:
        (pencil,) = gap.select("a.correct")
        opened = ana.get(str(pencil["href"]), follow_redirects=True)
        form = BeautifulSoup(opened.text, "html.parser").select_one("form.contribute")
        assert opened.status_code == 200 and form is not None, pencil["href"]
        assert form.select("[name='s.0.url']")
        about, _, column, add = asked(pencil)
        assert add or not column or is_at(form, column, about), pencil["href"]
