"""What a site calls itself is a setting: no page, message or question says the name of the software for it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import BadSetting
from graph.settings import ROOT, Settings, load_settings
from views.shown.site import Site

# Where the software or its ontology is meant.
OF_SOFTWARE = {
    "Made with OpenPlaza.",
    "The classes, properties and vocabularies of OpenPlaza: what each means and how often it is used.",
    "The law and the vocabularies began as those of OpenPlaza, CC BY 4.0; the pages are made with its software.",
}
MESSAGE = re.compile(r'(?:N_|NN_|counted|[^\w]_)\(\s*"((?:[^"\\]|\\.)*)"')
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_templates_and_messages_name_the_software_only_where_it_is_meant() -> None:
    templates = sorted((ROOT / "views" / "templates").rglob("*.*"))
    code = [path for room in ("views", "graph") for path in sorted((ROOT / room).rglob("*.py"))]
    said = {path: path.read_text(encoding="utf-8") for path in templates}
    said |= {path: " ".join(MESSAGE.findall(path.read_text(encoding="utf-8"))) for path in code}
    assert len(templates) > 50 and len(code) > 200
    for path, text in said.items():
        for words in OF_SOFTWARE:
            text = text.replace(words, "")
        assert "OpenPlaza" not in text, f"{path.relative_to(ROOT)}: write site.name, or list the text here"


def test_questions_that_describe_the_site_take_its_name() -> None:
    questions = sorted((ROOT / "queries").rglob("*.rq"))
    assert len(questions) > 100
    bodies = {path.name: re.sub(r"(?m)^#\+.*$", "", path.read_text(encoding="utf-8")) for path in questions}
    assert {name for name, body in bodies.items() if "OpenPlaza" in body} == set()


@pytest.mark.parametrize(
    "content, media_type", [(PNG, "image/png"), (SVG, "image/svg+xml"), (b"\n " + SVG, "image/svg+xml")]
)
def test_a_drawing_is_known_by_what_it_holds(tmp_path: Path, content: bytes, media_type: str) -> None:
    logo = Site.of(_with(tmp_path, content)).logo
    assert logo is not None and (logo.content, logo.media_type) == (content, media_type)


@pytest.mark.parametrize(
    "content, told",
    [
        (b"GIF89a", "neither PNG nor SVG"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "neither PNG nor SVG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG, "neither PNG nor SVG"),
        (PNG + bytes(200_000), "Make it smaller"),
    ],
)
def test_a_file_that_is_no_drawing_stops_the_server_with_a_reason(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(BadSetting, match=f"OPENPLAZA_SITE_LOGO: .*{told}"):
        Site.of(_with(tmp_path, content))


def test_a_drawing_that_is_not_there_stops_the_server_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"none\.svg cannot be read"):
        Site.of(replace(load_settings({}), home=tmp_path, site_logo="none.svg"))


def test_a_site_without_settings_is_called_as_the_software_and_has_no_language_of_its_own() -> None:
    found = Site.of(load_settings({}))
    assert (found.name, found.language, found.is_own, found.logo) == ("OpenPlaza", "", False, None)


@pytest.mark.parametrize(
    "name, text", [("SITE_NAME", "a\nb"), ("SITE_LANGUAGE", "Portuguese"), ("SITE_LOGO", "logo.gif")]
)
def test_a_setting_of_the_site_that_cannot_be_shown_is_refused(name: str, text: str) -> None:
    with pytest.raises(BadSetting, match=f"OPENPLAZA_{name} must be"):
        load_settings({f"OPENPLAZA_{name}": text})


def _with(folder: Path, content: bytes) -> Settings:
    (folder / "logo.svg").write_bytes(content)
    return replace(load_settings({}), home=folder, site_logo="logo.svg")
