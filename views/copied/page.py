"""The page of a copy that says what a copy cannot do, and where all data is."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template, request

from graph.revision import digest_of
from views.languages.copied import today
from views.shown import dumps
from views.shown.citing import of_revision
from views.web.service import service
from views.web.words import long_date

DUMPS = "dumps"
FOLDER = "OPENPLAZA_FOLDER_OF_COPY"
blueprint = Blueprint("copied", __name__)


@blueprint.get("/copy")
def show() -> str:
    """What needed the service, which data this is, and all of it to take along."""
    revision, folder = service().revision, Path(current_app.config[FOLDER]) / DUMPS
    return render_template(
        "copied/show.html",
        digest=digest_of(revision),
        made=long_date(str(revision.manifest.created)[:10]),
        law=long_date(today().isoformat()),
        statements=revision.manifest.quads,
        columns=dumps.COLUMNS,
        rows=dumps.rows(folder, f"{request.script_root}/{DUMPS}"),
        cited=of_revision(revision),
    )
