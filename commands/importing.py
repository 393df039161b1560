"""A spreadsheet into a change set: read, guessed, answered in a file, written."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import with_settings
from graph.errors import NoRevision
from graph.settings import Settings

if TYPE_CHECKING:
    from graph.reconcile.known import KnownFacts
    from graph.sheets.importing import Imported

ANSWERS, CHANGES = ".answers.json", ".change-set.json"
MOST_SHOWN = 100


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Answers to the guesses, as the first run wrote them and you edited them.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the change set is written.")
@click.option("--why", default="", help="Why, in a sentence: reviewers and readers of the history see it.")
@with_settings
def import_(settings: Settings, file: Path, answers: Path | None, out: Path | None, why: str) -> None:
    """Read a spreadsheet of practices (XLSX, ODS, CSV) and make a change set of it.

    The first run prints what each word is taken for and writes a file of answers. Edit it and give it back with
    --answers. A table of ours that a spreadsheet program saved again needs no answers.
    """
    from graph.contribute.encoding import encoded
    from graph.sheets.answers import of_json

    known = _known(settings)
    given = of_json(answers.read_text(encoding="utf-8")) if answers else {}
    found = _imported(settings, file, known, given)
    for note in found.notes:
        click.echo(f"Note: {note}", err=True)
    _tell(found)
    if (found.columns and answers is None) or not found.is_settled:
        _ask(file, found, known, answers)
        raise click.exceptions.Exit(1)
    target = out or Path(f"{file.stem}{CHANGES}")
    changes = replace(found.changes, why=" ".join(why.split()) or found.changes.why)
    target.write_bytes(encoded(changes) + b"\n")
    click.echo(f"{len(found.changes.rows):,} rows would change or be added: {target}")


def _known(settings: Settings) -> KnownFacts:
    from graph.contribute.standing import standing
    from graph.reconcile.known import known_of

    held = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    return known_of(held, datetime.date.today())


def _imported(settings: Settings, file: Path, known: KnownFacts, answers: Mapping[str, str]) -> Imported:
    from graph.revision import current
    from graph.sheets.importing import imported
    from graph.workbooks.reading import read

    try:
        against = current(Path(settings.revisions_dir)).number
    except NoRevision:
        against = 0
    return imported(read(file.read_bytes(), file.name), known, answers, {}, against)


def _tell(found: Imported) -> None:
    """Print every guess that is not sure, then everything that is wrong."""
    from graph.reconcile.guess import Sureness

    guesses = [*found.columns, *found.guesses]
    for guess in guesses:
        if guess.certainty is Sureness.LIKELY:
            cells = ", ".join(guess.cells[:MOST_SHOWN])
            click.echo(f"{cells} ({guess.field}): {guess.written!r} is taken for {guess.value!r}. {guess.why}")
    for finding in found.findings[:MOST_SHOWN]:
        click.echo(str(finding), err=True)
    if len(found.findings) > MOST_SHOWN:
        click.echo(f"… and {len(found.findings) - MOST_SHOWN} more.", err=True)
    sure = sum(guess.certainty is Sureness.SURE for guess in guesses)
    if guesses:
        click.echo(f"{sure} of {len(guesses)} guesses are sure, {len(found.findings)} questions or faults are left.")


def _ask(file: Path, found: Imported, known: KnownFacts, answers: Path | None) -> None:
    """Write the file of answers; one that is there already is never written over but for the one that was given."""
    from graph.sheets.answers import to_json

    target = answers or Path(f"{file.stem}{ANSWERS}")
    if answers is None and target.exists():
        raise click.UsageError(f"{target} is there already: give it with --answers, or remove it.")
    if found.columns:
        target.write_text(to_json(file.name, [*found.columns, *found.guesses], known), encoding="utf-8")
        click.echo(f"Write what is meant into {target}, then run again with --answers {target}.")
