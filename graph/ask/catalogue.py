"""The questions of `queries/`: one .rq file a question, its header in `#+` comment lines, written as YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph.errors import BadQuestion, NotFound
from graph.sparql.tokens import Token, tokens
from graph.terms import BASE, PREFIXES
from graph.text.messages import N_, joined
from graph.text.nearest import meant

GROUPS = ("partner", "policy", "researcher", "view")
TYPES = ("iri", "iris", "text", "date", "integer", "lang")
FIELDS = {"summary", "title", "group", "tags", "params", "columns", "min_rows", "budget_ms", "kept", "kept_by"}
# What a parameter may name: any thing with a page, a concept of `scheme/NAME`, or a thing of a class, `op:City`.
THINGS, VOCABULARY = "things", "scheme/"


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter of a question. In the query it stands as the variable `?_{name}_{type}`.

    `of` says which things it names: `things`, `scheme/theme`, or a class such as `op:City`; empty when it names none.
    """

    name: str
    type: str
    example: str | tuple[str, ...] = ""
    help: str = ""
    optional: bool = False
    of: str = ""

    @property
    def placeholder(self) -> str:
        return f"?_{self.name}_{self.type}"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its query text; `name` is the file name without `.rq`.

    What `kept` questions answer without any value is kept beside each revision; so is what a question that is
    `kept_by` its parameter answers for every thing that has a row, found again in the column of that name.
    """

    name: str
    title: str
    summary: str
    group: str
    text: str
    params: tuple[Param, ...] = ()
    columns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    min_rows: int = 0
    budget_ms: int = 100
    kept: bool = False
    kept_by: str = ""

    @property
    def of_everything(self) -> Question:
        """The question that needs no value for any parameter."""
        return replace(self, params=tuple(replace(param, optional=True) for param in self.params))

    @property
    def examples(self) -> dict[str, str | tuple[str, ...]]:
        """The example value of every parameter that has one."""
        return {param.name: param.example for param in self.params if param.example}


@dataclass(frozen=True)
class Catalogue:
    """Every question by name."""

    questions: Mapping[str, Question] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | str, base_iri: str = BASE) -> Catalogue:
        """Every .rq file under `folder`, its examples with identifiers that begin with `base_iri`.

        Raises BadQuestion naming the file and what is wrong with it.
        """
        questions: dict[str, Question] = {}
        for path in sorted(Path(folder).rglob("*.rq")):
            question = read_question(path.stem, path.read_text(encoding="utf-8"))
            if question.name in questions:
                raise BadQuestion(f"{path.name}: two files have this name.")
            questions[question.name] = _based(question, base_iri)
        return cls(questions)

    def __getitem__(self, name: str) -> Question:
        if name not in self.questions:
            raise NotFound(
                joined((N_("There is no question named '%(name)s'.", name=name), meant(name, self.questions)), " ")
            )
        return self.questions[name]

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions.values())

    def __len__(self) -> int:
        return len(self.questions)

    def __contains__(self, name: object) -> bool:
        return name in self.questions


def read_question(name: str, text: str) -> Question:
    """The question written in `text`; raises BadQuestion."""
    header = _header(name, text)
    unknown = set(header) - FIELDS
    if unknown:
        raise BadQuestion(f"{name}.rq: unknown header field {', '.join(sorted(unknown))}.")
    group = str(header.get("group", ""))
    if group not in GROUPS:
        raise BadQuestion(f"{name}.rq: group must be one of {', '.join(GROUPS)}, not '{group}'.")
    summary = str(header.get("summary", "")).strip()
    if not summary:
        raise BadQuestion(f"{name}.rq: summary is missing; write the question in one sentence.")
    question = Question(
        name=name,
        title=N_(str(header.get("title") or summary)),
        summary=N_(summary),
        group=group,
        text=text,
        params=tuple(_param(name, entry) for entry in header.get("params") or ()),
        columns=tuple(str(column) for column in header.get("columns") or ()),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        min_rows=int(header.get("min_rows", 0)),
        budget_ms=int(header.get("budget_ms", 100)),
        kept=header.get("kept") == "true",
        kept_by=str(header.get("kept_by", "")),
    )
    _check_placeholders(question)
    by = [question.kept_by]
    if any(by) and not by == [param.name for param in question.params] == [
        each for each in question.columns if each in by
    ]:
        raise BadQuestion(f"{name}.rq: what it is kept by must be its one parameter, and a column.")
    return question


def _based(question: Question, base_iri: str) -> Question:
    """The question with examples of an installation whose identifiers begin with `base_iri`."""
    if base_iri == BASE:
        return question

    def told(iri: str) -> str:
        return base_iri + iri.removeprefix(BASE) if iri.startswith(f"{BASE}id/") else iri

    params = (
        replace(each, example=told(each.example) if isinstance(each.example, str) else tuple(map(told, each.example)))
        for each in question.params
    )
    return replace(question, params=tuple(params))


# It keeps every scalar as text: YAML 1.1 would read a parameter named `on` as true. The one in C is six times as fast.
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


@lru_cache(maxsize=512)
def placeholders(text: str) -> tuple[Token, ...]:
    """The places of the parameters in the text of a question; looked up once, because every page asks several."""
    return tuple(token for token in tokens(text) if token.kind == "variable" and token.text.startswith("?_"))


def _header(name: str, text: str) -> dict[str, Any]:
    lines = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.load("\n".join(line.removeprefix(" ") for line in lines), Loader=_LOADER) or {}
    except yaml.YAMLError as error:
        raise BadQuestion(f"{name}.rq: the header is not YAML: {error}") from error
    if not isinstance(header, dict):
        raise BadQuestion(f"{name}.rq: the header must be fields with values.")
    return header


def _param(name: str, entry: Any) -> Param:
    if not isinstance(entry, dict) or not {"name", "type"} <= set(entry):
        raise BadQuestion(f"{name}.rq: every parameter needs a name and a type.")
    if entry["type"] not in TYPES:
        raise BadQuestion(f"{name}.rq: parameter {entry['name']}: type must be one of {', '.join(TYPES)}.")
    of, example = str(entry.get("of", "")), entry.get("example", "")
    if of and not (entry["type"] in ("iri", "iris") and _is_kind(of)):
        raise BadQuestion(
            f"{name}.rq: parameter {entry['name']}: of is 'things', 'scheme/NAME' or a class such as op:City, and "
            "stands with the types iri and iris."
        )
    return Param(
        name=str(entry["name"]),
        type=str(entry["type"]),
        example=tuple(map(str, example)) if isinstance(example, list) else str(example),
        help=str(entry.get("help", "")),
        optional=entry.get("optional") == "true",
        of=of,
    )


def _is_kind(of: str) -> bool:
    return of == THINGS or of.startswith(VOCABULARY) or of.partition(":")[0] in PREFIXES


def _check_placeholders(question: Question) -> None:
    used = {token.text for token in placeholders(question.text)}
    declared = {param.placeholder for param in question.params}
    if len(declared) != len(question.params):
        raise BadQuestion(f"{question.name}.rq: a parameter is declared twice.")
    if used != declared:
        wrong = ", ".join(sorted(used ^ declared))
        raise BadQuestion(f"{question.name}.rq: header and query disagree on {wrong}.")
