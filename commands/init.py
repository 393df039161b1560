"""A new installation, for another network: the law, the words and the places, and tables for its own practices."""

from __future__ import annotations

import shlex
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.shared import with_settings
from graph.errors import BadSetting, NoRevision
from graph.setting_forms import PREFIX
from graph.settings import SETTINGS, Settings, load_settings
from graph.settings_file import FILE, settings_in

if TYPE_CHECKING:
    from graph.contribute.renewing import Renewal

CHANGES = ".change-set.json"
MOST_SHOWN = 20

README = """# {name}

An installation of OpenPlaza. It starts with the law of the Union, the vocabularies and the countries, and without a
practice, city or organisation.

- `data/` holds the facts: a practice is a row of `data/practices.csv`, its city one of `data/cities.csv`, and each
  source one of `data/sources.csv`. `data/csv-metadata.json` says what each column means.
- `openplaza.env` holds the settings, among them the name of the site and where its identifiers begin.
- `contributions/` will hold what reviewers accepted through the pages. Keep it with `data/`: both make a revision.
- `var/` holds what is made from all of it, and the accounts.

In this folder: `openplaza check` says what is wrong with a row and how to mend it, `openplaza build` publishes the
facts as a new revision, `openplaza serve` shows them.

The rows of the law and of the vocabularies came from the facts of OpenPlaza, CC BY 4.0.
"""
NEXT = """{folder} is ready. Next:
  cd {quoted}
  openplaza serve          # builds the first revision, and shows it on http://127.0.0.1:{port}
Then {ask}add your cities, practices and sources to the tables in data/, and run `openplaza check`."""
ABOUT = (
    "# The settings of this installation: `openplaza` reads this file in the folder it is started in.\n"
    "# A variable of the environment goes before it. `openplaza settings` lists every setting.\n"
)
ASKED = (
    "base_iri",
    "site_name",
    "site_intro",
    "site_language",
    "site_logo",
    "operator",
    "public_url",
    "contact",
    "contributions",
)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="", help="What the site calls itself.")
@click.option(
    "--base-iri", default="", metavar="IRI", help="Where identifiers begin: an address of yours, ends with /."
)
@click.option("--renew", is_flag=True, help="DIR is an installation: make a change set of newer law for it.")
@with_settings
def init(settings: Settings, folder: Path, name: str, base_iri: str, renew: bool) -> None:
    """Make an installation for another network in DIR: law, vocabularies and places, without a practice.

    With --renew DIR is one already: what this version of OpenPlaza knows of the law and DIR does not becomes a change
    set, that reviewers look at as at any other. No row of DIR is taken out.
    """
    from graph.tables.starting import starting_tables

    if renew:
        _renew(folder)
        return
    given = {"site_name": name, "base_iri": base_iri}
    load_settings({PREFIX + key.upper(): value for key, value in given.items() if value})
    _need_empty(folder)
    files = dict(starting_tables(Path(settings.facts_dir)))
    data = folder / "data"
    data.mkdir(parents=True)
    for file, content in files.items():
        (data / file).write_bytes(content)
    (folder / FILE).write_text(_settings_file(given), encoding="utf-8")
    (folder / "README.md").write_text(README.format(name=name or folder.name), encoding="utf-8")
    missing = [key for key, value in given.items() if not value]
    ask = f"set {' and '.join(PREFIX + key.upper() for key in missing)} in {FILE}, " if missing else ""
    click.echo(NEXT.format(folder=folder, quoted=shlex.quote(str(folder)), port=settings.port, ask=ask))


def _renew(folder: Path) -> None:
    """Write the change set of newer law for the installation in a folder, and say what it leaves to a person."""
    from graph.contribute.encoding import encoded
    from graph.tables.metadata import METADATA

    own = load_settings(settings_in(folder.absolute()))
    if not (Path(own.facts_dir) / METADATA).is_file() or Path(own.facts_dir) == Path(load_settings({}).facts_dir):
        raise BadSetting(f"{folder} is no installation: there is no {FILE} with tables of its own.")
    found = _renewal(own)
    for table, keys in found.only_here.items():
        click.echo(f"{table}.csv: {len(keys):,} stand only here and stay: {', '.join(keys[:MOST_SHOWN])}")
    for table, columns in found.unknown.items():
        click.echo(f"{table}.csv: no column here is called {', '.join(columns)}: left out.", err=True)
    if not found.changes.rows:
        click.echo("The law is the same: nothing would change.")
        return
    target = Path(f"law{CHANGES}")
    target.write_bytes(encoded(found.changes) + b"\n")
    click.echo(f"{len(found.changes.rows):,} rows would change or be added: {target}")


def _renewal(own: Settings) -> Renewal:
    from graph.contribute.renewing import renewal
    from graph.contribute.standing import standing
    from graph.revision import current
    from graph.tables.starting import starting_tables

    try:
        against = current(Path(own.revisions_dir)).number
    except NoRevision:
        against = 0
    with tempfile.TemporaryDirectory() as temporary:
        for file, content in starting_tables(Path(load_settings({}).facts_dir)):
            (Path(temporary) / file).write_bytes(content)
        newer = standing(Path(temporary), Path(temporary) / "contributions")
        here = standing(Path(own.facts_dir), Path(own.contributions_dir))
        return renewal(here, newer, f"The law as OpenPlaza {version('openplaza')} has it.", against)


def _need_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadSetting(f"{folder} is not empty. Name a folder that is empty or not there yet.")


def _settings_file(given: dict[str, str]) -> str:
    """What was given, then the settings that most networks want, each behind a `#`."""
    lines = [ABOUT, f"{PREFIX}FACTS_DIR=data"]
    for setting in (each for name in ASKED for each in SETTINGS if each.name == name):
        value = given.get(setting.name, "")
        written = shlex.quote(value) if value else ""
        lines += ["", f"# {setting.help}.", f"{'' if value else '# '}{setting.variable}={written}"]
    return "\n".join(lines) + "\n"
