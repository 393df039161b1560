"""What forms make holds: with one example of each kind of form, filled in as little as it asks, the facts are sound."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Mapping
from pathlib import Path

from graph.build import ONTOLOGY, check
from graph.contribute.standing import standing
from graph.forms.answers import Answers, filled
from graph.forms.composing import FilledForm, composed
from graph.forms.faults import Judge, faults
from graph.forms.kinds import BY_NAME, KINDS, form_of
from graph.forms.resolving import resolved
from graph.forms.sources import SourceGiven
from graph.forms.standing import StandingTables
from graph.forms.vocabularies import coded_values
from graph.settings import ROOT, load_settings

CITY = {"basis": "reported-by-city", "confidence": "high"}
READ = {"basis": "stored-page", "confidence": "high"}
OF = "umea-station-tunnel"
FILLED: Mapping[str, Mapping[str, str]] = {
    "practice": {
        "title": "Câmaras no centro", "language_of_text": "pt", "cities": "geonames:2738752", "status": "operational",
        "core_area": "technology", "themes": "noise", "problems": "noise",
        "description": "Doze câmaras no centro.", **CITY,
    },
    "event": {"practice": "nantes-night-council", "date": "2026-10", "authority": "org-cnil",
              "summary": "It advised the city.", "outcome": "warned-or-advised", **READ},
    "link": {"practice_id": OF, "nature": "regulated-by", "why": "The report says so.", **READ},
    "city": {"name": "Vila Nova", "country": "PT", "lat": "41.5", "lon": "-8.3", **CITY},
    "organisation": {"name": "City of Vila Nova", "kind": "city", "country": "PT", **READ},
    "contact": {"practice": OF, "office": "Safety office", "email": "safety@umea.example", "last_checked": "2026-11-01",
                **CITY},
    "lesson": {"practice": OF, "kind": "cost", "text": "The lamps.", "amount": "12000", "currency": "EUR", **CITY},
    "funding": {"practice": OF, "programme": "erdf", "amount": "12000", "currency": "EUR", "text": "EUR 12,000 ERDF",
                **CITY},
    "actor": {"practice": OF, "actor": "municipality", "role": "funds", "organisation": "City of Umeå", **CITY},
    "note": {"practice": OF, "summary": "A permit was asked for.", **READ, "confidence": "medium"},
    "deployment": {"practice": OF, "actor": "municipality", "city": "umea", "status": "planned",
                   "impact_assessment": "no", "legal_basis": "Ordningslagen", **CITY},
    "declared": {"practice": OF, "act": "32016R0679", "who_says": "The city", "stance": "relied-on", **READ},
    "rule": {"concept": "cctv-fixed", "actor_type": "municipality", "provision": "32016R0679/art_35",
             "jurisdiction": "EU", "effect": "obligation", "applicability_condition": "Only with a risk", **READ},
}  # fmt: skip
PARTS = {
    "practice": {"practice_actors": {"actor": "municipality", "organisation": "City of Guimarães"}},
    "link": {"practice_legislation_join": {"act": "32016R0679"}},
}


def answers(given: Mapping[str, str]) -> Answers:
    return Answers({name: (text,) for name, text in given.items()}, {})


def test_facts_with_what_each_form_makes_pass_the_check(tables: StandingTables, tmp_path: Path) -> None:
    judge = Judge(tables, coded_values(ONTOLOGY / "vocabularies"), None)
    made = []
    for number, kind in enumerate(KINDS):
        form = form_of(BY_NAME[kind.name], tables)
        source = SourceGiven(f"https://www.example.eu/{number}", "A report", "A city")
        parts = {table: answers(its) for table, its in PARTS.get(kind.name, {}).items()}
        given = resolved(FilledForm(form, answers(FILLED[kind.name]), parts, (source,)), judge)
        changes = composed(given, tables, 1)
        assert faults(form, changes, judge) == {}, kind.name
        made.append(changes)
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    now = standing(ROOT / "data", tmp_path / "none", made)
    assert now.applied.findings == ()
    for file, text in now.applied.tables.items():
        (folder / file).write_bytes(text)
    draft = check(dataclasses.replace(load_settings({}), facts_dir=folder))
    for table, more in {"practices": 1, "practice_actors": 2, "cities": 2, "sources": len(KINDS)}.items():
        assert draft.row_counts[table] == len(tables[table].rows) + more, table


def test_a_practice_of_a_whole_country_needs_no_city_and_one_without_either_is_asked_for_it(
    tables: StandingTables,
) -> None:
    judge = Judge(tables, coded_values(ONTOLOGY / "vocabularies"), None)
    form, source = form_of(BY_NAME["practice"], tables), SourceGiven("https://www.example.eu/1", "A report", "Police")
    told = {name: text for name, text in FILLED["practice"].items() if name != "cities"}
    whole = composed(FilledForm(form, answers({**told, "country": "PT"}), {}, (source,)), tables, 1)
    assert faults(form, whole, judge) == {}
    (row,) = whole.of("practices")
    assert (row.now("country"), row.now("cities")) == ("PT", None)
    nowhere = composed(FilledForm(form, answers(told), {}, (source,)), tables, 1)
    assert [(name, str(fault.message)) for name, fault in faults(form, nowhere, judge).items()] == [
        ("cities", "Name the city, or the country, where it runs in all of it.")
    ]


def test_a_city_that_is_taken_out_leaves_the_country(tables: StandingTables) -> None:
    form = form_of(BY_NAME["practice"], tables, with_parts=False)
    cells = tables["practices"].rows["cork-purple-flag"]
    was = filled(form.fields, cells)
    without = Answers({**was.values, "cities": ()}, {})
    changes = composed(FilledForm(form, without, {}, row="cork-purple-flag"), tables, 1)
    (row,) = changes.of("practices")
    assert [(cell.column, cell.now) for cell in row.cells] == [("cities", "")]
