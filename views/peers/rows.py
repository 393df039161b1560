"""Peers as the plain values that templates show, and as answers among others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask import url_for

from graph.ask.answer import Answer
from graph.peers import Peer, Peers
from graph.peers.contributions import MOST, SIZE, Contribution
from graph.peers.reasons import PeerDifference, PeerReason, listed
from graph.store import Cell
from graph.text.messages import N_, joined, name_words
from views.compare.show import MOST as MOST_COMPARED
from views.practices.rows import Row, card
from views.shown.computed import Value, computed_answer
from views.shown.values import Hyperlink
from views.web.addresses import page_href
from views.web.behind import questions_behind
from views.web.words import in_sentence

Told = tuple[Peer, list[PeerReason], list[PeerDifference]]
COLUMNS: Final = (
    "rank", "practice", "practice_id", "practice_label", "likeness", "contribution", "share", "reason", "register",
)  # fmt: skip
DIFFERENCES: Final = ("rank", "practice", "contribution", "here", "there")
PRESETS: Final[Mapping[str, Mapping[str, Any]]] = {
    N_("Other ways to the same end"): {
        "w_technology": "0", "w_means": "0", "w_law": "0", "w_words": "0", "w_problem": "4",
    },
    N_("The same technology under the same law"): {
        "w_technology": "5", "w_law": "4", "w_words": "0", "w_country": "2",
    },
    N_("Cities of our size"): {"w_size": "5", "w_words": "2"},
    N_("With evidence like this"): {"w_evidence": "5", "w_words": "2"},
}  # fmt: skip
QUESTIONS: Final = (
    "peers-features", "peers-governing", "peers-values", "peers-cities", "peers-texts", "peers-registers",
)  # fmt: skip


def percent(likeness: float) -> int:
    """Likeness from 0 to 1 as a whole number to 100; never 0 for what shares something."""
    return max(1, round(100 * likeness))


def _differs(why: Sequence[PeerReason], differs: Sequence[PeerDifference]) -> str:
    """In what two practices differ; what also speaks for their likeness differs in part."""
    alike = {each.contribution for each in why} - {SIZE}
    named = {
        is_part: joined((in_sentence(each.label) for each in differs if (each.contribution in alike) is is_part), ", ")
        for is_part in (False, True)
    }
    if named[True] and named[False]:
        return N_("Differs in %(differs)s; in part in %(partly)s", differs=named[False], partly=named[True])
    if named[True]:
        return N_("Differs in part in %(partly)s", partly=named[True])
    return N_("Differs in %(differs)s", differs=named[False])


def cards(peers: Peers, name: str, told: Sequence[Told], rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Each peer with what it is, why it is suggested, and how it differs."""
    by_iri = {str(row["practice"]): row for row in rows}
    found = []
    for peer, why, differs in told:
        identifier, label = peers.named(peer.practice)
        row = by_iri.get(peers.iris[peer.practice])
        about = card(row) if row else {"title": label, "href": page_href("practices", identifier), "tags": []}
        found.append(
            about
            | {
                "path": f"practices/{identifier}",
                "likeness": percent(peer.likeness),
                "reasons": why,
                "differences": differs,
                "differs": _differs(why, differs),
                "beside": together(name, [identifier]),
            }
        )
    return found


def brief(peers: Peers, peer: Peer, why: Sequence[PeerReason]) -> dict[str, Any]:
    """One peer in three lines, for the page of a practice."""
    identifier, label = peers.named(peer.practice)
    return {
        "title": label,
        "href": page_href("practices", identifier),
        "places": _places(peers, peer.practice),
        "reason": joined(
            (N_("%(reason)s (%(share)s %%)", reason=each.text, share=each.share) for each in why[:2]), "; "
        ),
        "likeness": percent(peer.likeness),
    }


def _places(peers: Peers, practice: int) -> str:
    cities = peers.cities_of(practice)
    if len(cities) == 1:
        return joined((cities[0].short, name_words(cities[0].country, kind="country")), ", ")
    return listed([each.short for each in cities], 3)


def form(contributions: Iterable[Contribution], weights: Mapping[str, float]) -> list[dict[str, Any]]:
    """One number field a contribution."""
    return [
        {
            "name": each.parameter,
            "label": each.label,
            "help": each.help,
            "value": f"{weights[each.name]:g}",
            "usual": f"{each.weight:g}",
            "most": f"{MOST:g}",
        }
        for each in contributions
    ]


def changed(contributions: Iterable[Contribution], weights: Mapping[str, float], elsewhere: bool = False) -> str:
    """What a reader weighs anew, in words; empty when nothing."""
    told = [
        joined((each.label, f"{weights[each.name]:g}"), " ")
        if weights[each.name]
        else N_("%(reason)s off", reason=each.label)
        for each in contributions
        if weights[each.name] != each.weight
    ]
    return joined([*told, N_("only other cities") if elsewhere else ""], ", ")


def presets(name: str) -> list[Hyperlink]:
    """Ready weights for what people often look for."""
    return [Hyperlink(label, url_for("peers.practice", name=name, **given)) for label, given in PRESETS.items()]


def together(name: str, others: Sequence[str]) -> str:
    """The address that puts a practice beside others, as many as fit."""
    things = [f"practices/{each}" for each in (name, *others)][:MOST_COMPARED]
    return str(url_for("compare.show", thing=things)) if others else ""


def behind() -> list[dict[str, str]]:
    """The questions that the arrays are made of, as text that can be asked."""
    return questions_behind(QUESTIONS)


def table(peers: Peers, told: Sequence[Told], elapsed_ms: float) -> Answer:
    """Each reason of each peer as a row."""
    rows: list[dict[str, Value]] = [
        {
            "rank": rank,
            "practice": Cell(peers.iris[peer.practice], "iri"),
            "practice_id": peers.named(peer.practice)[0],
            "practice_label": peers.named(peer.practice)[1],
            "likeness": percent(peer.likeness),
            "contribution": reason.contribution,
            "share": reason.share,
            "reason": "; ".join(filter(None, (reason.text, reason.note))),
            "register": Cell(register, "iri") if (register := peers.register_of(peer.practice)) else None,
        }
        for rank, (peer, why, _) in enumerate(told, 1)
        for reason in why
    ]
    return computed_answer("peers", "Which practices are most like this one, and why?", COLUMNS, rows, elapsed_ms)


def differences_table(peers: Peers, told: Sequence[Told]) -> Answer:
    """Each difference of each peer as a row."""
    rows: list[dict[str, Value]] = [
        {
            "rank": rank,
            "practice": Cell(peers.iris[peer.practice], "iri"),
            "contribution": each.contribution,
            "here": each.here,
            "there": each.there,
        }
        for rank, (peer, _, differs) in enumerate(told, 1)
        for each in differs
    ]
    return computed_answer("peers-differences", "How do they differ from this one?", DIFFERENCES, rows)
