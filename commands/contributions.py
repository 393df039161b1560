"""Contributions: the accepted change sets, listed, shown, checked, folded into the tables, and undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import progress_bar, with_settings
from graph.errors import NoRevision, NotFound, Refused
from graph.settings import CODE, ROOT, Settings

if TYPE_CHECKING:
    from graph.contribute.changes import Accepted, ChangeSet, RowChange
    from graph.contribute.ledger import Ledger
    from graph.contribute.rebasing import CellConflict

MARKS = {"add": "+", "change": "~", "retire": "-"}
COMMAND_LINE = "command-line"
"""The id of whoever acts from the command line of the server."""


@click.group()
def contributions() -> None:
    """List, show, verify, fold and undo contributions: change sets that were accepted."""


@contributions.command("list")
@with_settings
def list_contributions(settings: Settings) -> None:
    """Print every contribution: number, when it was accepted, rows, who, why; F marks those that are folded."""
    ledger = _ledger(settings)
    for entry in ledger.entries:
        mark = "F" if entry.number <= ledger.folded else " "
        rows = f"{len(entry.changes.rows):>4} rows"
        why = " ".join(entry.changes.why.split())
        click.echo(f"{mark} {entry.number:>6}  {entry.accepted_at}  {rows}  {entry.contributor.organisation}: {why}")
    if not ledger.entries:
        click.echo("No contributions.")


@contributions.command()
@click.argument("number", type=int)
@with_settings
def show(settings: Settings, number: int) -> None:
    """Print what contribution NUMBER changed: rows added (+), changed (~), taken out (-), cell by cell."""
    entry = _entry(_ledger(settings), number)
    reviewers = ", ".join(each.organisation for each in entry.reviewers) or "nobody"
    click.echo(f"Contribution {number}, from {entry.contributor.organisation}, sent {entry.submitted_at}")
    click.echo(f"Accepted {entry.accepted_at}, reviewed by {reviewers}")
    click.echo(f"Why: {entry.changes.why}")
    for row in entry.changes.rows:
        for line in _told(row):
            click.echo(line)


@contributions.command()
@with_settings
def verify(settings: Settings) -> None:
    """Check that every contribution is as it was written, that none is missing, and that all of them fit the tables."""
    from graph.contribute.standing import standing
    from graph.errors import BadFacts

    held = standing(settings.facts_dir, settings.contributions_dir)
    if held.applied.findings:
        raise BadFacts.of(held.applied.findings)
    count = len(held.ledger.entries)
    click.echo(f"{count} contribution{'' if count == 1 else 's'}, none damaged, {held.ledger.folded} folded.")


@contributions.command()
@with_settings
def fold(settings: Settings) -> None:
    """Write the contributions into the tables of the facts. The graph of the next build stays the same."""
    from graph.contribute.folding import fold

    if settings.facts_dir.is_relative_to(ROOT) and ROOT != CODE:
        mend = "Copy them to a folder of your own, and name it in OPENPLAZA_FACTS_DIR."
        raise Refused(f"The tables in {settings.facts_dir} came with the program, and an upgrade replaces them. {mend}")
    count = fold(Path(settings.facts_dir), Path(settings.contributions_dir))
    click.echo(f"{count} contribution{'' if count == 1 else 's'} folded into {settings.facts_dir}.")


@contributions.command()
@click.argument("number", type=int)
@click.option("--why", prompt="Why is it undone", help="The reason; it is shown in public.")
@click.option("--organisation", prompt="For which organisation do you act", help="Who undoes it, shown in public.")
@with_settings
def undo(settings: Settings, number: int, why: str, organisation: str) -> None:
    """Add a contribution that takes back contribution NUMBER. Nothing is removed; cells changed since stop it."""
    from graph.build import check
    from graph.contribute.changes import Party
    from graph.contribute.ledger import append

    if not why.strip() or not organisation.strip():
        raise click.UsageError("Say why, and for which organisation.")
    changes = _inverse(settings, _entry(_ledger(settings), number), why.strip())
    with progress_bar() as progress:
        check(settings, progress, extra=(changes,))
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    by = Party(COMMAND_LINE, organisation.strip())
    made = append(Path(settings.contributions_dir), changes, by, (), now, now)
    click.echo(f"Contribution {made.number} undoes contribution {number}. Run `openplaza build` to publish it.")


@contributions.command("publish")
@with_settings
def publish_waiting(settings: Settings) -> None:
    """Publish what reviewers accepted and the server has not published yet; a server does so by itself."""
    from graph.people import engine_of
    from graph.people.migrations import upgrade
    from graph.review.publishing import publish_accepted

    engine = engine_of(settings.database_url)
    upgrade(engine)
    publish_accepted(settings, engine)


def _inverse(settings: Settings, entry: Accepted, why: str) -> ChangeSet:
    from graph.contribute.inverse import inverse
    from graph.contribute.rebasing import rebased
    from graph.contribute.standing import standing

    held = standing(settings.facts_dir, settings.contributions_dir)
    number = _current(settings)
    wanted = inverse(entry.changes, why, number)
    found = rebased(wanted, held.rows_of(wanted), number)
    if found.conflicts:
        told = "\n".join(_clash(each) for each in found.conflicts)
        raise Refused(f"Contribution {entry.number} cannot be undone, because later ones stand on it:\n{told}")
    if not found.changes.rows:
        raise Refused(f"Contribution {entry.number} is undone already: every cell is as it was before it.")
    return found.changes


def _current(settings: Settings) -> int:
    from graph.revision import current

    try:
        return current(settings.revisions_dir).number
    except NoRevision:
        return 0


def _ledger(settings: Settings) -> Ledger:
    from graph.contribute.ledger import read

    return read(Path(settings.contributions_dir))


def _entry(ledger: Ledger, number: int) -> Accepted:
    if not 1 <= number <= len(ledger.entries):
        raise NotFound(f"There is no contribution {number}. `openplaza contributions list` has them all.")
    return ledger.entries[number - 1]


def _told(row: RowChange) -> Iterator[str]:
    yield f"{MARKS[row.kind]} {row.table}.csv {row.key}"
    for cell in row.cells:
        sources = f" ({', '.join(cell.sources)})" if cell.sources else ""
        texts = f"{cell.was!r} -> {cell.now!r}" if row.kind == "change" else repr(cell.was or cell.now)
        yield f"    {cell.column}: {texts}{sources}"


def _clash(conflict: CellConflict) -> str:
    now = "the row is gone" if conflict.is_now is None else f"it is {conflict.is_now!r} now"
    return f"{conflict.table}.csv, row {conflict.key}, column {conflict.column}: was {conflict.was!r}, {now}."
