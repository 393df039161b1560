"""Which variables a query binds in every row, read from its algebra."""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from rdflib.plugins.sparql import prepareQuery
from rdflib.term import Variable


def always_bound(query: str) -> set[str]:
    """Names of the variables that no OPTIONAL, no branch of a UNION and no UNDEF can leave empty."""
    return {str(variable) for variable in _bound(prepareQuery(query).algebra)}


def _bound(part: Any) -> set[Variable]:
    name = part.name
    if name == "BGP":
        return {term for triple in part.triples for term in triple if isinstance(term, Variable)}
    if name == "Join":
        return _bound(part.p1) | _bound(part.p2)
    if name == "Union":
        return _bound(part.p1) & _bound(part.p2)
    if name in ("LeftJoin", "Minus"):
        return _bound(part.p1)
    if name == "Graph":
        return _bound(part.p) | {part.term} if isinstance(part.term, Variable) else _bound(part.p)
    if name == "values":
        return set.intersection(*({key for key, value in row.items() if value != "UNDEF"} for row in part.res))
    if name == "Group":
        return _bound(part.p)
    if name == "AggregateJoin":
        counted = {a.res for a in part.A if a.name == "Aggregate_Count"}
        return counted | {a.res for a in part.A if a.name == "Aggregate_Sample" and a.vars in _bound(part.p)}
    if name == "Extend":
        known = _bound(part.p)
        return known | {part.var} if isinstance(part.expr, Variable) and part.expr in known else known
    if name == "SelectQuery" or part.get("p") is not None:
        return _bound(part.p)
    return set()
