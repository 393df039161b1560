"""Whether these pages are a copy without a service (`openplaza export site`), and of which day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flask import Flask, current_app, has_app_context

EXTENSION = "openplaza.copied"


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy tells the facts of `digest` and the law of `day`, in these languages, and data in these media types."""

    digest: str
    day: datetime.date
    languages: tuple[str, ...]
    forms: tuple[str, ...]


def register(app: Flask, copied: Copied | None = None) -> None:
    """Tell an application, and its templates as `copied`, whether it draws a copy."""
    app.extensions[EXTENSION] = app.jinja_env.globals["copied"] = copied


def copied() -> Copied | None:
    """The copy that this application draws; None for a service."""
    found: Copied | None = current_app.extensions.get(EXTENSION) if has_app_context() else None
    return found


def today() -> datetime.date:
    """The day on which the law is told where no other is named: that of the copy, else that of the clock."""
    found = copied()
    return found.day if found else datetime.date.today()
