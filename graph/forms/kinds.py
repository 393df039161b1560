"""The forms there are: which table each asks for, and what else it asks to make a whole change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from graph.forms.fields import Ask, Field, fields_of
from graph.forms.standing import StandingTables
from graph.tables.metadata import TableSchema
from graph.text.messages import N_, Message


@dataclass(frozen=True, slots=True)
class FormPart:
    """A row of another table that a form asks for too; `fixed` are its cells that nobody needs to be asked for.

    Without a part that is needed the change is not whole.
    """

    table: str
    columns: tuple[str, ...]
    of: str
    fixed: tuple[tuple[str, str], ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form that people can open to add something; `part` keeps it to the columns of that form part."""

    name: str
    table: str
    title: Message
    purpose: Message
    part: str = ""
    also: tuple[FormPart, ...] = ()


RUNS: Final = FormPart("practice_actors", ("actor", "organisation"), "practice", (("role", "runs"),))
LAW: Final = FormPart("practice_legislation_join", ("act", "provisions"), "practice_legislation_id", is_needed=True)
KINDS: Final = (
    FormKind("practice", "practices", N_("A practice"),
             N_("What a city does for security in its public spaces. Eight answers make one."), also=(RUNS,)),
    FormKind("event", "legal_events", N_("A legal event"),
             N_("A step of a court, an authority or a parliament about a practice.")),
    FormKind("link", "practice_legislation", N_("A link between a practice and law"),
             N_("An act or an article that a source connects with a practice."), also=(LAW,)),
    FormKind("city", "cities", N_("A city"), N_("One that is not among the European cities of 15,000 and more.")),
    FormKind("organisation", "organisations", N_("An organisation"), N_("A city, an authority, a partner.")),
    FormKind("contact", "practice_contacts", N_("An office to call"),
             N_("A public office that can tell others about a practice.")),
    FormKind("lesson", "practice_lessons", N_("A cost or a lesson"),
             N_("What it cost, who works for it, what failed, and what to do differently.")),
    FormKind("funding", "practice_funding", N_("Who pays"),
             N_("A programme or a payer of a practice, and how much.")),
    FormKind("deployment", "deployments", N_("A deployment"),
             N_("One more city or body that uses a practice of a known kind.")),
    FormKind("actor", "practice_actors", N_("Who does what in a practice"),
             N_("Who runs it, decides on it, pays for it or uses its images.")),
    FormKind("note", "practice_notes", N_("A remark about law"),
             N_("What is told about law without a day or an authority.")),
    FormKind("declared", "declared_basis", N_("A law that somebody names"),
             N_("The legal basis that those who run it, or others, name for a practice.")),
    FormKind("rule", "technology_rules", N_("A rule for a technology"),
             N_("What an article means for a technology: for whom, where and on which condition.")),
)  # fmt: skip
EVALUATION: Final = FormKind(
    "evaluation", "practices", N_("An evaluation"), N_("Whether a practice works, and who found it out."),
    part="evaluation",
)  # fmt: skip
BY_NAME: Final = {kind.name: kind for kind in (*KINDS, EVALUATION)}
BY_TABLE: Final = {kind.table: kind for kind in KINDS}


@dataclass(frozen=True)
class Form:
    """The questions of one form: those about the row itself, and those of its parts by the table of each."""

    kind: FormKind
    schema: TableSchema
    fields: tuple[Field, ...]
    parts: tuple[tuple[FormPart, tuple[Field, ...]], ...]

    def field(self, column: str) -> Field | None:
        """The field of a column that the form asks; None when it asks no such."""
        return next((field for field in self.fields if field.name == column and field.ask is not Ask.NEVER), None)

    @property
    def source(self) -> Field | None:
        """The field that names the sources of the row."""
        return next((field for field in self.fields if field.is_source), None)


def form_of(kind: FormKind, tables: StandingTables, with_parts: bool = True) -> Form:
    """The form of a kind. Raises KeyError when its table is not there."""
    schema = tables[kind.table].schema
    every = fields_of(schema)
    kept = tuple(each for each in every if not kind.part or each.column.form_part == kind.part or _frames(each))
    parts = tuple((part, _part_fields(tables, part)) for part in kind.also if with_parts)
    return Form(kind, schema, kept, parts)


def form_of_table(table: str, tables: StandingTables) -> Form:
    """The form that corrects a row of any table. Raises KeyError when there is no such table, or it has no keys."""
    schema = tables[table].schema
    if not schema.keys:
        raise KeyError(table)
    title = N_("A row of %(table)s", table=schema.name.replace("_", " "))
    kind = BY_TABLE.get(table) or FormKind(table, table, title, title)
    return form_of(kind, tables, with_parts=False)


def _frames(field: Field) -> bool:
    """Whether a form needs the field whatever it asks: the key, what follows from others, and the sources."""
    return field.ask in (Ask.NEVER, Ask.SOURCE)


def _part_fields(tables: StandingTables, part: FormPart) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(tables[part.table].schema) if field.name in part.columns)
