"""Facts into revisions: build and check."""

from __future__ import annotations

import click

from commands.shared import progress_bar, with_settings
from graph.findings import Finding
from graph.revision import Revision
from graph.settings import Settings

DEFAULT_BASE = (
    "Identifiers begin with {base}, the default, which is not yours. "
    "Before you publish, set OPENPLAZA_BASE_IRI to an address of your own and build again."
)


@click.command()
@with_settings
def build(settings: Settings) -> None:
    """Check the facts and publish them as a new revision."""
    revision = build_revision(settings)
    click.echo(f"Revision {revision.number} is current: {revision.manifest.quads:,} quads.")


def build_revision(settings: Settings) -> Revision:
    """A new revision; a bar shows how far it is. The first one says whose identifiers it holds."""
    from graph.build import build

    with progress_bar() as progress:
        revision = build(settings, progress, _note)
    if revision.number == 1 and settings.has_default_base:
        click.echo(DEFAULT_BASE.format(base=settings.base_iri), err=True)
    return revision


@click.command()
@with_settings
def check(settings: Settings) -> None:
    """Check the facts as `build` does, but publish nothing."""
    from graph.build import check

    with progress_bar() as progress:
        draft = check(settings, progress)
    for note in draft.notes:
        _note(note)
    rows = sum(draft.row_counts.values())
    click.echo(f"The facts are right: {rows:,} rows of {len(draft.row_counts)} tables give {len(draft.store):,} quads.")


def _note(note: Finding) -> None:
    """Tell what was ignored or made plain while the facts were read."""
    click.echo(f"Note: {note}", err=True)
