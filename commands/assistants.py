"""Tools for assistants: mcp."""

from __future__ import annotations

import click

from commands.shared import with_settings
from graph.errors import BadSetting
from graph.settings import Settings

MISSING = "The Model Context Protocol needs one more package: pip install 'openplaza[assistants]'."


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65_535), help="Speak HTTP on this port of OPENPLAZA_HOST; else standard input."
)
@with_settings
def mcp(settings: Settings, port: int | None) -> None:
    """Offer search, descriptions, traces, impact, ready questions and SPARQL to assistants, as tools that only read."""
    try:
        from views.assistants.server import assistants
    except ModuleNotFoundError as missing:
        raise BadSetting(MISSING) from missing
    from views import create_app

    server = assistants(create_app(settings), settings)
    if port is None:
        server.run("stdio")
    else:
        click.echo(f"Tools for assistants on http://{settings.host}:{port}/mcp (Ctrl+C ends it)", err=True)
        server.run("streamable-http", host=settings.host, port=port)
