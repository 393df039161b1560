"""Who pays for a practice: each payment as the tables tell it, and what is told of it in words alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from flask import url_for

from graph.law.marks import Mark
from graph.text.messages import N_, Message, joined
from views.languages.originals import OriginalText, original
from views.languages.told import money_words
from views.practices.funding_words import Money, left_over, says_more
from views.shown.corrections import row_at
from views.shown.ruling_marks import statement_marks
from views.shown.values import Hyperlink
from views.web.service import slug_of, text_of

Row = Mapping[str, Any]

ABOUT: Final = {"about": N_("about %(amount)s"), "at-least": N_("at least %(amount)s"),
                "at-most": N_("at most %(amount)s")}  # fmt: skip
GIVEN: Final = {
    "from-this-source": N_("from: %(who)s"),
    "one-year": N_("for one year, from: %(who)s"),
    "part": N_("for a part, from: %(who)s"),
    "whole-project": N_("for the whole project, with money from: %(who)s"),
}
"""What an amount is of, beside who pays; the whole of a project may be paid by others too."""
ALONE: Final = {"one-year": N_("for one year"), "part": N_("for a part"), "whole-project": N_("for the whole project")}


GENERAL: Final[dict[str, Message]] = {
    name: name for name in (N_("The city"), N_("The town"), N_("The region"), N_("The Land"))
}
"""Payers whom the sources tell by what they are; others are called by their own names."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One row: `given` is a pattern of what the amount is of, with the place `%(who)s` where somebody is named.

    `amount` and `given` are empty without an amount. `text` is what the source says beyond all that, and `unknown` what
    no source says.
    """

    amount: str
    given: str
    who: Sequence[Hyperlink]
    text: str
    unknown: Sequence[Message]
    marks: Sequence[Mark]
    sources: Sequence[Hyperlink]
    row: str

    @property
    def name(self) -> str:
        """What tells it from the others, for who hears the page: the amount, else who pays."""
        return self.amount or self.who[0].label

    @property
    def told(self) -> str:
        """The whole of it as one text without links."""
        who = joined((N_("%(name)s (%(kind)s)", name=each.label, kind=each.note) if each.note else each.label
                      for each in self.who), ", ")  # fmt: skip
        given = N_(self.given, who=who) if self.given else who
        unknown = N_("not known: %(what)s", what=joined(self.unknown, ", ")) if self.unknown else ""
        return joined((joined((self.amount, given), " "), self.text, unknown), "; ")


@dataclass(frozen=True, slots=True)
class Funding:
    """The payments, `sources` where all have the same, and `text`: what is told in words and by no payment."""

    payments: Sequence[Payment] = ()
    sources: Sequence[Hyperlink] = ()
    text: str = ""

    @property
    def is_known(self) -> bool:
        return bool(self.payments or self.text)

    @classmethod
    def of(cls, rows: Iterable[Row], written: str, sources: Mapping[str, Sequence[Hyperlink]]) -> Funding:
        """From the rows of practices-funding, what the entry says in words, and the sources of each row by its id."""
        by_id = {str(row["financing_id"]): row for row in rows}
        if not by_id:
            return cls(text=written)
        told = [str(row["text"]) for row in by_id.values()]
        rest = left_over(written, told, (name for row in by_id.values() for name in _names(row)))
        behind = [tuple(sources.get(each, ())) for each in by_id]
        shared = behind[0] if len(set(behind)) == 1 else ()
        payments = [_payment(row, () if shared else its, rest) for row, its in zip(by_id.values(), behind, strict=True)]
        return cls(payments, shared, original(rest, written.language) if isinstance(written, OriginalText) else rest)


def _payment(row: Row, sources: Sequence[Hyperlink], rest: str) -> Payment:
    who, amount_of, text = _who(row), slug_of(row["amount_of"]), text_of(row, "text")
    is_shown = text.casefold() in rest.casefold() or not says_more(
        text, _money(row), _names(row), amount_of, slug_of(row["precision"])
    )
    return Payment(
        amount=amount_told(row),
        given=_given(amount_of, bool(who), bool(row["amount"])),
        who=who,
        text="" if is_shown else text,
        unknown=_unknown(row, bool(who)),
        marks=statement_marks(row),
        sources=sources,
        row=row_at("practice_funding", row["financing_id"]),
    )


def amount_told(row: Row) -> str:
    """`about €2,000,000` in the reader's language; empty without an amount."""
    money = _money(row)
    if not money:
        return ""
    told, pattern = money_words(*money), ABOUT.get(slug_of(row["precision"]))
    return N_(pattern, amount=told) if pattern else told


def _money(row: Row) -> Money | None:
    amount = text_of(row, "amount")
    return (Decimal(amount), text_of(row, "currency")) if amount else None


def _given(amount_of: str, is_named: bool, has_amount: bool) -> str:
    if not has_amount:
        return ""
    if not is_named:
        return ALONE.get(amount_of, "")
    return GIVEN.get(amount_of, N_("with money from: %(who)s"))


def _unknown(row: Row, is_named: bool) -> list[Message]:
    asked = (
        (bool(row["amount"]), N_("the amount")),
        (is_named, N_("who pays")),
        (bool(row["amount_of"]) or not row["amount"], N_("what the amount is of")),
    )
    return [words for is_told, words in asked if not is_told]


def _who(row: Row) -> list[Hyperlink]:
    """The programme, with what it is a part of unless its name says so, and the payer."""
    label, within, payer = (text_of(row, name) for name in ("programme_label", "within_label", "payer"))
    is_said = within.casefold() in label.casefold()
    found = [Hyperlink(label, _concept(row["programme"]), "" if is_said else within)] if label else []
    return [*found, Hyperlink(GENERAL.get(payer, payer))] if payer else found


def _concept(iri: object) -> str:
    scheme, _, slug = str(iri).partition("/concept/")[2].partition("/")
    return url_for("terms.concept", scheme=scheme, slug=slug)


def _names(row: Row) -> Iterator[str]:
    """What those who pay are called in English, and the short names in the addresses of programmes."""
    yield from (str(row[name]) for name in ("programme_label", "within_label", "payer") if row[name])
    yield from (slug_of(row[name]) for name in ("programme", "within") if row[name])
