"""What a partner opens after the list: peers, a comparison, a search; as whole pages and as plain SPARQL.

Plain SPARQL answers a part only: which practices share the most values, without rarity, size and day; the values of six
practices, without events and law; labels that hold a word, without stems, typing errors and other languages.
"""

from __future__ import annotations

import random
import urllib.parse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.ask.binding import bind
from graph.ask.catalogue import Question, read_question
from graph.settings import ROOT

COMPARED = 6
WORDS = ("lighting", "camera", "night", "school", "market", "harassment", "drone", "street", "police", "park")


@dataclass(frozen=True)
class Drawn:
    """What one turn asks: `choice` of filters, the IRIs of COMPARED `practices`, and a `word`."""

    choice: list[tuple[str, str]]
    practices: list[str]
    word: str

    @property
    def names(self) -> list[str]:
        """The last part of each IRI, as an address has it."""
        return [each.rsplit("/", 1)[-1] for each in self.practices]


Ask = Callable[[Drawn], object]


def drawn(rng: random.Random, choice: list[tuple[str, str]], practices: Sequence[str]) -> Drawn:
    """One turn: the choice, six different practices and a word."""
    return Drawn(choice, rng.sample(practices, COMPARED), rng.choice(WORDS))


def pages(client: Any) -> dict[str, Ask]:
    """The whole pages, by name, through the application of `client`."""
    return {
        "page of the list": lambda each: page(client, f"/practices?{urllib.parse.urlencode(each.choice)}"),
        "page of the map": lambda each: page(client, f"/practices/map?{urllib.parse.urlencode(each.choice)}"),
        "page of peers": lambda each: page(client, f"/practices/{each.names[0]}/peers"),
        f"page of a comparison of {COMPARED}": lambda each: page(
            client, "/compare?" + "&".join(f"thing=practices/{name}" for name in each.names)
        ),
        "page of a search": lambda each: page(client, f"/search?q={each.word}"),
    }


def page(client: Any, address: str) -> None:
    """Opens a page; stops the run when it is not shown."""
    answer = client.get(address, headers={"Accept": "text/html"})
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def plain(where: str, ask: Callable[[str], object]) -> dict[str, Ask]:
    """The plain queries, by name, put by `ask`."""
    peers, values, search = (
        _question("bench/queries/peers-shared.rq"),
        _question("queries/views/compare/compare-values.rq"),
        _question("bench/queries/search.rq"),
    )
    return {
        f"shared values, SPARQL {where}": lambda each: ask(bind(peers, {"practice": each.practices[0]})),
        f"values of {COMPARED} practices, SPARQL {where}": lambda each: ask(bind(values, {"things": each.practices})),
        f"labels with a word, SPARQL {where}": lambda each: ask(bind(search, {"word": each.word})),
    }


def _question(path: str) -> Question:
    return read_question(Path(path).stem, (ROOT / path).read_text(encoding="utf-8"))
