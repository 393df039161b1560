"""What the decision says if one actor runs the plan: what binds, what depends on a fact, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from graph.assess import Decision, Rule, coming, duties
from graph.assess.exceptions import Beside, article, beside, prohibits
from graph.assess.left_out import left_out
from graph.governing import HOLDS, QUESTION
from graph.law.effects import OTHER, Group, in_groups
from graph.law.state import BINDING, COMING, UNKNOWN
from graph.text.languages import ENGLISH
from graph.text.messages import N_, capital
from views.assess import reading
from views.assess.entries import Entries, name_of
from views.assess.unknown import NationalUse
from views.assess.values import BesideEntry, EffectGroup, OutsideEntry, RuleEntry, SideColumn
from views.assess.words import side
from views.languages.originals import original
from views.shown.values import Hyperlink, Stat
from views.web.addresses import law_href

RIGHT, GUIDANCE = "right", "guidance"
# What asks for nothing is folded away when it is long.
ASKING_NOTHING, MOST_UNFOLDED = ("defines", "other"), 4
OTHER_LABEL: Final = N_("Other rules")


@dataclass(frozen=True)
class Side:
    """The rules if `actor` runs the plan. `heads` says whether they stand under what they do, such as Prohibited."""

    actor: str
    label: str
    rules: tuple[Rule, ...]

    def on_the_day(self, standing: str) -> list[Rule]:
        """The rules with a recorded start that have the standing on the day."""
        return [rule for rule in self.rules if rule.finding.state == BINDING and rule.finding.standing == standing]

    @property
    def binding(self) -> list[Rule]:
        return self.on_the_day(HOLDS)

    @property
    def asked(self) -> list[Rule]:
        """Rules that depend on a fact."""
        return self.on_the_day(QUESTION)

    @property
    def undated(self) -> list[Rule]:
        """Rules whose first day is not recorded, and that no scope leaves out."""
        return [rule for rule in self.rules if rule.finding.state == UNKNOWN and not rule.finding.is_outside]

    @property
    def later(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.finding.state == COMING and not rule.finding.is_outside]


def columns(decided: Decision, about: reading.Described, labels: Mapping[str, str]) -> list[Side]:
    """One column for each actor that runs the plan or may run it."""
    return [
        Side(actor, labels[actor], tuple(reading.rule(finding, about) for finding in decided.of(actor)))
        for actor in decided.plan.actors
    ]


@dataclass(frozen=True)
class Blocks:
    """Shapes columns for the page of one decision."""

    decided: Decision
    made: Entries
    about: reading.Described
    uses: Sequence[NationalUse]
    duty_order: Sequence[str]
    definitions: Mapping[str, str]

    def of(self, column: Side) -> SideColumn:
        """Everything that the page shows of one column."""
        told = [rule for rule in column.binding if rule.effect not in (RIGHT, GUIDANCE)]
        groups = [self._group(group, rules) for group, rules in in_groups(told, lambda rule: rule.effect).items()]
        return SideColumn(
            actor=column.actor,
            label=column.label,
            title=side(column.actor, column.label),
            rule_count=len(told),
            groups=groups,
            asked=self.entries(column.asked),
            rights=self.made.entries(rule for rule in column.binding if rule.effect == RIGHT),
            guidance=self.made.entries(rule for rule in column.binding if rule.effect == GUIDANCE),
            outside=self.outside(column),
            undated=self.made.entries(column.undated),
            duties=self.made.duties(duties(column.binding, self.duty_order), self.definitions),
            changes=self.made.changes(coming(column.rules)),
        )

    def _group(self, group: Group, rules: Sequence[Rule]) -> EffectGroup:
        entries = self.entries(rules)
        rest = group.slug in ASKING_NOTHING
        label = OTHER_LABEL if group is OTHER else group.label
        return EffectGroup(
            slug=group.slug,
            label=label,
            stat=Stat(len(entries), label, f"#{group.slug}"),
            ask=N_("In short") if rest else N_("Does this apply to you?"),
            rules=entries,
            folded=rest and len(entries) > MOST_UNFOLDED,
        )

    def entries(self, rules: Iterable[Rule]) -> list[RuleEntry]:
        """Entries, those that forbid with what stands beside them and the national law that uses it."""
        listed = list(rules)
        found = self.made.entries(listed)
        forbidding = {rule.provision_id: rule for rule in listed if prohibits(rule.finding)}
        for entry in found:
            if rule := forbidding.get(entry.id):
                entry.beside, entry.uses = self._beside(rule), self._uses(rule)
        return found

    def _beside(self, rule: Rule) -> list[BesideEntry]:
        library = self.made.names.library
        return [self._beside_entry(each) for each in beside(library, self.decided, rule.finding)]

    def _beside_entry(self, each: Beside) -> BesideEntry:
        law = each.law
        row = reading.of(law, self.about)
        who = "" if each.finding else N_("for %(whom)s", whom=reading.addressee(row))
        href = law_href(law.provision, self.decided.plan.on)
        return BesideEntry(reading.provision_label(row, law), href, original(law.condition, ENGLISH), who)

    def _uses(self, rule: Rule) -> list[Hyperlink]:
        """National law that carries out a provision of the article, and which."""
        own = article(rule.finding.law)
        return [
            replace(each.law, note=N_("uses %(law)s", law=self.made.names.law(each.target)))
            for each in self.uses
            if own and (each.target == own or each.target.startswith(f"{own}/"))
        ]

    def outside(self, column: Side) -> list[OutsideEntry]:
        """What does not apply here, one entry an act and reason."""
        on, names = self.decided.plan.on, self.made.names
        called = {rule.provision_id: name_of(rule) for rule in column.rules}
        return [
            OutsideEntry(
                label=names.law(each.act),
                href=law_href(each.act, on),
                reason=capital(each.reason),
                by=names.law(each.provision) if each.provision else "",
                by_href=law_href(each.provision, on) if each.provision else "",
                named=each.named,
                rules=[Hyperlink(called[name], law_href(name, on)) for name in each.provisions],
            )
            for each in left_out(names.library, self.decided, column.actor)
        ]
