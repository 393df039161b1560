"""What a template can rely on: a name means what its page gave it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flask.testing import FlaskClient

from graph.settings import ROOT
from tests.views.facts import rows_of


def names_given() -> Iterator[str]:
    """The names that pages hand to their templates."""
    for path in (ROOT / "views").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "page":
                yield from (keyword.arg for keyword in node.keywords if keyword.arg)


def test_the_frame_of_all_pages_hides_no_name_that_a_page_gives() -> None:
    frame = (ROOT / "views" / "templates" / "base.html").read_text(encoding="utf-8")
    own = set(re.findall(r"{%-? *set (\w+)", frame))
    given = set(names_given())
    assert own and given
    assert own & given == set()


def test_a_technology_can_be_asked_for_each_country_that_has_rules(client: FlaskClient) -> None:
    html = client.get("/technologies/cctv-fixed").text
    chooser = html.split('id="jurisdiction"', 1)[1].split("</select>", 1)[0]
    offered = dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)</option>', chooser))
    known = {row["jurisdiction"]: row["name"] for row in rows_of("countries.csv")}
    wanted = {row["jurisdiction"] for row in rows_of("technology_rules.csv")} & set(known)
    assert wanted
    assert {code: offered.get(code) for code in wanted} == {code: known[code] for code in wanted}


def test_no_style_holds_words_that_no_catalogue_would_translate() -> None:
    styles = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "views" / "assets" / "css").glob("*.css")}
    assert styles
    said = {
        name: re.findall(r'^(?!.*:lang\(en\)).*content: "[^"]*[A-Za-z]{2}[^"]*"', text, re.MULTILINE)
        for name, text in styles.items()
    }
    assert {name: words for name, words in said.items() if words} == {}
