"""What can be written for a thing in a parameter: its address, its code, its name in any language; nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ask import Catalogue, bind, resolved
from graph.ask.catalogue import read_question
from graph.ask.named import NamedThings
from graph.ask.resolving import named
from graph.errors import BadParameter, BadQuestion
from graph.settings import ROOT
from graph.store import Cell, EmbeddedStore
from graph.terms import BASE, CONCEPT, RDFS
from graph.text.folding import plain
from tests.budget import examples

GDPR, AI_ACT = "http://data.europa.eu/eli/reg/2016/679/oj", "http://data.europa.eu/eli/reg/2024/1689/oj"
KINDS = sorted({each.of for question in Catalogue.load(ROOT / "queries") for each in question.params if each.of})
FRANCE, ANPR = f"{BASE}id/countries/FR", f"{BASE}id/technologies/anpr"


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("op:Country", FRANCE, FRANCE),
        ("op:Country", "FR", FRANCE),
        ("op:Country", "fr", FRANCE),
        ("op:Country", "/countries/FR", FRANCE),
        ("op:Country", "Frankreich", FRANCE),
        ("op:Country", "Francja", FRANCE),
        ("op:Country", "EL", f"{BASE}id/countries/GR"),
        ("op:Country", "UK", f"{BASE}id/countries/GB"),
        ("op:Technology", "anpr", ANPR),
        ("op:Technology", "technologies/anpr", ANPR),
        ("op:Technology", "https://plaza.example/fr/technologies/anpr", ANPR),
        ("op:Technology", "https://plaza.example/technologies/anpr.json?on=2024-01-01", ANPR),
        ("op:Technology", "Automatic number plate recognition", ANPR),
        ("op:Technology", "  automatische kennzeichenerkennung ", ANPR),
        ("op:Technology", "Reconocimiento automatico de matriculas", ANPR),
        ("op:Technology", "nummernschilderkennung", ANPR),
        ("op:Act", "32016R0679", GDPR),
        ("op:Act", "32016r0679", GDPR),
        ("op:Act", "laws/32016R0679", GDPR),
        ("op:Act", GDPR, GDPR),
        ("op:Act", "https://data.europa.eu/eli/reg/2016/679", GDPR),
        ("op:Act", "GDPR", GDPR),
        ("op:Act", "DSGVO", GDPR),
        ("op:Act", "KI-Verordnung", AI_ACT),
        ("op:Provision", "32016R0679/art_22", "http://data.europa.eu/eli/reg/2016/679/art_22/oj"),
        ("op:Provision", "GDPR Art. 22", "http://data.europa.eu/eli/reg/2016/679/art_22/oj"),
        (
            "op:Provision",
            "article 5(1)(h) of the AI Act",
            "http://data.europa.eu/eli/reg/2024/1689/art_5/par_1/pnt_h/oj",
        ),
        ("org:Organization", "org-cnil", f"{BASE}id/organisations/org-cnil"),
        (
            "org:Organization",
            "Commission nationale de l'informatique et des libertés",
            f"{BASE}id/organisations/org-cnil",
        ),
        ("scheme/theme", "park-safety", f"{CONCEPT}theme/park-safety"),
        ("scheme/theme", "Sécurité des parcs", f"{CONCEPT}theme/park-safety"),
        ("skos:ConceptScheme", "theme", f"{CONCEPT}theme"),
        ("things", "lille-stop-on-demand", f"{BASE}id/practices/lille-stop-on-demand"),
    ],
)
def test_a_thing_is_named_by_address_code_or_name(
    store: EmbeddedStore, catalogue: Catalogue, kind: str, text: str, meant: str
) -> None:
    assert [each.iri for each in named(store, catalogue, kind).find(text)] == [meant]


@pytest.mark.parametrize("kind", KINDS)
def test_every_code_and_address_names_one_thing_and_every_name_what_is_called_so(
    store: EmbeddedStore, catalogue: Catalogue, kind: str
) -> None:
    things = named(store, catalogue, kind)
    assert things.things
    for each in things.things:
        assert things.find(each.iri) == [each]
        assert each in things.find(each.code)
        for name in (*each.names, *each.others):
            # What is the first name of another thing, or its code, means that one.
            found = things.find(name)
            first = {plain(text) for other in found for text in (*other.names, *other.codes)}
            assert each in found or plain(name) in first, name


def test_what_has_one_name_is_never_taken_for_another(store: EmbeddedStore, catalogue: Catalogue) -> None:
    assert len(named(store, catalogue, "op:Technology").things) > 20
    for kind in ("op:Country", "op:Technology", "op:Actor", "scheme/evidence-level", "scheme/theme"):
        things = named(store, catalogue, kind)
        for each in things.things:
            assert things.find(each.label) == [each], each.label


def test_what_is_not_known_is_refused_with_all_that_is(store: EmbeddedStore, catalogue: Catalogue) -> None:
    question = catalogue["practices-by-technology"]
    other = f"{CONCEPT}theme/park-safety"
    for text in ("anrp", "http://a.example/", f"{BASE}id/technologies/none", other, "[http://["):
        with pytest.raises(BadParameter) as caught:
            resolved(store, catalogue, question, {"technology": text})
        known = {each.iri for each in named(store, catalogue, "op:Technology").things}
        assert {each.iri for each in caught.value.values} == known
    with pytest.raises(BadParameter, match=r"Did you mean 'facial-recognition'"):
        resolved(store, catalogue, question, {"technology": "facial recogniton"})


def test_what_is_missing_is_refused_with_the_values_and_what_is_optional_is_not(
    store: EmbeddedStore, catalogue: Catalogue
) -> None:
    with pytest.raises(BadParameter) as caught:
        resolved(store, catalogue, catalogue["practices-by-country"], {"country": " "})
    assert {"FR", "BE"} <= {each.value for each in caught.value.values}
    question = catalogue["who-ran-and-paid"]
    assert "UNDEF" in bind(question, resolved(store, catalogue, question, {"theme": ""}))


def test_a_name_of_several_things_is_refused_with_each_of_them() -> None:
    label, name = Cell(RDFS + "label", "iri"), Cell("Halle", "literal")
    towns = [Cell(f"{BASE}id/cities/{each}", "iri") for each in ("a", "b")]
    things = NamedThings.of({"thing": each, "naming": label, "text": name} for each in towns)
    assert [each.code for each in things.find("halle")] == ["a", "b"]
    assert [each.code for each in things.find("b")] == ["b"]


@settings(max_examples=examples(200), deadline=None)
@given(st.text(max_size=40))
def test_no_text_breaks_the_search_for_a_thing(store: EmbeddedStore, catalogue: Catalogue, text: str) -> None:
    for kind in ("op:Provision", "op:Country"):
        things = named(store, catalogue, kind)
        found = things.find(text)
        assert set(found) <= set(things.things)
        things.nearest(text)


def test_a_header_that_names_no_kind_of_things_is_refused() -> None:
    head = "#+ summary: a\n#+ group: view\n#+ params:\n#+   - {name: x, type: TYPE, of: OF}\n"
    text = f"{head}SELECT * {{ VALUES ?x {{ ?_x_TYPE }} }}"
    assert read_question("a", text.replace("TYPE", "iri").replace("OF", "things")).params[0].of == "things"
    for kind, of in (("iri", "cities"), ("text", "things")):
        with pytest.raises(BadQuestion, match="of is"):
            read_question("a", text.replace("TYPE", kind).replace("OF", of))


def test_a_question_is_kept_by_its_one_parameter_which_is_a_column_too() -> None:
    head = "#+ summary: a\n#+ group: view\n#+ kept_by: x\n#+ params:\n#+   - {name: x, type: iri}\n"
    body = "SELECT * { VALUES ?x { ?_x_iri } VALUES ?y { ?_y_iri } }"
    found = read_question("a", f"{head}#+ columns: [x]\n{body.replace('?_y_iri', '1')}")
    assert (found.kept_by, found.of_everything.params[0].optional) == ("x", True)
    more = head.replace("iri}\n", "iri}\n#+   - {name: y, type: iri}\n") + f"#+ columns: [x]\n{body}"
    for wrong in (
        more,
        f"{head}{body.replace('?_y_iri', '1')}",
        f"{head}#+ columns: [y]\n{body.replace('?_y_iri', '1')}",
    ):
        with pytest.raises(BadQuestion, match="kept by"):
            read_question("a", wrong)
