"""What binds a plan, read off the tables in the plainest way: the second opinion for the pages."""

from __future__ import annotations

import csv
from functools import cache

from graph.settings import ROOT

Rows = list[dict[str, str]]


@cache
def table(name: str) -> Rows:
    """The rows of data/NAME.csv."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


class Law:
    """Which rule of the tables reaches whom, where and when."""

    def above(self, name_of_table: str, name: str) -> set[str]:
        """A concept or an actor with everything broader."""
        broader = {row["id"]: row["broader"] for row in table(name_of_table)}
        found = {name}
        while broader.get(name):
            name = broader[name]
            found.add(name)
        return found

    def span(self, rule: dict[str, str], country: dict[str, str] | None) -> tuple[str, str]:
        """First and last day of a rule: within its provision, its act and the membership of the country."""
        provision = next(row for row in table("provisions") if row["id"] == rule["provision"])
        act = next(row for row in table("acts") if row["id"] == provision["act"])
        first = max(rule["from_date"], provision["application_date"]) or act["date_document"]
        ends = [rule["to_date"]]
        if provision["application_date"]:
            ends += [provision["end_date"], act["date_end_of_validity"]]
        if country and rule["jurisdiction"] == "EU":
            first = max(first, country["eu_member_from"])
            ends.append(country["eu_member_to"])
        return first, min(filter(None, ends), default="")

    def rules(self, technologies: list[str], actor: str, place: str, on: str) -> dict[str, str]:
        """Id and effect of the rows of technology_rules.csv that bind the plan; `place` is a country id or empty."""
        return {
            row["id"]: row["effect"]
            for row in self.reaching(technologies, actor, place)
            for first, last in [self.span(row, self.country(place))]
            if first and first <= on and (not last or on <= last)
        }

    def later(self, technologies: list[str], actor: str, place: str, on: str) -> set[tuple[str, str]]:
        """Id and first day of the rules that begin to bind after the day."""
        return {
            (row["id"], first)
            for row in self.reaching(technologies, actor, place)
            for first, last in [self.span(row, self.country(place))]
            if first > on and (not last or first <= last)
        }

    def country(self, place: str) -> dict[str, str] | None:
        """The row of a country."""
        return next((row for row in table("countries") if row["id"] == place), None)

    def reaching(self, technologies: list[str], actor: str, place: str) -> Rows:
        """The rows that can bind such a plan on some day."""
        wide = {name for each in technologies for name in self.above("concepts", each)}
        held = {"any", *self.above("actors", actor)}
        labels = {row["label"] for row in table("actors") if row["id"] in held}
        country = self.country(place)
        laws = (
            {"EU"} if country is None else {country["jurisdiction"]} | ({"EU"} if country["eu_member_from"] else set())
        )
        return [
            row
            for row in table("technology_rules")
            if row["concept"] in wide and row["actor_type"] in labels and row["jurisdiction"] in laws
        ]
