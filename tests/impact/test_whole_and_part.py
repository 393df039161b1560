"""A whole touches at least what each of its parts touches, on every day, and both routes to it agree."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.ask.answer import ask
from graph.ask.catalogue import Catalogue
from graph.impact import Impact, impact
from graph.links.network import Network
from graph.store import EmbeddedStore
from tests.impact import impact_reading as read

TODAY = "2026-11-29"
RELAXED = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAYS = st.dates(min_value=date(1995, 1, 1), max_value=date(2030, 1, 1)).map(str)


def practices(found: Impact) -> set[str]:
    return {each.place.id for each in found.of_kind("practice")}


def parents() -> dict[str, str]:
    """Every provision with the next larger part or act that holds it."""
    return {row["id"]: row["part_of"] or row["act"] for row in read.table("provisions")}


def test_every_whole_touches_the_practices_of_each_of_its_parts(network: Network) -> None:
    above = parents()
    touched = {name: practices(impact(network, f"laws/{name}", TODAY)) for name in {*above, *above.values()}}
    assert any(touched[part] for part in above)
    for part, whole in above.items():
        assert touched[part] <= touched[whole], (part, whole)


@given(data=st.data(), on=DAYS)
@RELAXED
def test_a_whole_touches_what_its_parts_touch_on_any_day_and_in_every_kind(
    data: st.DataObject, on: str, network: Network
) -> None:
    part = data.draw(st.sampled_from(sorted(parents())))
    small, large = (impact(network, f"laws/{name}", on) for name in (part, parents()[part]))
    for kind in ("practice", "city"):
        assert {each.place.id for each in small.of_kind(kind)} <= {each.place.id for each in large.of_kind(kind)}


def test_the_questions_about_a_provision_count_what_its_parts_do(store: EmbeddedStore, catalogue: Catalogue) -> None:
    prefixes = "PREFIX op: <https://w3id.org/openplaza/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/> "
    # A provision that nothing names, nor a part of it, has no answer that its whole could lack.
    named = store.select(
        prefixes + "SELECT DISTINCT ?iri ?id { { SELECT DISTINCT ?named { ?any op:byProvision|op:provision ?named } } "
        "?named op:within ?iri . ?iri a op:Provision ; dcterms:identifier ?id }"
    )
    iris = {str(row["id"]): str(row["iri"]) for row in named.rows}
    pairs = [(part, whole) for part, whole in parents().items() if part in iris and whole in iris]
    assert pairs
    for name, values in (("practices-touched-by-provision", {}), ("practices-governed-on-date", {"on": TODAY})):
        found = {
            each: {
                str(row["practice"]) for row in ask(store, catalogue[name], {"provision": iris[each], **values}).rows
            }
            for each in {end for pair in pairs for end in pair}
        }
        assert any(found.values())
        for part, whole in pairs:
            assert found[part] <= found[whole], (name, part)
