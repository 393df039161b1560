"""Whom to call, and what to know: a contact is a public office that can be reached, an amount says of what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from graph.build.facts import Facts, fault
from graph.findings import Finding

WAYS = ("email", "phone", "page")
ADDRESS: Final = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@.,;<>]{2,}")
# `first.last`: an office may be written so too, and says then in its role whose address it is.
NAME_LIKE: Final = re.compile(r"[^\W\d_]{2,}(-[^\W\d_]+)*[._][^\W\d_]{2,}(-[^\W\d_]+)*")
MONEY, COUNTED = "cost", ("cost", "staff")


def a_contact_can_be_reached(facts: Facts) -> Iterator[Finding]:
    """A contact has an e-mail address, a telephone number or a page."""
    for row in facts.rows("practice_contacts"):
        if not any(row.cells[way] for way in WAYS):
            yield fault("practice_contacts", row, "office", "Nobody can reach this office.", "Leave the row out.")


def an_address_is_that_of_an_office(facts: Facts) -> Iterator[Finding]:
    """An e-mail address has the form of one; one that looks like a person's names the published role it belongs to."""
    for row in facts.rows("practice_contacts"):
        email = row.cells["email"]
        if email and not ADDRESS.fullmatch(email):
            yield fault("practice_contacts", row, "email", "This is no e-mail address.", "Write one, as name@place.eu.")
        elif NAME_LIKE.fullmatch(email.partition("@")[0]) and not row.cells["role"]:
            mend = "Write the address of the office, or in the column role the published role that it belongs to."
            yield fault("practice_contacts", row, "email", "This looks like the address of a person.", mend)


def an_amount_says_of_what_it_is(facts: Facts) -> Iterator[Finding]:
    """An amount counts money, with its currency, or people; nothing else has one."""
    for row in facts.rows("practice_lessons"):
        kind, amount, currency = row.cells["kind"], row.cells["amount"], row.cells["currency"]
        if amount and kind not in COUNTED:
            yield fault("practice_lessons", row, "amount", f"The kind {kind} has no amount.", "Write cost or staff.")
        if kind == MONEY and amount and not currency:
            yield fault("practice_lessons", row, "currency", "The amount has no currency.", "Write it by ISO 4217.")
        if currency and not (kind == MONEY and amount):
            yield fault("practice_lessons", row, "currency", "A currency stands without an amount.", "Empty it.")
