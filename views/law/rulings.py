"""Rulings as pages show them: what holds, what depends on a fact, what does not apply here, each with its marks.

Rows come from the graph (what governs a practice) or from the decision itself (what would govern a technology): both
have the same columns, so that both pages say the same. What holds stands under what it does; what is not certain never
does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph.governing import HOLDS, OUTSIDE, QUESTION
from graph.law.citation import citation, citation_in_act, provision_title, sort_key
from graph.law.effects import GROUPS, OTHER, Group, group_of
from graph.law.marks import Mark, in_order
from graph.law.moved import moved_by
from graph.law.period import Period, long_date
from graph.text.messages import N_, ended, joined, listed, within
from views.law.ruling_values import ActorLaw, ActPart, Block, Excluded, Provision, StatedBeside, Statement
from views.shown.corrections import row_at, row_in
from views.shown.measures import MeasuresFor, NationalMeasures, article_of, unrecorded, works_through
from views.shown.ruling_marks import statement_marks
from views.web.addresses import law_href
from views.web.jurisdictions import whose_law
from views.web.service import grouped, slug_of, text_of

Row = Mapping[str, Any]

GENERAL_PROHIBITION: Final = "prohibition"
"""The kind of a provision that bars some act in general: a limit on a technology, not a prohibition of it."""
SCOPES: Final = "act_scope"
GUIDANCE: Final = "guidance"
GUIDELINE: Final = "guideline"
OPEN_EFFECT: Final = "question"
RESTRICTED: Final = group_of("condition")
BESIDE: Final = ("exception", "restricted", "permitted", "obliged")
"""What stands beside a prohibition of the same article: its exceptions and what they ask for."""
HEADINGS: Final = frozenset(("prohibited", "condition", "prohibition", "obligation", "permitted-with-conditions",
                             "exception"))  # fmt: skip
"""Effects that their heading names already."""
WHOM: Final = {
    "exact": N_("for this actor by name"),
    "broader": N_("for a wider group of actors"),
    "any": N_("for anyone"),
    "unknown": N_("who runs the practice is not recorded"),
}


@dataclass(frozen=True)
class Telling:
    """What is needed to tell rows: scope rules by id, national measures, and extensions of validity by provision."""

    reasons: Mapping[str, Row]
    measures: NationalMeasures
    extensions: Mapping[str, str] = field(default_factory=dict)

    def laws(self, rows: Iterable[Row], reaches: Iterable[Row]) -> tuple[ActorLaw, ...]:
        """The law for each actor and country of the rows and of the acts' reach, in the order of first appearance."""
        ruled, reached = _by_actor(rows), _by_actor(reaches)
        keys = dict.fromkeys((*ruled, *reached))
        several = len({country for _, country in keys}) > 1
        return tuple(self._law(ruled.get(key, []), reached.get(key, []), several) for key in keys)

    def _law(self, rows: list[Row], reaches: list[Row], several: bool) -> ActorLaw:
        first = (rows or reaches)[0]
        guiding = [row for row in rows if is_guidance(row)]
        holding = [row for row in rows if not is_guidance(row) and str(row["standing"]) == HOLDS]
        open_rows = [row for row in rows if not is_guidance(row) and str(row["standing"]) == QUESTION]
        return ActorLaw(
            actor=str(first["actor_id"]),
            label=str(first["actor_label"]),
            country=text_of(first, "country_label"),
            several=several,
            candidate=bool(rows) and all(slug_of(row["match"]) == "unknown" for row in rows),
            holds=self._by_effect(holding, rows),
            unless=self._by_question([row for row in holding if row["open_question"]], rows),
            questions=(*self._by_question(open_rows, rows), *self._may_reach(reaches, rows)),
            guidance=(self._block("guidance", N_("Guidance"), guiding, rows),) if guiding else (),
            excluded=tuple(self._excluded(row) for row in _once(reaches) if str(row["standing"]) == OUTSIDE),
        )

    def _by_effect(self, rows: list[Row], around: Sequence[Row]) -> tuple[Block, ...]:
        found: dict[Group, list[Row]] = {group: [] for group in (*GROUPS, OTHER)}
        for row in rows:
            found[shown_group(row)].append(row)
        return tuple(self._block(group.slug, group.label, each, around) for group, each in found.items() if each)

    def _by_question(self, rows: list[Row], around: Sequence[Row]) -> tuple[Block, ...]:
        """A block for each open question, the one that decides most first: two regimes then stand side by side."""
        by_question = grouped(rows, "open_question")
        blocks = [self._block("question", words, each, around) for words, each in by_question.items()]
        return tuple(sorted(blocks, key=lambda block: -block.count))

    def _may_reach(self, reaches: Iterable[Row], rows: Sequence[Row]) -> tuple[Block, ...]:
        """Acts that may reach the case as a whole, though no rule of theirs on it is in the tables."""
        ruled = {str(row["act_id"]) for row in rows}
        found = [row for row in _once(reaches) if str(row["standing"]) == QUESTION and str(row["act_id"]) not in ruled]
        return tuple(
            Block(
                "question",
                text_of(row, "open_question"),
                (self._act([row], rows),),
                self._scope_marks(row),
                _scope_rows([row]),
            )
            for row in found
        )

    def _scope_marks(self, row: Row) -> tuple[Mark, ...]:
        scope = self.reasons.get(text_of(row, "scope_id"))
        return statement_marks(scope, "scope_") if scope else ()

    def _block(self, slug: str, label: str, rows: Sequence[Row], around: Sequence[Row]) -> Block:
        scopes = [self.reasons[text_of(row, "scope_id")] for row in rows if text_of(row, "scope_id") in self.reasons]
        asking = [scope for scope in scopes if text_of(scope, "scope_condition") in label]
        marks = in_order(mark for scope in asking for mark in statement_marks(scope, "scope_"))
        found = self.acts(rows, around)
        return (
            Block(slug, label, found, marks, _scope_rows(asking)) if slug == "question" else Block(slug, label, found)
        )

    def acts(self, rows: Iterable[Row], around: Sequence[Row] = ()) -> tuple[ActPart, ...]:
        """The provisions of rows below their acts, the act with most of them first."""
        found = (self._act(each, around) for each in grouped(rows, "act_id").values())
        return tuple(sorted(found, key=lambda act: (-len(act.provisions), act.label)))

    def _act(self, rows: Sequence[Row], around: Sequence[Row]) -> ActPart:
        first = rows[0]
        act, through = str(first["act_id"]), works_through(first["act_type"])
        case = _case(first, around)
        measures = self.measures.of_act(act, case) if through else ()
        return ActPart(
            id=act,
            label=str(first["act_label"]),
            href=law_href(act),
            whose=whose_law(text_of(first, "jurisdiction")),
            through=through,
            measures=measures,
            unrecorded=unrecorded(measures, text_of(first, "country_label"), case.regions),
            provisions=self._provisions((row for row in rows if "provision_id" in row), around),
        )

    def _provisions(self, rows: Iterable[Row], around: Sequence[Row]) -> tuple[Provision, ...]:
        """One entry a provision and period, in the order of the law, with every rule named there."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(rows, key=lambda row: sort_key(str(row["provision_id"]))):
            period = Period(text_of(row, "from"), text_of(row, "to")).words(unknown=N_("first day not recorded"))
            found.setdefault((str(row["provision_id"]), period), []).append(row)
        return tuple(self._provision(each, period, around) for (_, period), each in found.items())

    def _provision(self, rows: Sequence[Row], period: str, around: Sequence[Row]) -> Provision:
        first = rows[0]
        identifier, act = str(first["provision_id"]), str(first["act_id"])
        prohibits = any(group_of(slug_of(row["effect"])).slug == "prohibited" for row in rows)
        return Provision(
            id=identifier,
            label=provision_title(identifier, str(first["provision_label"]), act),
            href=law_href(identifier),
            period=period,
            statements=self._statements(rows),
            moved=joined((first_set(first), self.extensions.get(identifier, "")), " "),
            prohibits=prohibits,
            beside=self._beside(first, around) if prohibits else (),
            measures=self.measures.of_article(identifier, act, _case(first, around)) if prohibits else (),
        )

    def _statements(self, rows: Sequence[Row]) -> tuple[Statement, ...]:
        """One statement a condition and effect, with every technology that it is for."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            found.setdefault((str(row["condition"]), slug_of(row["effect"])), []).append(row)
        return tuple(self._statement(each) for each in found.values())

    def _statement(self, rows: Sequence[Row]) -> Statement:
        first = rows[0]
        effect, label = slug_of(first["effect"]), str(first["effect_label"])
        certain = str(first["standing"]) == HOLDS
        technologies = dict.fromkeys(str(row["technology_label"]) for row in rows)
        rule = N_("rule on %(technology)s", technology=listed(technologies))
        shown = "" if effect == OPEN_EFFECT or (certain and effect in HEADINGS) else label
        return Statement(
            text=str(first["condition"]),
            why=joined((rule, WHOM.get(slug_of(first["match"]), "")), ", "),
            effect=shown if certain or not shown else N_("If so: %(effect)s", effect=within(shown)),
            badge=f"effect-{effect}" if certain else "plain",
            marks=in_order(mark for row in rows for mark in self._marks(row)),
            rows=tuple(dict.fromkeys(row_in(text_of(row, "row")) for row in rows)),
        )

    def _marks(self, row: Row) -> tuple[Mark, ...]:
        return in_order([*statement_marks(row), *self._scope_marks(row)])

    def _beside(self, prohibition: Row, around: Sequence[Row]) -> tuple[StatedBeside, ...]:
        act, identifier = str(prohibition["act_id"]), str(prohibition["provision_id"])
        article = article_of(identifier, act)
        found = [
            row
            for row in around
            if str(row["act_id"]) == act and article_of(str(row["provision_id"]), act) == article
            if str(row["provision_id"]) != identifier and shown_group(row).slug in BESIDE
            if group_of(slug_of(row["effect"])).slug != "prohibited"
        ]
        found.sort(key=lambda row: sort_key(str(row["provision_id"])))
        return tuple(dict.fromkeys(self._one_beside(row) for row in found))

    def _one_beside(self, row: Row) -> StatedBeside:
        identifier = str(row["provision_id"])
        standing = "" if str(row["standing"]) == HOLDS else N_("depends on a fact")
        cited = citation(identifier, str(row["act_id"]))
        return StatedBeside(cited, law_href(identifier), str(row["condition"]), str(row["effect_label"]), standing,
                      self._marks(row), row_in(text_of(row, "row")))  # fmt: skip

    def _excluded(self, row: Row) -> Excluded:
        scope = self.reasons.get(text_of(row, "scope_id"), {})
        identifier, act = text_of(scope, "provision_id"), text_of(scope, "provision_act_id")
        left_out = text_of(row, "part_id") or str(row["act_id"])
        return Excluded(
            id=left_out,
            label=citation_in_act(str(row["act_label"]), left_out, str(row["act_id"])),
            href=law_href(left_out),
            because=text_of(scope, "scope_condition"),
            provision=citation_in_act(text_of(scope, "provision_act_label"), identifier, act) if identifier else "",
            provision_href=law_href(identifier) if identifier else "",
            marks=statement_marks(scope, "scope_"),
            row=row_at(SCOPES, text_of(scope, "scope_id")),
        )


