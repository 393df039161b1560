"""The kinds of link: what each says in both directions, what a trace may do with it, and how much it proves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

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
    *_kinds("street", "rules", ("governed-by", 1, "is governed by", "governs")),
    *_kinds("rule", "rules", ("bound-by", 1, "is bound by", "binds")),
    *_kinds("part", "parts", ("part-of", 0, "is part of", "contains")),
    *_kinds(
        "street",
        "findings",
        ("decided-under", 1, "was decided on under", "was applied to"),
        ("found-unlawful-under", 1, "was found unlawful under", "was found to be broken by"),
        ("authorised-by", 1, "is authorised by", "authorises"),
        ("regulated-by", 1, "is regulated by", "regulates"),
        ("assessed-against", 2, "was assessed against", "was the measure for"),
        ("cited-by-authority", 2, "was held by an authority against", "was cited by an authority on"),
        ("declared-basis", 2, "names as its legal basis", "is named as the legal basis of"),
        ("named-law", 3, "is spoken of under", "is named in speaking of"),
        ("funded-by", 3, "is paid for under", "pays for"),
        ("contributes-to", 3, "contributes to", "is served by"),
    ),
    *_kinds(
        "street",
        "practice",
        ("has-practice", 1, "is where they run", "takes place in"),
        ("uses", 1, "uses", "is used by"),
        ("shares-area-with", 5, "shares its core area with", "shares its core area with"),
        ("disputed-in", 4, "is disputed in", "is a dispute about"),
    ),
    *_kinds("rule", "practice", ("kind-of", 1, "is a kind of", "includes")),
    *_kinds(
        "street",
        "partnership",
        ("shown-at", 3, "was shown at", "showed"),
        ("took-part-in", 3, "took part in", "was attended by"),
        ("session-of", 1, "was part of", "included"),
        ("wrote", 2, "wrote", "was written by"),
    ),
    *_kinds(
        "law",
        "changes",
        ("amends", 1, "amends", "is amended by"),
        ("repeals", 1, "repeals", "is repealed by"),
        ("moves-date-of", 1, "moves a date of", "has a date moved by"),
        ("extends-validity", 1, "extends the validity of", "has its validity extended by"),
        ("invalidates", 1, "invalidates", "is invalidated by"),
        ("supersedes", 1, "supersedes", "is superseded by"),
        ("withdraws", 1, "withdraws", "is withdrawn by"),
        ("corrects", 1, "corrects", "is corrected by"),
    ),
    *_kinds(
        "law",
        "bases",
        ("based-on", 2, "is based on", "is the basis of"),
        ("implements", 2, "implements", "is implemented by"),
        ("transposes", 2, "transposes", "is transposed by"),
        ("lex-specialis-of", 2, "is the special law to", "has the special law"),
        ("consolidates", 2, "consolidates", "is consolidated by"),
    ),
    *_kinds(
        "law",
        "readings",
        ("interprets", 2, "interprets", "is interpreted by"),
        ("comments-on", 3, "comments on", "is commented on by"),
    ),
    *_kinds(
        "law",
        "proposals",
        ("proposes", 3, "is the proposal for", "was proposed by"),
        ("proposes-amendment-of", 3, "proposes to amend", "would be amended by"),
        ("proposes-repeal-of", 3, "proposes to repeal", "would be repealed by"),
    ),
    *_kinds(
        "law",
        "citations",
        ("cites", 4, "cites", "is cited by"),
        ("parallel-to", 4, "is parallel to", "is parallel to"),
    ),
)
CODES: Final[Mapping[str, int]] = {kind.name: code for code, kind in enumerate(KINDS)}
FAMILIES: Final[Mapping[str, str]] = {
    "rules": "Rules that govern",
    "parts": "Parts of acts",
    "findings": "Findings and decisions",
    "practice": "Places and technologies",
    "partnership": "Partnership",
    "changes": "Changes of law",
    "bases": "Legal bases and national measures",
    "readings": "Judgments, guidance and opinions",
    "proposals": "Proposals",
    "citations": "Citations and parallels",
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
