"""What an impact says of one touched thing: one sentence, the same on the page, in the table and in data."""

from __future__ import annotations

from collections.abc import Callable

from graph.impact.values import LIFE_RANKS, Touched
from graph.law.effects import PATH_EFFECTS, QUESTION, path_effect
from graph.law.life import NOT_YET, OVER, RUNNING, UNKNOWN
from graph.law.period import NOT_RECORDED, long_date
from graph.links.kinds import LAW
from graph.text.messages import N_, ended, joined, within
from graph.trace.values import Hop
from graph.trace.words import open_fact

NO_RULE = N_("no rule on the path")


def effect_words(each: Touched) -> str:
    """The effect on the thing on the day: never that of a rule for what does not run, or that depends on a fact."""
    label = PATH_EFFECTS[each.path.group]
    if each.path.group == "other" or each.state == RUNNING:
        return label
    if each.state == UNKNOWN:
        return N_("%(effect)s, if it runs", effect=label)
    return N_("None on this day; if it ran: %(effect)s", effect=within(label))


def condition_words(each: Touched) -> str:
    """Under which condition; says so when there is no rule, or its condition is not recorded."""
    ruling = each.path.ruling
    if ruling is None:
        return NO_RULE
    return ruling.condition.strip() or NOT_RECORDED


def status_words(each: Touched) -> str:
    """The last status that was reported of the practice through which the thing is touched."""
    if each.life is None:
        return N_("no practice on the path")
    return each.life.status.replace("-", " ") or NOT_RECORDED


def sentence(each: Touched, day: Callable[[str], str] = long_date) -> str:
    """What the law does to the thing on the day, for whom, since when and under which condition."""
    parts = [_life(each), _law(each, day)]
    if each.conditional:
        parts.append(N_("Only if the proposal is adopted."))
    ruling = each.path.ruling
    if ruling and ruling.certainty.doubt:
        parts.append(N_("Doubtful: %(doubt)s.", doubt=ruling.certainty.doubt.rstrip(".")))
    return joined(parts, " ")


def _life(each: Touched) -> str:
    """Whether the practice runs; told through which practice where the thing is none itself."""
    if each.life is None:
        return ""
    state = each.life.words(each.on)
    practice = each.practice
    if practice is not None and practice.iri != each.place.iri:
        return N_("Through %(practice)s (%(state)s).", practice=practice.name, state=within(state))
    return ended(state) if each.state != RUNNING else ""


def _law(each: Touched, day: Callable[[str], str]) -> str:
    ruling = each.path.ruling
    if ruling is None:
        return ended(each.words)
    if not ruling.inferred:
        stated = joined((ruling.sentence, ruling.condition.rstrip(".")), ": ")
        return N_("A source says: %(statement)s.", statement=stated)
    says = _ruling(ruling, day)
    if ruling.group == QUESTION.slug:
        asked = ruling.question or (ruling.condition if path_effect(ruling.effect) == QUESTION.slug else "")
        fact = open_fact(ruling.effect, asked).rstrip(".")
        return N_("Depends on a fact: %(fact)s. If so: %(rule)s.", fact=fact, rule=says)
    if each.state == NOT_YET:
        return N_("Once it runs: %(rule)s.", rule=says)
    return N_("If it ran: %(rule)s.", rule=says) if each.state in OVER else ended(says)


def _ruling(ruling: Hop, day: Callable[[str], str]) -> str:
    parts = {"law": _named(ruling), "does": _does(ruling), "who": ruling.who}
    if ruling.start:
        says = N_("%(law)s: %(does)s for %(who)s, since %(day)s", **parts, day=day(ruling.start))
    else:
        says = N_("%(law)s: %(does)s for %(who)s, start not recorded", **parts)
    if not ruling.condition or path_effect(ruling.effect) == QUESTION.slug:
        return says
    return joined((says, N_("on the condition: %(condition)s", condition=ruling.condition.rstrip("."))), ", ")


def _named(ruling: Hop) -> str:
    return (ruling.source if ruling.source.kind in LAW else ruling.target).name


def _does(ruling: Hop) -> str:
    group = path_effect(ruling.effect)
    return ruling.effect.replace("-", " ") if group == "other" else within(PATH_EFFECTS[group])


def life_counts(touched: tuple[Touched, ...]) -> tuple[int, int, int, int]:
    """How many run, do not run, and are not known to run; and of those that run, how many depend on a fact."""
    ranks = [LIFE_RANKS[each.state] for each in touched]
    asked = sum(1 for each in touched if each.state == RUNNING and each.path.group == QUESTION.slug)
    return ranks.count(0), ranks.count(2), ranks.count(1), asked
