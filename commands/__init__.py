"""The command line. Each module holds the commands of one subject; what they do, they ask `graph` or `views` to do.

Exit codes: 0 all is well; 1 facts are wrong or the work could not be finished; 2 the command or a setting is wrong;
3 nothing has been built or a revision is damaged.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from commands.asking import query, trace
from commands.assistants import mcp
from commands.backing_up import backup, restore
from commands.building import build, check
from commands.contributions import contributions
from commands.exporting import export
from commands.harvesting import harvest
from commands.importing import import_
from commands.init import init
from commands.people import people
from commands.revisions import publish, revisions
from commands.serving import serve
from commands.settings import settings
from graph.errors import BadParameter, BadQuery, BadSetting, Damaged, NoRevision, NotFound, OpenPlazaError, Refused
from graph.setting_forms import PREFIX
from graph.settings_file import settings_in

USAGE_ERRORS = (BadSetting, BadParameter, BadQuery, Refused, NotFound)
STATE_ERRORS = (NoRevision, Damaged)


class Commands(click.Group):
    """Admission every expected failure into one readable message and its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OpenPlazaError as error:
            click.echo(str(error), err=True)
            for each in error.values if isinstance(error, BadParameter) else ():
                click.echo(f"  {each.value}  {each.label}", err=True)
            ctx.exit(2 if isinstance(error, USAGE_ERRORS) else 3 if isinstance(error, STATE_ERRORS) else 1)
        except OperationalError as error:
            click.echo(f"The database of contributions cannot be used: {error.orig}", err=True)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openplaza", message="OpenPlaza %(version)s")
def main() -> None:
    """OpenPlaza: what cities practise, what the Partnership decided, what EU law allows.

    The settings of an installation are read from `openplaza.env` of the folder you are in (or of OPENPLAZA_HOME); a
    variable of the environment goes before it.
    """
    # Into the environment, since the web processes of the server read theirs from it.
    os.environ |= {**settings_in(Path(os.environ.get(f"{PREFIX}HOME", "")).expanduser().absolute()), **os.environ}


COMMANDS = (
    init,
    build,
    check,
    serve,
    query,
    mcp,
    publish,
    trace,
    settings,
    revisions,
    people,
    backup,
    restore,
    contributions,
    import_,
    harvest,
    export,
)
for command in COMMANDS:
    main.add_command(command)