def _case(row: Row, around: Iterable[Row]) -> MeasuresFor:
    """Whose law carries out what the row is on; law of a region among the rows around says that it holds there."""
    home, _, region = text_of(row, "home").partition("-")
    named = {text_of(row, "home")} if region else {text_of(each, "jurisdiction") for each in around}
    regions = frozenset(each for each in named if home and each.startswith(f"{home}-"))
    return MeasuresFor(text_of(row, "actor_id"), text_of(row, "country_id"), home, regions)


def _scope_rows(scopes: Iterable[Row]) -> tuple[str, ...]:
    found = dict.fromkeys(row_at(SCOPES, text_of(each, "scope_id")) for each in scopes)
    return tuple(filter(None, found))


def shown_group(row: Row) -> Group:
    """The heading under which a rule stands: what a provision bars in general limits the practice, and no more."""
    effect = slug_of(row["effect"])
    return RESTRICTED if effect == GENERAL_PROHIBITION else group_of(effect)


def is_guidance(row: Row) -> bool:
    """Whether it guides and does not bind."""
    return slug_of(row["effect"]) == GUIDANCE or slug_of(row["act_type"]) == GUIDELINE


def first_set(row: Row) -> str:
    """The day that was set first for the provision, and what moved it; empty when it was not moved or is not asked."""
    original = text_of(row, "original")
    if not original or original == text_of(row, "from"):
        return ""
    known = text_of(row, "moved_known")
    act = text_of(row, "moved_by")
    dated = N_("%(act)s of %(day)s", act=act, day=long_date(known)) if known else act
    by = joined((dated, citation(text_of(row, "moved_by_part_id"))), ", ")
    return ended(joined((N_("First set for %(day)s", day=long_date(original)), moved_by(by)), ", "))


def _by_actor(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    return _grouped_by(rows, lambda row: (str(row["actor_id"]), text_of(row, "country_id")))


def _grouped_by(rows: Iterable[Row], key: Callable[[Row], tuple[str, str]]) -> dict[tuple[str, str], list[Row]]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _once(rows: Iterable[Row]) -> list[Row]:
    """Each act once for each scope rule that leaves it out."""
    return list({(str(row["act_id"]), text_of(row, "scope_id")): row for row in rows}.values())
