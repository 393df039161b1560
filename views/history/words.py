"""What happened to a row, in words: the rows of each table by the name that people have for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graph.text.messages import N_, capital

TABLES: Final[Mapping[str, str]] = {
    "act_relations.csv": N_("relation between acts"),
    "act_scope.csv": N_("scope of an act"),
    "action_criteria.csv": N_("criterion of an Action"),
    "actions.csv": N_("Action"),
    "actors.csv": N_("kind of actor"),
    "acts.csv": N_("act"),
    "acts_to_consider.csv": N_("act to consider"),
    "cities.csv": N_("city"),
    "city_pages.csv": N_("official page of a city"),
    "concepts.csv": N_("technology"),
    "conflicts.csv": N_("disagreement of sources"),
    "countries.csv": N_("country"),
    "declared_basis.csv": N_("declared legal basis"),
    "deployments.csv": N_("deployment"),
    "events.csv": N_("event"),
    "legal_events.csv": N_("legal event"),
    "organisations.csv": N_("organisation"),
    "partnership.csv": N_("statement about the Partnership"),
    "people.csv": N_("person"),
    "practice_actors.csv": N_("part in a practice"),
    "practice_contacts.csv": N_("office to call"),
    "practice_funding.csv": N_("statement of who pays"),
    "practice_legislation.csv": N_("link between a practice and law"),
    "practice_legislation_join.csv": N_("link between a practice and law"),
    "practice_lessons.csv": N_("lesson"),
    "practice_notes.csv": N_("note on a practice"),
    "practice_texts.csv": N_("text in another language"),
    "practices.csv": N_("practice"),
    "provisions.csv": N_("provision"),
    "regions.csv": N_("region"),
    "sources.csv": N_("source"),
    "technology_rules.csv": N_("rule for a technology"),
    "technology_uses.csv": N_("use of a technology"),
    "testimonials.csv": N_("testimonial"),
    "timeline_ai_act.csv": N_("date of the AI Act"),
}
NAMES: Final = "concept_names_"


def change_words(kind: str, file: str) -> str:
    """`Added: practice` for the kind of a change and the file of its row."""
    what = N_("name in another language") if file.startswith(NAMES) else TABLES.get(file, N_("row"))
    if kind == "add":
        return N_("Added: %(what)s", what=what)
    return N_("Changed: %(what)s", what=what) if kind == "change" else N_("Taken out: %(what)s", what=what)


def table_words(file: str) -> str:
    """`Practice` for practices.csv: what one row of a table is."""
    return capital(N_("name in another language") if file.startswith(NAMES) else TABLES.get(file, N_("row")))


def column_words(name: str) -> str:
    """`End year` for `end_year`."""
    return name.replace("_", " ").capitalize()
