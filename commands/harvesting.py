"""A public register into a change set: read, chosen by rules, held against what stands, written."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import with_settings
from graph.errors import NoRevision
from graph.settings import Settings

if TYPE_CHECKING:
    from graph.harvest.harvesting import Harvested

CHANGES = ".change-set.json"
MOST_SHOWN = 100


@click.group("harvest")
def harvest() -> None:
    """Bring in what public registers tell."""


@harvest.command("register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--register", help="Which register it is a copy of: nl-algorithms or jrc-pstw; guessed without it.")
@click.option("--seen", type=click.DateTime(["%Y-%m-%d"]), help="The day of the copy, where the file does not tell it.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where the change set is written.")
@with_settings
def register_(
    settings: Settings, file: Path, register: str | None, seen: datetime.datetime | None, out: Path | None
) -> None:
    """Read a copy of a register (also packed by gzip) and make one change set of what is new and what changed.

    What a person wrote stands; where the register says something else, the change set has both as a disagreement.
    """
    from graph.contribute.encoding import encoded

    found = _harvested(settings, file, register, seen.date() if seen else None)
    _tell(found)
    if not found.changes.rows:
        click.echo("Nothing would change.")
        return
    target = out or Path(f"{file.name.split('.')[0]}{CHANGES}")
    target.write_bytes(encoded(found.changes) + b"\n")
    click.echo(f"{len(found.changes.rows):,} rows would change or be added: {target}")


def _harvested(settings: Settings, file: Path, register: str | None, seen: datetime.date | None) -> Harvested:
    from graph.contribute.ledger import delivered
    from graph.contribute.standing import standing
    from graph.harvest.entries import unpacked
    from graph.harvest.harvesting import harvested, register_of
    from graph.reconcile.known import known_of
    from graph.revision import current

    data = unpacked(file.read_bytes(), file.name)
    held = standing(settings.facts_dir, settings.contributions_dir)
    try:
        against = current(settings.revisions_dir).number
    except NoRevision:
        against = 0
    known = known_of(held, datetime.date.today())
    earlier = delivered(settings.facts_dir, settings.contributions_dir)
    return harvested(data, file.name, register or register_of(data), seen, held, known, against, earlier)


def _tell(found: Harvested) -> None:
    taken = found.entries - sum(found.left_out.values())
    click.echo(f"{found.entries:,} entries of {found.day}: {taken:,} fit a rule.")
    for why, number in found.left_out.items():
        click.echo(f"  {number:,} left out: {why}")
    for word, keys in (("new", found.new), ("changed", found.changed), ("no longer in the register", found.gone)):
        click.echo(f"  {len(keys):,} {word}" + (f": {', '.join(keys[:MOST_SHOWN])}" if word != "new" and keys else ""))
    for each in found.disagreements[:MOST_SHOWN]:
        click.echo(f"{each.table}.csv {each.key}, {each.column}: {each.held!r} stands; the register has {each.told!r}.",
                   err=True)  # fmt: skip
    for finding in found.findings[:MOST_SHOWN]:
        click.echo(str(finding), err=True)
    for what, number in (("disagreements", len(found.disagreements)), ("findings", len(found.findings))):
        if number > MOST_SHOWN:
            click.echo(f"… and {number - MOST_SHOWN} more {what}.", err=True)
