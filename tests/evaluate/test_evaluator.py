"""What holds when anyone may send any query."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
import threading
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from patience import HANGS_S, wait_until, without_hanging

from graph.errors import Abandoned, BadQuery, Busy, OutOfMemory, Refused, TimedOut, TooLarge
from graph.evaluate.evaluator import Evaluator
from graph.revision import Revision, publish
from graph.settings import Settings

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
THINGS = 600
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"


@pytest.fixture(scope="module")
def revision(tmp_path_factory: pytest.TempPathFactory) -> Revision:
    hard = ox.Literal('a "}},{" \n<result> ,\t\\ ]}}')
    lines = [b"<urn:hard> <urn:says> %s <urn:g:two> .\n" % str(hard).encode()]
    for number in range(THINGS):
        lines.append(b'<urn:t:%d> <urn:name> "thing %d" <urn:g:one> .\n' % (number, number))
        lines.append(b'<urn:t:%d> <urn:name> "thing %d" <urn:g:two> .\n' % (number, number))
        lines.append(b"<urn:t:%d> <urn:next> <urn:t:%d> <urn:g:one> .\n" % (number, (number + 1) % THINGS))
    folder = tmp_path_factory.mktemp("revisions")
    return publish(lines, folder, software="test", sources={})


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(query_timeout_s=HANGS_S, query_memory_mb=256, max_rows=1000, max_result_mb=8)


@pytest.fixture(scope="module")
def evaluator(revision: Revision, settings: Settings) -> Iterator[Evaluator]:
    with Evaluator(revision, settings) as running:
        yield running


@pytest.fixture(scope="module")
def hurried(revision: Revision, settings: Settings) -> Iterator[Evaluator]:
    """Stops after a second: for queries that would never end by themselves."""
    with Evaluator(revision, replace(settings, query_timeout_s=1.0)) as running:
        yield running


def still_answers(evaluator: Evaluator) -> bool:
    return b"true" in evaluator.evaluate("ASK { <urn:t:1> <urn:name> 'thing 1' }", JSON).body


def test_a_triple_in_two_graphs_counts_once_in_the_union(evaluator: Evaluator) -> None:
    found = evaluator.evaluate("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", CSV)
    assert found.body == b"n\r\n%d\r\n" % (2 * THINGS + 1)
    assert (found.rows, found.complete, found.limit_applied) == (1, True, None)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
        f"SELECT * {{ {CROSS} }} ORDER BY ?c ?f ?i",
        "SELECT (COUNT(*) AS ?n) { ?a <urn:next>+ ?b . ?c <urn:next>+ ?d }",
        f"SELECT (GROUP_CONCAT(?c) AS ?all) {{ {CROSS} }}",
    ],
)
def test_an_endless_query_ends_at_its_limit_and_the_next_one_is_answered(hurried: Evaluator, query: str) -> None:
    with without_hanging(), pytest.raises((TimedOut, OutOfMemory)):
        hurried.evaluate(query, JSON)
    assert still_answers(hurried)


def test_a_count_over_a_cross_product_names_the_limit_it_passed(hurried: Evaluator) -> None:
    with pytest.raises(TimedOut) as caught:
        hurried.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON)
    assert caught.value.limit_s == 1.0


def test_a_client_may_lower_the_limit_and_cannot_raise_it(hurried: Evaluator) -> None:
    for asked, expected in ((0.2, 0.2), (60.0, 1.0)):
        with pytest.raises(TimedOut) as caught:
            hurried.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, timeout_s=asked)
        assert caught.value.limit_s == expected


def test_a_string_that_doubles_27_times_costs_the_child_and_nobody_else(hurried: Evaluator) -> None:
    binds = "".join(f"BIND(CONCAT(?x{n},?x{n}) AS ?x{n + 1}) " for n in range(27))
    with pytest.raises((OutOfMemory, TimedOut)):
        hurried.evaluate(f"SELECT (STRLEN(?x27) AS ?n) {{ BIND('0123456789abcdef' AS ?x0) {binds} }}", JSON)
    assert still_answers(hurried)


SERVICE = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { service silent <%s> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE<%s>{ ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?u { <%s> } SERVICE ?u { ?s ?p ?o } }",
    "PREFIX x: <%s> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { SERVICE: { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''a''' . #'''\n SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?o<?p)SERVICE<%s>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p """a" } SERVICE <%s> { ?s ?p ?o } #"""',
    "PREFIX SERVICE: <%s> PREFIX : <%s> SELECT * { SERVICE: { ?s ?p ?o } }",
]


