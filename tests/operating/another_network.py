"""An installation of another network: made as an operator makes it, with practices taken from the real facts."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from graph.settings import ROOT
from graph.tables.metadata import METADATA, AtStart, TableSchema, load_metadata
from graph.tables.reading import Row, read_table
from tests.patience import HANGS_S
from tests.security.crawling import page

# Meetings of the Partnership are no facts of another network.
LEFT_OUT = ("events.csv",)


def openplaza(*given: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command line in a folder, with nothing of this environment's settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENPLAZA_")}
    command = [sys.executable, ROOT / "server.py", *given]
    return subprocess.run(command, cwd=cwd, env=environment, text=True, capture_output=True, timeout=4 * HANGS_S)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def add_practices(data: Path, practices: Sequence[str]) -> None:
    """Add practices of the real facts to the tables of `data`, with every row that tells of them or that they name."""
    for file, rows in _needed(practices).items():
        with (ROOT / "data" / file).open(encoding="utf-8", newline="") as handle:
            names = next(csv.reader(handle))
        held = {tuple(row.values()) for row in rows_of(data / file)}
        with (data / file).open("a", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, names, lineterminator="\n")
            writer.writerows(row for row in rows if tuple(row[name] for name in names) not in held)


def _needed(practices: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    tables = {table.file: table for table in load_metadata(ROOT / "data" / METADATA)}
    own = {
        file: table for file, table in tables.items() if table.at_start is not AtStart.WHOLE and file not in LEFT_OUT
    }
    read = {file: read_table(ROOT / "data", table).rows for file, table in own.items()}
    found: dict[str, dict[int, Row]] = defaultdict(dict)
    waiting = deque(("practices.csv", row) for row in read["practices.csv"] if row.cells["id"] in practices)
    for file, table in own.items():
        about = [name for name, (target, _) in table.references.items() if target == "practices.csv"]
        waiting += [(file, row) for row in read[file] if any(row.cells[name] in practices for name in about)]
    while waiting:
        file, row = waiting.popleft()
        if row.number not in found[file]:
            found[file][row.number] = row
            waiting += _named(own, read, own[file], row)
    return {
        file: [_without_meetings(own[file], row) for _, row in sorted(rows.items())] for file, rows in found.items()
    }


def _named(
    own: dict[str, TableSchema], read: dict[str, tuple[Row, ...]], table: TableSchema, row: Row
) -> Iterator[tuple[str, Row]]:
    for name, (target, key) in table.references.items():
        if target in own:
            items = table.column(name).items(row.cells[name])
            yield from ((target, each) for each in read[target] if each.cells[key] in items)


def _without_meetings(table: TableSchema, row: Row) -> dict[str, str]:
    meetings = [name for name, (target, _) in table.references.items() if target in LEFT_OUT]
    return {**row.cells, **dict.fromkeys(meetings, "")}


@dataclass
class Walk:
    """Pages by the rule of their route, and links that lead nowhere, each with the page that has it."""

    pages: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    dead: list[tuple[str, str, int]] = field(default_factory=list)


def walk(client: FlaskClient, starts: Sequence[str], each: int) -> Walk:
    """Follow links of English pages from `starts`, at most `each` addresses of one route."""
    found, waiting, seen = Walk(), deque((start, "") for start in starts), set(starts)
    routes = client.application.url_map.bind("localhost")
    while waiting:
        address, where = waiting.popleft()
        try:
            endpoint, _ = routes.match(urlsplit(address).path)
        except HTTPException:
            continue
        if endpoint == "static" or len(found.pages[endpoint]) >= each:
            continue
        response = client.get(address, headers={"Accept": "text/html, */*;q=0.1"}, buffered=True)
        text = response.get_data().decode("utf-8", errors="replace")
        if response.status_code >= 400:
            found.dead.append((address, where, response.status_code))
            continue
        if response.status_code >= 300:
            waiting.append((response.headers["Location"], address))
            continue
        found.pages[endpoint][address] = text
        if response.mimetype == "text/html":
            links = {link.partition("#")[0] for link in page(text).addresses()} - seen
            seen |= links
            waiting += sorted((link, address) for link in links if link.startswith("/"))
    return found
