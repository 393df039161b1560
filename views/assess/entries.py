"""Rules of a plan as the entries of its page: one a provision and period, with every condition that stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.assess import DecisionStep, Duty, Plan, Rule, RuleChange, touched
from graph.assess.finding import CONDITION, DAY, MET, NOT_MET, SCOPE, UNKNOWN
from graph.governing import QUESTION, Library
from graph.law.citation import citation_in_act, provision_name, sort_key
from graph.law.effects import badge_of
from graph.law.marks import marks
from graph.law.moved import moved_by
from graph.law.period import long_date, long_dates
from graph.law.state import ENDED
from graph.text.languages import ENGLISH
from graph.text.messages import N_, capital, joined, within
from views.assess.offer import PURPOSE_SHORT
from views.assess.sources import Sources
from views.assess.values import ConditionEntry, RuleEntry, RuleList, StepEntry
from views.languages.originals import original
from views.shown.values import Badge, Hyperlink
from views.web.addresses import law_href
from views.web.here import with_params

FIELD_WORDS: Final = {
    "purpose": N_("If it is for %(answer)s"),
    "region": N_("In %(answer)s"),
    "technology": N_("If it is %(answer)s"),
}
PARAMETERS: Final = {"purpose": "aim", "region": "region", "technology": "technology"}
STANDING_WORDS: Final = {"holds": N_("it holds"), "outside": N_("it does not apply"), "question": N_("it stays open")}
CHANGES: Final = {
    "begins": N_("begins to bind"),
    "may begin": N_("may begin to bind"),
    "ends": N_("binds no more"),
}


@dataclass(frozen=True)
class PlanNames:
    """What acts and the answers of the form are called, and which act a provision belongs to."""

    library: Library
    acts: Mapping[str, str]
    answers: Mapping[tuple[str, str], str]

    def law(self, name: str) -> str:
        """`AI Act, art. 2(3)` for the id of a provision or an act."""
        act = self.library.act_of(name)
        return citation_in_act(self.acts.get(act, act), name, act)

    def answer(self, kind: str, value: str) -> str:
        """An answer of the form in words, as part of a sentence."""
        return PURPOSE_SHORT[value] if kind == "purpose" else self.answers.get((kind, value), value)


@dataclass
class Entries:
    """Shapes the rules of one plan; keeps the sources and the reader's words that it met."""

    plan: Plan
    terms: dict[str, str]
    names: PlanNames
    sources: Sources = field(default_factory=Sources)
    touched: set[str] = field(default_factory=set)

    def entries(self, rules: Iterable[Rule]) -> list[RuleEntry]:
        """One entry a provision, standing and period, with every condition that stands there."""
        found: dict[tuple[str, ...], RuleEntry] = {}
        for rule in sorted(rules, key=lambda each: (each.act_label, sort_key(each.provision_id), each.id)):
            key = (rule.provision_id, rule.finding.standing, self.period(rule))
            entry = found.setdefault(key, self._entry(rule))
            badge = Badge(badge_of(rule.effect), rule.effect_label)
            if badge.kind not in {each.kind for each in entry.badges}:
                entry.badges.append(badge)
            condition = self._condition(rule)
            same = next((each for each in entry.conditions if each.text == condition.text), None)
            if same is None:
                entry.conditions.append(condition)
            elif condition.who.casefold() not in same.who.casefold():
                same.who += f"; {condition.who}"
        return list(found.values())

    def _entry(self, rule: Rule) -> RuleEntry:
        finding = rule.finding
        return RuleEntry(
            id=rule.provision_id,
            label=name_of(rule),
            href=law_href(rule.provision_id, self.plan.on),
            period=self.period(rule),
            moved=moved(rule),
            moved_href=law_href(rule.moved_by_id, self.plan.on) if rule.moved_by_id else "",
            home=home(rule, self.plan),
            met=self.met(rule),
            steps=[self.step(rule, each) for each in finding.steps],
            question=_question(rule),
            settles=self.settles(rule),
            is_asked=finding.standing == QUESTION,
        )

    def met(self, rule: Rule) -> str:
        """Whether the conditions of the rule are met, in one sentence."""
        finding = rule.finding
        if finding.is_outside or (finding.met == NOT_MET and finding.state == ENDED):
            return N_("Not met")
        if finding.met == MET:
            return N_("Met by your answers")
        unknown = [step.kind for step in finding.steps if step.met == UNKNOWN]
        if finding.standing == QUESTION or DAY in unknown:
            return N_("Not known: depends on a fact")
        if unknown != [CONDITION]:
            return N_("Holds, unless a fact changes it")
        return N_("Reaches the plan; its condition is for you to check")

    def step(self, rule: Rule, step: DecisionStep) -> StepEntry:
        """One step of the decision in words."""
        to_check = step.kind == CONDITION and rule.effect != "question"
        cited = step.provision if step.kind == SCOPE else ""
        reason = {
            "technology": rule.technology,
            "actor": rule.addressee,
            CONDITION: N_("the condition in words") if to_check else step.reason,
        }.get(step.kind, long_dates(step.reason))
        return StepEntry(
            kind=capital(step.kind),
            met=N_("to be checked by you") if to_check else step.met,
            reason=reason,
            by=self.names.law(cited) if cited else "",
            href=law_href(cited, self.plan.on) if cited else "",
        )

    def settles(self, rule: Rule) -> list[Hyperlink]:
        """The answers that would settle it, each a link that gives it."""
        return [
            Hyperlink(
                joined(
                    (
                        N_(FIELD_WORDS[each.field], answer=self.names.answer(each.field, each.value)),
                        STANDING_WORDS[each.standing],
                    ),
                    ": ",
                ),
                with_params(**{PARAMETERS[each.field]: each.value, "revision": ""}),
            )
            for each in rule.finding.settled_by
        ]

    def _condition(self, rule: Rule) -> ConditionEntry:
        words = touched(self.terms, [rule.condition, rule.provision_label])
        self.touched.update(words)
        return ConditionEntry(
            text=original(rule.condition, ENGLISH),
            who=joined((rule.technology, within(rule.addressee)), " × "),
            confidence=rule.confidence,
            marks=marks(rule.basis, rule.doubt),
            doubt=rule.doubt,
            source=self.sources.number(rule.source),
            words=words,
        )

    def period(self, rule: Rule) -> str:
        """`since 25 May 2018`, or both days; `start not recorded` when the first day is not known."""
        period = rule.finding.period
        if period.start:
            return period.words(self.plan.on)
        until = N_("until %(day)s", day=long_date(period.end)) if period.end else ""
        return joined((N_("start not recorded"), until), ", ")

    def duties(self, found: Iterable[Duty], definitions: Mapping[str, str]) -> list[RuleList]:
        """Things to do, each with the provisions that ask it."""
        other = N_("Also meet these conditions and duties")
        return [
            RuleList(duty.label or other, self.entries(duty.rules), definitions.get(duty.iri, "")) for duty in found
        ]

    def changes(self, found: Iterable[RuleChange]) -> list[RuleList]:
        """Coming changes by day: what begins to bind and what ends."""
        days: dict[tuple[str, str], list[Rule]] = {}
        for change in found:
            days.setdefault((change.day, change.kind), []).append(change.rule)
        return [
            RuleList(joined((long_date(day), CHANGES[kind]), ": "), self.entries(each))
            for (day, kind), each in days.items()
        ]


def _question(rule: Rule) -> str:
    """The fact on which it depends whether the rule holds, where its condition does not say so itself."""
    asked = rule.finding.ruling.open_question
    return original(asked, ENGLISH) if asked != rule.condition else ""


def name_of(rule: Rule) -> str:
    """`GDPR, art. 36: Prior consultation`."""
    return provision_name(rule.act_label, rule.provision_id, rule.provision_label, rule.act_id)


def moved(rule: Rule) -> str:
    """`first set for 2 August 2026, moved by X`, when the date of the provision was moved."""
    if not rule.original or not rule.moved_by or rule.original == rule.first:
        return ""
    return joined((N_("first set for %(day)s", day=long_date(rule.original)), moved_by(rule.moved_by)), ", ")


def home(rule: Rule, plan: Plan) -> str:
    """Whose law it is."""
    if rule.jurisdiction == "EU":
        directive = rule.act_type in ("directive", "framework-decision")
        return N_("EU directive, works through national law") if directive else N_("EU law")
    if plan.country and plan.country.jurisdiction == rule.jurisdiction:
        return N_("Law of %(place)s", place=plan.country.label)
    return N_("Law of %(place)s", place=rule.jurisdiction)
