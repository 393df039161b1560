"""A copy of the real facts and of the ontology for a test to change."""

from __future__ import annotations

import csv
import dataclasses
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from graph.build import ONTOLOGY, build, check
from graph.build.facts import facts_of
from graph.build.ontology import Ontology, TextFile, load_ontology
from graph.build.rules import RULES_OF_FACTS, broken
from graph.errors import BadFacts
from graph.findings import report
from graph.revision import current, publish, verify
from graph.settings import ROOT, Settings, load_settings
from graph.tables.metadata import TableSchema, load_metadata
from graph.tables.reading import TableRows, read_table
from graph.tables.references import check_references

METADATA = "csv-metadata.json"
OLD_QUAD = b'<http://example.org/a> <http://example.org/b> "earlier" <http://example.org/g> .\n'


@cache
def _unchanged() -> dict[str, TableRows]:
    """The real tables by their file, read once a test run."""
    return {table.file: read_table(ROOT / "data", table) for table in load_metadata(ROOT / "data" / METADATA)}


@cache
def _ontology() -> Ontology:
    return load_ontology(ONTOLOGY)


class Facts:
    """A copy of the real facts that a test breaks, beside a folder with an earlier revision."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "data"
        self.ontology = home / "ontology"
        shutil.copytree(ROOT / "data", self.folder)
        shutil.copytree(ROOT / "ontology", self.ontology)
        self.settings: Settings = dataclasses.replace(
            load_settings({}), facts_dir=self.folder, revisions_dir=home / "revisions"
        )
        publish([OLD_QUAD], home / "revisions", software="earlier", sources={})
        self.published = self._bytes()

    def set(self, file: str, row_id: str, **cells: str) -> int:
        """Write cells of the row with this id; returns the line where the row starts."""
        header, rows = self._read(file)
        row = next(row for row in rows if row[0] == row_id)
        for name, cell in cells.items():
            row[header.index(name)] = cell
        return self._write(file, header, rows, row)

    def line(self, file: str, row_id: str) -> int:
        """The line where the row with this id starts."""
        return self.set(file, row_id)

    def repeat(self, file: str, row_id: str) -> tuple[int, int]:
        """Write a row a second time at the end; returns the lines of both."""
        header, rows = self._read(file)
        row = next(row for row in rows if row[0] == row_id)
        first = self._write(file, header, rows, row)
        copy = list(row)
        return first, self._write(file, header, [*rows, copy], copy)

    def reverse(self, file: str) -> None:
        """Let the rows stand in the opposite order."""
        header, rows = self._read(file)
        self._write(file, header, rows[::-1], rows[0])

    def add(self, file: str, **cells: str) -> int:
        """Add a row at the end, empty but for these cells; returns its line."""
        header, rows = self._read(file)
        row = [cells.pop(name, "") for name in header]
        assert not cells, f"{file} has no column {', '.join(cells)}"
        return self._write(file, header, [*rows, row], row)

    def remove(self, file: str, row_id: str) -> None:
        """Take a row out."""
        header, rows = self._read(file)
        kept = [row for row in rows if row[0] != row_id]
        assert len(kept) == len(rows) - 1
        self._write(file, header, kept, header)

    def change(self, file: str, edit: Callable[[bytes], bytes]) -> None:
        """Edit a file of data/, or of ontology/ when its name begins so."""
        path = self.path(file)
        before = path.read_bytes()
        path.write_bytes(edit(before))
        assert path.read_bytes() != before, "the edit changed nothing"

    def path(self, file: str) -> Path:
        """Where a file lies that a refusal names."""
        return self.folder.parent / file if file.startswith("ontology/") else self.folder / file

    def refusal(self, publishing: bool = False) -> str:
        """The text of the refusal; the earlier revision must be untouched after it."""
        with pytest.raises(BadFacts) as refused:
            build(self.settings) if publishing else check(self.settings, ontology_dir=self.ontology)
        assert self._bytes() == self.published
        revision = current(Path(self.settings.revisions_dir))
        assert revision.number == 1
        verify(revision)
        return str(refused.value)

    def told_by_rules(self) -> str:
        """What the rules say of the tables as they are now, as in a refusal.

        For a test of one rule: nothing is mapped or validated, and a table that is as in `data/` is not read again.
        """
        read = [self._rows(table) for table in load_metadata(self.folder / METADATA)]
        faults = [finding for rows in read for finding in rows.findings]
        assert faults == [] == check_references(read), "the cells are sound"
        metadata = TextFile(METADATA, (self.folder / METADATA).read_text(encoding="utf-8"))
        return report(broken(RULES_OF_FACTS, facts_of(self.folder, read, metadata, _ontology())))

    def told(self) -> str:
        """What a build says of the tables as they are now, but for what is only seen in the whole graph."""
        read = [self._rows(table) for table in load_metadata(self.folder / METADATA)]
        faults = [finding for rows in read for finding in rows.findings] or check_references(read)
        return report(faults) if faults else self.told_by_rules()

    def _rows(self, table: TableSchema) -> TableRows:
        same = self.path(table.file).read_bytes() == (ROOT / "data" / table.file).read_bytes()
        return _unchanged()[table.file] if same else read_table(self.folder, table)

    def _bytes(self) -> dict[str, bytes]:
        folder = Path(self.settings.revisions_dir)
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def _read(self, file: str) -> tuple[list[str], list[list[str]]]:
        with (self.folder / file).open(encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
        return header, rows

    def _write(self, file: str, header: list[str], rows: list[list[str]], marked: list[str]) -> int:
        """Write the table; the line of `marked` is counted in the text before it, so cells may hold line ends."""
        line = 0
        with (self.folder / file).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            for row in [header, *rows]:
                if row is marked:
                    handle.flush()
                    line = (self.folder / file).read_bytes().count(b"\n") + 1
                writer.writerow(row)
        assert line, "the row stands in the table"
        return line
