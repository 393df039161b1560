"""What a curator can rely on when a fact is wrong: nothing is published, and the refusal says where and how to mend."""

from __future__ import annotations

import pytest

from graph.build import check
from graph.errors import BadFacts
from tests.build.facts_copy import Facts

WRONG_CELLS = [
    # table, row, column, cell, what is wrong, how to mend it
    ("acts.csv", "32016R0679", "date_in_force", "2019-13-40", "not a valid date_in_force: month must be", "2019-10-09"),
    ("acts.csv", "32016R0679", "date_in_force", "2019-02-30", "day is out of range", "Write a calendar day as"),
    ("acts.csv", "32016R0679", "date_in_force", "09/10/2019", "not a valid date_in_force", "Write a calendar day as"),
    (
        "events.csv",
        "ev-public-session",
        "start",
        "09/10/2019",
        "not a date",
        "Write it as 2019, 2019-10 or 2019-10-09.",
    ),
    (
        "events.csv",
        "ev-public-session",
        "start",
        "2019-13-40",
        "not a date",
        "Write it as 2019, 2019-10 or 2019-10-09.",
    ),
    (
        "events.csv",
        "ev-public-session",
        "start",
        "9 November",
        "not a date",
        "Write it as 2019, 2019-10 or 2019-10-09.",
    ),
    ("practices.csv", "nice-school-vsa", "start_year", "19", "not a valid start_year", "Write a year as 2019."),
    ("practices.csv", "nice-school-vsa", "cities", "nicee", "cities.csv has no such id", "Did you mean 'nice'?"),
    ("practices.csv", "nice-school-vsa", "country", "FRA", "countries.csv has no such id", "Did you mean 'FR'?"),
    (
        "practices.csv",
        "nice-school-vsa",
        "source_ids",
        "no_such_page",
        "sources.csv has no such id",
        "add the row there",
    ),
    (
        "practices.csv",
        "nice-school-vsa",
        "status",
        "operationel",
        "has no such notation",
        "Did you mean 'operational'?",
    ),
    ("practices.csv", "nice-school-vsa", "themes", "Lighting", "has no such notation", "Did you mean 'lighting'?"),
    ("technology_rules.csv", "t001", "actor_type", "municipalty", "has no such label", "Did you mean 'municipality'?"),
    ("practice_legislation.csv", "pl-001", "celex", "32016R679", "not a valid celex", "as 32016R0679."),
    ("practice_legislation.csv", "pl-001", "celex", "GDPR", "not a valid celex", "as 32016R0679."),
    ("acts.csv", "32016R0679", "eli", "eli/reg/2016/679", "not a valid eli", "starts with http:// or https://"),
    ("cities.csv", "nice", "lat", "91", "value must be <= 90", "Write a decimal number within the range"),
    ("cities.csv", "nice", "lat", "NaN", "not a valid lat", "Write a decimal number within the range"),
    ("cities.csv", "nice", "lat", "43,7", "not a valid lat", "Write a decimal number within the range"),
    ("cities.csv", "nice", "lon", "-180.5", "value must be >= -180", "Write a decimal number within the range"),
    ("cities.csv", "nice", "population_approx", "٤٢", "not a valid population", "Write a whole number"),
    ("practices.csv", "nice-school-vsa", "id", " nice-school-vsa", "begins or ends with a space", "Remove the space."),
    ("legal_events.csv", "le-002", "practice", "paca-lycee", "practices.csv has no such id", "'paca-lycee-frt'?"),
    ("legal_events.csv", "le-002", "act", "32016R067", "acts.csv has no such id", "Did you mean '32016R0679'?"),
    ("legal_events.csv", "le-002", "provision", "32016R0679/art_999", "provisions.csv has no such id", "add the row"),
    ("legal_events.csv", "le-002", "source_ids", "bdt_lyce", "sources.csv has no such id", "Did you mean 'bdt_lycee'?"),
    ("legal_events.csv", "le-002", "outcome", "annuled", "has no such notation", "legal-event-outcome.ttl"),
    ("legal_events.csv", "le-002", "authority_kind", "cort", "has no such notation", "Did you mean 'court'?"),
    ("legal_events.csv", "le-002", "instance", "highst", "has no such notation", "Did you mean 'highest'?"),
    ("testimonials.csv", "tm-01", "event", "ev-public", "events.csv has no such id", "or add the row there."),
    (
        "testimonials.csv",
        "tm-01",
        "organisation",
        "org-lille",
        "organisations.csv has no such id",
        "add the row there.",
    ),
    ("actors.csv", "police", "broader", "public-authorit", "actors.csv has no such id", "'public-authority'?"),
    ("acts.csv", "32016R0679", "date_end_of_validity", "9999-12-31", "The year is not between", "Leave the cell"),
    ("acts.csv", "32024R1689", "date_applicable", "1003-03-03", "registers write it for", "Leave the cell"),
    ("acts.csv", "32016R0679", "date_in_force", "45609", "wrote the day as a number", "Write 2024-11-13"),
    ("events.csv", "ev-public-session", "end", "9999", "The year is not between", "or write the real date."),
    ("cities.csv", "nice", "source", "https://www.nice.fr/x", "sources.csv has no such id", "or add the row there."),
    ("sources.csv", "np_nice", "url", "www.nice.fr/x", "not a valid url", "https://www.example.eu/page, in full"),
    ("practices.csv", "nice-school-vsa", "country", "France", "countries.csv has no such id", "Write its id, 'FR'."),
    ("practices.csv", "nice-school-vsa", "cities", "Milano", "cities.csv has no such id", "or add the row there."),
    ("practices.csv", "nice-school-vsa", "cities", "Nizza", "cities.csv has no such id", "Write its id, 'nice'."),
    ("sources.csv", "np_nice", "trust", "hihg", "has no such notation", "Did you mean 'high'?"),
]


