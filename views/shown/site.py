"""What this site calls itself: name, introduction, drawing and operator, as its settings say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from flask import current_app

from graph.errors import BadSetting
from graph.settings import SOFTWARE, Settings

EXTENSION: Final = "openplaza.site"
MAX_LOGO_BYTES: Final = 200_000
PNG, SVG = "image/png", "image/svg+xml"
PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n"
SVG_ELEMENT: Final = "{http://www.w3.org/2000/svg}svg"


@dataclass(frozen=True, slots=True)
class Logo:
    """A drawing: its bytes, their form, and `tag`, which changes with them."""

    content: bytes
    media_type: str
    tag: str


@dataclass(frozen=True, slots=True)
class Site:
    """`intro` is empty where the texts of ours are shown; `language` is empty where the name belongs to no language."""

    name: str
    intro: str
    language: str
    operator: str
    logo: Logo | None

    @property
    def is_own(self) -> bool:
        """Whether it has a name that is not that of the software."""
        return self.name != SOFTWARE

    @classmethod
    def of(cls, settings: Settings) -> Site:
        """As the settings say. Raises BadSetting when the drawing cannot be read or is none."""
        logo = _logo(settings.home / Path(settings.site_logo).expanduser()) if settings.site_logo else None
        own = settings.site_name != SOFTWARE or settings.site_intro
        language = settings.site_language if own else ""
        return cls(settings.site_name, settings.site_intro, language, settings.operator, logo)


def site() -> Site:
    """The site of the running application."""
    found: Site = current_app.extensions[EXTENSION]
    return found


def _logo(path: Path) -> Logo:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadSetting(f"OPENPLAZA_SITE_LOGO: {path} cannot be read: {error.strerror}.") from None
    if len(content) > MAX_LOGO_BYTES:
        raise BadSetting(f"OPENPLAZA_SITE_LOGO: {path} has more than {MAX_LOGO_BYTES:,} bytes. Make it smaller.")
    media_type = PNG if content.startswith(PNG_BEGINS) else SVG if _is_svg(content) else ""
    if not media_type:
        raise BadSetting(f"OPENPLAZA_SITE_LOGO: {path} is neither PNG nor SVG. Save it as one of them.")
    return Logo(content, media_type, hashlib.blake2b(content, digest_size=8).hexdigest())


def _is_svg(content: bytes) -> bool:
    """Well-formed, its root an `svg`, and without declarations of entities, which no drawing needs."""
    try:
        return b"<!ENTITY" not in content.upper() and ElementTree.fromstring(content).tag == SVG_ELEMENT
    except ElementTree.ParseError:
        return False
