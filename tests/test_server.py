"""The command line and the server: what an operator can rely on."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import server
from graph.ask import Catalogue
from graph.errors import TimedOut
from graph.revision import current
from graph.settings import ROOT
from tests.patience import HANGS_S, without_hanging

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def run(*args: str, environ: Mapping[str, str] | None = None, text: str | None = None) -> Result:
    """One command as an operator gives it, with nothing inherited from the environment."""
    inherited = {name: None for name in os.environ if name.startswith("OPENPLAZA_")}
    return CliRunner().invoke(server.main, list(args), input=text, env={**inherited, **(environ or {})})


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of an operator who has built the real facts once."""
    environ = {"OPENPLAZA_REVISIONS_DIR": str(tmp_path_factory.mktemp("revisions"))}
    result = run("build", environ=environ)
    assert result.exit_code == 0, result.output
    assert "Revision 1 is current" in result.output
    return environ


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def answer_of(process: subprocess.Popen[str], url: str, seconds: float = HANGS_S) -> int:
    """The status of `url` as soon as the process listens there; fails as soon as it has ended."""
    until = time.monotonic() + seconds
    while True:
        assert process.poll() is None, f"The server ended with {process.returncode}."
        try:
            with urllib.request.urlopen(url, timeout=HANGS_S) as response:
                return int(response.status)
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture
def serving(built: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    command = [sys.executable, str(ROOT / "server.py"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **built}, stderr=subprocess.PIPE, text=True)
    try:
        yield process, f"http://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("command", [[], *([name] for name in server.main.commands), ["revisions", "diff"]], ids=str)
def test_every_command_explains_itself(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.output


@pytest.mark.parametrize("command", [["settings"], ["build"], ["check"], ["revisions", "list"]], ids=" ".join)
def test_a_mistyped_setting_stops_every_command_with_the_right_name(command: list[str]) -> None:
    result = run(*command, environ={"OPENPLAZA_PROT": "8001"})
    assert result.exit_code == 2
    assert "Did you mean OPENPLAZA_PORT?" in result.output


def test_settings_are_printed_with_their_value_unit_and_source() -> None:
    lines = run("settings", environ={"OPENPLAZA_PAGE_ROWS": "75"}).output.splitlines()
    told = {line.split()[0]: line.split()[1:] for line in lines}
    assert told["OPENPLAZA_PAGE_ROWS"] == ["75", "rows", "OPENPLAZA_PAGE_ROWS"]
    assert told["OPENPLAZA_PORT"] == ["8000", "port", "default"]


@pytest.mark.parametrize("command", [["revisions", "list"], ["query", "-"]], ids=" ".join)
def test_before_the_first_build_a_reader_is_told_that_nothing_is_there(command: list[str], tmp_path: Path) -> None:
    result = run(*command, environ={"OPENPLAZA_REVISIONS_DIR": str(tmp_path)}, text=COUNT)
    assert result.exit_code == 3
    assert "Nothing has been built yet" in result.output


def test_check_counts_what_is_right_and_publishes_nothing(tmp_path: Path) -> None:
    result = run("check", environ={"OPENPLAZA_REVISIONS_DIR": str(tmp_path / "revisions")})
    assert result.exit_code == 0, result.output
    assert "The facts are right" in result.output
    assert not (tmp_path / "revisions").exists()


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_wrong_row_ends_with_1_and_names_file_and_line_and_publishes_nothing(command: str, tmp_path: Path) -> None:
    facts = tmp_path / "data"
    shutil.copytree(ROOT / "data", facts)
    with (facts / "cities.csv").open("a", encoding="utf-8") as table:
        table.write("only-one-cell\n")
    line = len((facts / "cities.csv").read_text(encoding="utf-8").splitlines())
    environ = {"OPENPLAZA_FACTS_DIR": str(facts), "OPENPLAZA_REVISIONS_DIR": str(tmp_path / "revisions")}
    result = run(command, environ=environ)
    assert result.exit_code == 1
    assert f"cities.csv, line {line}" in result.output
    assert not (tmp_path / "revisions").exists()


def test_the_list_marks_the_current_revision(built: dict[str, str]) -> None:
    result = run("revisions", "list", environ=built)
    assert result.exit_code == 0
    assert result.output.startswith("*      1  ")


def test_a_revision_compared_with_itself_shows_no_difference(built: dict[str, str]) -> None:
    result = run("revisions", "diff", "1", "1", environ=built)
    assert (result.exit_code, result.output) == (0, "No difference.\n")


def test_a_revision_that_is_not_there_is_a_usage_error(built: dict[str, str]) -> None:
    assert run("revisions", "rollback", "99", environ=built).exit_code == 2
    assert run("revisions", "diff", "1", "99", environ=built).exit_code == 2


def test_rolling_back_and_pruning_keep_what_is_current(built: dict[str, str]) -> None:
    assert "Revision 1 is current." in run("revisions", "rollback", "1", environ=built).output
    assert "Removed: none." in run("revisions", "prune", environ=built).output


def test_a_query_is_read_from_standard_input_or_a_file_in_every_format(built: dict[str, str], tmp_path: Path) -> None:
    quads = current(Path(built["OPENPLAZA_REVISIONS_DIR"])).manifest.quads
    file = tmp_path / "count.rq"
    file.write_text(COUNT, encoding="utf-8")
    table = run("query", "-", environ=built, text=COUNT)
    assert table.exit_code == 0, table.output
    count = int(table.output.splitlines()[2])
    assert 0 < count <= quads
    body = json.loads(run("query", str(file), "--format", "json", environ=built).output)
    assert [row["n"]["value"] for row in body["results"]["bindings"]] == [str(count)]
    rows = run("query", str(file), "--format", "csv", environ=built).output
    assert list(csv.reader(io.StringIO(rows))) == [["n"], [str(count)]]


def test_a_query_that_does_not_parse_is_a_usage_error(built: dict[str, str]) -> None:
    assert run("query", "-", environ=built, text="SELECT ?x WHERE {").exit_code == 2


def test_a_query_that_takes_too_long_is_stopped_and_says_so(built: dict[str, str]) -> None:
    environ = {**built, "OPENPLAZA_QUERY_TIMEOUT_S": "0.5"}
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
    with without_hanging():
        result = run("query", "-", environ=environ, text=endless)
    assert result.exit_code == 1
    assert str(TimedOut(0.5)) in result.output


def test_a_question_can_be_asked_by_name_with_its_examples(built: dict[str, str]) -> None:
    question = next(iter(Catalogue.load(ROOT / "queries")))
    params = [
        f"--param={name}={value}"
        for name, example in question.examples.items()
        for value in ([example] if isinstance(example, str) else example)
    ]
    result = run("query", question.name, *params, "--format", "csv", environ=built)
    assert result.exit_code == 0, result.output
    assert tuple(result.output.splitlines()[0].split(",")) == question.columns


def test_a_mistyped_question_or_parameter_is_a_usage_error_that_helps(built: dict[str, str]) -> None:
    name = next(iter(Catalogue.load(ROOT / "queries"))).name
    mistyped = run("query", name + "x", environ=built)
    assert (mistyped.exit_code, f"Did you mean '{name}'" in mistyped.output) == (2, True)
    assert run("query", name, "--param", "novalue", environ=built).exit_code == 2
    assert run("query", name, "--param", "no_such_name=1", environ=built).exit_code == 2


def test_a_question_takes_a_thing_by_its_name_and_lists_what_it_takes_when_there_is_no_such_thing(
    built: dict[str, str],
) -> None:
    asked = "query", "practices-by-country", "--format", "csv", "--param"
    by_name, by_code = (run(*asked, f"country={each}", environ=built) for each in ("Belgien", "BE"))
    assert by_name.exit_code == 0 and by_name.output == by_code.output and "practices/" in by_name.output
    for params in (("--param", "country=Belgique-sur-Mer"), ()):
        refused = run(*asked[:4], *params, environ=built)
        assert refused.exit_code == 2 and "  BE  Belgium" in refused.output


def test_serving_answers_and_a_polite_stop_ends_it_cleanly(serving: tuple[subprocess.Popen[str], str]) -> None:
    process, url = serving
    assert answer_of(process, url) == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=HANGS_S) == 0


def test_a_port_that_is_taken_is_said_in_one_sentence(built: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", "--port", port, environ=built)
    assert result.exit_code == 2
    assert "Choose another port with --port." in result.output


def test_a_damaged_revision_is_refused(built: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "revisions"
    shutil.copytree(built["OPENPLAZA_REVISIONS_DIR"], copy)
    (copy / "000001" / "manifest.json").write_text("{}", encoding="utf-8")
    result = run("revisions", "list", environ={"OPENPLAZA_REVISIONS_DIR": str(copy)})
    assert result.exit_code == 3


def test_a_query_that_makes_a_graph_is_answered_as_turtle_and_never_as_a_table(built: dict[str, str]) -> None:
    made = "CONSTRUCT { <https://example.org/a> a <https://example.org/B> } WHERE {}"
    turtle = run("query", "-", "--format", "turtle", environ=built, text=made)
    assert (turtle.exit_code, turtle.output) == (0, "<https://example.org/a> a <https://example.org/B> .\n")
    assert run("query", "-", environ=built, text=made).exit_code == 2


def test_the_server_does_not_start_on_a_damaged_revision_and_names_the_file(
    built: dict[str, str], tmp_path: Path
) -> None:
    copied = tmp_path / "revisions"
    shutil.copytree(built["OPENPLAZA_REVISIONS_DIR"], copied)
    quads = copied / "000001" / "quads.nq.zst"
    content = bytearray(quads.read_bytes())
    content[len(content) // 2] ^= 1
    quads.write_bytes(content)
    result = run("serve", "--port", str(free_port()), environ={"OPENPLAZA_REVISIONS_DIR": str(copied)})
    assert result.exit_code == 3
    assert "quads.nq.zst" in result.output
