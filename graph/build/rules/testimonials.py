"""The testimonials' topics are known for the group of speakers alone, and every row says so."""

from __future__ import annotations

from collections.abc import Iterator

from graph.build.facts import Facts, fault
from graph.findings import Finding

GROUP_TOPICS = "testimonial_topics"
AS_A_GROUP = "as a group"


def topics_are_those_of_the_group(facts: Facts) -> Iterator[Finding]:
    """A testimonial has the topics that partnership.csv states for the group, in the same order."""
    stated = [row for row in facts.rows("partnership") if row.cells["key"] == GROUP_TOPICS]
    for row in facts.rows("testimonials") if stated else ():
        expected = [part.strip() for part in stated[0].cells["value"].split(";")]
        if facts.items("testimonials", row, "topics") != expected:
            message = "The topics are not those stated for the group."
            mend = f"Write them as in partnership.csv, line {stated[0].line}."
            yield fault("testimonials", row, "topics", message, mend)


def a_note_says_that_topics_are_those_of_the_group(facts: Facts) -> Iterator[Finding]:
    """Nobody reads the topics of the group as the words of one speaker."""
    for row in facts.rows("testimonials"):
        if AS_A_GROUP not in row.cells["note"]:
            mend = f"Say in the note that the topics are stated for the testimonials {AS_A_GROUP}."
            yield fault("testimonials", row, "note", "The note does not say whose topics these are.", mend)