@pytest.mark.parametrize("form", SERVICE)
def test_a_query_that_calls_another_service_is_refused_and_reaches_nothing(evaluator: Evaluator, form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises((Refused, BadQuery)):
            evaluator.evaluate(form.replace("%s", address), JSON)
        with pytest.raises(TimeoutError):
            listener.accept()


CONFINED = """
import socket, sys
import pyoxigraph as ox
from graph.evaluate.confine import confine
confine(256, files=int(sys.argv[2]))
outcomes = []
for attempt in (
    lambda: list(ox.Store().query("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % sys.argv[1])),
    lambda: ox.Store().update("LOAD <%s>" % sys.argv[1]),
    lambda: open("/etc/hostname"),
    lambda: socket.create_connection(("127.0.0.1", int(sys.argv[1].split(":")[2].strip("/")))),
    lambda: bytearray(512 << 20),
):
    try:
        attempt()
        outcomes.append("done")
    except (OSError, RuntimeError, MemoryError) as error:
        outcomes.append(type(error).__name__)
print(outcomes)
"""


@pytest.mark.parametrize("files", ["0", "50"], ids=["memory", "disk"])
def test_even_an_unchecked_query_reaches_no_network_no_file_and_no_more_memory(files: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        command = [sys.executable, "-c", CONFINED, address, files]
        found = subprocess.run(command, capture_output=True, text=True, check=True)
        assert "done" not in found.stdout
        assert found.stdout.count("Error") == 5
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p 'SERVICE <http://x/>' }",
        "SELECT * { ?s <urn:SERVICE> ?o } # SERVICE",
        "PREFIX service: <urn:> SELECT * { ?s service:name ?o } LIMIT 1",
    ],
)
def test_the_word_service_in_a_name_a_string_or_a_comment_is_fine(evaluator: Evaluator, query: str) -> None:
    assert evaluator.evaluate(query, JSON).complete


@pytest.mark.parametrize(
    "clause", ["FROM <file:///etc/hostname>", "FROM NAMED <http://127.0.0.1/>", "from<urn:g:none>"]
)
def test_a_graph_that_is_not_here_is_refused_and_not_fetched(evaluator: Evaluator, clause: str) -> None:
    with pytest.raises(Refused, match="no graph"):
        evaluator.evaluate(f"SELECT * {clause} {{ ?s ?p ?o }}", JSON)
    with pytest.raises(Refused, match="no graph"):
        evaluator.evaluate("SELECT * { ?s ?p ?o }", JSON, default_graphs=["http://127.0.0.1/"])


def test_the_graphs_of_the_protocol_and_of_the_query_choose_what_is_read(evaluator: Evaluator) -> None:
    count = "SELECT (COUNT(*) AS ?n) %s { ?s ?p ?o }"
    one = evaluator.evaluate(count % "", CSV, default_graphs=["urn:g:one"]).body
    assert one == evaluator.evaluate(count % "FROM <urn:g:one>", CSV).body == b"n\r\n%d\r\n" % (2 * THINGS)
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert evaluator.evaluate(named, CSV, named_graphs=["urn:g:two"]).body == b"n\r\n%d\r\n" % (THINGS + 1)
    assert evaluator.evaluate(named, CSV, default_graphs=["urn:g:two"]).body == b"n\r\n0\r\n"


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DROP ALL",
        "PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/hostname>",
        "WITH <urn:g:one> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_in_a_plain_sentence(evaluator: Evaluator, update: str) -> None:
    with pytest.raises(Refused, match="no updates"):
        evaluator.evaluate(update, JSON)


def test_a_syntax_error_has_line_column_and_the_text_near_it(evaluator: Evaluator) -> None:
    with pytest.raises(BadQuery) as caught:
        evaluator.evaluate("SELECT *\n{ ?s ?p }", JSON)
    assert (caught.value.line, caught.value.column) == (2, 9)
    assert caught.value.near == "}"


def test_an_undeclared_prefix_is_named_with_its_place(evaluator: Evaluator) -> None:
    with pytest.raises(BadQuery, match="prefix 'ex:' is not declared") as caught:
        evaluator.evaluate("SELECT *\n{ ?s ex:p ?o }", JSON)
    assert (caught.value.line, caught.value.column) == (2, 6)


