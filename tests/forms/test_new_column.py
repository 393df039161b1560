"""A new column of the metadata is a new field, and nothing else is to be changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.contribute.standing import standing
from graph.forms.answers import Answers
from graph.forms.composing import FilledForm, composed
from graph.forms.fields import Ask, InputKind
from graph.forms.kinds import BY_NAME, form_of
from graph.forms.standing import standing_tables
from graph.settings import ROOT
from graph.terms import OP

NEW = {"name": "lighting_hours", "titles": ["lighting_hours", "Hours of light"], "dc:description": "From dusk to when?",
       "propertyUrl": f"{OP}lightingHours"}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "kind", "ask"),
    [
        ({}, InputKind.TEXT, Ask.DETAIL),
        ({f"{OP}ask": "first", f"{OP}scheme": "status"}, InputKind.CHOICE, Ask.FIRST),
        ({"datatype": "gYear", "required": True}, InputKind.YEAR, Ask.DETAIL),
        ({"separator": ";"}, InputKind.LINES, Ask.DETAIL),
        ({"lang": "en", f"{OP}ask": "never"}, InputKind.LONG, Ask.NEVER),
    ],
)
def test_a_new_column_is_a_new_field(tmp_path: Path, told: dict[str, object], kind: InputKind, ask: Ask) -> None:
    metadata = json.loads((ROOT / "data" / "csv-metadata.json").read_text("utf-8"))
    practices = next(table for table in metadata["tables"] if table["url"] == "practices.csv")
    practices["tableSchema"]["columns"].insert(3, {**NEW, **told})
    for table in metadata["tables"]:
        data = (ROOT / "data" / table["url"]).read_bytes()
        (tmp_path / table["url"]).write_bytes(data)
    header, _, rows = (ROOT / "data" / "practices.csv").read_text("utf-8").partition("\n")
    assert header and rows
    (tmp_path / "practices.csv").write_text(f"{header},lighting_hours\n", "utf-8")
    (tmp_path / "csv-metadata.json").write_text(json.dumps(metadata), "utf-8")
    tables = standing_tables(standing(tmp_path, tmp_path / "none"))
    form = form_of(BY_NAME["practice"], tables)
    field = next(each for each in form.fields if each.name == "lighting_hours")
    assert (field.kind, field.ask, str(field.label)) == (kind, ask, "Hours of light")
    assert (field.help, field.required) == ("From dusk to when?", bool(told.get("required")))
    given = FilledForm(form, Answers({"title": ("Light",), "lighting_hours": ("2019",)}, {}), {})
    (row,) = composed(given, tables, 1).of("practices")
    assert row.now("lighting_hours") == (None if ask is Ask.NEVER else "2019")
