"""One file with what cannot be built again, and back."""

from __future__ import annotations

from pathlib import Path

import click

from commands.shared import with_settings
from graph.backup.files import back_up
from graph.backup.files import restore as restored
from graph.errors import BadSetting
from graph.people import engine_of
from graph.people.migrations import upgrade
from graph.settings import Settings

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@with_settings
def backup(settings: Settings, file: Path) -> None:
    """Write people, drafts, decisions and accepted contributions to FILE. The server may run meanwhile."""
    engine = engine_of(settings.database_url)
    upgrade(engine)
    try:
        found = back_up(engine, settings.contributions_dir, file)
    except OSError as error:
        raise BadSetting(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {found.rows:,} rows and {found.files:,} files of contributions.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_settings
def restore(settings: Settings, file: Path) -> None:
    """Put back what `openplaza backup` wrote to FILE, where nothing is yet. Then run `openplaza build`."""
    found = restored(engine_of(settings.database_url), settings.contributions_dir, file)
    click.echo(f"{found.rows:,} rows and {found.files:,} files of contributions are back. Now run `openplaza build`.")
