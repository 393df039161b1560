"""What docs/architecture.md lists for a change is all that the change needs: a newcomer adds a column and a filter."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from graph.settings import ROOT
from tests.patience import BUILD_LIMIT_S
from tests.reading import Part

PROJECT = ("commands", "data", "docs", "graph", "ontology", "queries", "tests", "views", "server.py", "pyproject.toml")
SIGNS = ("pictograms", "pictograms", "words")
SHOWN = """
import json, sys
from graph.build import build
from graph.settings import load_settings
from server import create_app
settings = load_settings({})
build(settings)
client = create_app(settings).test_client()
pages = {path: client.get(path, headers={"Accept": "text/html"}).text for path in sys.argv[1:]}
print(json.dumps(pages))
"""
DECLARED = """
op:signposting a owl:DatatypeProperty ;
    rdfs:label "signposting"@en ;
    skos:definition "How signs on the spot speak to people."@en ;
    skos:example "pictograms"@en ;
    rdfs:domain op:Practice ;
    rdfs:isDefinedBy <https://w3id.org/openplaza/ontology> ;
    rdfs:seeAlso schema:accessibilityFeature .
"""
# The lines are as long as those of the query that they are put into.
WANTED = """
  { SELECT DISTINCT ?practice WHERE {
    VALUES ?wanted { ?_signposting_iris }
    { ?practice op:signposting ?sign . BIND(IRI(CONCAT("https://w3id.org/openplaza/facet/signposting/", ?sign)) AS ?wanted) }
    UNION { ?practice a op:Practice . FILTER NOT EXISTS { ?practice op:signposting ?any } BIND(<https://w3id.org/openplaza/facet/not-recorded> AS ?wanted) }
  } }"""  # noqa: E501


class ProjectCopy:
    """The project in a folder of its own, and the files of it that were changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changed: set[str] = set()
        for name in PROJECT:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
            else:
                shutil.copy(source, folder / name)

    def change(self, file: str, edit: Callable[[str], str]) -> None:
        path = self.folder / file
        before = path.read_text(encoding="utf-8")
        path.write_text(edit(before), encoding="utf-8")
        self.changed.add(file)

    def insert(self, file: str, before: str, text: str) -> None:
        """Write `text` before the first place of `before`, which must be there."""
        assert before in (self.folder / file).read_text(encoding="utf-8"), (file, before)
        self.change(file, lambda old: old.replace(before, text + before, 1))

    def run(self, *command: str, **environment: str) -> str:
        """What a Python program prints that runs in the folder."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith(("OPENPLAZA_", "PYTEST_"))}
        done = subprocess.run([sys.executable, *command], cwd=self.folder, env=outside | environment, text=True,
                              capture_output=True, timeout=BUILD_LIMIT_S)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def add_column(copy: ProjectCopy) -> None:
    """Three practices of the table say how their signs speak to people; the others do not."""
    copy.change("data/practices.csv", with_signs)
    copy.change("data/csv-metadata.json", with_declaration)
    copy.change("ontology/openplaza.ttl", lambda text: text + DECLARED)
    copy.insert("ontology/context.jsonld", '"source', '"signposting": "op:signposting",\n    ')
    copy.insert("views/practices/rows.py", '    ("shownAt"', '    ("signposting", "Signs"),\n')


def with_signs(text: str) -> str:
    header, *rows = csv.reader(io.StringIO(text))
    signs = [*SIGNS, *([""] * (len(rows) - len(SIGNS)))]
    written = io.StringIO()
    table = ([*row, sign] for row, sign in zip([header, *rows], ["signposting", *signs], strict=True))
    csv.writer(written, lineterminator="\n").writerows(table)
    return written.getvalue()


def with_declaration(text: str) -> str:
    metadata = json.loads(text)
    columns = next(each for each in metadata["tables"] if each["url"] == "practices.csv")["tableSchema"]["columns"]
    place = next(place for place, column in enumerate(columns) if column.get("virtual"))
    signs = {"name": "signposting", "titles": "signposting"}
    columns.insert(place, signs | {"propertyUrl": "https://w3id.org/openplaza/ontology#signposting"})
    return json.dumps(metadata, indent=2, ensure_ascii=False)


def add_filter(copy: ProjectCopy) -> None:
    """Practices can be chosen by their signs."""
    copy.insert("graph/filters/kinds.py", '    Filter("lead"', '    Filter("signposting", "Signs", group=WHO),\n')
    copy.insert("queries/filters/facets-values.rq", '(op:leadLevel "lead")', '(op:signposting "signposting") ')
    query = "queries/views/practices/practices-list.rq"
    copy.insert(
        query, "#+ columns:", '#+   - {name: signposting, type: iris, help: "kinds of signs", optional: true}\n'
    )
    copy.insert(query, "\n  # Who runs it.", WANTED)
    copy.insert("tests/filters/test_practice_counts.py", '"lead": "lead_level",\n', '"signposting": "signposting", ')


def listed(change: str) -> set[str]:
    """The files that the documentation names for a change."""
    lines = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines()
    files = next(line.split("|")[2] for line in lines if line.startswith(f"| {change} |"))
    return set(re.findall(r"`([^`]+)`", files))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    return ProjectCopy(tmp_path_factory.mktemp("project"))


def changed_as_listed(copy: ProjectCopy, change: str, add: Callable[[ProjectCopy], None]) -> bool:
    """Whether exactly the files were changed that the documentation lists."""
    copy.changed.clear()
    add(copy)
    named = listed(change)
    return all(any(fnmatch(file, each) for each in named) for file in copy.changed) and all(
        any(fnmatch(file, each) for file in copy.changed) for each in named
    )


def test_a_column_and_a_filter_need_only_the_files_that_the_documentation_lists(copy: ProjectCopy) -> None:
    assert changed_as_listed(copy, "a column that people see", add_column)
    assert changed_as_listed(copy, "a filter of practices", add_filter)
    with (copy.folder / "data" / "practices.csv").open(encoding="utf-8", newline="") as file:
        practices = list(csv.DictReader(file))
    one, found = f"/practices/{practices[0]['id']}", "/practices?signposting=pictograms"
    pages = json.loads(copy.run("-c", SHOWN, "/practices", found, one))
    assert "Signs pictograms" in Part(tag_of(pages[one], "aside")).text

    signs = Part(tag_of(pages["/practices"], "#facet-signposting"))
    assert signs.options("signposting") == ["pictograms", "words", "Not recorded"]
    counts = [each.text.strip("() ") for each in signs.all(".facet-option .count")]
    assert counts == ["2", "1", str(len(practices) - len(SIGNS))]
    results = [Part(each).links[0].path for each in BeautifulSoup(pages[found], "html.parser").select(".result h3")]
    assert sorted(results) == sorted(f"/practices/{each['id']}" for each in practices[:2])
    # The query that the page shows for the choice finds the same, and the filter's own tests hold.
    query = tag_of(pages[found], "details.query code").get_text()
    (copy.folder / "choice.rq").write_text(query, encoding="utf-8")
    answer = csv.DictReader(io.StringIO(copy.run("server.py", "query", "choice.rq", "--format", "csv")))
    assert sorted(row["practice_id"] for row in answer) == sorted(each["id"] for each in practices[:2])
    copy.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/filters/test_practice_counts.py", "-k", "offers",
             TEST_REVISIONS_DIR=str(copy.folder / "var" / "revisions"))  # fmt: skip


def tag_of(page: str, selector: str) -> Tag:
    found = BeautifulSoup(page, "html.parser").select_one(selector)
    assert found is not None, selector
    return found
