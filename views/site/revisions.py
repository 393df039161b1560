"""The published revisions: what each holds, where it came from, and what changed between two."""

from __future__ import annotations

import functools
from pathlib import Path

from flask import Blueprint, Response, jsonify, redirect, render_template, request, send_file, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import NotAcceptable
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as Sent

from graph.errors import NotFound
from graph.export.deposit import CHECKSUMS
from graph.revision import Difference, Revision, RevisionName, diff, digest_of, open_revision, revisions
from graph.revision.digests import DIGEST
from graph.revision.reading import QUADS
from graph.text.messages import N_
from views.replies.signposting import signpost_dataset, signpost_file
from views.shown import dumps
from views.shown.citing import as_json as cited_json
from views.shown.citing import of_revision
from views.shown.dataset import dataset_of
from views.site import revision_rows as shapes
from views.web.negotiation import HTML, JSON, alternates, wanted
from views.web.pages import page
from views.web.parameters import takes
from views.web.revisions_open import revision_name
from views.web.service import service

blueprint = Blueprint("revisions", __name__)


class RevisionConverter(BaseConverter):
    """A revision in a path: its number, or `sha256:` and its digest."""

    regex = rf"[0-9]{{1,9}}|{DIGEST.pattern}"

    def to_python(self, value: str) -> RevisionName:
        return value if DIGEST.fullmatch(value) else int(value)


@blueprint.record
def _convert(state: BlueprintSetupState) -> None:
    """Before the addresses below are known."""
    state.app.url_map.converters["revision"] = RevisionConverter


MANIFEST = "manifest.json"
MAX_CHANGES = 500


@blueprint.get("/revisions", endpoint="list_")
def list_() -> Response:
    """Every revision, the newest first."""
    now = service().revision.number
    found = list(reversed(_known()))
    media_type = wanted(request)
    if media_type == JSON:
        return jsonify(current=now, revisions=[shapes.as_json(each) for each in found])
    if media_type != HTML:
        home = url_for("revisions.list_", _external=True)
        answers = {"revisions": shapes.as_answer(found)}
        return page("", answers=answers, computed=lambda _: shapes.as_triples(found, home))
    rows = shapes.rows(found, now, url_for("revisions.list_"))
    return _html("site/revisions.html", current=now, rows=rows, alternates=alternates(request))


@blueprint.get("/revisions/<revision:number>")
def show(number: RevisionName) -> Response:
    """One revision as its manifest tells it, by its number or by its digest."""
    now, number = service().revision, service().number_of(number)
    revision = now if number == now.number else open_revision(_folder(), number)
    if _wants_json():
        return jsonify({**shapes.as_json(revision), "citation": cited_json(of_revision(revision))})
    address = url_for("revisions.show", number=number)
    folder = dumps_of(revision)
    whole = dumps.rows(folder, f"{address}/dumps") if folder else []
    response = _html(
        "site/revision.html",
        revision=revision,
        manifest=revision.manifest,
        digest=digest_of(revision),
        cited=of_revision(revision),
        is_current=number == now.number,
        graphs=shapes.graphs(revision, service().settings.base_iri),
        files=shapes.files(revision, address) if revision.path.is_dir() else [],
        sources=shapes.sources(revision),
        dumps=whole,
        dump_columns=dumps.COLUMNS,
        dataset=dataset_of(revision, whole),
        others=[each.number for each in _known() if each.number != number],
        alternates=[{"label": "JSON", "media_type": JSON, "href": f"{address}.json"}],
    )
    signpost_dataset(
        response,
        url_for("revisions.show", number=digest_of(revision), _external=True),
        [
            *(f"{address}/{name}" for name in revision.manifest.files if (revision.path / name).is_file()),
            *(f"{address}/dumps/{name}" for name in dumps.KNOWN if folder and (folder / name).is_file()),
        ],
    )
    return response


