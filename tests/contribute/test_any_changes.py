"""Whatever change sets are accepted: the tables come out as the changes say, can be folded, and can be undone."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.contribute.applying import applied, plain
from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.contribute.drafting import added, changed, key_of, retired
from graph.contribute.encoding import change_set, encoded
from graph.contribute.folding import fold
from graph.contribute.inverse import inverse
from graph.contribute.ledger import read
from graph.contribute.rebasing import rebased
from graph.contribute.standing import standing
from graph.tables.metadata import TableSchema
from tests.budget import examples
from tests.contribute.small import COLUMNS, accept, facts, schemas

IDS = st.sampled_from(["a", "b", "c", "d", "Évora", "x y"])
TEXTS = st.one_of(
    st.sampled_from(["", "plain", 'with "quotes"', "a, b", "two\nlines", "trailing\n", "=1+1", "é"]),
    st.text(st.characters(codec="utf-8"), max_size=12),
).map(plain)
TOWNS = st.dictionaries(IDS, st.tuples(TEXTS, TEXTS, TEXTS), max_size=4)
STEPS = st.lists(st.tuples(st.sampled_from(ChangeKind), IDS, TEXTS, TEXTS, TEXTS), max_size=6)
Model = dict[str, dict[str, str]]


def planned(table: TableSchema, model: Model, steps: list[tuple[ChangeKind, str, str, str, str]]) -> ChangeSet:
    """A change set that fits the rows of `model`, which are changed with it."""
    rows: list[RowChange] = []
    for kind, key, *texts in steps:
        cells = dict(zip(COLUMNS["towns"], (key, *texts), strict=True))
        if kind is ChangeKind.ADD and key not in model:
            rows.append(added(table, cells))
            model[key] = cells
        elif kind is ChangeKind.CHANGE and key in model:
            if row := changed(table, key, model[key], cells):
                rows.append(row)
            model[key] = cells
        elif kind is ChangeKind.RETIRE and key in model:
            rows.append(retired(table, key, model.pop(key)))
    return ChangeSet(tuple(rows), "because", 1)


def rows_in(data: bytes) -> Model:
    """The rows of a file, read without the code that wrote it."""
    return {each["id"]: dict(each) for each in csv.DictReader(io.StringIO(data.decode(), newline=""))}


@given(TOWNS, st.lists(STEPS, max_size=3))
@settings(max_examples=examples(80))
def test_accepted_changes_give_the_rows_they_say_folding_keeps_every_byte_and_undoing_brings_the_rows_back(
    towns: dict[str, tuple[str, str, str]], sets: list[list[tuple[ChangeKind, str, str, str, str]]]
) -> None:
    with tempfile.TemporaryDirectory() as home:
        data = facts(Path(home) / "data", [(key, *cells) for key, cells in towns.items()])
        ledger, table = Path(home) / "contributions", schemas(data)[0]
        before = (data / "towns.csv").read_bytes()
        model = rows_in(before)
        made = [planned(table, model, steps) for steps in sets]
        for each in made:
            assert change_set(encoded(each)) == each
            accept(ledger, each)
        held = standing(data, ledger)
        assert held.applied.findings == ()
        assert rows_in(held.applied.tables["towns.csv"]) == model == held.rows("towns")
        assert held.applied.tables["texts.csv"] == (data / "texts.csv").read_bytes()
        undone = applied(held.applied.tables, held.schemas, [inverse(each, "an error", 1) for each in reversed(made)])
        assert undone.findings == () and rows_in(undone.tables["towns.csv"]) == rows_in(before)
        if not any(row.kind is ChangeKind.RETIRE for each in made for row in each.rows):
            assert undone.tables["towns.csv"] == before
        assert fold(data, ledger) == len(made)
        assert {path.name: path.read_bytes() for path in data.glob("*.csv")} == dict(held.applied.tables)
        again = standing(data, ledger)
        assert again.ledger.entries == held.ledger.entries and again.ledger.waiting == ()
        assert fold(data, ledger) == 0


@given(TOWNS, STEPS, STEPS)
@settings(max_examples=examples(80))
def test_a_change_set_written_before_another_was_accepted_fits_after_it_or_names_both_texts(
    towns: dict[str, tuple[str, str, str]],
    first: list[tuple[ChangeKind, str, str, str, str]],
    second: list[tuple[ChangeKind, str, str, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as home:
        data = facts(Path(home), [(key, *cells) for key, cells in towns.items()])
        table, files = schemas(data)[0], {"towns.csv": (data / "towns.csv").read_bytes()}
        # One step a row: a change set that touches a row twice is written on its own steps.
        steps = list({step[1]: step for step in second}.values())
        theirs = planned(table, rows_in(files["towns.csv"]), first)
        ours = planned(table, rows_in(files["towns.csv"]), steps)
        now = applied(files, [table], [theirs]).tables
        found = rebased(ours, {"towns": rows_in(now["towns.csv"])}, 2)
        after = applied(now, [table], [found.changes])
        assert after.findings == () and found.changes.against == 2
        told = rows_in(after.tables["towns.csv"])
        clashing = {conflict.key for conflict in found.conflicts}
        for row in ours.rows:
            if row.key in clashing:
                continue
            assert (row.key in told) == (row.kind is not ChangeKind.RETIRE)
            assert all(
                told[row.key][cell.column] == cell.now for cell in row.cells if row.kind is not ChangeKind.RETIRE
            )
        for conflict in found.conflicts:
            held = rows_in(now["towns.csv"]).get(conflict.key)
            assert conflict.is_now == (None if held is None else held[conflict.column])
            # A row that is taken out wants every cell empty, whoever emptied one before.
            assert conflict.is_now != conflict.now or conflict.kind is ChangeKind.RETIRE


@given(st.data())
@settings(max_examples=examples(60))
def test_any_byte_that_is_changed_in_the_ledger_is_noticed_and_a_file_is_named(
    data: st.DataObject,
) -> None:
    with tempfile.TemporaryDirectory() as home:
        ledger = Path(home) / "contributions"
        for key in ("a", "b", "c"):
            cells = (CellChange("id", "", key), CellChange("name", "", key.upper()))
            accept(ledger, ChangeSet((RowChange("towns", key, ChangeKind.ADD, cells),), "because", 1))
        assert len(read(ledger).entries) == 3
        path = data.draw(st.sampled_from(sorted(ledger.glob("*.json"))))
        held = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(held) - 1))
        held[place] ^= data.draw(st.integers(1, 255))
        path.write_bytes(held)
        told = refusal(ledger)
        assert "contributions/0" in told or "contributions/head.json" in told
        assert "from a backup or from git" in told


def refusal(ledger: Path) -> str:
    """What is said of a damaged ledger; empty when nothing is."""
    try:
        read(ledger)
    except Exception as error:
        return str(error)
    return ""


def test_the_key_of_a_row_with_two_key_columns_is_their_plain_values_joined(tmp_path: Path) -> None:
    texts = schemas(facts(tmp_path))[1]
    assert key_of(texts, {"town": " braga ", "language": "pt", "text": "x"}) == "braga/pt"
