"""How law of the Union that works through national law is carried out in a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.governing import HOLDS, QUESTION, Library
from graph.governing.scope import ScopeAnswer, Where, segments
from graph.law.citation import citation_in_act
from graph.law.marks import Mark
from graph.text.messages import N_
from views.shown.ruling_marks import statement_marks
from views.web.addresses import law_href
from views.web.jurisdictions import whose_law
from views.web.service import slug_of, text_of

Row = Mapping[str, Any]
THROUGH_NATIONAL_LAW: Final = ("directive", "framework-decision")
PURPOSES: Final = ("", "law-enforcement")
"""A measure reaches an actor whose purpose is not known where it reaches it for law enforcement."""


@dataclass(frozen=True, slots=True)
class NationalMeasure:
    """A national act, or a part of it, that carries out an act of the Union; `article` is empty for the whole act.

    `limit` is for whom alone it does so, where that is open in a case; `start` its first day, where that is to come.
    """

    label: str
    href: str
    article: str
    marks: tuple[Mark, ...] = ()
    act: str = ""
    jurisdiction: str = ""
    start: str = ""
    limit: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it carries the act out in the case, on the day."""
        return not self.limit and not self.start


@dataclass(frozen=True, slots=True)
class MeasuresFor:
    """Whose law is asked: an actor in a country, by its jurisdiction, and the regions whose own law holds there."""

    actor: str
    country: str
    home: str
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NationalMeasures:
    """The measures that are known on a day, by the act of the Union; `library` says whom each of them reaches."""

    by_act: Mapping[str, tuple[NationalMeasure, ...]]
    on: str = ""
    library: Library | None = None

    @classmethod
    def of(cls, rows: Iterable[Row], on: str = "", library: Library | None = None) -> NationalMeasures:
        """From rows of the question law-measures; each measure once for each article that it carries out."""
        found: dict[str, dict[tuple[str, str], NationalMeasure]] = {}
        for row in rows:
            start, end = text_of(row, "date", "in_force"), text_of(row, "ended")
            if on and end and end < on:
                continue
            shown = _measure(row, start if on and start > on else "")
            found.setdefault(str(row["eu_id"]), {})[shown.href, shown.article] = shown
        return cls({key: tuple(each.values()) for key, each in found.items()}, on, library)

    def of_act(self, act: str, case: MeasuresFor) -> tuple[NationalMeasure, ...]:
        """What carries out the act for the case, each address once, what is sure first."""
        once = {each.href: each for each in self.by_act.get(act, ())}
        reaching = [told for each in once.values() if (told := self._told(each, case))]
        return tuple(sorted(reaching, key=lambda each: not each.is_sure))

    def of_article(self, provision: str, act: str, case: MeasuresFor) -> tuple[NationalMeasure, ...]:
        """What surely carries out the article of the provision there."""
        article = article_of(provision, act)
        alike = [each for each in self.by_act.get(act, ()) if article and each.article == article]
        return tuple(told for each in alike if (told := self._told(each, case)) and told.is_sure)

    def _told(self, measure: NationalMeasure, case: MeasuresFor) -> NationalMeasure | None:
        """The measure with its limit in the case; None where it is of another place, or leaves the case out."""
        if measure.jurisdiction not in {case.home, *case.regions}:
            return None
        if not self.library or not case.actor or case.actor not in self.library.actors or measure.start:
            return measure
        answers = [self._answer(measure, case, purpose) for purpose in PURPOSES]
        if any(answer.standing == HOLDS for answer in answers):
            return measure
        open_ones = [answer for answer in answers if answer.standing == QUESTION]
        return replace(measure, limit=open_ones[0].depends_on) if open_ones else None

    def _answer(self, measure: NationalMeasure, case: MeasuresFor, purpose: str) -> ScopeAnswer:
        region = measure.jurisdiction if measure.jurisdiction in case.regions else ""
        where = Where(case.actor, case.country, region, purpose)
        found = segments(self.library, measure.act, where) if self.library else ()
        return next(each.answer for each in reversed(found) if each.start <= self.on)


def _measure(row: Row, start: str) -> NationalMeasure:
    own, act = text_of(row, "measure_provision_id"), str(row["measure_id"])
    return NationalMeasure(
        citation_in_act(str(row["measure_label"]), own, act) if own else str(row["measure_label"]),
        law_href(own or act),
        article_of(text_of(row, "eu_provision_id"), str(row["eu_id"])),
        statement_marks(row),
        act,
        str(row["jurisdiction"]),
        start,
    )


def unrecorded(measures: Sequence[NationalMeasure], country: str, regions: Iterable[str]) -> str:
    """What is not recorded about how an act is carried out there on the day; empty when a measure surely does."""
    if not country or any(each.is_sure for each in measures):
        return ""
    if any(each.limit for each in measures):
        own = " or ".join(whose_law(each) for each in sorted(regions))
        if own:
            return N_("for bodies of the region the %(law)s does; which act of it is not in the tables", law=own)
        return N_("which other law does is not in the tables")
    if measures:
        return N_("which law carried it out in %(country)s on this day is not recorded", country=country)
    return N_("which law carries it out in %(country)s is not recorded", country=country)


def article_of(provision: str, act: str) -> str:
    """The article, recital or annex in which a provision stands: `art_5` for art_5/par_1/pnt_h; empty for an act."""
    return provision.removeprefix(act).strip("/").partition("/")[0] if provision else ""


def works_through(act_type: object) -> bool:
    """Whether acts of the type bind through national law alone."""
    return slug_of(act_type) in THROUGH_NATIONAL_LAW