@pytest.mark.parametrize(("file", "row_id", "column", "cell", "wrong", "mend"), WRONG_CELLS)
def test_a_wrong_cell_is_refused_with_its_place_and_a_mend(
    facts: Facts, file: str, row_id: str, column: str, cell: str, wrong: str, mend: str
) -> None:
    line = facts.set(file, row_id, **{column: cell})
    refusal = facts.refusal()
    told = [text for text in refusal.splitlines() if text.startswith(f"{file}, line {line}, column {column}: ")]
    assert len(told) == 1, refusal
    assert wrong in told[0]
    assert f"Found: {cell!r}." in told[0]
    assert mend in told[0]


@pytest.mark.parametrize(
    ("file", "row_id", "column"),
    [
        ("practices.csv", "nice-school-vsa", "source_ids"),
        ("practices.csv", "nice-school-vsa", "title"),
        ("acts.csv", "32016R0679", "basis"),
        ("cities.csv", "nice", "source"),
    ],
)
def test_an_empty_cell_that_every_row_needs_is_refused(facts: Facts, file: str, row_id: str, column: str) -> None:
    line = facts.set(file, row_id, **{column: "  "})
    assert facts.refusal() == (
        f"{file}, line {line}, column {column}: The cell is empty. Write the {column}: every row needs one."
    )


def test_an_id_used_twice_is_refused_with_both_lines(facts: Facts) -> None:
    first, second = facts.repeat("practices.csv", "nice-school-vsa")
    assert facts.refusal() == (
        f"practices.csv, line {second}, column id: The id is already used in line {first}. "
        "Found: 'nice-school-vsa'. Give the row an id of its own, or remove it."
    )


def test_the_line_is_that_of_the_file_when_cells_before_it_hold_line_ends(facts: Facts) -> None:
    facts.set("practices.csv", "nice-frt-carnival-2019", description="One.\nTwo.\nThree.")
    line = facts.set("practices.csv", "nice-school-vsa", start_year="soon", evaluation="one\n\ntwo")
    lines = (facts.folder / "practices.csv").read_bytes().split(b"\n")
    assert lines[line - 1].startswith(b"nice-school-vsa,")
    assert facts.refusal().startswith(f"practices.csv, line {line}, column start_year: ")


def test_text_that_is_not_utf8_is_refused_with_its_line(facts: Facts) -> None:
    facts.change("cities.csv", lambda data: data.replace(b"Nice", "Niçe".encode("latin-1"), 1))
    assert facts.refusal().startswith("cities.csv, line 2: The file is not valid UTF-8 here. Found: ")
    assert facts.refusal().endswith("Save it as UTF-8.")