@pytest.mark.parametrize("bracket", ["(", "{", "["])
def test_ten_thousand_open_brackets_are_a_bad_query(evaluator: Evaluator, bracket: str) -> None:
    with pytest.raises(BadQuery, match="nested"):
        evaluator.evaluate("SELECT * { ?s ?p ?o " + bracket * 10_000, JSON)


def test_ten_thousand_signs_do_not_end_the_service(hurried: Evaluator) -> None:
    with pytest.raises((BadQuery, OutOfMemory, TimedOut)):
        hurried.evaluate("SELECT * { FILTER(" + "!" * 50_000 + "true }", JSON)
    assert still_answers(hurried)


def test_a_query_longer_than_the_limit_is_refused(evaluator: Evaluator) -> None:
    with pytest.raises(TooLarge, match="longer than 256 kB"):
        evaluator.evaluate("ASK {} #" + "x" * 270_000, JSON)


def rows_json(body: bytes) -> list[object]:
    found: list[object] = json.loads(body)["results"]["bindings"]
    return found


def rows_xml(body: bytes) -> list[object]:
    return list(ElementTree.fromstring(body).iter("{http://www.w3.org/2005/sparql-results#}result"))


def rows_csv(body: bytes) -> list[object]:
    return list(csv.reader(io.StringIO(body.decode(), newline="")))[1:]


def rows_tsv(body: bytes) -> list[object]:
    # An answer of rows; the checker sees that it may be a yes or no.
    return list(ox.parse_query_results(body, format=ox.QueryResultsFormat.TSV))  # type: ignore[arg-type]


READERS = [(JSON, rows_json), (XML, rows_xml), (CSV, rows_csv), (TSV, rows_tsv)]


@pytest.mark.parametrize(("media_type", "read"), READERS)
def test_a_cut_answer_is_a_valid_document_and_says_that_it_is_cut(
    evaluator: Evaluator, media_type: str, read: Callable[[bytes], list[object]]
) -> None:
    query = "SELECT ?o ?x { <urn:hard> <urn:says> ?o . ?s <urn:name> ?n . BIND(?none AS ?x) } LIMIT %d"
    whole = evaluator.evaluate(query % 600, media_type)
    assert (whole.complete, whole.rows, len(read(whole.body))) == (True, 600, 600)
    cut = evaluator.evaluate(
        "SELECT ?o ?a { <urn:hard> <urn:says> ?o . ?a <urn:name> ?n . ?b <urn:name> ?m }", media_type
    )
    assert (cut.complete, cut.limit_applied, cut.rows, len(read(cut.body))) == (False, "max_rows", 1000, 1000)


@pytest.mark.parametrize(("media_type", "read"), READERS)
def test_an_answer_without_bound_values_still_has_its_rows(
    evaluator: Evaluator, media_type: str, read: Callable[[bytes], list[object]]
) -> None:
    found = evaluator.evaluate("SELECT ?nothing { ?s <urn:next> ?o } LIMIT 7", media_type)
    assert found.rows == 7
    if media_type not in (CSV, TSV):
        assert len(read(found.body)) == 7
    assert evaluator.evaluate("SELECT ?s { ?s <urn:none> ?o }", media_type).rows == 0


@pytest.mark.parametrize(("media_type", "read"), READERS)
def test_an_answer_over_the_byte_limit_is_cut_after_a_row(
    evaluator: Evaluator, media_type: str, read: Callable[[bytes], list[object]]
) -> None:
    long = "CONCAT(?n," + ",".join(["'0123456789'"] * 2000) + ")"
    found = evaluator.evaluate(f"SELECT ({long} AS ?l) {{ ?s <urn:name> ?n }}", media_type)
    assert (found.complete, found.limit_applied) == (False, "max_result_mb")
    assert 0 < found.rows == len(read(found.body)) < THINGS


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_triples_come_in_every_format_and_a_cut_one_is_valid(
    evaluator: Evaluator, media_type: str, form: ox.RdfFormat
) -> None:
    whole = evaluator.evaluate("CONSTRUCT { ?s <urn:b> ?o } { ?s <urn:next> ?o }", media_type)
    assert len(list(ox.parse(whole.body, format=form))) == whole.rows == THINGS
    cut = evaluator.evaluate("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", media_type)
    assert len(list(ox.parse(cut.body, format=form))) == cut.rows == 1000
    assert (cut.complete, cut.limit_applied) == (False, "max_rows")
    with pytest.raises(Refused, match="SELECT and ASK"):
        evaluator.evaluate("SELECT * { ?s ?p ?o }", media_type)


