"""What a plan is, and what a rule says about it. Days are text, YYYY-MM-DD; an empty text is not known, or open."""

from __future__ import annotations

from dataclasses import dataclass

UNION = "EU"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its days in the Union; `left` is the last day on which EU law applies, empty while it does."""

    id: str
    label: str
    jurisdiction: str
    joined: str = ""
    left: str = ""

    def in_union(self, on: str) -> bool:
        """Whether EU law applies in the country on the day."""
        return bool(self.joined) and self.joined <= on and (not self.left or on <= self.left)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a city wants to do: with which technologies, run by whom, in which country, under the law of which day.

    Without a country, EU law is that of a member state, and no national law counts. `purpose` and `place` are the
    words of the reader: they highlight, they decide nothing.
    """

    technologies: tuple[str, ...]
    actor: str
    on: str
    country: Country | None = None
    city: str = ""
    purpose: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one provision does to one technology and one actor, as the tables say it.

    `route` is "rule" for a row of the rules, "provision" for a provision addressed to the actor, "role" for one
    addressed to a role (controller, deployer, Member State) that the actor may or may not have.
    """

    route: str
    provision: str
    provision_id: str
    provision_label: str
    act: str
    act_id: str
    act_label: str
    effect: str
    effect_label: str
    condition: str
    addressee: str
    technology: str
    jurisdiction: str
    rule_id: str = ""
    first: str = ""
    last: str = ""
    act_type: str = ""
    act_date: str = ""
    original: str = ""
    moved_by_id: str = ""
    moved_by: str = ""
    clause: bool = False
    duty: str = ""
    duty_label: str = ""
    basis: str = ""
    confidence: str = ""
    source: str = ""
    doubt: str = ""

    @property
    def since(self) -> str:
        """The first day, or the day of the act when the first day is not known."""
        return self.first or self.act_date
