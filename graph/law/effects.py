"""What a rule does to a practice: its effects, the groups they form, and the order of these groups on every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from graph.text.messages import N_, name_words, within

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Group:
    """Effects that do the same: what they are called, how a trace says it, and the effect whose badge they carry."""

    slug: str
    label: str
    effects: frozenset[str]
    badge: str


def _group(slug: str, label: str, badge: str, *effects: str) -> Group:
    return Group(slug, label, frozenset(effects), badge)


GROUPS: Final = (
    _group("prohibited", N_("Prohibited"), "effect-prohibited", "prohibited", "prohibition"),
    _group("exception", N_("Exceptions to a prohibition"), "effect-condition", "exception"),
    _group("restricted", N_("Restricted: conditions to meet"), "effect-condition", "condition", "high-risk"),
    _group("obliged", N_("Obliged"), "effect-obligation", "obligation", "transparency"),
    _group("permitted", N_("Permitted with conditions"), "effect-permitted-with-conditions",
           "permitted-with-conditions", "permission", "legal-basis", "power"),
    _group("exempted", N_("Exempted"), "effect-exempt", "exempt"),
    _group("defines", N_("Defines what the law covers"), "plain",
           "scope", "definition", "application", "transitional", "amendment", "repeal"),
)  # fmt: skip
"""Effects of rules and kinds of rule of provisions, by what they do to a plan; in the order of a page."""

OTHER: Final = _group("other", N_("Rights and other rules"), "plain")
QUESTION: Final = _group("question", N_("Depends on a fact"), "plain", "question")
"""What a rule that depends on a fact is in: it is never counted as prohibited, permitted or exempt."""

FORBIDS: Final = "prohibition"
"""A kind of provision, not an effect: it forbids something, and whether a practice does that is not known by it."""

BY_SLUG: Final = {group.slug: group for group in (*GROUPS, OTHER, QUESTION)}
CLAUSES: Final = {
    "prohibited": N_("which prohibits it"),
    "high-risk": N_("which classes it as high-risk"),
    "condition": N_("which sets a condition"),
    "obligation": N_("which sets an obligation"),
    "transparency": N_("which asks for transparency"),
    "permitted-with-conditions": N_("which permits it with conditions"),
    "exempt": N_("which exempts it"),
    "exception": N_("which makes an exception"),
    "scope": N_("which sets the scope"),
}
THEN: Final = {
    "prohibited": N_("prohibits it"),
    "high-risk": N_("classes it as high-risk"),
    "condition": N_("sets a condition"),
    "obligation": N_("sets an obligation"),
    "transparency": N_("asks for transparency"),
    "permitted-with-conditions": N_("permits it with conditions"),
    "exempt": N_("exempts it"),
    "exception": N_("makes an exception"),
    "scope": N_("sets the scope"),
}
"""The same after the fact on which it depends."""

PATH_EFFECTS: Final = {
    "prohibited": N_("Prohibited"),
    "restricted": N_("Restricted"),
    "obliged": N_("Obliged"),
    "permitted": N_("Permitted with conditions"),
    "exempted": N_("Exempted"),
    "question": N_("Depends on a fact"),
    "other": N_("Linked without an effect"),
}
"""The groups of paths, the strongest first. A path has one effect at most, so they are fewer than those of rules."""


def effect_words(effect: str) -> str:
    """`permitted with conditions`: an effect, a kind of rule or an outcome as it stands within a sentence."""
    return within(name_words(effect.replace("-", " ").capitalize()))


def group_of(effect: str) -> Group:
    """The group of an effect or of a kind of rule; OTHER for what is in none."""
    return next((group for group in GROUPS if effect in group.effects), OTHER)


def in_groups(things: Iterable[Thing], effect: Callable[[Thing], str]) -> dict[Group, list[Thing]]:
    """Things by the group of their effect, groups in their order and none of them empty."""
    found: dict[Group, list[Thing]] = {group: [] for group in (*GROUPS, OTHER)}
    for thing in things:
        found[group_of(effect(thing))].append(thing)
    return {group: each for group, each in found.items() if each}


def path_effect(effect: str) -> str:
    """The group of a path whose rule has the effect: an exception frees from a rule, and a scope alone does nothing."""
    if effect in QUESTION.effects:
        return QUESTION.slug
    slug = group_of(effect).slug
    return {"exception": "exempted", "defines": "other"}.get(slug, slug)


def badge_of(effect: str) -> str:
    """The kind of the badge of an effect or of a kind of rule."""
    return f"effect-{effect}"


def path_badge(slug: str) -> str:
    """The kind of the badge of a group of paths."""
    return BY_SLUG[slug].badge
