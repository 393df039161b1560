"""The data in files that outlive the service."""

from __future__ import annotations

from pathlib import Path

import click

from commands.shared import progress_bar, with_settings
from graph.settings import Settings

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def export() -> None:
    """Write the data to files that need no server."""


@export.command()
@click.argument("folder", type=FOLDER)
@with_settings
def deposit(settings: Settings, folder: Path) -> None:
    """Write the current revision to the new FOLDER, ready for a repository such as Zenodo."""
    from graph.citation.cited import in_words
    from graph.export.deposit import deposit
    from graph.revision import current

    cited = deposit(current(settings.revisions_dir), settings, folder)
    click.echo(f"{folder} is ready. It is cited so:\n  {in_words(cited)}")


@export.command()
@click.argument("folder", type=FOLDER)
@with_settings
def dumps(settings: Settings, folder: Path) -> None:
    """Write all data of the current revision to the new FOLDER, in every form, with checksums and licence."""
    from graph.export.dumps import dumps
    from graph.revision import current

    names = dumps(current(settings.revisions_dir), settings, folder)
    click.echo(f"{folder} has {len(names)} files.")


@export.command()
@click.argument("folder", type=FOLDER)
@click.option("--language", "languages", multiple=True, help="A language besides English, as fr; again for more.")
@with_settings
def site(settings: Settings, folder: Path, languages: tuple[str, ...]) -> None:
    """Write the pages and data of the current revision to the new FOLDER, for any web server or none."""
    from graph.revision import current
    from views.copied.making import copy_site

    with progress_bar() as report:
        written = copy_site(current(settings.revisions_dir), settings, folder, languages, report)
    size = f"{written.bytes / 1_000_000:,.0f} MB"
    click.echo(f"{folder} has {written.pages} pages in {written.files} files, {size}; every link leads somewhere.")
