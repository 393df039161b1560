"""Questions as lists and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response, jsonify
from werkzeug.datastructures import MultiDict

from graph.ask.answer import Answer
from graph.ask.catalogue import Param, Question
from graph.ask.triples import n_triples
from graph.errors import BadParameter, ParameterValue
from graph.store import Cell
from graph.terms import DCTERMS, RDF, RDFS, SCHEMA, SH
from graph.text.folding import fold
from graph.text.messages import N_, joined
from graph.text.nearest import meant
from views.languages.told import english, told
from views.shown.computed import computed_answer
from views.shown.values import Badge, Card
from views.web.parameters import ADDED_ON_THE_WAY, REVISION, TRUNCATE, takes_words

GROUPS = {
    "partner": N_("Questions of partners"),
    "policy": N_("Questions of policy staff"),
    "researcher": N_("Questions of researchers"),
    "view": N_("Questions behind the pages"),
}
INPUTS = {"date": "date", "integer": "number"}
# So many values are offered in a form; programs are told all of them.
MOST_CHOICES = 600


def matching(questions: Iterable[Question], sought: str) -> list[Question]:
    """The questions whose words contain every word sought."""
    words = fold(sought).split()
    return [each for each in questions if all(word in _words(each) for word in words)]


def _words(question: Question) -> str:
    told_words = (told(question.title), told(question.summary))
    return fold(" ".join([question.name, question.title, question.summary, *told_words, *question.tags]))


def groups(questions: Sequence[Question], address: str) -> list[dict[str, Any]]:
    """The questions of each group, as cards; those behind the pages come last."""
    return [
        {"name": name, "title": title, "cards": [_card(each, address) for each in found]}
        for name, title in GROUPS.items()
        if (found := [each for each in questions if each.group == name])
    ]


def _card(question: Question, address: str) -> Card:
    named = ", ".join(param.name for param in question.params)
    meta, tags = (
        [N_("Takes %(parameters)s", parameters=named)] if named else [],
        [Badge("plain", tag) for tag in question.tags],
    )
    return Card(english(question.title), f"{address}/{question.name}", english(question.summary), meta, tags)


def as_json(questions: Sequence[Question]) -> Response:
    """The catalogue for programs."""
    return jsonify(
        questions=[
            {
                "name": each.name,
                "title": each.title,
                "summary": each.summary,
                "group": each.group,
                "tags": each.tags,
                "params": [
                    {
                        "name": p.name,
                        "type": p.type,
                        "of": p.of,
                        "example": p.example,
                        "help": p.help,
                        "optional": p.optional,
                    }
                    for p in each.params
                ],
                "columns": each.columns,
                "budget_ms": each.budget_ms,
            }
            for each in questions
        ]
    )


LISTED = ("name", "title", "summary", "group", "tags", "params", "columns")


def as_answer(questions: Sequence[Question]) -> Answer:
    """The catalogue as rows."""
    rows = [
        {
            "name": each.name,
            "title": each.title,
            "summary": each.summary,
            "group": each.group,
            "tags": " ".join(each.tags),
            "params": " ".join(param.name for param in each.params),
            "columns": " ".join(each.columns),
        }
        for each in questions
    ]
    return computed_answer("questions", "Which questions can be asked?", LISTED, rows)


def as_triples(questions: Sequence[Question], address: str) -> bytes:
    """The catalogue as N-Triples, each question with its text."""
    return n_triples(
        statement
        for each in questions
        for iri in [f"{address}/{each.name}"]
        for statement in (
            (iri, f"{RDF}type", Cell(f"{SH}SPARQLExecutable", "iri")),
            (iri, f"{RDFS}label", each.title),
            (iri, f"{DCTERMS}description", each.summary),
            (iri, f"{DCTERMS}identifier", each.name),
            (iri, f"{SCHEMA}text", each.text),
        )
    )


def given(question: Question, args: MultiDict[str, str]) -> dict[str, list[str]]:
    """The values of the request. Raises BadParameter for an unknown name."""
    known = [param.name for param in question.params]
    for name in args:
        if name not in (*known, REVISION, TRUNCATE) and not ADDED_ON_THE_WAY.fullmatch(name):
            raise BadParameter(
                name, joined((N_("This question has no such parameter."), meant(name, known), takes_words(known)), " ")
            )
    return {param.name: _values(param, args.getlist(param.name)) for param in question.params if param.name in args}


def _values(param: Param, values: list[str]) -> list[str]:
    """The form gives several identifiers as lines of one text."""
    if param.type != "iris":
        return values
    # A name has blanks, an address has none: `theme/a theme/b` on one line are two.
    lines = [line.strip() for value in values for line in value.splitlines()]
    return [each for line in lines for each in (line.split() if "://" in line else [line])]


Choices = Mapping[str, Sequence[ParameterValue]]


def context(
    question: Question, values: dict[str, list[str]], query: str, address: str, choices: Choices
) -> dict[str, Any]:
    """What the page of a question needs besides its answer; `choices` are what each parameter can name."""
    return {
        "question": question,
        "query": query,
        "address": address,
        "group_title": GROUPS[question.group],
        "fields": [_field(param, values.get(param.name, []), choices.get(param.name, ())) for param in question.params],
    }


def _field(param: Param, values: list[str], choices: Sequence[ParameterValue]) -> dict[str, Any]:
    example = param.example if isinstance(param.example, str) else " ".join(param.example)
    return {
        "name": param.name,
        "type": INPUTS.get(param.type, "text"),
        "many": param.type == "iris",
        "label": param.name.replace("_", " ").capitalize(),
        "help": param.help,
        "example": example,
        "value": "\n".join(values),
        "optional": param.optional,
        "choices": [{"value": each.value, "label": each.label} for each in choices[:MOST_CHOICES]],
        "left_out": max(0, len(choices) - MOST_CHOICES),
    }


def things(found: Answer) -> list[str]:
    """The identifiers in the first column that has any."""
    for column in found.columns:
        cells = [row[column] for row in found.rows]
        if iris := [str(cell) for cell in cells if cell is not None and cell.kind == "iri"]:
            return list(dict.fromkeys(iris))
    return []
