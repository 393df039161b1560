"""What curators are told when a change set does not fit, and what a ledger survives."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from graph.contribute.applying import applied
from graph.contribute.changes import ChangeKind
from graph.contribute.encoding import accepted, change_set, encoded
from graph.contribute.folding import fold
from graph.contribute.ledger import append, read
from graph.contribute.standing import standing
from graph.errors import BadFacts, BadParameter
from graph.tables.metadata import TableSchema
from tests.contribute import small
from tests.contribute.small import accept, facts, row, schemas

TOWNS = [("braga", "Braga", "PT", ""), ("nice", "Nice", "FR", '"quoted", and more')]
GONE = row("towns", "braga", ChangeKind.RETIRE, id=("braga", ""), name=("Braga", ""), country=("PT", ""))
NEW = row("towns", "lille", ChangeKind.ADD, id=("", "lille"), name=("", "Lille"))
OTHER = row("towns", "nice", ChangeKind.CHANGE, name=("Nice", "Nizza"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return facts(tmp_path / "data", TOWNS)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "contributions"


def files(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.glob("*.csv")}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (row("cities", "x", ChangeKind.ADD, id=("", "x")), ("cities.csv: There is no such table.", "'x'")),
        (row("town", "x", ChangeKind.ADD, id=("", "x")), ("Did you mean 'towns'?",)),
        (row("towns", "x", ChangeKind.ADD, id=("", "x"), nme=("", "X")), ("column nme", "Did you mean 'name'?")),
        (row("towns", "nice", ChangeKind.ADD, id=("", "nice")), ("The id is already used in line 3.", "column id")),
        (row("towns", "nce", ChangeKind.CHANGE, name=("Nice", "N")), ("The row is not there.", "Did you mean 'nice'?")),
        (
            row("towns", "nice", ChangeKind.CHANGE, name=("Nizza", "N")),
            ("towns.csv, line 3, column name", "not 'Nizza' any more", "Found: 'Nice'"),
        ),
        (row("towns", "nice", ChangeKind.RETIRE, id=("nice", "")), ("line 3, column name", "not empty any more")),
        (row("towns", "x", ChangeKind.ADD, id=("", "y")), ("The key of the row is not that of its cells.",)),
        (row("towns", "nice", ChangeKind.CHANGE, id=("nice", "nizza")), ("The id of row nice cannot change.",)),
        (row("towns", "nice", ChangeKind.CHANGE), ("names no cell that changes",)),
        (row("towns", "x", ChangeKind.ADD, id=("", "x"), name=("was", "X")), ("Leave `was` empty.",)),
        (row("towns", "x", ChangeKind.ADD, id=("", "x"), note=("", "half \ud800")), ("column note", "U+D800")),
    ],
)
def test_a_row_that_does_not_fit_is_told_with_place_and_mend_and_all_else_is_applied(
    data: Path, change: small.RowChange, told: tuple[str, ...]
) -> None:
    found = applied(files(data), schemas(data), [small.change_set(change, NEW)])
    text = "\n".join(map(str, found.findings))
    assert text and all(each in text for each in told), text
    assert found.tables["towns.csv"] == files(data)["towns.csv"] + b"lille,Lille,,\n"


def test_an_accepted_change_set_that_does_not_fit_is_named_and_the_tables_are_at_fault(
    data: Path, ledger: Path
) -> None:
    accept(ledger, small.change_set(NEW))
    accept(ledger, small.change_set(NEW))
    (finding,) = standing(data, ledger).applied.findings
    assert str(finding).startswith("towns.csv, column id: The id is already used in line 4.")
    assert "Contribution 2 was accepted for tables that it fits" in finding.mend


def test_lines_that_no_change_touches_keep_their_bytes_whatever_wrote_them(data: Path) -> None:
    odd = b'\xef\xbb\xbfid,"name",country,note\r\n"nice",Nice ,"FR",\r\n\r\nbraga,"Bra\r\nga",PT,""'
    table = schemas(data)[0]
    found = applied({"towns.csv": odd}, [table], [small.change_set(OTHER, NEW)])
    assert found.findings == ()
    start, end = odd.split(b'"nice",Nice ,"FR",')
    assert found.tables["towns.csv"] == start + b"nice,Nizza,FR," + end + b"\r\nlille,Lille,,\r\n"
    places = {(place.table, place.key): line for (_, line), place in found.places.items()}
    assert places == {("towns", "nice"): 2, ("towns", "lille"): 6}


def test_a_table_that_cannot_be_read_is_left_for_the_reader_of_tables_to_tell(data: Path) -> None:
    broken = {"towns.csv": b"id;name;country;note\nnice;Nice;FR;\n"}
    assert applied(broken, schemas(data), [small.change_set(OTHER)]).tables == broken


def test_the_files_of_a_ledger_are_canonical_json_that_names_the_one_before(ledger: Path) -> None:
    first, second = accept(ledger, small.change_set(NEW)), accept(ledger, small.change_set(OTHER))
    assert (first.number, first.previous, second.number) == (1, "", 2)
    text = (ledger / "000002.json").read_text(encoding="utf-8")
    assert accepted(text) == second and json.loads(text)["previous"] == second.previous != ""
    assert text.startswith('{"accepted_at":"2026-11-29T12:00:00Z","changes":{"against":1,"rows":[{"cells":[{"column":')
    assert sorted(path.name for path in ledger.iterdir()) == ["000001.json", "000002.json", "head.json"]


@pytest.mark.parametrize("lost", ["000001.json", "000002.json", "000003.json"])
def test_a_file_that_is_missing_is_named_the_last_one_too(ledger: Path, lost: str) -> None:
    for _ in range(3):
        accept(ledger, small.change_set(NEW))
    (ledger / lost).unlink()
    with pytest.raises(
        BadFacts, match=f"contributions/{lost}: The file is missing.* from a backup or from git"
    ) as told:
        read(ledger)
    assert [finding.file for finding in told.value.findings] == [f"contributions/{lost}"]


def test_a_file_that_was_exchanged_for_another_whole_one_breaks_the_chain(ledger: Path, tmp_path: Path) -> None:
    accept(ledger, small.change_set(NEW))
    accept(ledger, small.change_set(OTHER))
    accept(tmp_path / "other", small.change_set(OTHER))
    (ledger / "000001.json").write_bytes((tmp_path / "other" / "000001.json").read_bytes())
    with pytest.raises(BadFacts, match=r"000002\.json: The file was written after another state of 000001\.json"):
        read(ledger)


def test_a_crash_before_the_head_is_written_loses_nothing_and_the_next_change_set_mends_it(ledger: Path) -> None:
    accept(ledger, small.change_set(NEW))
    head = (ledger / "head.json").read_bytes()
    accept(ledger, small.change_set(OTHER))
    (ledger / "head.json").write_bytes(head)
    (ledger / ".writing-000003.json").write_bytes(b'{"half')
    assert len(read(ledger).entries) == 2
    assert accept(ledger, small.change_set(OTHER)).number == 3
    assert len(read(ledger).entries) == 3


def test_nothing_is_written_that_could_not_be_read_again(ledger: Path) -> None:
    with pytest.raises(BadParameter, match="/accepted_at: This must be a time in UTC"):
        append(ledger, small.change_set(NEW), small.BRAGA, (), small.SENT, "yesterday")
    assert list(ledger.iterdir()) == []


def test_a_fold_that_was_interrupted_stops_the_build_and_is_finished_by_the_next(data: Path, ledger: Path) -> None:
    accept(ledger, small.change_set(NEW))
    after = standing(data, ledger).applied.tables
    begun = ledger / ".folding"
    begun.mkdir()
    (begun / "towns.csv").write_bytes(after["towns.csv"])
    note = json.loads((ledger / "head.json").read_bytes())
    (begun / "folded.json").write_bytes(json.dumps(note, separators=(",", ":")).encode() + b"\n")
    accept(ledger, small.change_set(OTHER))
    with pytest.raises(BadFacts, match="Run `openplaza contributions fold` again"):
        standing(data, ledger)
    assert fold(data, ledger) == 1, "the one that came after the fold began"
    assert b"Nizza" in files(data)["towns.csv"] and b"Lille" in files(data)["towns.csv"]
    assert standing(data, ledger).ledger.folded == 2


def test_what_does_not_fit_is_not_folded_and_no_file_is_touched(data: Path, ledger: Path) -> None:
    before = files(data)
    accept(ledger, small.change_set(NEW, GONE))
    accept(ledger, small.change_set(GONE))
    with pytest.raises(BadFacts, match="The row is not there"):
        fold(data, ledger)
    assert files(data) == before and read(ledger).folded == 0


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ({"rows": [{}]}, "/rows/0/table: This member is missing."),
        ({"rows": "x"}, "/rows: This must be a list, not text."),
        ({"against": True}, "/against: This must be a whole number from 0."),
        ({"against": 1.5}, "/against: This must be a whole number from 0."),
        ({"who": "me"}, "/who: There is no such member."),
        ({"why": None}, "/why: This must be text, not null."),
        ({"rows": [{"table": "t", "key": "k", "kind": "drop", "cells": []}]}, "/rows/0/kind: This must be one of add,"),
        (
            {"rows": [{"table": "t", "key": "k", "kind": "add", "cells": [{"column": "c", "was": 1, "now": ""}]}]},
            "/rows/0/cells/0/was: This must be text, not a number.",
        ),
    ],
)
def test_json_that_is_no_change_set_is_refused_by_the_place_in_it(edit: dict[str, object], told: str) -> None:
    document = {"rows": [], "why": "", "against": 1, **edit}
    with pytest.raises(BadParameter) as refused:
        change_set(json.dumps(document))
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    "text", [b"\xff\xfe{}", b"{", b'{"a":1,"a":2}', b"[" * 100_000, b'{"against":NaN}', b'{"why":"\\ud800"}']
)
def test_what_is_no_strict_json_is_refused(text: bytes) -> None:
    with pytest.raises(BadParameter):
        change_set(text)


def test_the_same_value_gives_the_same_bytes_and_sources_may_be_left_out() -> None:
    value = small.change_set(NEW, why="é \u2028")
    assert encoded(value) == encoded(dataclasses.replace(value)) and "é".encode() in encoded(value)
    document = json.loads(encoded(value))
    for cell in document["rows"][0]["cells"]:
        del cell["sources"]
    assert change_set(json.dumps(document)) == value


def test_the_tables_of_the_tests_are_those_of_a_metadata_file(data: Path) -> None:
    assert all(isinstance(each, TableSchema) and each.keys for each in schemas(data))
