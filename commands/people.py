"""Who may contribute, review and administer, from the command line of the server."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from sqlalchemy import Engine

from commands.shared import with_settings
from graph.people import Person, Role, engine_of, reading, transaction
from graph.people.accounts import block, change_role, erase, everybody, find_by_email, unblock
from graph.people.invitations import invite, offer_passphrase
from graph.people.migrations import upgrade
from graph.people.sessions import end_sessions
from graph.people.tokens import end_token, tokens_of
from graph.settings import Settings
from graph.sheets.uploads import forget_all
from graph.text.aligned import aligned

ROLE = click.Choice([each.value for each in Role])


@click.group()
def people() -> None:
    """Who may contribute, review and administer."""


@people.command("invite")
@click.argument("name")
@click.option("--role", type=ROLE, default=Role.CONTRIBUTOR.value, show_default=True, help="What the person may do.")
@with_settings
def invite_(settings: Settings, name: str, role: str) -> None:
    """Make a one-time link to an account for NAME, and print it. Send it to that person alone."""
    with transaction(_engine(settings)) as session:
        secret = invite(session, name, Role(role), settings.invitation_hours)
    _tell_link(settings, secret)


@people.command("reset")
@click.argument("email")
@with_settings
def reset(settings: Settings, email: str) -> None:
    """Make a one-time link with which the person of EMAIL chooses a new passphrase."""
    with transaction(_engine(settings)) as session:
        secret = offer_passphrase(session, find_by_email(session, email), settings.invitation_hours)
    _tell_link(settings, secret)


@people.command("list")
@with_settings
def list_(settings: Settings) -> None:
    """Everybody with an account: e-mail, role, organisation and name."""
    with reading(_engine(settings)) as session:
        found = everybody(session)
    if not found:
        click.echo("Nobody has an account yet. `openplaza people invite NAME --role admin` invites the first person.")
    lines = ((each.email, each.role.value, each.organisation, _called(each)) for each in found)
    click.echo(aligned(lines), nl=bool(found))


@people.command("role")
@click.argument("email")
@click.argument("role", type=ROLE)
@with_settings
def role_(settings: Settings, email: str, role: str) -> None:
    """Give the person of EMAIL another role; she is signed out everywhere."""
    with transaction(_engine(settings)) as session:
        person = find_by_email(session, email)
        change_role(session, person.id, Role(role), None)
    click.echo(f"{person.email}: {person.role.value} before, {role} now.")


@people.command("revoke")
@click.argument("email")
@with_settings
def revoke(settings: Settings, email: str) -> None:
    """Sign the person of EMAIL out everywhere, and end her tokens. The account stays."""
    with transaction(_engine(settings)) as session:
        person = find_by_email(session, email)
        tokens = tokens_of(session, person)
        for each in tokens:
            end_token(session, person, each.id)
        end_sessions(session, person)
    click.echo(f"{person.email} is signed out everywhere; {len(tokens)} of her tokens ended.")


@people.command("block")
@click.argument("email")
@with_settings
def block_(settings: Settings, email: str) -> None:
    """Let the person of EMAIL in no more, nor her tokens, until `unblock`. What she did stays."""
    with transaction(_engine(settings)) as session:
        block(session, find_by_email(session, email).id, None)
    click.echo("Blocked.")


@people.command("unblock")
@click.argument("email")
@with_settings
def unblock_(settings: Settings, email: str) -> None:
    """Let the person of EMAIL sign in again."""
    with transaction(_engine(settings)) as session:
        unblock(session, find_by_email(session, email).id, None)
    click.echo("Let in again.")


@people.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="Erase the name, organisation and e-mail address for good?")
@with_settings
def erase_(settings: Settings, email: str) -> None:
    """Erase the account of EMAIL: what the person did stays, as of a former contributor."""
    with transaction(_engine(settings)) as session:
        found = find_by_email(session, email).id
        erase(session, found, None)
        forget_all(session, found)
    click.echo("Erased.")


@people.command("tokens")
@click.argument("email")
@with_settings
def tokens(settings: Settings, email: str) -> None:
    """The tokens of the person of EMAIL: until when, for what, and what she calls them."""
    with reading(_engine(settings)) as session:
        found = tokens_of(session, find_by_email(session, email))
    click.echo(aligned((f"{each.expires_at:%Y-%m-%d}", " ".join(sorted(each.scopes)), each.label) for each in found))


def how_to_begin(settings: Settings, port: int) -> str:
    """What the operator of a server on which nobody can review yet is told."""
    started = Path(sys.argv[0])
    program = str(started) if started.name == "openplaza" else f"python {started}"
    where = "" if port == settings.port else f"OPENPLAZA_PORT={port} "
    return f'Nobody can review contributions yet. For a link: {where}{program} people invite "YOUR NAME" --role admin'


def _called(person: Person) -> str:
    return f"{person.name} (blocked)" if person.is_blocked else person.name


def _engine(settings: Settings) -> Engine:
    engine = engine_of(settings.database_url)
    upgrade(engine)
    return engine


def _tell_link(settings: Settings, secret: str) -> None:
    start = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    click.echo(f"{start}/invitation?key={secret}")
    click.echo(f"The link works once, for {settings.invitation_hours:g} hours. It is not shown again.", err=True)
    if not settings.has_accounts:
        click.echo("It needs a server with OPENPLAZA_CONTRIBUTIONS=invited or oidc; `make serve` is one.", err=True)
