"""What binds a plan: the rules that reach it on a day, what they ask, what comes later, and who did the same."""

from graph.assess.ahead import Proposal, RuleChange, coming, pending
from graph.assess.duties import Duty, duties
from graph.assess.peers import ComparablePractice, Event, ranked
from graph.assess.plan import Country, Plan, Rule
from graph.assess.reach import binding, reaches, roles, span, state
from graph.text.phrases import terms_of, touched

__all__ = [
    "ComparablePractice",
    "Country",
    "Duty",
    "Event",
    "Plan",
    "Proposal",
    "Rule",
    "RuleChange",
    "binding",
    "coming",
    "duties",
    "pending",
    "ranked",
    "reaches",
    "roles",
    "span",
    "state",
    "terms_of",
    "touched",
]
