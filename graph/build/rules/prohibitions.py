"""What looks more certain than the law is: a day of signature as a start, and a ban without its exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graph.build.facts import Facts, fault
from graph.findings import Finding
from graph.tables.reading import Row

# Such texts bind nobody, so the day of their version is all that they have.
NOT_BINDING = frozenset({"guideline", "opinion", "recommendation", "communication", "judgment", "proposal"})


def a_start_on_the_day_of_signature_has_a_reason(facts: Facts) -> Iterator[Finding]:
    """Law seldom holds on the day it is signed; where it does, the note of the row says why."""
    acts = facts.by_id("acts")
    for act in acts.values():
        for column in ("date_in_force", "date_applicable"):
            yield from _signed(act, act, "acts", column)
    for provision in facts.rows("provisions"):
        yield from _signed(provision, acts[provision.cells["act"]], "provisions", "application_date")


def _signed(row: Row, act: Row, table: str, column: str) -> Iterator[Finding]:
    day = row.cells[column]
    if day and day == act.cells["date_document"] and act.cells["type"] not in NOT_BINDING and not row.cells["note"]:
        message = "This is the day on which the act was signed, which seldom starts anything."
        yield fault(table, row, column, message, "Mend the day, or say in note why it is right.")


def a_prohibition_names_its_exceptions(facts: Facts) -> Iterator[Finding]:
    """Where an article has an exception, a rule that prohibits by it says so, or a rule of its own tells it."""
    parts = {key: row.cells["part_of"] for key, row in facts.by_id("provisions").items()}
    rows = facts.by_id("provisions").items()
    exceptions = {_article(parts, key) for key, row in rows if row.cells["rule_type"] == "exception"}
    rules = facts.rows("technology_rules")
    told = {
        (rule.cells["concept"], _article(parts, rule.cells["provision"]))
        for rule in rules
        if rule.cells["effect"] in ("exception", "permitted with conditions")
    }
    for rule in rules:
        article = _article(parts, rule.cells["provision"])
        if rule.cells["effect"] != "prohibited" or article not in exceptions:
            continue
        if "except" not in rule.cells["applicability_condition"] and (rule.cells["concept"], article) not in told:
            message = "The article has an exception, and neither this condition nor another rule says so."
            mend = "Name the exception in the condition, or add a rule with the effect exception."
            yield fault("technology_rules", rule, "applicability_condition", message, mend)


def _article(parts: Mapping[str, str], provision: str) -> str:
    """The largest part of the act that holds the provision."""
    while parts[provision]:
        provision = parts[provision]
    return provision