def test_when_every_slot_and_every_waiting_place_is_taken_the_answer_is_busy(hurried: Evaluator) -> None:
    outcomes: list[str] = []

    def heavy() -> None:
        try:
            hurried.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON)
        except Exception as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=heavy) for _ in range(24)]
    for thread in threads:
        thread.start()
    with without_hanging():
        for thread in threads:
            thread.join()
    assert set(outcomes) == {"TimedOut", "Busy"}
    assert 2 <= outcomes.count("TimedOut") <= 8
    assert Busy.status == 503
    assert still_answers(hurried)


def test_work_that_nobody_waits_for_ends_long_before_its_limit(revision: Revision, settings: Settings) -> None:
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    with Evaluator(revision, replace(settings, query_timeout_s=60)) as running:
        with without_hanging(), pytest.raises(Abandoned):
            running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, abandoned=gone.is_set)
        assert gone.is_set() and still_answers(running)


def test_whoever_leaves_the_queue_takes_no_turn(revision: Revision, settings: Settings) -> None:
    outcomes: list[str] = []

    def ask(abandoned: Callable[[], bool] | None) -> None:
        try:
            running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, abandoned=abandoned)
        except Exception as error:
            outcomes.append(type(error).__name__)

    patient = replace(settings, query_workers=1, query_queue=1, query_timeout_s=60, query_wait_s=60)
    with Evaluator(revision, patient) as running:
        assert still_answers(running)
        done, left = threading.Event(), threading.Event()
        working = threading.Thread(target=ask, args=[done.is_set])
        working.start()
        wait_until(lambda: running._admission._running == 1)
        waiting = threading.Thread(target=ask, args=[left.is_set])
        waiting.start()
        wait_until(lambda: len(running._admission._queue) == 1)
        with pytest.raises(Busy):
            running.evaluate("ASK {}", JSON)
        left.set()
        waiting.join()
        assert outcomes == ["Abandoned"]
        done.set()
        working.join()
        assert still_answers(running)


def children(pid: int) -> list[int]:
    found = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return found + [grandchild for child in found for grandchild in children(child)]


def runs(pid: int) -> bool:
    """False once a process has ended, also when nobody has collected its status yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_after_close_no_process_and_no_descriptor_is_left(revision: Revision, settings: Settings) -> None:
    before = set(children(os.getpid())), len(os.listdir("/proc/self/fd"))
    running = Evaluator(revision, settings)
    assert still_answers(running)
    with pytest.raises(TimedOut):
        running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, timeout_s=0.2)
    assert still_answers(running)
    mine = set(children(os.getpid())) - before[0]
    assert len(mine) == 2
    running.close()
    assert (set(children(os.getpid())), len(os.listdir("/proc/self/fd"))) == before
    assert not any(Path(f"/proc/{pid}").exists() for pid in mine)
    with pytest.raises(Busy):
        running.evaluate("ASK {}", JSON)


def test_when_the_parent_of_the_workers_dies_it_is_replaced_and_its_workers_end(
    revision: Revision, settings: Settings
) -> None:
    before = set(children(os.getpid()))
    with Evaluator(revision, settings) as running:
        assert still_answers(running)
        mine = set(children(os.getpid())) - before
        (parent,) = [pid for pid in mine if children(pid)]
        os.kill(parent, 9)
        assert still_answers(running)
        wait_until(lambda: not any(runs(pid) for pid in mine))


def test_a_revision_too_large_for_memory_is_answered_from_disk(revision: Revision, settings: Settings) -> None:
    with Evaluator(revision, replace(settings, max_memory_quads=10)) as running:
        assert still_answers(running)
        count = running.evaluate("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", CSV)
        assert count.body == b"n\r\n%d\r\n" % (2 * THINGS + 1)
        with pytest.raises(TimedOut):
            running.evaluate(f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", JSON, timeout_s=0.3)
        assert still_answers(running)
    assert [path.name for path in (revision.path / "index").iterdir()] == ["oxigraph"]
