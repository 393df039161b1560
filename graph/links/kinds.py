"""The kinds of link: what each says in both directions, what a trace may do with it, and how much it proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from graph.text.messages import N_

Role = Literal["street", "rule", "part", "law"]
"""Street links join what cities and the Partnership do; rule links start at a technology; part links lead from a
provision to its act; law links say what one law does to another."""


@dataclass(frozen=True, slots=True)
class LinkKind:
    """One kind of link. `weight` is how little it proves, 0 (the same law) to 5 (a shared subject)."""

    name: str
    role: Role
    weight: int
    forward: str
    backward: str
    family: str


def _kinds(role: Role, family: str, *rows: tuple[str, int, str, str]) -> list[LinkKind]:
    return [LinkKind(name, role, weight, forward, backward, family) for name, weight, forward, backward in rows]


KINDS: Final[tuple[LinkKind, ...]] = (
    *_kinds("street", "rules", ("governed-by", 1, N_("is governed by"), N_("governs"))),
    *_kinds("rule", "rules", ("bound-by", 1, N_("is bound by"), N_("binds"))),
    *_kinds("part", "parts", ("part-of", 0, N_("is part of"), N_("contains"))),
    *_kinds(
        "street",
        "findings",
        ("decided-under", 1, N_("was decided on under"), N_("was applied to")),
        ("found-unlawful-under", 1, N_("was found unlawful under"), N_("was found to be broken by")),
        ("authorised-by", 1, N_("is authorised by"), N_("authorises")),
        ("regulated-by", 1, N_("is regulated by"), N_("regulates")),
        ("assessed-against", 2, N_("was assessed against"), N_("was the measure for")),
        ("cited-by-authority", 2, N_("was held by an authority against"), N_("was cited by an authority on")),
        ("declared-basis", 2, N_("names as its legal basis"), N_("is named as the legal basis of")),
        ("named-law", 3, N_("is spoken of under"), N_("is named in speaking of")),
        ("funded-by", 3, N_("is paid for under"), N_("pays for")),
        ("contributes-to", 3, N_("contributes to"), N_("is served by")),
    ),
    *_kinds(
        "street",
        "practice",
        ("has-practice", 1, N_("is where they run"), N_("takes place in")),
        ("uses", 1, N_("uses"), N_("is used by")),
        ("shares-area-with", 5, N_("shares its core area with"), N_("shares its core area with")),
        ("disputed-in", 4, N_("is disputed in"), N_("is a dispute about")),
    ),
    *_kinds("rule", "practice", ("kind-of", 1, N_("is a kind of"), N_("includes"))),
    *_kinds(
        "street",
        "partnership",
        ("shown-at", 3, N_("was shown at"), N_("showed")),
        ("took-part-in", 3, N_("took part in"), N_("was attended by")),
        ("session-of", 1, N_("was part of"), N_("included")),
        ("wrote", 2, N_("wrote"), N_("was written by")),
    ),
    *_kinds(
        "law",
        "changes",
        ("amends", 1, N_("amends"), N_("is amended by")),
        ("repeals", 1, N_("repeals"), N_("is repealed by")),
        ("moves-date-of", 1, N_("moves a date of"), N_("has a date moved by")),
        ("extends-validity", 1, N_("extends the validity of"), N_("has its validity extended by")),
        ("invalidates", 1, N_("invalidates"), N_("is invalidated by")),
        ("supersedes", 1, N_("supersedes"), N_("is superseded by")),
        ("withdraws", 1, N_("withdraws"), N_("is withdrawn by")),
        ("corrects", 1, N_("corrects"), N_("is corrected by")),
    ),
    *_kinds(
        "law",
        "bases",
        ("based-on", 2, N_("is based on"), N_("is the basis of")),
        ("implements", 2, N_("implements"), N_("is implemented by")),
        ("transposes", 2, N_("transposes"), N_("is transposed by")),
        ("lex-specialis-of", 2, N_("is the special law to"), N_("has the special law")),
        ("consolidates", 2, N_("consolidates"), N_("is consolidated by")),
    ),
    *_kinds(
        "law",
        "readings",
        ("interprets", 2, N_("interprets"), N_("is interpreted by")),
        ("comments-on", 3, N_("comments on"), N_("is commented on by")),
    ),
    *_kinds(
        "law",
        "proposals",
        ("proposes", 3, N_("is the proposal for"), N_("was proposed by")),
        ("proposes-amendment-of", 3, N_("proposes to amend"), N_("would be amended by")),
        ("proposes-repeal-of", 3, N_("proposes to repeal"), N_("would be repealed by")),
    ),
    *_kinds(
        "law",
        "citations",
        ("cites", 4, N_("cites"), N_("is cited by")),
        ("parallel-to", 4, N_("is parallel to"), N_("is parallel to")),
    ),
)
CODES: Final[Mapping[str, int]] = {kind.name: code for code, kind in enumerate(KINDS)}
FAMILIES: Final[Mapping[str, str]] = {
    "rules": N_("Rules that govern"),
    "parts": N_("Parts of acts"),
    "findings": N_("Findings and decisions"),
    "practice": N_("Places and technologies"),
    "partnership": N_("Partnership"),
    "changes": N_("Changes of law"),
    "bases": N_("Legal bases and national measures"),
    "readings": N_("Judgments, guidance and opinions"),
    "proposals": N_("Proposals"),
    "citations": N_("Citations and parallels"),
}
LASTING: Final = frozenset(kind.name for kind in KINDS if kind.family == "changes") | {"proposes"}
"""What has happened stays true when the act that did it has ended; every other law link ends with its act."""

OWN_DAY: Final = frozenset(kind.name for kind in KINDS if kind.family in ("readings", "proposals"))
"""What a judgment reads, guidance explains or a proposal asks for, it does from its own day on."""

TIMELESS: Final = frozenset(
    kind.name for kind in KINDS if kind.role == "part" or kind.family in ("practice", "partnership")
)
"""Links that say nothing of law by themselves: no day is missing where they have none."""

INFERRED: Final = frozenset(("governed-by", "bound-by"))
"""Links that a rule of the tables makes; every other link is stated by a source."""

ACTING: Final = frozenset(kind.name for kind in KINDS if kind.family in ("changes", "proposals"))
"""What one law does to another; it is done by what the law says there, not by each of its provisions."""

BY_FORCE: Final = frozenset(("regulated-by", "authorised-by"))
"""Links that hold only while the law they lead to is valid."""

NODE_KINDS: Final = (
    "act",
    "provision",
    "practice",
    "city",
    "technology",
    "action",
    "event",
    "organisation",
    "conflict",
)
"""The kinds of things that a trace passes through. Of two with one name, the first here has it."""

LAW: Final = frozenset(("act", "provision"))
