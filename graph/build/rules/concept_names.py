"""Names of concepts in other languages: a table a language, a row a concept, and one meaning a label."""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.concepts import concepts_of
from graph.build.facts import Facts, fault
from graph.findings import Finding
from graph.text.languages import ENGLISH, LANGUAGES

PREFIX = "concept_names_"
TRANSLATED = sorted(LANGUAGES.keys() - {ENGLISH})


def a_language_has_its_table(facts: Facts) -> Iterator[Finding]:
    """The tables of names are those of the languages that are written here, no fewer and no others."""
    wanted = {f"{PREFIX}{language}" for language in TRANSLATED}
    held = {name for name in facts.tables if name.startswith(PREFIX)}
    lying = {path.stem for path in facts.folder.glob(f"{PREFIX}*.csv")}
    for name in sorted(wanted - held):
        mend = "Describe it in csv-metadata.json like those of the other languages."
        yield Finding(f"{name}.csv", 0, "", "", "The language has no table of names of concepts.", mend)
    for name in sorted((held | lying) - wanted):
        mend = f"The languages are {', '.join(TRANSLATED)}: rename the table, or add its language to the program."
        yield Finding(f"{name}.csv", 0, "", name.removeprefix(PREFIX), "There is no such language.", mend)


def a_concept_has_a_name_in_every_language(facts: Facts) -> Iterator[Finding]:
    """No concept is missing in a table of names."""
    concepts = concepts_of(facts)
    for name in _tables(facts):
        named = facts.by_id(name)
        for key in sorted(concepts.keys() - named.keys()):
            message = f"The concept {concepts[key].label!r} has no name in this language."
            yield Finding(f"{name}.csv", 0, "concept", key, message, "Add a row for it.")


def a_preferred_label_means_one_concept(facts: Facts) -> Iterator[Finding]:
    """No two concepts of one scheme have the same preferred label in one language."""
    for name in _tables(facts):
        first: dict[tuple[str, str], str] = {}
        for key, row in facts.by_id(name).items():
            label = row.cells["pref_label"].casefold()
            other = first.setdefault((key.partition("/")[0], label), key)
            if other != key:
                mend = "Write what tells the two apart."
                yield fault(name, row, "pref_label", f"The label is already that of {other!r}.", mend)


def a_name_stands_once(facts: Facts) -> Iterator[Finding]:
    """A further name is neither the preferred label nor told twice."""
    for name in _tables(facts):
        for row in facts.rows(name):
            told = {row.cells["pref_label"].casefold()}
            for each in facts.items(name, row, "alt_labels"):
                if each.casefold() in told:
                    yield fault(name, row, "alt_labels", "The name stands twice in the row.", "Keep one.", each)
                told.add(each.casefold())


def _tables(facts: Facts) -> list[str]:
    return sorted(name for name in facts.tables if name.startswith(PREFIX))
