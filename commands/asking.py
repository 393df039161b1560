"""Questions from the command line: query and trace."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from commands.shared import with_settings
from graph.settings import ROOT, Settings
from graph.text.aligned import results_table

if TYPE_CHECKING:
    from graph.evaluate.evaluated import Evaluated

RESULTS_JSON = "application/sparql-results+json"
MEDIA_TYPES = {"table": RESULTS_JSON, "json": RESULTS_JSON, "csv": "text/csv", "turtle": "text/turtle"}


@click.command()
@click.argument("name_or_file")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for the question; repeatable.")
@click.option("--format", "form", type=click.Choice(sorted(MEDIA_TYPES)), default="table", show_default=True)
@with_settings
def query(settings: Settings, name_or_file: str, params: Sequence[str], form: str) -> None:
    """Answer a question of the catalogue by NAME, or the SPARQL query in a FILE ("-" reads standard input)."""
    if name_or_file == "-" or Path(name_or_file).is_file():
        if params:
            raise click.UsageError("--param is for questions of the catalogue; a query of your own has no parameters.")
        with click.open_file(name_or_file, encoding="utf-8") as source:
            body = _own_query(settings, source, MEDIA_TYPES[form])
    else:
        body = _question(settings, name_or_file, _values(params), MEDIA_TYPES[form])
    click.echo(results_table(body) if form == "table" else body.decode("utf-8").rstrip("\n"))


def _values(params: Sequence[str]) -> dict[str, str | list[str]]:
    """The values by name; a name given several times has all of its values."""
    values: dict[str, str | list[str]] = {}
    for param in params:
        name, equals, value = param.partition("=")
        if not equals:
            raise click.UsageError(f"--param needs NAME=VALUE, not {param!r}.")
        earlier = values.get(name)
        values[name] = value if earlier is None else [*([earlier] if isinstance(earlier, str) else earlier), value]
    return values


def _question(settings: Settings, name: str, values: dict[str, str | list[str]], media_type: str) -> bytes:
    from graph.ask import Catalogue, bind, resolved
    from graph.remote.store import RemoteStore
    from graph.revision import current
    from graph.store import EmbeddedStore

    catalogue = Catalogue.load(ROOT / "queries", settings.base_iri)
    question = catalogue[name]
    if not settings.store:
        here = EmbeddedStore.open(current(settings.revisions_dir), settings)
        return here.serialize(bind(question, resolved(here, catalogue, question, values)), media_type)
    with closing(RemoteStore.open(settings)) as store:
        return store.serialize(bind(question, resolved(store, catalogue, question, values)), media_type)


def _own_query(settings: Settings, source: IO[str], media_type: str) -> bytes:
    from graph.evaluate.evaluator import Evaluator
    from graph.remote.service_clause import federated
    from graph.remote.store import RemoteStore
    from graph.revision import current

    text = federated(source.read(), settings, settings.query_timeout_s)
    if not settings.store:
        with Evaluator(current(settings.revisions_dir), settings) as evaluator:
            return _told(evaluator.evaluate(text, media_type))
    with closing(RemoteStore.open(settings)) as store:
        return _told(store.evaluator(settings).evaluate(text, media_type))


def _told(answer: Evaluated) -> bytes:
    if not answer.complete:
        click.echo(f"This answer is not complete: {answer.limit_applied}.", err=True)
    return bytes(answer.body)


@click.command()
@click.argument("source")
@click.argument("target", default="acts")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The law as it stands on this day, by default today.")
@click.option("--kind", "families", multiple=True, help="A kind of link to follow; repeatable.")
@click.option("--country", "countries", multiple=True, help="National law of this country only; repeatable.")
@click.option("--actor", default="", help="Only rules for this actor, a broader one or any.")
@click.option("--format", "form", default="text", show_default=True, help="text, csv, json, graphml, gexf or dot")
@with_settings
def trace(settings: Settings, source: str, target: str, on: datetime | None, form: str, **limits: Any) -> None:
    """Follow the links from SOURCE to TARGET: identifiers, CELEX numbers, or for TARGET a class such as acts."""
    from graph.links.network import network_from
    from graph.trace import trace as traced
    from graph.trace.plain import WRITERS

    if form not in WRITERS:
        raise click.UsageError(f"--format is one of {', '.join(WRITERS)}.")
    day = (on or datetime.now()).date().isoformat()
    click.echo(WRITERS[form](traced(network_from(settings), source, target, day, **limits)))
