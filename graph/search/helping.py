"""What to try when nothing was found, and what to offer while a search is being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.law.named_acts import MOST_WORDS
from graph.search.correcting import is_unknown, nearest
from graph.search.finding import Hit, SearchResult, find
from graph.search.index import TextIndex
from graph.search.kinds import KINDS, SENTENCES
from graph.search.reasons import Reason, reasons
from graph.search.things import IndexedThing
from graph.text.folding import plain, tokens
from graph.text.messages import N_

FARTHEST = 2
SHORTEST = 4
MOST_TRIES = 3
MOST_OFFERED = 8
MOST_OFFERED_LAST = 3
DID_YOU_MEAN = N_("Did you mean")


@dataclass(frozen=True, slots=True)
class Instead:
    """Another search that finds something: its text, how many things, and how it differs."""

    text: str
    total: int
    says: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion."""

    hit: Hit
    reason: Reason


def instead(index: TextIndex, found: SearchResult) -> list[Instead]:
    """Searches near to one that found nothing, each of which finds something; at most three, the nearest first."""
    if found.unheld or found.towns:
        return []
    text = found.asked.text
    # Words as they were written, beside their folded forms.
    sought = [(text[token.start : token.end], token.word) for token in tokens(text)][:MOST_WORDS]
    tried: list[tuple[str, str]] = []
    for word in found.asked.meant:
        other = nearest(index, word, FARTHEST) if len(word) >= SHORTEST and is_unknown(index, word) else ""
        if other:
            tried.append((" ".join(other if each == word else shown for shown, each in sought), DID_YOU_MEAN))
    if len(found.asked.meant) > 1:
        for shown, word in sought:
            if word in found.asked.meant:
                tried.append(
                    (" ".join(each for each, other in sought if other != word), N_("Without “%(word)s”", word=shown))
                )
    asked = dict(reversed(tried))
    made = [Instead(text, find(index, text, limit=1).total, says) for text, says in reversed(asked.items())]
    return sorted((each for each in made if each.total), key=lambda each: each.says != DID_YOU_MEAN)[:MOST_TRIES]


def identified(index: TextIndex, text: str, kinds: Sequence[str]) -> IndexedThing | None:
    """The thing of these kinds of which `text` is an identifier, in any spelling of it; None when there is none."""
    found = find(index, text, kinds, limit=1, counted=False)
    exact = bool(found.hits) and not found.unheld and reasons(found.hits[0].thing, found)[0].kind == "identifier"
    return found.hits[0].thing if exact else None


def _left(thing: IndexedThing, begun: str) -> int:
    """How many letters are missing from the shortest name that begins so; 0 when none does."""
    names = (plain(name.text) for name in thing.names)
    return min((len(name) - len(begun) for name in names if name.startswith(begun)), default=0)


def suggestions(index: TextIndex, text: str) -> list[Offer]:
    """The best eight things for what has been written so far, each with the strongest reason."""
    first = [kind.plural for kind in KINDS if kind.plural not in SENTENCES]
    found = find(index, text, first, MOST_OFFERED, counted=False, growing=True)
    hits = list(found.hits)
    if not found.begun:  # citations keep the order of the law
        hits.sort(key=lambda hit: (-hit.score, _left(hit.thing, plain(text))))
    left = min(MOST_OFFERED_LAST, MOST_OFFERED - len(hits))
    if left:
        hits += find(index, text, sorted(SENTENCES), left, counted=False).hits
    return [Offer(hit, reasons(hit.thing, found)[0]) for hit in hits]