def test_a_last_line_without_a_line_end_is_refused(facts: Facts) -> None:
    line = (facts.folder / "countries.csv").read_bytes().count(b"\n")
    facts.change("countries.csv", lambda data: data.rstrip(b"\n"))
    assert facts.refusal() == (
        f"countries.csv, line {line}: The last line has no line end. Add one, so that the next row is added below it."
    )


def test_a_misspelt_column_is_refused_as_missing_and_as_unknown_with_a_suggestion(facts: Facts) -> None:
    facts.change("cities.csv", lambda data: data.replace(b"country", b"contry", 1))
    missing, unknown = sorted(facts.refusal().splitlines(), key=len)
    assert missing.startswith("cities.csv, line 1, column country: The column is missing. Add it to the header")
    assert unknown.startswith("cities.csv, line 1, column contry: No such column is described. Use one of: id, name, ")
    assert unknown.endswith("Did you mean 'country'?")


def test_an_extra_column_is_refused(facts: Facts) -> None:
    facts.change("cities.csv", lambda data: data.replace(b"field_basis", b"field_basis,mayor", 1))
    assert facts.refusal().startswith("cities.csv, line 1, column mayor: No such column is described. Use one of:")


def test_a_column_that_stands_twice_is_refused(facts: Facts) -> None:
    facts.change("cities.csv", lambda data: data.replace(b"country", b"name", 1))
    assert "cities.csv, line 1, column name: The column stands twice in the header. Keep one of them." in (
        facts.refusal()
    )


@pytest.mark.parametrize(("tail", "cells"), [(b"a,b\n", 2), (b"x," * 40 + b"\n", 41)])
def test_a_row_with_too_few_or_too_many_cells_is_refused(facts: Facts, tail: bytes, cells: int) -> None:
    line = (facts.folder / "cities.csv").read_bytes().count(b"\n") + 1
    facts.change("cities.csv", lambda data: data + tail)
    assert facts.refusal() == (
        f"cities.csv, line {line}: The row has {cells} cells, the header 15. "
        "Quote cells that hold a comma, and give every column a cell."
    )


def test_a_broken_quote_is_refused_with_the_line_where_its_row_starts(facts: Facts) -> None:
    line = (facts.folder / "cities.csv").read_bytes().count(b"\n") + 1
    facts.change("cities.csv", lambda data: data + b'ghent,"Ghent,BE\n')
    assert facts.refusal().startswith(f"cities.csv, line {line}: The row cannot be read: ")
    assert facts.refusal().endswith("Check its quotes.")


def test_a_missing_table_is_refused(facts: Facts) -> None:
    (facts.folder / "cities.csv").unlink()
    assert facts.refusal() == "cities.csv: The file is missing. Put it back, or take it out of csv-metadata.json."


def test_missing_or_broken_metadata_is_refused(facts: Facts) -> None:
    facts.change("csv-metadata.json", lambda data: data[:-50])
    assert "csv-metadata.json is not valid CSVW metadata" in facts.refusal()
    (facts.folder / "csv-metadata.json").unlink()
    assert "csv-metadata.json is missing" in facts.refusal()


def test_every_fault_of_every_table_is_told_at_once_in_the_order_of_the_files(facts: Facts) -> None:
    facts.set("practices.csv", "nice-school-vsa", start_year="soon", title="")
    facts.set("acts.csv", "32016R0679", date_in_force="2019-13-40")
    facts.set("cities.csv", "nice", lat="91", lon="181")
    places = [text.split(":", 1)[0].split(", ") for text in facts.refusal().splitlines()]
    assert [(file, column) for file, _, column in places] == [
        ("acts.csv", "column date_in_force"),
        ("cities.csv", "column lat"),
        ("cities.csv", "column lon"),
        ("practices.csv", "column start_year"),
        ("practices.csv", "column title"),
    ]


def test_a_table_with_hundreds_of_faults_shows_the_first_hundred_and_counts_the_rest(facts: Facts) -> None:
    facts.change("provisions.csv", lambda data: data.replace(b",high,", b",hgih,"))
    told = facts.refusal().splitlines()
    assert len(told) == 101
    assert told[-1].startswith("… and ")


def test_a_wrong_cell_is_refused_before_anything_is_mapped(facts: Facts) -> None:
    facts.set("acts.csv", "32016R0679", date_in_force="2019-13-40")
    begun: list[str] = []
    with pytest.raises(BadFacts):
        check(facts.settings, lambda phase, _share: begun.append(phase))
    assert begun == ["read"]
