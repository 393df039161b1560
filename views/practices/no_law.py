"""Why no rule joins a practice to law on a day, and which acts may be worth a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from graph.governing import Library
from graph.text.messages import N_, joined
from views.shown.ruling_marks import statement_marks
from views.web.addresses import law_href
from views.web.jurisdictions import whose_law
from views.web.service import text_of
from views.web.words import in_sentence, long_date

Row = Mapping[str, Any]
ORDER: Final = {"EU law": 0, "Council of Europe": 2}


@dataclass(frozen=True, slots=True)
class PracticeCountry:
    """A country of the practice: its id and its name."""

    id: str
    name: str


def reasons(
    library: Library,
    technologies: Sequence[tuple[str, str]],
    places: Iterable[PracticeCountry],
    actors_known: bool,
    on: str,
) -> list[str]:
    """Why there is no law, each in one sentence; never empty.

    `technologies` are ids with names; `actors_known` says whether anybody is recorded who runs or decides.
    """
    found: list[str] = []
    if not technologies:
        found.append(N_("No technology is recorded for it, and the rules in the tables speak of technologies."))
    elif not any(_has_rules(library, each) for each, _ in technologies):
        names = joined((name for _, name in technologies), ", ")
        found.append(N_("The tables hold no rule on the technology that it uses (%(names)s).", names=names))
    for place in places:
        land = library.lands[place.id]
        if not land.in_union(on):
            found.append(_outside(library, place, on))
    if not actors_known:
        found.append(N_("Nobody is recorded who runs it, and every rule speaks to somebody."))
    return found or [
        N_("No rule on what it uses speaks to those who run it on %(day)s, in this place.", day=long_date(on))
    ]


def _has_rules(library: Library, technology: str) -> bool:
    return any(library.rules_of.get(each) for each in library.technology_steps(technology))


def _outside(library: Library, place: PracticeCountry, on: str) -> str:
    home = library.lands[place.id].jurisdiction
    if any(rule.jurisdiction.split("-")[0] == home for rule in library.rules):
        return N_("%(place)s was not in the European Union on %(day)s.", place=place.name, day=long_date(on))
    return N_(
        "%(place)s was not in the European Union on %(day)s, and no rule of its own law is in the tables.",
        place=place.name,
        day=long_date(on),
    )


def to_consider(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Acts that somebody may look at for the themes of the practice: hints, each with its reason and its themes.

    Law of the Union comes first, then law of a country or a part of it, then that of the Council of Europe.
    """
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        act = str(row["act_id"])
        new = {
            "label": str(row["act_label"]),
            "href": law_href(act),
            "reason": str(row["reason"]),
            "themes": [],
            "marks": statement_marks(row),
            "whose": whose_law(text_of(row, "jurisdiction")),
        }
        found.setdefault(act, new)["themes"].append(in_sentence(row["theme_label"]))
    return sorted(found.values(), key=lambda act: ORDER.get(act["whose"], 1))
