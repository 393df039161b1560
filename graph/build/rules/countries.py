"""Where and for whom law holds: members of the Union, their codes in EU law, whose law a jurisdiction means, reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graph.build.facts import Facts, fault
from graph.findings import Finding, nearest
from graph.governing import Library
from graph.governing.unreachable import unreachable
from graph.tables.reading import Row

# The Union since 1 February 2020, by ISO 3166 codes.
EU_MEMBERS: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)
# EU law calls a country by its ISO 3166 code, but for these two (Interinstitutional style guide, 7.1.1).
EU_CODES: Final = {"GR": "EL", "GB": "UK"}
# Jurisdictions that are no country's.
COMMON: Final = frozenset(("", "EU", "CoE"))
# How the provisions of the protocols on states that take no part in some laws of the Union begin.
PROTOCOLS: Final = "tfeu-protocol-"


def members_of_the_union_are_listed_as_such(facts: Facts) -> Iterator[Finding]:
    """Exactly the members of the Union have a membership that is still open, and none is left out."""
    listed = facts.by_id("countries")
    change = "or, when the Union has changed, mend EU_MEMBERS in graph/build/rules/countries.py."
    for code in sorted(EU_MEMBERS - listed.keys()):
        message = f"The member of the Union {code} has no row."
        yield Finding("countries.csv", 0, "id", code, message, f"Add the row, {change}")
    for code, row in listed.items():
        is_open = bool(row.cells["eu_member_from"]) and not row.cells["eu_member_to"]
        if is_open and code not in EU_MEMBERS:
            mend = f"Write the last day of membership in eu_member_to, {change}"
            yield fault("countries", row, "eu_member_from", f"{code} is no member of the Union.", mend)
        if not is_open and code in EU_MEMBERS:
            column = "eu_member_to" if row.cells["eu_member_to"] else "eu_member_from"
            mend = f"Write the first day in eu_member_from and leave eu_member_to empty, {change}"
            yield fault("countries", row, column, f"{code} is a member of the Union.", mend)


def codes_are_those_of_eu_law(facts: Facts) -> Iterator[Finding]:
    """A country's eu_code is its id, but for Greece and the United Kingdom."""
    for code, row in facts.by_id("countries").items():
        expected = EU_CODES.get(code, code)
        if row.cells["eu_code"] != expected:
            yield fault("countries", row, "eu_code", f"EU law calls {code} otherwise.", f"Write {expected}.")


def a_jurisdiction_is_a_country(facts: Facts) -> Iterator[Finding]:
    """A jurisdiction of an act or rule is the Union's, the Council of Europe's, a country's or of a part of one."""
    known = {row.cells["jurisdiction"] for row in facts.rows("countries")} | COMMON
    for table in ("acts", "technology_rules"):
        for row in facts.rows(table):
            code = row.cells["jurisdiction"]
            if code.partition("-")[0] not in known:
                mend = f"Use EU, CoE or a jurisdiction of countries.csv, or add the row there.{nearest(code, known)}"
                yield fault(table, row, "jurisdiction", "countries.csv has no such jurisdiction.", mend)


def an_amendment_says_whom_the_amended_act_leaves_out(facts: Facts) -> Iterator[Finding]:
    """A state that a protocol to the treaties keeps out of an act is named by the scope of what amends that act."""
    named = [(row, place) for row in facts.rows("act_scope") for place in facts.items("act_scope", row, "place")]
    known = {(row.cells["act"], place) for row, place in named}
    left_out = [(row.cells["act"], place) for row, place in named if _is_kept_out(row)]
    for relation in facts.rows("act_relations"):
        for act, place in left_out if relation.cells["predicate"] == "amends" else ():
            if act == relation.cells["object"] and (relation.cells["subject"], place) not in known:
                message = f"It amends an act that a protocol keeps {place} out of; its own scope does not name {place}."
                yield fault("act_relations", relation, "subject", message, "Add its row to act_scope.csv.")


def _is_kept_out(scope: Row) -> bool:
    return (
        scope.cells["kind"] == "excludes"
        and scope.cells["provision"].startswith(PROTOCOLS)
        and (not scope.cells["part"] and scope.cells["actor"] == scope.cells["purpose"] == "any")
    )


def a_rule_reaches_its_actor(facts: Facts, library: Library) -> Iterator[Finding]:
    """The scope of the act takes in the actor of a rule, or a narrower one, on some day on which the rule holds."""
    rows = facts.by_id("technology_rules")
    for rule in unreachable(library, (key for key, row in facts.by_id("actors").items() if row.cells["regime"])):
        message = f"act_scope.csv leaves this actor out of {rule.act} for as long as the rule holds."
        mend = "Choose another actor, remove the rule, or mend act_scope.csv."
        yield fault("technology_rules", rows[rule.id], "actor_type", message, mend)
