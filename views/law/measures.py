"""How law of the Union that works through national law is carried out in a country."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graph.law.citation import citation_in_act
from graph.law.marks import Mark
from views.shown.ruling_marks import statement_marks
from views.web.addresses import law_href
from views.web.service import slug_of, text_of

Row = Mapping[str, Any]
THROUGH_NATIONAL_LAW: Final = ("directive", "framework-decision")


@dataclass(frozen=True, slots=True)
class NationalMeasure:
    """A national act, or a part of it, that carries out an act of the Union; `article` is empty for the whole act."""

    label: str
    href: str
    article: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class NationalMeasures:
    """The measures that are known, by the act of the Union and the jurisdiction of the measure."""

    by_act: Mapping[tuple[str, str], tuple[NationalMeasure, ...]]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> NationalMeasures:
        """From rows of the question law-measures; each measure once for each article that it carries out."""
        found: dict[tuple[str, str], dict[tuple[str, str], NationalMeasure]] = {}
        for row in rows:
            own = text_of(row, "measure_provision_id", "measure_id")
            shown = NationalMeasure(
                citation_in_act(str(row["measure_label"]), text_of(row, "measure_provision_id"), str(row["measure_id"]))
                if row["measure_provision_id"]
                else str(row["measure_label"]),
                law_href(own),
                article_of(text_of(row, "eu_provision_id"), str(row["eu_id"])),
                statement_marks(row),
            )
            found.setdefault((str(row["eu_id"]), str(row["jurisdiction"])), {})[own, shown.article] = shown
        return cls({key: tuple(each.values()) for key, each in found.items()})

    def of_act(self, act: str, home: str) -> tuple[NationalMeasure, ...]:
        """What carries out the act in the jurisdiction `home`, each address once."""
        return tuple({each.href: each for each in self.by_act.get((act, home), ())}.values())

    def of_article(self, provision: str, act: str, home: str) -> tuple[NationalMeasure, ...]:
        """What carries out the article of the provision there."""
        article = article_of(provision, act)
        return tuple(each for each in self.by_act.get((act, home), ()) if article and each.article == article)


def article_of(provision: str, act: str) -> str:
    """The article, recital or annex in which a provision stands: `art_5` for art_5/par_1/pnt_h; empty for an act."""
    return provision.removeprefix(act).strip("/").partition("/")[0] if provision else ""


def works_through(act_type: object) -> bool:
    """Whether acts of the type bind through national law alone."""
    return slug_of(act_type) in THROUGH_NATIONAL_LAW
