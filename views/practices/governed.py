"""The law of one practice on a day: for each who acts, what holds, what is open, what does not apply, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.governing import Library
from graph.governing.index import library_of
from views.law.coming import Day, coming
from views.law.ruling_values import ActorLaw
from views.law.rulings import Telling
from views.practices import no_law
from views.practices.stated import OPERATING
from views.shown.measures import NationalMeasures
from views.web.panels import Panel, nothing, panel
from views.web.service import asked, text_of

Row = Mapping[str, Any]
NO_SCOPE = "urn:openplaza:nothing"


@dataclass(frozen=True)
class Governed:
    """The panels behind the law of a practice, and what they give."""

    panels: Mapping[str, Panel]
    laws: tuple[ActorLaw, ...]
    ahead: tuple[Day, ...]

    @property
    def provisions(self) -> int:
        """How many provisions surely hold, whoever acts."""
        return len({each.id for law in self.laws for block in law.holds for act in block.acts
                    for each in act.provisions})  # fmt: skip

    @property
    def open(self) -> int:
        """How many provisions depend on a fact."""
        return len({each.id for law in self.laws for block in law.questions for act in block.acts
                    for each in act.provisions})  # fmt: skip

    @property
    def is_empty(self) -> bool:
        """Whether no rule holds, none is open and none guides; an act may still reach it as a whole."""
        return not any(law.holds or law.guidance or any(each.count for each in law.questions) for law in self.laws)


def governed(practice: str, on: str) -> Governed:
    """What the graph says of the practice (an IRI) on the day."""
    asking = {"practice": practice, "on": on}
    panels = {
        "governing": panel("practices-governing", asking),
        "reach": panel("practices-reach", asking),
        "coming": panel("practices-coming", asking),
    }
    ruled = [row for name in ("governing", "reach") for row in panels[name].answer.rows]
    panels["scopes"] = _about("law-scope-reasons", "scopes", (row["scope"] for row in ruled))
    acts = (row["act"] for row in panels["governing"].answer.rows if text_of(row, "jurisdiction") == "EU")
    panels["measures"] = _about("law-measures", "acts", acts)
    telling = Telling(
        {str(row["scope_id"]): row for row in panels["scopes"].answer.rows},
        NationalMeasures.of(panels["measures"].answer.rows, on, _library()),
    )
    laws = telling.laws(panels["governing"].answer.rows, panels["reach"].answer.rows)
    return Governed(panels, laws, coming(panels["coming"].answer.rows, on))


def _about(question: str, name: str, iris: Iterable[object]) -> Panel:
    wanted = sorted({str(each) for each in iris if each is not None})
    return panel(question, {name: wanted}) if wanted else nothing(question, {name: [NO_SCOPE]})


def _library() -> Library:
    opened = asked()
    return library_of(opened.revision, lambda: opened.store)


def why_none(stated: Any, participations: Sequence[Row], on: str) -> list[str]:
    """Why no rule joins the practice to law on the day; `stated` are its statements."""
    return no_law.reasons(
        _library(),
        [(str(row["value_id"]), str(row["value_label"])) for row in stated.values("technology")],
        [no_law.PracticeCountry(str(row["value_id"]), str(row["value_label"])) for row in stated.values("country")],
        any(str(row["role"]).rpartition("/")[2] in OPERATING for row in participations),
        on,
    )
