"""What changed between two days, for every scope, beside what the tables give when they are read without the graph."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from graph.store.embedded import EmbeddedStore
from tests.views.facts import rows_of

FIRST, LAST, END = "2019-10-09", "2026-11-22", "9999"
HTML = {"Accept": "text/html"}
SCOPES = ["", "laws/32024R1689", "laws/be-camera-act-2007", "technologies/anpr", "technologies/cctv-fixed",
          "practices/paris-2024-vsa", "cities/nice"]  # fmt: skip
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
PROVISIONS = {row["id"]: row for row in rows_of("provisions.csv")}
RULES = rows_of("technology_rules.csv")
BROADER = {row["id"]: row["broader"] for row in rows_of("concepts.csv")}
PRACTICES = {row["id"]: row for row in rows_of("practices.csv")}
Told = set[tuple[str, str]]
LINKS = (("practice_legislation_join.csv", "provisions"), ("legal_events.csv", "provision"),
         ("declared_basis.csv", "provision"))  # fmt: skip
GOVERNED = """
    PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
    SELECT DISTINCT ?practice ?provision ?rule WHERE {
      ?governance a op:Governance ; op:governs/dcterms:identifier ?practice ;
        op:byProvision/dcterms:identifier ?provision .
      OPTIONAL { ?governance op:byRule/dcterms:identifier ?rule }
    }"""


def items(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def wide(concept: str) -> set[str]:
    return {concept}.union(*(wide(each) for each in items(BROADER.get(concept, ""))))


class Governed:
    """The provisions and rules that the graph says govern a practice, on any day."""

    def __init__(self, store: EmbeddedStore) -> None:
        self.provisions: dict[str, set[str]] = {}
        self.rules: dict[str, set[str]] = {}
        for row in store.select(GOVERNED).rows:
            practice = str(row["practice"])
            self.provisions.setdefault(practice, set()).add(str(row["provision"]))
            if row["rule"]:
                self.rules.setdefault(practice, set()).add(str(row["rule"]))


@pytest.fixture(scope="module")
def governed(store: EmbeddedStore) -> Governed:
    return Governed(store)


def rules_of(scope: str, governed: Governed) -> list[dict[str, str]]:
    """The rules that a scope has: those at the law, for the technology, or that govern the practices."""
    kind, _, name = scope.partition("/")
    if kind == "laws":
        return [rule for rule in RULES if name in (rule["provision"], PROVISIONS[rule["provision"]]["act"])]
    if kind == "technologies":
        return [rule for rule in RULES if rule["concept"] in wide(name)]
    held = {rule for each in practices_of(scope) for rule in governed.rules.get(each["id"], ())}
    return [rule for rule in RULES if rule["id"] in held] if scope else RULES


def practices_of(scope: str) -> list[dict[str, str]]:
    kind, _, name = scope.partition("/")
    if kind == "cities":
        return [row for row in PRACTICES.values() if name in items(row["cities"])]
    return [PRACTICES[name]] if kind == "practices" else []


def reach(scope: str, governed: Governed) -> set[str]:
    """The acts and provisions that a scope reaches."""
    kind, _, name = scope.partition("/")
    if not scope:
        return {*ACTS, *PROVISIONS}
    if kind == "laws":
        return {name, *(row["id"] for row in PROVISIONS.values() if row["act"] == name)}
    found = {rule["provision"] for rule in rules_of(scope, governed)}
    if kind == "technologies":
        found |= {row["id"] for row in PROVISIONS.values() if wide(name) & set(items(row["applies_to"]))}
    names = {practice["id"] for practice in practices_of(scope)}
    found = found.union(*(governed.provisions.get(name, set()) for name in names))
    for table, key in LINKS:
        for row in rows_of(table):
            if row.get("practice_id", row.get("practice")) in names:
                found |= {*items(row["act"]), *items(row[key])}
    return found | {PROVISIONS[each]["act"] for each in found if each in PROVISIONS}


def within(day: str, first: str, last: str) -> bool:
    return bool(day) and first < day <= last


def expected(scope: str, first: str, last: str, governed: Governed) -> dict[str, Told]:
    things, told = reach(scope, governed), {}
    relations = [
        (row["predicate"].replace("_", "-"), row["date"], row["object_provision"] or row["object"])
        for row in rows_of("act_relations.csv")
    ]  # fmt: skip
    for kind in ("amends", "extends-validity", "repeals", "supersedes", "invalidates", "withdraws"):
        told[kind] = {(day, thing) for each, day, thing in relations if each == kind and within(day, first, last)}
    dated = [*ACTS.items(), *PROVISIONS.items()]
    told["dated"] = {(row["date_document"], name) for name, row in ACTS.items()}
    told["in-force"] = {(row["date_in_force"], name) for name, row in ACTS.items()}
    told["applicable"] = {
        (row["application_date"] if name in PROVISIONS else row["date_applicable"], name) for name, row in dated
    }  # fmt: skip
    told["transposition-due"] = {(row["transposition_deadline"], name) for name, row in ACTS.items()}
    told["rule-applies"] = {
        (rule["from_date"], rule["provision"]) for rule in rules_of(scope, governed)
        if rule["from_date"] > PROVISIONS[rule["provision"]]["application_date"]
    }  # fmt: skip
    found = {
        event: {(day, thing) for day, thing in each if within(day, first, last) and thing in things}
        for event, each in told.items()
    }
    ends = {
        (min(filter(None, (row["end_date"], ACTS[row["act"]]["date_end_of_validity"])), default=""), name)
        for name, row in PROVISIONS.items() if row["application_date"]
    }  # fmt: skip
    # A last day lies in the days when the first day without the law does.
    found["last-day-applicable"] = {(day, name) for day, name in ends if day and first <= day < last and name in things}
    return found


def changes(client: FlaskClient, scope: str, last: str, *answers: str) -> list[dict[str, str]]:
    address = f"/laws/compare.json?from={FIRST}&to={last}" + (f"&scope={scope}" if scope else "")
    document = client.get(address).get_json()["answers"]
    return [row for name in answers for row in document[name]["rows"]]


@pytest.mark.parametrize("scope", SCOPES)
def test_all_that_is_told_of_a_scope_is_what_the_tables_date_in_these_days(
    client: FlaskClient, scope: str, governed: Governed
) -> None:
    for first, last, names in ((FIRST, LAST, ("changes", "rules")), (LAST, END, ("coming", "coming_rules"))):
        rows = changes(client, scope, LAST, *names)
        assert expected(scope, first, last, governed)
        for event, told in expected(scope, first, last, governed).items():
            found = {(row["date"], row["thing_id"]) for row in rows if row["event"] == event}
            if event.startswith("last-day"):
                found = {each for each in found if each[1] in PROVISIONS}
            assert found == told, (scope, first, event)


def test_a_rule_that_begins_after_its_provision_is_told_on_its_own_day(client: FlaskClient) -> None:
    own = [rule for rule in RULES if rule["from_date"] > PROVISIONS[rule["provision"]]["application_date"] > ""]
    assert own
    for rule in own[:6]:
        page = client.get(f"/laws/compare?from=1990-01-01&to=2031-01-01&scope=laws/{rule['provision']}", headers=HTML)
        assert f"A rule of it begins. {label_of(rule)}" in words(page.text)


def label_of(rule: dict[str, str]) -> str:
    return next(row["label"] for row in rows_of("concepts.csv") if row["id"] == rule["concept"])


def words(text: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_everything_with_a_page_can_be_chosen_by_its_name(client: FlaskClient) -> None:
    page = client.get("/laws/compare", headers=HTML).text
    options = dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', page))
    assert {f"laws/{name}" for name in ACTS} | {f"practices/{name}" for name in PRACTICES} <= set(options)
    assert {f"technologies/{name}" for name in BROADER} <= set(options)
    assert {f"cities/{row['id']}" for row in rows_of("cities.csv")} <= set(options)
    assert unescape(options["laws/32016R0679"]) == "GDPR" and "Everything: all law in the tables" in page
    chosen = client.get("/laws/compare?scope=laws/32024R1689/art_5", headers=HTML).text
    assert re.findall(r'<option value="([^"]+)" selected', chosen) == ["laws/32024R1689/art_5"]


@pytest.mark.parametrize(
    "path",
    [
        "/laws/fr-law-2023-380/art_10",
        "/calendar?scope=laws/fr-law-2023-380",
        "/laws/compare?from=2025-01-01&to=2026-11-22&scope=laws/fr-law-2023-380",
    ],
)
def test_the_end_of_the_french_experiment_is_told_with_what_reopened_it(client: FlaskClient, path: str) -> None:
    text = words(client.get(path, headers=HTML).text)
    assert "31 March 2025" in text
    assert re.search(
        r"(extended|reopened) by FR 2030 Games Act: Extension of algorithmic video from 21 March 2026 until "
        r"31 December 2027\.",
        text,
    )


@pytest.mark.parametrize("path", ["/laws/32024R1689/anx_III/pnt_1_a?on=2026-11-22",
                                  "/technologies/rbi-post?actor=police&on=2026-11-22",
                                  "/calendar?scope=laws/32024R1689/anx_III/pnt_1_a&on=2026-11-22",
                                  "/trace?from=rbi-post&to=32024R1689/anx_III/pnt_1_a&on=2027-12-02",
                                  "/laws/32024R1689?on=2026-11-22"])  # fmt: skip
def test_a_moved_date_is_told_with_its_first_day_its_new_day_and_what_moved_it(client: FlaskClient, path: str) -> None:
    text = words(client.get(path, headers=HTML).text)
    assert "2 August 2026" in text and "2 December 2027" in text
    assert re.search(r"(?i)moved (to 2 December 2027 )?by[^.]*Digital Omnibus on AI", text)


def test_a_directive_says_until_when_it_had_to_be_transposed(client: FlaskClient) -> None:
    directives = [row for row in ACTS.values() if row["transposition_deadline"]]
    assert len(directives) > 3
    page = words(client.get("/laws/32016L0680?on=2018-01-01", headers=HTML).text)
    assert "To be transposed by 6 May 2018" in page and "National law must transpose it by 6 May 2018" in page
    after = words(client.get("/laws/32016L0680?on=2019-01-01", headers=HTML).text)
    assert "National law had to transpose it by 6 May 2018" in after


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("address", [f"/laws/compare.csv?from={FIRST}&to={LAST}", "/calendar.csv?"])
def test_the_csv_holds_the_days_of_rules_beside_those_of_laws(client: FlaskClient, address: str, scope: str) -> None:
    address += f"&scope={scope}"
    answers = client.get(address.replace(".csv", ".json")).get_json()["answers"]
    names = ("changes", "rules") if "changes" in answers else ("dates", "rules")
    told = [row for name in names for row in answers[name]["rows"]]
    rows = list(csv.DictReader(io.StringIO(client.get(address).text)))
    pairs = [(row["date"], row["event"], row["thing_id"]) for row in rows]
    assert sorted(pairs) == sorted((row["date"], row["event"], row["thing_id"]) for row in told)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
