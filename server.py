"""The door: the Flask application and the command line. Everything it does, it asks `graph` or `views` to do.

Exit codes: 0 all is well; 1 facts are wrong or the work could not be finished; 2 the command or a setting is wrong;
3 nothing has been built or a revision is damaged.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import update_wrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from graph.errors import BadParameter, BadQuery, BadSetting, Damaged, NoRevision, NotFound, OpenPlazaError, Refused
from graph.settings import ROOT, SETTINGS, Setting, Settings, load_settings
from graph.text.aligned import aligned, results_table

if TYPE_CHECKING:
    from flask import Flask

    from graph.evaluate.evaluated import Evaluated
    from graph.revision import Revision
    from views.door.server import Door

USAGE_ERRORS = (BadSetting, BadParameter, BadQuery, Refused, NotFound)
STATE_ERRORS = (NoRevision, Damaged)
RESULTS_JSON = "application/sparql-results+json"
MEDIA_TYPES = {"table": RESULTS_JSON, "json": RESULTS_JSON, "csv": "text/csv", "turtle": "text/turtle"}
BAR_AFTER_S = 1.0
BAR_STEPS = 1000


def create_app(settings: Settings | None = None) -> Flask:
    """The web application for the current revision; settings come from the environment unless given."""
    from flask import Flask

    import views

    settings = settings or load_settings()
    app = Flask("views")
    views.register(app, settings)
    return app


def create_door() -> Door:
    """The same application as Granian serves it: with lanes, a cache, and notice of clients that leave."""
    from views.door.server import Door

    # A stop that comes while the application is being imported would be lost, and the worker killed 10 s later.
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    settings = load_settings()
    return Door(create_app(settings), settings)


class Commands(click.Group):
    """Admission every expected failure into one readable message and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OpenPlazaError as error:
            click.echo(str(error), err=True)
            ctx.exit(2 if isinstance(error, USAGE_ERRORS) else 3 if isinstance(error, STATE_ERRORS) else 1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openplaza", message="OpenPlaza %(version)s")
def main() -> None:
    """OpenPlaza: what cities practise, what the Partnership decided, what EU law allows."""


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Passes the settings of the environment as the first argument."""

    def run(*args: Any, **options: Any) -> None:
        command(load_settings(), *args, **options)

    return update_wrapper(run, command)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, float], None]]:
    """Gives the function that work reports to: a stage and the part done, 0 to 1. Shows a bar after a second."""
    started = time.monotonic()
    bar = click.progressbar(length=BAR_STEPS, file=sys.stderr, item_show_func=lambda stage: stage or "")
    shown = False

    def report(stage: str, done: float) -> None:
        nonlocal shown
        if not shown and time.monotonic() - started < BAR_AFTER_S:
            return
        if not shown:
            bar.__enter__()
            shown = True
        bar.update(max(0, round(done * BAR_STEPS) - bar.pos), stage)

    try:
        yield report
        report("", 1.0)
    finally:
        if shown:
            bar.__exit__(None, None, None)


@main.command()
@with_settings
def build(settings: Settings) -> None:
    """Check the facts and publish them as a new revision."""
    revision = _build(settings)
    click.echo(f"Revision {revision.number} is current: {revision.manifest.quads:,} quads.")


def _build(settings: Settings) -> Revision:
    from graph.build import build as build_revision

    with progress_bar() as progress:
        return build_revision(settings, progress)


@main.command()
@with_settings
def check(settings: Settings) -> None:
    """Check the facts as `build` does, but publish nothing."""
    from graph.build import check as check_facts

    with progress_bar() as progress:
        draft = check_facts(settings, progress)
    rows = sum(draft.row_counts.values())
    click.echo(f"The facts are right: {rows:,} rows of {len(draft.row_counts)} tables give {len(draft.store):,} quads.")


@main.command()
@click.option("--port", type=click.IntRange(1, 65_535), help="The port to listen on.")
@click.option("--debug", is_flag=True, help="Flask's own server: reloads code and shows tracebacks. Never in public.")
@with_settings
def serve(settings: Settings, port: int | None, debug: bool) -> None:
    """Serve the current revision, of OPENPLAZA_STORE if that is set; build the first one if there is none."""
    port = port or settings.port
    # Flask's reloader starts this command again while its parent already listens.
    if not debug:
        _need_free_port(settings.host, port)
    told = settings.store or f"Revision {_first_revision(settings).number}"
    click.echo(f"{told} on {_address(settings.host, port)} (Ctrl+C ends it)", err=True)
    if debug:
        create_app(settings).run(settings.host, port, debug=True)
        return
    _serve_with_granian(settings, port)


def _first_revision(settings: Settings) -> Revision:
    """The current revision, sound and ready to open; built now if there is none."""
    from graph.revision import current, verify
    from graph.store.opening import prepare

    try:
        revision = current(settings.revisions_dir)
    except NoRevision:
        click.echo("Nothing has been built yet: building the first revision.", err=True)
        revision = _build(settings)
    verify(revision)
    prepare(revision, settings.max_memory_quads)
    return revision


def _serve_with_granian(settings: Settings, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "server:create_door",
        factory=True,
        interface=Interfaces.RSGI,
        address=settings.host,
        port=port,
        workers=settings.workers,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        working_dir=ROOT,
    ).serve()


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _need_free_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        where = _address(host, port)
        raise BadSetting(f"Cannot listen on {where}: {error.strerror}. Choose another port with --port.") from None


@main.command()
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
    from graph.ask import Catalogue, bind
    from graph.remote.store import RemoteStore
    from graph.revision import current
    from graph.store import EmbeddedStore

    text = bind(Catalogue.load(ROOT / "queries")[name], values)
    if not settings.store:
        return EmbeddedStore.open(current(settings.revisions_dir), settings).serialize(text, media_type)
    with closing(RemoteStore.open(settings)) as store:
        return store.serialize(text, media_type)


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


@main.command()
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


@main.command()
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
    from graph.links.opening import network_from
    from graph.trace import trace as traced
    from graph.trace.plain import WRITERS

    if form not in WRITERS:
        raise click.UsageError(f"--format is one of {', '.join(WRITERS)}.")
    day = (on or datetime.now()).date().isoformat()
    click.echo(WRITERS[form](traced(network_from(settings), source, target, day, **limits)))


@main.command()
@with_settings
def settings(settings: Settings) -> None:
    """Print every setting: its variable, value, unit, and where the value came from."""
    click.echo(aligned((s.variable, _shown(settings, s), s.unit, settings.source(s.name)) for s in SETTINGS))


def _shown(settings: Settings, setting: Setting) -> str:
    value = str(getattr(settings, setting.name))
    return "(hidden)" if setting.unit == "secret" and value else value or "-"


@main.group()
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


if __name__ == "__main__":
    main(sys.argv[1:] or ["serve"])
