"""Revisions: list, compare, roll back, prune, and publish to a store elsewhere."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import click

from commands.shared import progress_bar, with_settings
from graph.settings import Settings


@click.command()
@click.option("--to", "address", metavar="URL", help="The store's SPARQL endpoint; by default OPENPLAZA_STORE.")
@click.option("--update-url", metavar="URL", default="", help="Where the store takes updates, if elsewhere.")
@click.option("--graphs-url", metavar="URL", default="", help="Its Graph Store Protocol, if it has one: faster.")
@click.option("--revision", "number", type=int, help="The revision to publish; by default the current one.")
@click.option("--keep", type=click.IntRange(min=1), default=2, show_default=True, help="Revisions to keep there.")
@with_settings
def publish(
    settings: Settings, address: str | None, update_url: str, graphs_url: str, number: int | None, keep: int
) -> None:
    """Load a revision into a SPARQL store elsewhere, and make it current there when all of it is in."""
    from graph.remote.publishing import Loader
    from graph.remote.store import open_client
    from graph.revision import current, open_revision, verify

    if address is not None:
        settings = replace(settings, store=address, store_update=update_url)
    if not settings.store:
        raise click.UsageError("Name the store with --to, or set OPENPLAZA_STORE.")
    revision = current(settings.revisions_dir) if number is None else open_revision(settings.revisions_dir, number)
    verify(revision)
    with closing(open_client(settings)) as client, progress_bar() as progress:
        done = Loader(client, settings.base_iri, graphs_url).publish(revision, keep, progress)
    quads = f"{revision.manifest.quads:,} quads loaded" if done.loaded else "nothing to load"
    removed = f" Removed: {', '.join(map(str, done.removed))}." if done.removed else ""
    click.echo(f"Revision {done.number} is current there: {quads}.{removed}")


@click.group()
def revisions() -> None:
    """List, compare, roll back and prune revisions."""


@revisions.command("list")
@with_settings
def list_revisions(settings: Settings) -> None:
    """Print every revision: number, time, quads, parent; a star marks the current one."""
    from graph.revision import current, revisions

    now = current(settings.revisions_dir).number
    for found in revisions(settings.revisions_dir):
        told = found.manifest
        mark = "*" if found.number == now else " "
        click.echo(f"{mark} {found.number:>6}  {told.created}  {told.quads:>12,} quads  parent {told.parent or '-'}")


@revisions.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@with_settings
def diff(settings: Settings, a: int, b: int) -> None:
    """Print the things that revision B adds (+), changes (~, with the properties) or removes (-), compared with A."""
    from graph.revision import diff, open_revision

    found = diff(open_revision(settings.revisions_dir, a), open_revision(settings.revisions_dir, b))
    for mark, changes in (("+", found.added), ("~", found.changed), ("-", found.removed)):
        for change in changes:
            click.echo(" ".join((mark, f"<{change.iri}>", change.label, *change.properties)))
    if not found:
        click.echo("No difference.")


@revisions.command()
@click.argument("number", type=int, required=False)
@with_settings
def rollback(settings: Settings, number: int | None) -> None:
    """Make revision NUMBER the current one, by default the parent of the current one. Nothing is removed."""
    from graph.revision import rollback

    click.echo(f"Revision {rollback(settings.revisions_dir, number).number} is current.")


@revisions.command()
@click.option("--keep", type=click.IntRange(min=1), help="How many to keep, instead of OPENPLAZA_KEEP_REVISIONS.")
@with_settings
def prune(settings: Settings, keep: int | None) -> None:
    """Remove the oldest revisions; the current one always stays."""
    from graph.revision import prune

    removed = prune(settings.revisions_dir, keep or settings.keep_revisions)
    click.echo(f"Removed: {', '.join(map(str, removed)) or 'none'}.")
