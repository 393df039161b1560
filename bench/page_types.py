"""Every type of page that has an address, with addresses of that type: another thing and another day each time."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from urllib.parse import quote, urlencode

from graph.settings import ROOT

DATA = ROOT / "data"
FIRST_DAY, DAYS = date(2019, 1, 1), 3650
WORDS = ("lighting", "camera", "night", "school", "market", "harassment", "drone", "street", "police", "park")
ACTORS = ("municipality", "police", "private-operator")
COMPARED = 4
# The page types of the site; in a template, {day} is a day and any other name a kind of thing of `things`.
TEMPLATES: Mapping[str, str] = {
    "home": "/?on={day}",
    "practices": "/practices?on={day}",
    "practices, filtered": "/practices?technology={technologies}&on={day}",
    "practices, page 2": "/practices?page=2&on={day}",
    "map": "/practices/map?on={day}",
    "practice": "/practices/{practices}?on={day}",
    "peers of a practice": "/practices/{practices}/peers?on={day}",
    "history of a practice": "/practices/{practices}/history",
    "cities": "/cities?on={day}",
    "city": "/cities/{cities}?on={day}",
    "peers of a city": "/cities/{cities}/peers?on={day}",
    "technologies": "/technologies?on={day}",
    "technology": "/technologies/{technologies}?on={day}",
    "laws": "/laws?on={day}",
    "laws, words": "/laws?q={words}&on={day}",
    "act": "/laws/{acts}?on={day}",
    "act of many": "/laws/{great}?on={day}",
    "provision": "/laws/{provisions}?on={day}",
    "changes of law": "/laws/compare?to={day}",
    "calendar": "/calendar?on={day}",
    "transposition": "/transposition?on={day}",
    "gaps": "/gaps?on={day}",
    "gaps, one act": "/gaps?act={great}&on={day}",
    "compare": "/compare?{compared}&on={day}",
    "timeline": "/timeline?technology={technologies}&on={day}",
    "impact of an act": "/impact?of=laws/{great}&on={day}",
    "impact by name": "/impact?of=GDPR&on={day}",
    "impact of a provision": "/impact?of=laws/{provisions}&on={day}",
    "trace": "/trace?from=practices/{practices}&on={day}",
    "trace to an act": "/trace?from=practices/{practices}&to=laws/{great}&on={day}",
    "network": "/trace/network?on={day}",
    "assess": "/assess?technology={technologies}&actor={actors}&on={day}",
    "partnership": "/partnership?on={day}",
    "event": "/partnership/events/{events}?on={day}",
    "actions": "/actions?on={day}",
    "action": "/actions/{actions}?on={day}",
    "organisations": "/organisations?on={day}",
    "organisation": "/organisations/{organisations}?on={day}",
    "search": "/search?q={words}&on={day}",
    "thing": "/data?iri={practice_iris}",
    "concept": "/concept/technology/{technologies}?on={day}",
    "concept page": "/ontology/theme/{themes}",
    "ontology": "/ontology",
    "classes drawn": "/ontology/classes",
    "questions": "/queries",
    "about": "/about",
    "revisions": "/revisions",
    "sparql": "/sparql?on={day}",
}
# The kinds of things that have pages, by the type of their page.
KINDS: Mapping[str, str] = {
    "practice": "practices", "city": "cities", "technology": "technologies", "act": "acts", "provision": "provisions",
    "event": "events", "action": "actions", "organisation": "organisations", "concept page": "themes",
}  # fmt: skip
GREAT = ("32016R0679", "32024R1689", "32016L0680", "12012P/TXT")


@dataclass(frozen=True)
class PageType:
    """One type of page: `draw` gives another address each time."""

    name: str
    draw: Callable[[random.Random], str]


def page_types(made_practices: int = 0, only: Sequence[str] = ()) -> list[PageType]:
    """The types whose name holds one of `only`, all by default; practices are drawn from as many made ones too."""
    things = _things(made_practices)
    return [
        PageType(name, partial(_address, template, things))
        for name, template in TEMPLATES.items()
        if not only or any(word in name for word in only)
    ]


def any_thing() -> PageType:
    """The page of a thing, each as likely as any other of whatever kind, as one who comes from a search meets them."""
    things = _things(0)
    every = [(TEMPLATES[name], kind, thing) for name, kind in KINDS.items() for thing in things[kind]]
    return PageType("any thing", partial(_address_of_one, every))


def _things(made_practices: int) -> dict[str, list[str]]:
    tables = "practices cities acts provisions actions organisations".split()
    found = {name: _ids(name) for name in tables}
    found["practices"] += [f"made-{number}" for number in range(made_practices)]
    found["practice_iris"] = [f"https://w3id.org/openplaza/id/practices/{name}" for name in found["practices"]]
    found["technologies"] = sorted(set(_ids("technology_rules", "concept")))
    found["themes"] = sorted({each for cell in _ids("practices", "themes") for each in cell.split(";") if each})
    return found | {
        "great": list(GREAT),
        "words": list(WORDS),
        "actors": list(ACTORS),
        "events": _ids("events"),
    }


def _ids(table: str, column: str = "id") -> list[str]:
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return [row[column] for row in csv.DictReader(lines)]


def _address_of_one(every: Sequence[tuple[str, str, str]], rng: random.Random) -> str:
    template, kind, thing = rng.choice(every)
    return template.format(day=_day(rng), **{kind: quote(thing, safe="/:")})


def _address(template: str, things: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    drawn = {name: quote(rng.choice(values), safe="/:") for name, values in things.items()}
    compared = [("thing", f"practices/{name}") for name in rng.sample(things["practices"], COMPARED)]
    return template.format(day=_day(rng), compared=urlencode(compared, safe="/"), **drawn)


def _day(rng: random.Random) -> date:
    return FIRST_DAY + timedelta(days=rng.randrange(DAYS))
