"""What tests ask of the small revision, and the forms they ask for."""

from __future__ import annotations

from graph.evaluate.evaluator import Evaluator

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
THINGS = 600
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


def still_answers(evaluator: Evaluator) -> bool:
    return b"true" in evaluator.evaluate("ASK { <urn:t:1> <urn:name> 'thing 1' }", JSON).body
