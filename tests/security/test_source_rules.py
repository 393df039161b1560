"""Rules that hold in the source itself, so that a mistake is found before anybody can use it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.settings import ROOT


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


ROOMS = (ROOT / room for room in ("commands", "graph", "views"))
PYTHON = sorted([*(path for room in ROOMS for path in room.rglob("*.py")), ROOT / "server.py"])
TEMPLATES = sorted((ROOT / "views" / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "views" / "assets" / "js").rglob("*.js"))
# Ways to turn a text into markup or into a program.
MARKUP = re.compile(
    r"\|\s*safe\b|\bMarkup\(|autoescape\s+false|\bautoescape\s*=\s*False|render_template_string|from_string\("
)
IN_SCRIPTS = re.compile(
    r"\binnerHTML\b|\bouterHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*['\"]|"
    r"createContextualFragment|DOMParser|javascript:"
)
HANDLER = re.compile(
    r"<[^>]*\son[a-z]+\s*=|<[^>]*\shx-on|<[^>]*\sstyle\s*=|href\s*=\s*['\"]?\s*javascript:", re.IGNORECASE
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|<style(?![^>]*nonce)", re.IGNORECASE)
UNQUOTED = re.compile(r"<[a-z][^<>]*\s[a-z-]+=\{\{", re.IGNORECASE)
KEYWORDS = re.compile(
    r"\b(?:SELECT|CONSTRUCT|DESCRIBE|ASK|WHERE|FILTER|VALUES|GRAPH|INSERT|DELETE|LOAD|CLEAR|DROP)\b\s*[?*{(<]"
)
# What begins with the server's own root, is the path of the request, or was checked when it was set.
OURS = re.compile(r"\{\{ (?:root|here|address|request\.(?:path|script_root)) ")
# A sentence of the catalogues with links in it: what each address in it is stands in its head.
SENTENCE = re.compile(r"\{%-?\s*trans\s+((?:(?!%\}).)*?)%\}(.*?)\{%-?\s*endtrans", re.DOTALL)
HEAD = re.compile(r"\b(href\w*)\s*=\s*(?:url_for\(|request\.script_root|[\w.]+\|safe_href)")
# A message of the catalogues is ours and may hold tags (tests/views/web/test_catalogues.py); its values are escaped.
MESSAGES = "views/languages/told.py"
# These speak to a store or an endpoint elsewhere, or copy a part of a visitor's query for each graph of the revision;
# every value in their statements is written by the engine's own terms, or is the name of a graph.
WRITERS = {
    f"graph/{name}.py" for name in ("remote/service_clause", "remote/graph_names", "remote/store", "sparql/each_graph")
}


def found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{name(file)}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()[:60]}"
        for file in files
        for text in [file.read_text(encoding="utf-8")]
        for match in pattern.finditer(text)
    ]


def test_there_are_sources_to_look_at() -> None:
    assert len(PYTHON) > 50 and len(TEMPLATES) > 20 and len(SCRIPTS) >= 3


def test_no_text_is_declared_to_be_markup() -> None:
    assert [each for each in found(MARKUP, [*PYTHON, *TEMPLATES]) if not each.startswith(MESSAGES)] == []
    # A message of a catalogue, or markup written out there: what is put into either is escaped.
    pattern = re.compile(r"Markup\((?!_pattern\(pattern\)\)|_counted\(one, many, number\)\)|'[^']*'\) % )")
    assert found(pattern, [ROOT / MESSAGES]) == []


def test_no_script_makes_markup_or_a_program_of_a_text() -> None:
    assert found(IN_SCRIPTS, SCRIPTS) == []


def test_no_template_has_a_handler_or_a_script_or_style_of_its_own() -> None:
    assert found(HANDLER, TEMPLATES) == []
    assert found(INLINE, TEMPLATES) == []


def test_every_value_in_an_attribute_stands_in_quotes() -> None:
    assert found(UNQUOTED, TEMPLATES) == []


def test_every_address_in_a_template_is_ours_or_checked() -> None:
    """`{{ value }}` as a whole address could be `javascript:`; url_for, asset and safe_href cannot."""
    checked = {
        (name(file), address)
        for file in TEMPLATES
        for head, body in SENTENCE.findall(file.read_text(encoding="utf-8"))
        for address in HEAD.findall(head)
        if f'"{{{{ {address} }}}}' in body
    }
    whole = re.compile(r"(?:href|src|action)=\"\{\{\s*(?![^}]*(?:url_for|safe_href|asset\())[^}]*\}\}[^\"]*\"")
    strange = [each for each in found(whole, TEMPLATES) if not OURS.search(each)]
    assert [each for each in strange if (each.split(":")[0], each.split("{{ ")[1].split(" ")[0]) not in checked] == []
    assert found(re.compile(r"set address = (?!href\|safe_href)"), TEMPLATES) == []


def formatted(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Texts that are put together from parts: f-strings, `%`, `+` and `format` with the fixed parts of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            fixed = [part.value for part in node.values if isinstance(part, ast.Constant)]
            yield node.lineno, " ".join(map(str, fixed))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)):
            for side in (node.left, node.right):
                if isinstance(side, ast.Constant) and isinstance(side.value, str):
                    yield node.lineno, side.value
        elif isinstance(node, ast.Attribute) and node.attr == "format" and isinstance(node.value, ast.Constant):
            yield node.lineno, str(node.value.value)


@pytest.mark.parametrize("file", [file for file in PYTHON if name(file) not in WRITERS], ids=name)
def test_no_query_is_put_together_from_text(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert [f"line {line}: {text}" for line, text in formatted(tree) if KEYWORDS.search(text)] == []


def test_the_rule_about_queries_would_notice_one() -> None:
    for bad in (
        'f"SELECT * {{ <{iri}> ?p ?o }}"',
        '"ASK { ?s ?p %s }" % x',
        '"SELECT ?x " + y',
        '"VALUES ?x { {} }".format(z)',
    ):
        assert any(KEYWORDS.search(text) for _, text in formatted(ast.parse(bad))), bad
