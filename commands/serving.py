"""The server: Granian, or Flask's own while one works on the code."""

from __future__ import annotations

import logging.config
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import click

from commands.building import build_revision
from commands.json_log import JSON_LOG
from commands.people import how_to_begin
from commands.shared import with_settings
from graph.errors import BadSetting, NoRevision
from graph.revision import Revision
from graph.settings import CODE, Settings


@click.command()
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
    public = f", for readers {settings.public_url}" if settings.public_url else ""
    _tell(settings, f"{told} on {_address(settings.host, port)}{public} (Ctrl+C ends it)")
    if settings.has_accounts and not _has_reviewer(settings):
        _tell(settings, how_to_begin(settings, port))
    if settings.has_accounts:
        _resume_publishing(settings)
    if debug:
        from views import create_app

        create_app(settings).run(settings.host, port, debug=True)
        return
    with _counted(settings):
        _serve_with_granian(settings, port)


def _tell(settings: Settings, text: str) -> None:
    """Says how the start goes, in the form of the log."""
    if settings.log == "json":
        logging.config.dictConfig(JSON_LOG)
        logging.getLogger("openplaza").info(text)
    else:
        click.echo(text, err=True)


@contextmanager
def _counted(settings: Settings) -> Iterator[None]:
    """A folder in which the web processes count together, while the server runs."""
    if not settings.metrics:
        yield
        return
    with TemporaryDirectory(prefix="openplaza-metrics-") as folder:
        # The library reads the variable when it is imported, which the web processes do.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def _has_reviewer(settings: Settings) -> bool:
    """Whether somebody can review; brings the database of people to its newest version before anybody needs it."""
    from graph.people import engine_of, reading
    from graph.people.accounts import has_reviewer
    from graph.people.migrations import upgrade

    engine = engine_of(settings.database_url)
    upgrade(engine)
    with reading(engine) as session:
        found = has_reviewer(session)
    engine.dispose()
    return found


def _resume_publishing(settings: Settings) -> None:
    """Let what was accepted before the last end of the server be published."""
    from graph.people import engine_of
    from graph.review.publishing import resume

    engine = engine_of(settings.database_url)
    resume(settings, engine)
    engine.dispose()


def _first_revision(settings: Settings) -> Revision:
    """The current revision, sound with its indexes and ready to open; built now if there is none."""
    from graph.build.indexes import verify_indexes
    from graph.revision import current, verify
    from graph.store.opening import prepare

    try:
        revision = current(settings.revisions_dir)
    except NoRevision:
        _tell(settings, "Nothing has been built yet: building the first revision.")
        revision = build_revision(settings)
    verify(revision)
    verify_indexes(revision)
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
        log_dictconfig=JSON_LOG if settings.log == "json" else None,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        working_dir=CODE,
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
