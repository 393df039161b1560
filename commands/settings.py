"""The settings and where each value came from."""

from __future__ import annotations

import click

from commands.shared import with_settings
from graph.setting_forms import SECRET_UNITS, Setting
from graph.settings import SETTINGS, Settings
from graph.text.aligned import aligned


@click.command()
@with_settings
def settings(settings: Settings) -> None:
    """Print every setting: its variable, value, unit, and where the value came from."""
    click.echo(aligned((s.variable, _shown(settings, s), s.unit, settings.source(s.name)) for s in SETTINGS))


def _shown(settings: Settings, setting: Setting) -> str:
    value = str(getattr(settings, setting.name))
    return "(hidden)" if setting.unit in SECRET_UNITS and value else value or "-"
