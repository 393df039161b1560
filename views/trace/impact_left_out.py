"""Whom a law does not touch though it was asked: practices that it leaves out, or may, each with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.ask.answer import Answer
from graph.governing import OUTSIDE, QUESTION
from graph.impact import Impact
from graph.law.citation import citation_in_act
from graph.law.life import STATES, Life
from graph.law.marks import LOW_CONFIDENCE, Mark, in_order, marks
from graph.law.period import NOT_RECORDED
from graph.text.messages import N_, counted, joined, within
from views.web.addresses import law_href, page_href
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]
KIND_OF_ROW: Final = {OUTSIDE: N_("practice left out"), QUESTION: N_("practice that may be left out")}
"""What the first column of the table for a mail-out says of them, so that nobody takes them for touched."""
LABELS: Final = {OUTSIDE: N_("Left out"), QUESTION: N_("Depends on a fact")}


@dataclass(frozen=True, slots=True)
class UntouchedPractice:
    """A practice, for which of its actors the law does not hold or may not, and whether another one is touched."""

    id: str
    label: str
    href: str
    actors: str
    also_touched: bool
    life: str


@dataclass(frozen=True, slots=True)
class UntouchedReason:
    """A reason why practices are left out or may be, where it stands, and the practices."""

    standing: str
    label: str
    text: str
    provision: str
    href: str
    marks: tuple[Mark, ...]
    doubts: tuple[str, ...]
    practices: tuple[UntouchedPractice, ...]


@dataclass(frozen=True)
class Untouched:
    """The answer of the question impact-left-out, none for what is no law; `lives` tells the life of each practice."""

    found: Impact
    answer: Answer | None
    lives: Callable[[str], Life]

    @property
    def things(self) -> list[str]:
        """The statements on reach, so that reason, actor and days are data too."""
        return [str(row["reach"]) for row in self.told()]

    @property
    def touched(self) -> frozenset[str]:
        """The practices that are touched."""
        return frozenset(each.place.id for each in self.found.of_kind("practice"))

    def told(self) -> list[Row]:
        """What is left out, and what may be and is not told among the touched practices already."""
        return [row for row in (self.answer.rows if self.answer else ())
                if str(row["standing"]) == OUTSIDE or str(row["practice_id"]) not in self.touched]  # fmt: skip

    def reasons(self) -> tuple[UntouchedReason, ...]:
        """The reasons, what is left out first; in each, practices by name."""
        held: dict[tuple[str, str], list[Row]] = {}
        for row in self.told():
            held.setdefault((str(row["standing"]), text_of(row, "open_question", "reason")), []).append(row)
        found = [self._reason(rows) for rows in held.values()]
        return tuple(sorted(found, key=lambda each: (each.standing != OUTSIDE, -len(each.practices), each.text)))

    def summary(self) -> str:
        """How many there are, in a sentence; empty when there are none."""
        out, may = ({str(row["practice_id"]) for row in self.told() if str(row["standing"]) == standing}
                    for standing in (OUTSIDE, QUESTION))  # fmt: skip
        may -= out
        also = len(out & self.touched)
        parts = [_left_out(len(out), also)] if out else []
        if may:
            parts.append(_may_be_left_out(len(may)))
        return joined(parts, " ")

    def table(self, host_url: str) -> list[dict[str, str]]:
        """The rows for a mail-out, under a kind of their own."""
        return [self._row(row, host_url.rstrip("/")) for row in self.told()]

    def _reason(self, told: Sequence[Row]) -> UntouchedReason:
        first = told[0]
        identifier = text_of(first, "provision_id")
        found = in_order(mark for row in told for mark in _marks(row))
        return UntouchedReason(
            standing=str(first["standing"]),
            label=LABELS[str(first["standing"])],
            text=text_of(first, "open_question", "reason"),
            provision=_cited(first),
            href=law_href(identifier, self.found.on) if identifier else "",
            marks=found,
            doubts=tuple(dict.fromkeys(mark.reason for mark in found if mark.reason)),
            practices=tuple(self._practice(each) for each in grouped(told, "practice_id").values()),
        )

    def _practice(self, told: Sequence[Row]) -> UntouchedPractice:
        name = str(told[0]["practice_id"])
        return UntouchedPractice(
            id=name,
            label=str(told[0]["practice_label"]),
            href=page_href("practices", name, self.found.on),
            actors=joined(dict.fromkeys(str(row["actor_label"]) for row in told), " and "),
            also_touched=name in self.touched,
            life=self.lives(str(told[0]["practice"])).words(self.found.on),
        )

    def _row(self, row: Row, host: str) -> dict[str, str]:
        life = self.lives(str(row["practice"]))
        return {
            "kind": KIND_OF_ROW[str(row["standing"])],
            "name": str(row["practice_label"]),
            "address": host + page_href("practices", str(row["practice_id"]), self.found.on),
            "country": str(row["country_label"]),
            "state": within(STATES[life.state(self.found.on)]),
            "status": life.words(self.found.on),
            "status_start": life.start,
            "status_end": life.end,
            "status_checked": life.checked,
            "standing": str(row["standing"]),
            "question": text_of(row, "open_question"),
            "condition": str(row["reason"]),
            "sentence": self._sentence(row),
            "told": "inferred",
            "actor": str(row["actor_label"]),
            "since": text_of(row, "from") or NOT_RECORDED,
            "until": text_of(row, "to"),
            "basis": slug_of(row["basis"]),
            "confidence": slug_of(row["confidence"]),
            "doubt": text_of(row, "doubt"),
            "statement": str(row["reach"]),
            "id": str(row["practice_id"]),
            "iri": str(row["practice"]),
        }

    def _sentence(self, row: Row) -> str:
        why = f"{row['reason']}{f' ({_cited(row)})' if _cited(row) else ''}"
        told = {"law": self.found.source.name, "actor": row["actor_label"]}
        if str(row["standing"]) == OUTSIDE:
            return N_("%(law)s does not apply to it for %(actor)s, because: %(why)s", why=why, **told)
        fact = text_of(row, "open_question") or why
        return N_("Whether %(law)s applies to it for %(actor)s depends on a fact: %(fact)s", fact=fact, **told)


def _marks(row: Row) -> list[Mark]:
    low = [LOW_CONFIDENCE] if slug_of(row["confidence"]) == "low" else []
    return [*marks(text_of(row, "basis"), text_of(row, "doubt")), *low]


def _cited(row: Row) -> str:
    identifier = text_of(row, "provision_id")
    if not identifier:
        return ""
    return citation_in_act(text_of(row, "provision_act_label"), identifier, text_of(row, "provision_act_id"))


def _left_out(number: int, also: int) -> str:
    if also:
        return counted(
            number,
            "It expressly leaves out %(number)s practice, %(also)s of which it touches through another actor.",
            "It expressly leaves out %(number)s practices, %(also)s of which it touches through another actor.",
            also=also,
        )
    return counted(
        number, "It expressly leaves out %(number)s practice.", "It expressly leaves out %(number)s practices."
    )


def _may_be_left_out(number: int) -> str:
    return counted(
        number,
        "For %(number)s practice it depends on a fact whether it reaches any.",
        "For %(number)s practices it depends on a fact whether it reaches any.",
    )
