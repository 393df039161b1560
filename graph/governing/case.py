"""What a decision is about, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.governing.library import LawRule, ScopeRule

CANDIDATES: Final = ("municipality", "state-police")
"""Who may act in a case of which nobody knows who does."""


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody uses technologies somewhere, for a purpose. Ids; an empty country is any Member State.

    An empty purpose is not known: the decision then says what it depends on. `region` is a part of the country.
    """

    technologies: tuple[str, ...]
    actor: str
    country: str = ""
    region: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule for a case from `start` to `end`: it holds, depends on a fact, or its act leaves the case out.

    `match` says how the actor of the rule fits: `exact`, `broader` or `any`. `open_question` is the fact on which the
    standing depends, or which would change it; `scope` is the scope rule that decided, if one did.
    """

    rule: LawRule
    technology: str
    match: str
    standing: str
    start: str = ""
    end: str = ""
    open_question: str = ""
    scope: ScopeRule | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether an act reaches a case from `start` to `end`, and the scope rule that says so.

    It is the act as a whole, or the `part` of it (the id of a provision) that alone leaves the case out.
    """

    act: str
    standing: str
    start: str = ""
    end: str = ""
    open_question: str = ""
    scope: ScopeRule | None = None
    part: str = ""
