"""A copy of the site, whole or not at all: pages drawn, links made relative, identifiers led on, all of it checked."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from graph.contribute.standing import standing
from graph.errors import OpenPlazaError, Refused
from graph.export.deposit import must_be_of
from graph.export.dumps import dumps
from graph.revision import Revision
from graph.settings import CODE, Settings
from graph.text.languages import ENGLISH, LANGUAGES
from views.copied.addresses import INDEX, PAGE_OF_COPY, Home, relative
from views.copied.checking import broken
from views.copied.drawing import DrawnSite, Report, application, starts
from views.copied.linking import Linked
from views.copied.page import DUMPS
from views.site.identifiers import PAGES
from views.web.service import EXTENSION

BUILT = CODE / "views"
MOST_NAMED = 50
_BUILT_FILE = re.compile(r'"(?:[^"]*/)?(static/dist/[^"?#]+)"')
_OF_STYLES = re.compile(r"url\(\s*['\"]?\.?/?(a/[^'\")]+)['\"]?\s*\)")
_CONCEPT = re.compile(r'"https://w3id\.org/openplaza/concept/([^/"]+)/([^/"#]+)"')
LED_ON = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{name}</title>\n'
    '<meta http-equiv="refresh" content="0; url={to}"></head>\n<body><p><a href="{to}">{name}</a></p></body></html>\n'
)


@dataclass(frozen=True, slots=True)
class CopiedSite:
    """What was written."""

    pages: int
    files: int
    bytes: int


def copy_site(
    revision: Revision,
    settings: Settings,
    target: Path,
    languages: Sequence[str],
    report: Report,
    addresses: Iterable[str] | None = None,
) -> CopiedSite:
    """Writes the site as it tells `revision`, the current one, to the new folder `target`, whole or not at all.

    `languages` are codes besides English; `addresses` are the pages to copy, by default all. Raises Refused when
    `target` exists, a language is none of ours or the tables are not those of the revision, and OpenPlazaError when a
    page cannot be drawn, naming it, or a link of the copy is broken, naming each.
    """
    if target.exists():
        raise Refused(f"{target} exists already. Name a new folder.")
    if unknown := [each for each in languages if each not in LANGUAGES]:
        raise Refused(f"There is no language {unknown[0]}. There are {', '.join(LANGUAGES)}.")
    target.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        copied = _made(revision, settings, building, list(dict.fromkeys([ENGLISH, *languages])), report, addresses)
        building.chmod(0o755)
        os.rename(building, target)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return copied


def must_be_whole(folder: Path) -> None:
    """Raises OpenPlazaError that names the broken links of a folder of pages."""
    if found := broken(folder):
        more = f"\n… and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise OpenPlazaError(f"{len(found)} links of the copy are broken:\n" + "\n".join(found[:MOST_NAMED]) + more)


def _made(
    revision: Revision,
    settings: Settings,
    building: Path,
    languages: Sequence[str],
    report: Report,
    addresses: Iterable[str] | None,
) -> CopiedSite:
    must_be_of(revision, settings, standing(Path(settings.facts_dir), Path(settings.contributions_dir)))
    home = Home(f"{(settings.public_url or settings.base_iri).rstrip('/')}/")
    app = application(settings, revision, languages, building)
    try:
        drawing = DrawnSite(app, home, building, languages)
        drawing.all_of(starts(app, home) if addresses is None else addresses, report)
        dumps(revision, settings, building / DUMPS)
        drawing.whole.files |= {each.relative_to(building).as_posix() for each in _files(building / DUMPS)}
        # Last, because it tells the sizes of all files of data.
        drawing.all_of([PAGE_OF_COPY], report)
        now = app.extensions[EXTENSION].revision
    finally:
        app.extensions[EXTENSION].close()
    if now.manifest.quads_sha256 != revision.manifest.quads_sha256:
        raise OpenPlazaError("Another revision was published while the pages were drawn. Export again.")
    _keep_built_files(drawing, building)
    for each in drawing.pages:
        path = building / each
        path.write_text(Linked(each, drawing.whole).written(path.read_text(encoding="utf-8")), encoding="utf-8")
    _lead_identifiers_on(drawing, building)
    must_be_whole(building)
    written = _files(building)
    return CopiedSite(len(drawing.pages), len(written), sum(each.stat().st_size for each in written))


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


def _keep_built_files(drawing: DrawnSite, building: Path) -> None:
    """The styles and pictures that pages name, the fonts that styles name, and the licences of both."""
    named = {name for each in drawing.pages for name in _BUILT_FILE.findall((building / each).read_text("utf-8"))}
    styles = [BUILT / name for name in named if name.endswith(".css")]
    fonts = {f"static/dist/{font}" for each in styles for font in _OF_STYLES.findall(each.read_text("utf-8"))}
    licences = {f"{name}.LEGAL.txt" for name in named}
    for name in sorted(named | fonts | licences):
        if (BUILT / name).is_file():
            drawing.keep(name, (BUILT / name).read_bytes())


def _lead_identifiers_on(drawing: DrawnSite, building: Path) -> None:
    """A page at the address of each identifier, below `id` and `concept`, that leads to where it is told."""
    pages = list(drawing.pages)
    for page in pages:
        if page.partition("/")[0] in PAGES and page.count("/") > 1 and page.endswith(INDEX):
            _lead_on(drawing, f"id/{page}", page, "")
    for page in pages:
        if page.startswith("ontology/") and page.count("/") == 2:
            data = building / f"{page.removesuffix(f'/{INDEX}')}.json"
            text = data.read_text(encoding="utf-8") if data.is_file() else ""
            for scheme, slug in sorted(set(_CONCEPT.findall(text))):
                if f"ontology/{scheme}/{INDEX}" == page and slug in drawing.whole.ids[page]:
                    _lead_on(drawing, f"concept/{scheme}/{slug}/{INDEX}", page, f"#{slug}")


def _lead_on(drawing: DrawnSite, file: str, page: str, place: str) -> None:
    to = escape(f"{relative(file, page)}{place}")
    name = escape(file.removesuffix(f"/{INDEX}"))
    drawing.keep(file, LED_ON.format(name=name, to=to).encode())
