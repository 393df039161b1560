"""The start page and the pages about the data itself, as a person reads them."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import DCTERMS, RDFS, SKOS

from graph.ask.catalogue import Catalogue
from graph.revision import Revision
from graph.settings import ROOT
from tests.reading import Part, page
from tests.views.facts import rows_of

DAY = "2026-11-22"
PROVISIONS = {row["id"]: row for row in rows_of("provisions.csv")}
ACTS = {row["id"]: row for row in rows_of("acts.csv")}
TABLES = {"practices": "practices", "cities": "cities", "acts": "acts", "provisions": "provisions",
          "relations between acts": "act_relations", "technology rules": "technology_rules", "sources": "sources",
          "practice–law links": "practice_legislation", "organisations": "organisations", "technologies": "concepts",
          "Partnership events": "events", "Partnership actions": "actions"}  # fmt: skip
VOCABULARIES = sorted((ROOT / "ontology" / "vocabularies").glob("*.ttl"))


def numbers(part: Part) -> dict[str, Part]:
    """The numbers at a glance by what they count."""
    return {each.all("span")[0].text: each for each in part.all("ul.stats > li")}


def number(item: Part) -> int:
    return int(item.all("strong")[0].text.replace(",", ""))


def day_of(words: str) -> str:
    return datetime.datetime.strptime(words, "%d %B %Y").date().isoformat()


@pytest.fixture(scope="module")
def home(client: FlaskClient) -> Part:
    return page(client, f"/?on={DAY}")


@pytest.mark.parametrize("address", ["/", "/about"])
def test_the_numbers_at_a_glance_are_those_of_the_tables_and_lead_to_the_lists(
    client: FlaskClient, address: str
) -> None:
    shown = numbers(page(client, address))
    known = [label for label in shown if label in TABLES]
    assert len(known) > 4
    for label in known:
        assert number(shown[label]) == len(rows_of(f"{TABLES[label]}.csv")), label
    assert {link.text: link.path for item in shown.values() for link in item.links}.items() >= {
        "practices": "/practices", "cities": "/cities", "acts": "/laws",
    }.items()  # fmt: skip


def test_three_doors_lead_on_each_with_its_own_ways(home: Part) -> None:
    doors = home.all("section.door")
    assert [each.all("h2")[0].text for each in doors] == ["Find practices", "Trace legislation", "Query the graph"]
    assert [each.links[0].path for each in doors] == ["/practices", "/laws", "/sparql"]
    ways = {link.text: link for each in doors for link in each.links}
    assert ways["Found unlawful"].query["outcome"] == ["found-unlawful"]
    assert ways["Independently evaluated"].query["evidence"] == ["independent-evaluation"]
    assert ways["Fixed CCTV"].path == "/technologies/cctv-fixed"
    assert ways["AI Act, article 5"].path == "/laws/32024R1689/art_5"


def test_provisions_that_begin_to_apply_around_the_day_stand_in_order_by_act(home: Part) -> None:
    shown = home.section("What changes in the law").all("ol.story > li")
    began = defaultdict[tuple[str, str], list[str]](list)
    for name, row in PROVISIONS.items():
        began[row["application_date"], row["act"]].append(name)
    days = [day_of(each.all(".story-date")[0].text.removesuffix("(still to come)").strip()) for each in shown]
    assert days == sorted(days) and days[0] <= DAY < days[-1]
    first, last = (str(datetime.date.fromisoformat(DAY) + datetime.timedelta(days=each)) for each in (-200, 400))
    wanted = {key: names for key, names in began.items() if first <= key[0] <= last}
    assert len(shown) == len(wanted)
    for day, each in zip(days, shown, strict=True):
        link = each.all(".story-title")[0].links[0]
        act = next(name for name in ACTS if link.path in (f"/laws/{name}",) or link.path.startswith(f"/laws/{name}/"))
        names = wanted[day, act]
        assert link.path == (f"/laws/{names[0]}" if len(names) == 1 else f"/laws/{act}") and link.query["on"] == [DAY]
        told = PROVISIONS[names[0]]["label"] if len(names) == 1 else f"{len(names)} provisions"
        assert link.text == f"{ACTS[act]['short_name']}: {told}"
        assert ("Starts to apply." in each.text) == ("(still to come)" in each.text) == (day > DAY)


def test_the_start_page_names_the_revision_its_day_and_its_size(home: Part, revision: Revision) -> None:
    note = home.section("What is in the graph").all("p.note")[0].text
    assert (
        note.startswith(f"Data revision {revision.number}, built on ")
        and f"{revision.manifest.quads:,} statements" in note
    )
    assert day_of(re.findall(r"built on (\d+ \w+ \d{4})", note)[0]) == str(revision.manifest.created)[:10]


def test_around_a_day_on_which_nothing_begins_the_start_page_says_so(client: FlaskClient) -> None:
    found = page(client, "/?on=1900-01-01").section("What changes in the law")
    assert "No provision in the graph starts to apply around this day." in found.text and not found.all("ol.story")


def test_every_failure_is_told_with_its_status_and_advice(client: FlaskClient) -> None:
    found = page(client, "/about").section("When something fails")
    assert len(found.all("dt")) == len(found.all("dd")) > 5
    for title, advice in zip(found.all("dt"), found.all("dd"), strict=True):
        assert title.text and re.search(r"Status [45]\d\d, [a-z-]+$", advice.text), title.text
        assert len(advice.text) > len("Status 400, bad-parameter") + 10


def test_the_about_page_shows_each_mark_as_pages_show_it(client: FlaskClient) -> None:
    marks = page(client, "/about").section("What the marks mean").marks
    assert marks == ["From memory, unverified", "Doubtful", "Rejected"]


def test_a_revision_tells_its_size_graph_by_graph_the_largest_first(client: FlaskClient, revision: Revision) -> None:
    rows = page(client, f"/revisions/{revision.number}").table("Graphs and their size")
    sizes = [int(row["Statements"].text.replace(",", "")) for row in rows]
    assert sizes == sorted(sizes, reverse=True) and sum(sizes) == revision.manifest.quads
    names = {row["Graph"].text for row in rows}
    assert {path.stem for path in (ROOT / "data").glob("*.csv") if rows_of(path.name)} - names == set()
    assert all(row["Graph"].links[0].href for row in rows)


def test_a_revision_names_its_files_and_sources_with_their_digests(client: FlaskClient, revision: Revision) -> None:
    found = page(client, f"/revisions/{revision.number}")
    files = {row["File"].text: row for row in found.table("Files of revision")}
    assert {name: row["SHA-256"].text for name, row in files.items()} == dict(revision.manifest.files)
    assert all(row["File"].links[0].path == f"/revisions/{revision.number}/{name}" and row["Size"].text.endswith(" kB")
               for name, row in files.items())  # fmt: skip
    sources = {row["File"].text: row["SHA-256"].text for row in found.table("Files this revision was made from")}
    assert sources == dict(revision.manifest.sources) and "data/practices.csv" in sources


def test_the_list_of_revisions_tells_when_each_was_made_and_which_is_current(
    client: FlaskClient, revision: Revision
) -> None:
    rows = page(client, "/revisions").table("Revisions, the newest first")
    first = next(row for row in rows if row["Revision"].badges == ["current"])
    assert first["Revision"].links[0].text == f"Revision {revision.number}"
    assert first["Revision"].links[0].path == f"/revisions/{revision.number}"
    assert first["Statements"].text == f"{revision.manifest.quads:,}" and first["Parent"].text
    made = str(revision.manifest.created)
    assert first["Made"].text == f"{made[:10]} {made[11:16]} UTC"


def test_every_question_stands_in_its_group_with_what_it_takes_and_its_tags(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    found = page(client, "/queries")
    groups = [
        "Questions of partners",
        "Questions of policy staff",
        "Questions of researchers",
        "Questions behind the pages",
    ]
    assert [each.text for each in found.all("section > h2")] == groups
    known = {each.name: each for each in catalogue}
    shown = []
    for heading, group in zip(groups, ("partner", "policy", "researcher", "view"), strict=True):
        for card in found.section(heading).all("article.result"):
            question = known[card.links[0].path.removeprefix("/queries/")]
            takes = ", ".join(param.name for param in question.params)
            assert question.group == group and card.links[0].text == question.title
            assert [each.text for each in card.all(".meta span")] == ([f"Takes {takes}"] if takes else [])
            assert card.badges == list(question.tags) and question.summary in card.text
            shown.append(question.name)
    assert sorted(shown) == sorted(known)
    assert found.all("h2")[0].text == f"{len(known)} questions"


def test_a_question_shows_its_form_its_answer_and_its_query(client: FlaskClient) -> None:
    found = page(client, "/queries/practices-by-country?country=https://w3id.org/openplaza/id/countries/BE")
    assert (
        found.all("h1")[0].text == "Practices in a country" and found.all(".kicker")[0].text == "Questions of partners"
    )
    field = found.all("#field-country")[0]
    country = str(field.tag["value"]).rpartition("/")[2]
    assert found.all('label[for="field-country"]')[0].text == "Country"
    assert found.all("#help-country")[0].text == "A country."
    wanted = {row["title"]: row for row in rows_of("practices.csv") if country in row["country"].split(";")}
    rows = found.table("Practices in a country")
    assert {row["label"].text for row in rows} == wanted.keys() and wanted
    assert found.all("#answer-title")[0].text == f"{len(rows)} rows"
    for row in rows:
        assert row["practice"].links[0].path == f"/id/practices/{wanted[row['label'].text]['id']}"
        assert row["practice"].text == f"practices/{wanted[row['label'].text]['id']}"
    query = found.all("details.query code")[0].text
    assert str(field.tag["value"]) in query and "SELECT" in query


def test_a_question_without_an_answer_says_so_and_a_wrong_value_names_what_is_wrong(client: FlaskClient) -> None:
    used = {each for row in rows_of("practices.csv") for each in row["technologies_concepts"].split(";")}
    unused = next(each for each in ("social-scoring", "emotion-recognition", "dashcam") if each not in used)
    nothing = page(client, f"/queries/practices-by-technology?technology={unused}")
    assert nothing.all("#answer-title")[0].text == "0 rows" and "Change a value above." in nothing.text
    assert page(client, "/queries?q=zzqqxx").all(".empty-title")[0].text == "No question has these words."


@pytest.fixture(scope="module")
def ontology(client: FlaskClient) -> Part:
    return page(client, "/ontology")


@pytest.mark.parametrize("file", VOCABULARIES, ids=lambda path: str(path.stem))
def test_every_vocabulary_is_named_with_its_meaning_and_size(ontology: Part, file: Path) -> None:
    graph = Graph().parse(file)
    scheme = next(graph.subjects(None, SKOS.ConceptScheme))
    rows = {row["Vocabulary"].links[0].path.rpartition("/")[2]: row for row in ontology.table("Vocabularies")}
    row = rows[str(scheme).rpartition("/")[2]]
    assert row["Vocabulary"].text == str(graph.value(scheme, SKOS.prefLabel))
    assert row["What it says"].text == str(graph.value(scheme, DCTERMS.description) or "")
    assert int(row["Concepts"].text) == len(set(graph.subjects(SKOS.inScheme, scheme)))


def test_vocabularies_classes_and_properties_stand_by_name_and_are_counted(ontology: Part) -> None:
    counts = numbers(ontology)
    names = [row["Vocabulary"].text.casefold() for row in ontology.table("Vocabularies")]
    # Technologies and actors stand in tables, and are vocabularies all the same.
    assert names == sorted(names) and number(counts["vocabularies"]) == len(names) == len(VOCABULARIES) + 2
    assert {"technology", "actor"} <= set(names)
    for heading in ("Classes", "Properties"):
        labels = [each.all("h3")[0].text.casefold() for each in ontology.section(heading).all("article")]
        assert labels == sorted(labels) and number(counts[heading.lower()]) == len(labels) > 10


def test_a_term_says_what_it_means_on_what_it_is_used_and_how_often(ontology: Part) -> None:
    article = ontology.all("article#inCity")[0]
    facts = article.facts()
    cities = sum(len(list(filter(None, row["cities"].split(";")))) for row in rows_of("practices.csv"))
    assert facts["Uses"].text == str(cities) and facts["Used on"].text == "op:Practice"
    assert facts["Used on"].links[0].href == "#Practice" and facts["Value is"].links[0].href == "#City"
    assert article.all("code")[0].text == "op:inCity"


def test_a_term_names_what_it_is_a_kind_of_or_more_precise_than(ontology: Part) -> None:
    graph, base = Graph().parse(ROOT / "ontology" / "openplaza.ttl"), "https://w3id.org/openplaza/ontology#"
    for words, relation in (("Kind of", RDFS.subClassOf), ("More precise than", RDFS.subPropertyOf)):
        wanted = {str(each).removeprefix(base) for each in graph.subjects(relation) if str(each).startswith(base)}
        named = [each for each in ontology.all("article.result") if words in each.facts()]
        assert wanted and {str(each.tag["id"]) for each in named} == wanted
        assert all(each.facts()[words].links for each in named)


def test_terms_of_other_vocabularies_stand_with_the_most_used_first(ontology: Part) -> None:
    rows = ontology.table("Terms of other vocabularies")
    uses = [int(row["Uses"].text.replace(",", "")) for row in rows]
    assert len(uses) > 10 and {row["Kind"].text for row in rows} == {"class", "property"}
    by_kind = {kind: [each for each, row in zip(uses, rows, strict=True) if row["Kind"].text == kind]
               for kind in ("class", "property")}  # fmt: skip
    assert all(each == sorted(each, reverse=True) for each in by_kind.values())
    assert all(row["Term"].links[0].href.startswith(("/ontology/terms/", "http")) for row in rows)


def test_the_concepts_of_a_vocabulary_say_what_they_mean_and_the_most_used_stand_first(client: FlaskClient) -> None:
    graph = Graph().parse(ROOT / "ontology" / "vocabularies" / "theme.ttl")
    base = "https://w3id.org/openplaza/concept/theme/"
    concepts = {str(each).removeprefix(base): each for each in graph.subjects(SKOS.inScheme, None)}
    used = Counter(theme for row in rows_of("practices.csv") for theme in row["themes"].split(";"))
    articles = page(client, "/ontology/theme").all("article.result")
    assert {str(each.tag["id"]) for each in articles} == concepts.keys()
    uses = [int(re.findall(r"([\d,]+) uses", each.text)[0].replace(",", "")) for each in articles]
    assert uses == sorted(uses, reverse=True)
    for each, many in zip(articles, uses, strict=True):
        concept = concepts[str(each.tag["id"])]
        broader = graph.value(concept, SKOS.broader)
        assert each.all("h2")[0].text == str(graph.value(concept, SKOS.prefLabel))
        assert str(graph.value(concept, SKOS.definition)) in each.text and many >= used[str(each.tag["id"])]
        assert ("Part of" in each.text) == (broader is not None)
        assert broader is None or f"Part of {graph.value(broader, SKOS.prefLabel)}" in each.text
