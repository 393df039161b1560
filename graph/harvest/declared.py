"""The law that an entry declares: read by patterns, and what no pattern reads is told instead of dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

OTHER: Final = "Other basis, told in the entry"
"""Stands for what an entry declares and no pattern reads; its text is not copied."""
OF_LAW: Final = re.compile(
    r"\b(?:[\w-]{3,}(?:besluit|besluiten|reglement|verordening|regeling|beleid|beleidskader|bevel)"
    r"|[\w-]*(?:wet|wetboek|beleidsregels?)|rvv|babw|wvw|wpg|wsv|sv|awb|wahv)\b"
)
"""Words that name law in the language of the register that declares any."""


@dataclass(frozen=True, slots=True)
class LawPattern:
    """What names a law: `law` in our words, empty for one that is no basis; `act` where it is one of ours."""

    pattern: re.Pattern[str]
    law: str
    act: str


@dataclass(frozen=True, slots=True)
class DeclaredLaw:
    """The laws of an entry, each with its act, and the words of law that no pattern read."""

    laws: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """What a cell says of it: the laws, and that there is more."""
        return [*(law for law, _ in self.laws), *([OTHER] if self.unread else [])]


def declared_law(text: str, patterns: Sequence[LawPattern]) -> DeclaredLaw:
    """Read a legal basis. A law without its article is left out beside the same law with one."""
    plain = text.casefold()
    hits = [(each, spans) for each in patterns if (spans := [found.span() for found in each.pattern.finditer(plain)])]
    named = [(each.law, each.act) for each, _ in hits if each.law]
    laws = tuple((law, act) for law, act in named if not any(other.startswith(f"{law}, art. ") for other, _ in named))
    rest = list(plain)
    for start, end in (span for _, spans in hits for span in spans):
        rest[start:end] = " " * (end - start)
    unread = tuple(dict.fromkeys(OF_LAW.findall("".join(rest))))
    return DeclaredLaw(laws, unread or ((text,) if plain.strip() and not hits else ()))
