"""The one way by which a value reaches a query: it becomes a typed term, and the term replaces its placeholder."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence

import pyoxigraph as ox

from graph.ask.catalogue import Param, Question, placeholders
from graph.errors import BadParameter
from graph.sparql.tokens import edited
from graph.terms import BASE
from graph.text.messages import N_, joined
from graph.text.nearest import meant

_XSD = "http://www.w3.org/2001/XMLSchema#"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
# BCP 47 (RFC 5646) well-formedness: language, script, region, variants, extensions, private use.
_LANGUAGE = re.compile(
    r"(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?"
)
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]|\\[uU]")

MAX_TEXT = 200
MAX_IRI = 2048
MAX_IRIS = 500

Given = str | Sequence[str]


def bind(question: Question, values: Mapping[str, Given]) -> str:
    """The query of `question` with `values` in place; an absent optional value becomes UNDEF.

    Raises BadParameter naming the first value that is unknown, missing or malformed.
    """
    known = [param.name for param in question.params]
    for name in values:
        if name not in known:
            raise BadParameter(name, _unknown(question, name, known))
    terms = {param.placeholder: _written(param, values.get(param.name)) for param in question.params}
    places = placeholders(question.text)
    return edited(question.text, [(token.start, token.end, terms.get(token.text, token.text)) for token in places])


def _unknown(question: Question, name: str, known: list[str]) -> str:
    if not known:
        return N_("The question '%(name)s' takes no parameters.", name=question.name)
    unknown = N_("The question '%(name)s' has no such parameter.", name=question.name)
    return joined((unknown, meant(name, known), N_("It takes: %(names)s.", names=", ".join(known))), " ")


def _written(param: Param, given: Given | None) -> str:
    values = [given] if isinstance(given, str) else list(given or ())
    if param.type != "text" or param.optional:
        values = [value for value in values if value.strip()]
    if not values:
        if param.optional:
            return "UNDEF"
        raise BadParameter(param.name, joined((N_("This is needed."), _example(param)), " "))
    if len(values) > 1 and param.type != "iris":
        raise BadParameter(param.name, N_("Give one value."))
    if len(values) > MAX_IRIS:
        raise BadParameter(param.name, N_("Give at most %(number)s values.", number=MAX_IRIS))
    return " ".join(str(_TERMS[param.type](param, value)) for value in values)


def _iri(param: Param, value: str) -> ox.NamedNode:
    if len(value) > MAX_IRI or not _IRI.fullmatch(value):
        raise BadParameter(param.name, joined((N_("This is not an absolute IRI."), _example(param)), " "))
    try:
        return ox.NamedNode(value)
    except ValueError as error:
        raise BadParameter(
            param.name, joined((N_("This is not an absolute IRI: %(error)s.", error=error), _example(param)), " ")
        ) from error


def _text(param: Param, value: str) -> ox.Literal:
    if not 1 <= len(value) <= MAX_TEXT:
        raise BadParameter(
            param.name, N_("Give 1 to %(most)s characters, not %(number)s.", most=MAX_TEXT, number=len(value))
        )
    if _UNWRITABLE.search(value):
        raise BadParameter(param.name, N_("Control characters and \\u escapes are not text."))
    return ox.Literal(value)


def _date(param: Param, value: str) -> ox.Literal:
    try:
        if not _DATE.fullmatch(value):
            raise ValueError("not written year-month-day")
        datetime.date.fromisoformat(value)
    except ValueError as error:
        raise BadParameter(param.name, N_("This is not a date such as 2026-08-02: %(error)s.", error=error)) from error
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + "date"))


def _integer(param: Param, value: str) -> ox.Literal:
    if not _INTEGER.fullmatch(value):
        raise BadParameter(param.name, joined((N_("This is not a whole number."), _example(param)), " "))
    return ox.Literal(str(int(value)), datatype=ox.NamedNode(_XSD + "integer"))


def _lang(param: Param, value: str) -> ox.Literal:
    if not _LANGUAGE.fullmatch(value):
        raise BadParameter(param.name, N_("This is not a language tag such as en, nl or pt-BR."))
    return ox.Literal(value)


def _example(param: Param) -> str:
    example = param.example if isinstance(param.example, str) else " ".join(param.example[:1])
    if "/id/" in example and not example.startswith(BASE):
        # Whether an installation of another network holds this very thing is not known here.
        example = f"{example.rpartition('/')[0]}/…"
    return N_("Example: %(example)s", example=example) if example else ""


_TERMS: dict[str, Callable[[Param, str], ox.NamedNode | ox.Literal]] = {
    "iri": _iri,
    "iris": _iri,
    "text": _text,
    "date": _date,
    "integer": _integer,
    "lang": _lang,
}
