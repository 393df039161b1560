"""What is decided about a plan: the rules that reach it, what they ask, what comes later, and who did the same."""

from graph.assess.ahead import Proposal, RuleChange, coming, pending
from graph.assess.decision import Decision, decision
from graph.assess.duties import Duty, duties
from graph.assess.finding import DecisionStep, RuleFinding
from graph.assess.peers import ComparablePractice, Event, ranked
from graph.assess.plan import PURPOSES, Country, Plan, Rule
from graph.assess.settling import NextQuestion, next_questions
from graph.text.phrases import terms_of, touched

__all__ = [
    "PURPOSES",
    "ComparablePractice",
    "Country",
    "Decision",
    "DecisionStep",
    "Duty",
    "Event",
    "NextQuestion",
    "Plan",
    "Proposal",
    "Rule",
    "RuleChange",
    "RuleFinding",
    "coming",
    "decision",
    "duties",
    "next_questions",
    "pending",
    "ranked",
    "terms_of",
    "touched",
]
