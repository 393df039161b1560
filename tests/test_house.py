"""The house rules: what a newcomer can rely on when looking for something."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx as nx
import pytest

import graph
from graph.settings import ROOT

MAX_FUNCTION_LINES = 60
MAX_FILE_LINES = 300
MAX_ROOM_LINES = 1800
GRAPH = sorted((ROOT / "graph").rglob("*.py"))
VIEWS = sorted((ROOT / "views").rglob("*.py"))
COMMANDS = sorted((ROOT / "commands").rglob("*.py"))
SERVER = ROOT / "server.py"
TESTS = sorted((ROOT / "tests").rglob("*.py"))
HOUSE = [*GRAPH, *VIEWS, *COMMANDS, SERVER]
ENGINES = {"pyoxigraph", "SPARQLWrapper", "pyshacl"}
SPARQL = re.compile(
    r"\b(SELECT|CONSTRUCT|ASK|DESCRIBE)\b[^.]*[{?*]|\b(WHERE|OPTIONAL|FILTER|UNION|VALUES|BIND|GRAPH)\b[^.]*[{(]"
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def packages_imported(path: Path) -> set[str]:
    """The top-level packages a file imports anywhere, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            own = path.relative_to(ROOT).parts[0].removesuffix(".py")
            found.add(own if node.level else (node.module or "").split(".")[0])
    return found


def docstrings(tree: ast.Module) -> set[int]:
    """The identities of the nodes that are docstrings."""
    holders = (node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)))
    return {id(holder.body[0].value) for holder in holders if holder.body and isinstance(holder.body[0], ast.Expr)}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of a file that is not a docstring, with its line."""
    tree = parsed(path)
    skipped = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", GRAPH, ids=name)
def test_graph_knows_nothing_of_the_web(path: Path) -> None:
    assert not packages_imported(path) & {"flask", "werkzeug", "jinja2", "views", "server"}


@pytest.mark.parametrize("path", VIEWS, ids=name)
def test_views_do_not_reach_back_to_the_server_nor_past_graph_to_an_engine(path: Path) -> None:
    assert not packages_imported(path) & {"server", *ENGINES}


@pytest.mark.parametrize("path", VIEWS, ids=name)
def test_views_hold_no_query_text(path: Path) -> None:
    assert [f"{name(path)}:{line}: {text}" for line, text in texts(path) if SPARQL.search(text)] == []


@pytest.mark.parametrize("path", [*COMMANDS, SERVER], ids=name)
def test_the_door_and_the_commands_hold_no_engine_and_no_query_text(path: Path) -> None:
    assert not packages_imported(path) & {"rdflib", *ENGINES}
    assert [text for _, text in texts(path) if SPARQL.search(text)] == []


def test_the_rules_about_query_text_would_notice_a_query() -> None:
    assert SPARQL.search("SELECT ?x WHERE { ?x a ?y }")
    assert SPARQL.search("ASK { ?x a ?y }")
    assert SPARQL.search("OPTIONAL { ?x rdfs:label ?label }")
    assert not SPARQL.search("Ask a question, or select a city")


def test_there_are_files_to_hold_these_rules_against() -> None:
    assert len(GRAPH) > 5 and SERVER in HOUSE


def test_the_public_names_are_the_documented_ones() -> None:
    section = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## Public names", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^- `(\w+)`", section, flags=re.MULTILINE) == graph.__all__


@pytest.mark.parametrize("public", graph.__all__)
def test_every_public_name_can_be_used(public: str) -> None:
    assert getattr(graph, public) is not None


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        # It is the unknown name itself that the test reads.
        _ = graph.nothing  # type: ignore[attr-defined]


def test_every_function_can_be_read_at_a_glance() -> None:
    long = [
        f"{name(path)}: {function} has {lines} lines"
        for path in HOUSE
        for function, lines in functions(path)
        if lines > MAX_FUNCTION_LINES
    ]
    assert long == []


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_file_holds_one_idea() -> None:
    counted = {name(path): lines_of(path) for path in [*HOUSE, *TESTS]}
    assert {file: lines for file, lines in counted.items() if lines > MAX_FILE_LINES} == {}


def room(path: Path) -> str:
    """The room of a file: `graph/law`, `views/web`; `graph` itself for a file that stands in no room."""
    return "/".join(path.relative_to(ROOT).parts[:-1][:2])


def test_every_room_can_be_walked_through() -> None:
    lines: dict[str, int] = defaultdict(int)
    for path in HOUSE:
        lines[room(path)] += lines_of(path)
    assert {room: count for room, count in lines.items() if count > MAX_ROOM_LINES} == {}


def modules() -> dict[str, Path]:
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in HOUSE}


def modules_imported(path: Path) -> Iterator[Path]:
    """The files of the house that a file needs when it runs, wherever it imports them."""
    known, tree = modules(), parsed(path)
    for_the_checker = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in for_the_checker:
            for alias in node.names:
                found = known.get(f"{node.module}.{alias.name}") or known.get(node.module)
                if found is not None:
                    yield found


def circles(arrows: Iterable[tuple[str, str]]) -> list[set[str]]:
    return [each for each in nx.strongly_connected_components(nx.DiGraph(list(arrows))) if len(each) > 1]


def test_no_file_and_no_room_needs_itself_by_way_of_another() -> None:
    arrows = [(path, other) for path in HOUSE for other in modules_imported(path)]
    assert len(arrows) > len(HOUSE)
    assert circles((name(path), name(other)) for path, other in arrows) == []
    between = {(room(path), room(other)) for path, other in arrows if room(path) != room(other)}
    # `graph` and `views` themselves hold what all of their rooms stand on, and the list of public names or pages.
    assert circles((a, b) for a, b in between if a.count("/") and b.count("/")) == []


def test_what_every_page_uses_needs_no_page() -> None:
    needed = {room(other) for path in VIEWS if room(path) == "views/web" for other in modules_imported(path)}
    assert {each for each in needed if each.startswith("views/")} == {"views/web", "views/languages"}


def public_classes() -> Iterator[tuple[str, str]]:
    for path in HOUSE:
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name, name(path)


def test_a_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for known, place in public_classes():
        places[known].append(place)
    assert {known: found for known, found in places.items() if len(found) > 1} == {}
