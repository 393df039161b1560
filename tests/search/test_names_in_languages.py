"""Themes, problems and technologies are found in the languages of those who search. Expected from the tables alone."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from functools import cache

import pytest

from graph.search import SearchResult, TextIndex, find, reasons
from graph.settings import ROOT

LANGUAGES = {"fr": "French", "de": "German", "it": "Italian", "es": "Spanish", "nl": "Dutch", "pt": "Portuguese",
             "pl": "Polish"}  # fmt: skip
COLUMNS = {"theme": "themes", "problem": "problems", "technology": "technologies_concepts"}


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle, strict=True))


@cache
def names(language: str) -> dict[str, set[tuple[str, str]]]:
    """Each name in a language and what it names: the kind of the concept and its id."""
    found = defaultdict(set)
    for row in table(f"concept_names_{language}"):
        kind, _, slug = row["concept"].partition("/")
        for name in [row["pref_label"], *filter(None, row["alt_labels"].split(";"))] if kind in COLUMNS else []:
            found[name].add((kind, slug))
    return found


@cache
def notations(scheme: str) -> dict[str, str]:
    """The cell that stands for each concept of a vocabulary, read from the file as text."""
    whole = (ROOT / "ontology" / "vocabularies" / f"{scheme}.ttl").read_text(encoding="utf-8")
    blocks = re.findall(r"^c:(\S+) a skos:Concept ;(.*?)(?=^c:|\Z)", whole, flags=re.DOTALL | re.MULTILINE)
    return {slug: next(iter(re.findall(r'skos:notation "([^"]+)"', block)), "") for slug, block in blocks}


def practices_of(kind: str, concept: str) -> set[str]:
    """The practices whose row names the concept."""
    cell = concept if kind == "technology" else notations(kind)[concept]
    return {row["id"] for row in table("practices") if cell and cell in row[COLUMNS[kind]].split(";")}


def slugs(found: SearchResult) -> set[tuple[str, str]]:
    """Kind and id of each result that is a theme, a problem or a technology."""
    listed = set()
    for hit in found.hits:
        collection, _, slug = hit.thing.iri.rpartition("/")
        listed.add(
            ({"technologies": "technology"}.get(collection.rpartition("/")[2], collection.rpartition("/")[2]), slug)
        )
    return listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_finds_all_that_it_names(index: TextIndex, language: str) -> None:
    lost = []
    for name, meant in names(language).items():
        found = find(index, name + " ", limit=15, counted=False)
        lost += [(name, each) for each in meant if each not in slugs(found)]
    assert len(names(language)) > 100
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_is_found_by_the_words_of_its_title_in_any_language_and_says_so(
    index: TextIndex, language: str
) -> None:
    rows = table("practice_texts")
    texts = [row for row in rows if row["language"] == language][::7]
    assert texts
    for text in texts:
        alike = {
            row["language"] for row in rows if (row["practice"], row["title"]) == (text["practice"], text["title"])
        }
        names = tuple(f"Also called in {LANGUAGES[each]}: " for each in alike if each in LANGUAGES)
        found = find(index, text["title"], limit=15, counted=False)
        told = [
            each.told for hit in found.hits if hit.thing.id == text["practice"] for each in reasons(hit.thing, found)
        ]
        assert any(each.startswith((*names, "Name: ", "Has exactly this name")) for each in told), text["title"]


@pytest.mark.parametrize(
    ("written", "language", "kind", "concept"),
    [
        ("harcèlement", "fr", "theme", "harassment"),
        ("harcelement de rue", "fr", "theme", "harassment"),
        ("éclairage public", "fr", "theme", "lighting"),
        ("éclairage public", "fr", "technology", "street-lighting"),
        ("vidéosurveillance", "fr", "theme", "video-surveillance"),
        ("sentiment d'insécurité", "fr", "problem", "feeling-unsafe"),
        ("nuisances sonores", "fr", "problem", "noise"),
        ("Belästigung", "de", "theme", "harassment"),
        ("Straßenbeleuchtung", "de", "theme", "lighting"),
        ("Strassenbeleuchtung", "de", "technology", "street-lighting"),
        ("Videoüberwachung", "de", "theme", "video-surveillance"),
        ("Sicherheitsgefühl", "de", "theme", "perception"),
        ("molestie", "it", "theme", "harassment"),
        ("illuminazione pubblica", "it", "theme", "lighting"),
        ("degrado", "it", "problem", "disorder"),
        ("straatverlichting", "nl", "theme", "lighting"),
        ("straatintimidatie", "nl", "problem", "gender-based-violence"),
        ("geluidsoverlast", "nl", "theme", "noise"),
        ("acoso callejero", "es", "theme", "harassment"),
        ("alumbrado público", "es", "technology", "street-lighting"),
        ("ruido", "es", "theme", "noise"),
        ("assédio", "pt", "theme", "harassment"),
        ("iluminação pública", "pt", "theme", "lighting"),
        ("nękanie", "pl", "theme", "harassment"),
        ("oświetlenie", "pl", "theme", "lighting"),
    ],
)
def test_a_word_of_another_language_finds_the_concept_and_the_practices_and_says_so(
    index: TextIndex, written: str, language: str, kind: str, concept: str
) -> None:
    expected = practices_of(kind, concept)
    assert expected
    found = find(index, written, limit=1000)
    assert (kind, concept) in slugs(found)
    assert expected <= {hit.thing.id for hit in found.hits if hit.thing.kind == "practices"}
    first = found.hits[0].thing
    assert reasons(first, found)[0].told.startswith(f"Also called in {LANGUAGES[language]}: ")
    told = [each.told for hit in found.hits if hit.thing.id in expected for each in reasons(hit.thing, found)]
    assert any(f"” in {LANGUAGES[language]})" in each for each in told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("harcèlements", "harassment"),
        ("Belästigungen", "harassment"),
        ("Straßenbeleuchtungen", "lighting"),
        ("nuisance sonore", "noise"),
        ("ruidos", "noise"),
        ("illuminazioni", "lighting"),
        ("espace vert", "park-safety"),
        ("alumbrados", "lighting"),
        ("harcelemet", "harassment"),
        ("Strasenbeleuchtung", "lighting"),
        ("straatverlichtng", "lighting"),
    ],
)
def test_other_forms_and_wrong_letters_find_the_theme_too(index: TextIndex, written: str, meant: str) -> None:
    assert ("theme", meant) in slugs(find(index, written, limit=12))


def test_what_is_shown_stays_english(index: TextIndex) -> None:
    labels = {}
    for scheme in ("theme", "problem"):
        whole = (ROOT / "ontology" / "vocabularies" / f"{scheme}.ttl").read_text(encoding="utf-8")
        for slug, label in re.findall(r'^c:(\S+) a skos:Concept ;\s+skos:prefLabel "([^"]+)"@en', whole, re.MULTILINE):
            labels[scheme, slug] = label
    assert labels
    for word in ("harcèlement", "Straßenbeleuchtung", "ruido", "vidéosurveillance"):
        for hit in find(index, word, ["concepts"], limit=20).hits:
            scheme, slug = hit.thing.iri.split("/")[-2:]
            assert hit.thing.label == labels.get((scheme, slug), hit.thing.label) and hit.thing.lang == "en"