@blueprint.get("/revisions/<revision:number>/<name>")
def file(number: RevisionName, name: str) -> Sent:
    """One file of a revision; only the names in its manifest, and the manifest itself, are served."""
    number = service().number_of(number)
    if name == "manifest" and _wants_json():
        name = MANIFEST
    revision = open_revision(_folder(), number)
    known = {each: revision.path / each for each in (*revision.manifest.files, MANIFEST)}
    if name not in known:
        raise NotFound(
            N_(
                "Revision %(number)s has no file named '%(name)s'. It has %(names)s.",
                number=str(number),
                name=name,
                names=", ".join(known),
            )
        )
    path: Path = known[name]
    media_type = JSON if name == MANIFEST else "application/zstd"
    sent = send_file(
        path.resolve(),
        mimetype=media_type,
        as_attachment=True,
        download_name=f"openplaza-{number}-{name}",
        max_age=86400,
    )
    signpost_file(sent, url_for("revisions.show", number=digest_of(revision)))
    return sent


@blueprint.get("/revisions/<revision:number>/dumps/<path:name>")
def dump(number: RevisionName, name: str) -> Sent:
    """One file of all data in one form. Raises NotFound naming what there is, also when there are none."""
    revision = open_revision(_folder(), service().number_of(number))
    folder = dumps_of(revision)
    known = [*dumps.checksums(folder), CHECKSUMS] if folder else []
    if folder is None or name not in known:
        raise NotFound(
            N_(
                "Revision %(number)s has no dump named '%(name)s'. It has %(names)s.",
                number=str(revision.number),
                name=name,
                names=", ".join(known) or N_("none"),
            )
        )
    sent = send_file(
        (folder / name).resolve(),
        mimetype=dumps.media_type(name),
        as_attachment=True,
        download_name=f"openplaza-{revision.number}-{name.replace('/', '-')}",
        max_age=86400,
    )
    signpost_file(sent, url_for("revisions.show", number=digest_of(revision)))
    return sent


def dumps_of(revision: Revision) -> Path | None:
    """The folder of `openplaza export dumps`, if it is there and of this revision."""
    folder = Path(service().settings.dumps_dir)
    known = revision.manifest.files.get(QUADS)
    return folder if known and dumps.checksums(folder).get(QUADS) == known else None


@blueprint.get("/revisions/diff")
@takes("old", "new")
def choose() -> Response | Sent:
    """The form of a revision's page lands here."""
    old, new = revision_name(request.args.get("old", "")), revision_name(request.args.get("new", ""))
    if old is None or new is None:
        raise NotFound(N_("Name two revisions, for instance ?old=1&new=2."))
    return redirect(url_for("revisions.compare", old=old, new=new), 303)


@blueprint.get("/revisions/<revision:old>/diff/<revision:new>")
def compare(old: RevisionName, new: RevisionName) -> Response:
    """What revision `new` adds, changes and removes, compared with `old`."""
    old, new = service().number_of(old), service().number_of(new)
    open_revision(_folder(), old)
    open_revision(_folder(), new)
    found = difference(str(_folder()), old, new)
    if _wants_json():
        return jsonify(shapes.difference_json(found))
    address = url_for("revisions.compare", old=old, new=new)
    return _html(
        "site/revisions_diff.html",
        old=old,
        new=new,
        sections=shapes.difference(found, service().settings.base_iri, MAX_CHANGES),
        most=MAX_CHANGES,
        alternates=[{"label": "JSON", "media_type": JSON, "href": f"{address}.json"}],
    )


@functools.lru_cache(maxsize=8)
def difference(folder: str, old: int, new: int) -> Difference:
    """Revisions never change, so a comparison is made once."""
    return diff(open_revision(Path(folder), old), open_revision(Path(folder), new))


def _known() -> list[Revision]:
    """The revisions in the folder, oldest first, and the current one, which may be in a store elsewhere."""
    found, now = revisions(_folder()), service().revision
    return found if any(each.number == now.number for each in found) else [*found, now]


def _folder() -> Path:
    return Path(service().settings.revisions_dir)


def _wants_json() -> bool:
    media_type = wanted(request)
    if media_type not in (HTML, JSON):
        raise NotAcceptable(N_("Revisions are told as text/html or application/json; their files hold the data."))
    return media_type == JSON


def _html(template: str, **context: object) -> Response:
    response = Response(render_template(template, **context), mimetype=HTML)
    response.vary.add("Accept")
    return response
