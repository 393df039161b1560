"""What an operator can rely on when publishing into a store: all of a revision is there, or the old one still is."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import server
from graph.errors import BadStoreAnswer, LoadFailed, NoRevision, NotFound
from graph.remote import held_revisions as pointer
from graph.remote.publishing import Loader
from graph.remote.store import RemoteStore
from graph.revision import Revision, publish
from graph.settings import ROOT, Settings
from tests.remote.badstores import answering, bad_store
from tests.remote.realstores import Address

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture(params=["oxigraph", "virtuoso"])
def address(request: pytest.FixtureRequest) -> Address:
    return request.getfixturevalue(f"{request.param}_at")  # type: ignore[no-any-return]


@pytest.fixture
def here(address: Address, settings: Settings, tmp_path: Path) -> Settings:
    """An OpenPlaza of its own in that store: its base is one that no other test uses."""
    base = f"https://{tmp_path.name.replace('_', '-')}.example/"
    return dataclasses.replace(address.settings(settings), base_iri=base, revisions_dir=tmp_path / "revisions")


@pytest.fixture
def loader(here: Settings, address: Address) -> Iterator[Loader]:
    client = address.client(here)
    yield Loader(client, here.base_iri)
    client.close()


def revision(here: Settings, *names: str) -> Revision:
    """A revision with two graphs; `names` are the things in it, and one statement stands in both graphs."""
    base = here.base_iri
    lines = [f'<{base}id/{name}> <urn:name> "{name}"@en <{base}graph/{graph}> .' for name in names for graph in "ab"]
    lines += [f"<{base}id/{name}> <urn:in> <{base}graph/a> <{base}graph/a> ." for name in names]
    return publish((line.encode() for line in lines), here.revisions_dir, software="tests", sources={})


def graphs(here: Settings, address: Address) -> set[str]:
    """The graphs that the store holds of this OpenPlaza, by the ends of their names."""
    client = address.client(here)
    try:
        known = [pointer.GraphNames(here.base_iri, number) for number in range(1, 5)]
        names = [f"{naming.revision}/{end}" for naming in known for end in ("graph/a", "graph/b", "all")]
        ask = "ASK { ?s ?p ?o }"
        return {
            name.removeprefix(f"{here.base_iri}revision/")
            for name in names
            if b"true" in client.query(ask, default_graphs=[name]).body
        }
    finally:
        client.close()


def names_in(store: RemoteStore) -> set[str]:
    return {str(row["name"]) for row in store.select("SELECT ?name WHERE { ?s <urn:name> ?name }").rows}


def opened(here: Settings, number: int | None = None) -> RemoteStore:
    return RemoteStore.open(here, number)


def test_a_store_without_a_revision_says_so(here: Settings) -> None:
    with pytest.raises(NoRevision, match="openplaza publish"):
        opened(here)


def test_what_was_published_is_read_with_the_names_it_has_here(
    here: Settings, loader: Loader, address: Address
) -> None:
    published = revision(here, "one", "two")
    done = loader.publish(published)
    assert (done.number, done.loaded, done.switched, done.removed) == (1, True, True, ())
    store = opened(here)
    assert (store.revision, store.manifest) == (1, published.manifest)
    assert str(store.select(COUNT).rows[0]["n"]) == "4"
    found = store.select("SELECT DISTINCT ?graph ?in WHERE { GRAPH ?graph { ?s <urn:in> ?in } }")
    assert [[str(cell) for cell in row.values()] for row in found.rows] == [[f"{here.base_iri}graph/a"] * 2]
    assert graphs(here, address) == {"1/graph/a", "1/graph/b", "1/all"}
    store.close()


def test_publishing_the_same_revision_again_changes_nothing(here: Settings, loader: Loader) -> None:
    published = revision(here, "one")
    loader.publish(published)
    done = loader.publish(published)
    assert (done.loaded, done.switched, done.removed) == (False, False, ())


def test_readers_keep_their_revision_until_they_ask_for_the_new_one(
    here: Settings, loader: Loader, address: Address
) -> None:
    loader.publish(revision(here, "one"))
    old = opened(here)
    assert old.refresh() is old
    loader.publish(revision(here, "one", "two"))
    assert names_in(old) == {"one"}
    new = old.refresh()
    assert (new.revision, names_in(new)) == (2, {"one", "two"})
    assert loader.publish(revision(here, "three")).removed == (1,)
    assert names_in(new.refresh()) == {"three"}
    kept = {f"{number}/{end}" for number in (2, 3) for end in ("graph/a", "graph/b", "all")}
    assert graphs(here, address) == kept
    with pytest.raises(NotFound, match="Kept are: 2, 3"):
        opened(here, 1)
    old.close()


def test_an_older_revision_that_is_still_there_becomes_current_without_loading(here: Settings, loader: Loader) -> None:
    first, second = revision(here, "one"), revision(here, "two")
    loader.publish(first)
    loader.publish(second)
    done = loader.publish(first)
    assert (done.loaded, done.switched, done.removed) == (False, True, ())
    store = opened(here)
    assert (store.revision, names_in(store)) == (1, {"one"})
    store.close()


def test_other_facts_under_the_same_number_are_refused(here: Settings, loader: Loader, tmp_path: Path) -> None:
    loader.publish(revision(here, "one"))
    other = dataclasses.replace(here, revisions_dir=tmp_path / "other")
    with pytest.raises(LoadFailed, match="other facts"):
        loader.publish(revision(other, "two"))
    store = opened(here)
    assert names_in(store) == {"one"}
    store.close()


@pytest.mark.parametrize("stage", ["loading", "counting"])
def test_a_publishing_that_ends_midway_leaves_the_old_revision_and_is_cleared_by_the_next(
    here: Settings, loader: Loader, address: Address, stage: str
) -> None:
    loader.publish(revision(here, "one"))

    def fall(now: str, done: float) -> None:
        if now == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        loader.publish(revision(here, "two"), progress=fall)
    store = opened(here)
    assert (store.revision, names_in(store)) == (1, {"one"})
    store.close()
    assert loader.publish(revision(here, "three")).removed == (2,)
    assert graphs(here, address) == {f"{number}/{end}" for number in (1, 3) for end in ("graph/a", "graph/b", "all")}


def test_a_store_that_lost_a_statement_is_noticed_and_nothing_is_switched(here: Settings, address: Address) -> None:
    client = address.client(here)
    loader = Loader(client, here.base_iri)
    loader.publish(revision(here, "one"))
    second = revision(here, "two")
    lost = pointer.inserted(f"{here.base_iri}revision/2/graph/a", ["<urn:not> <urn:of> <urn:ours> ."])

    def meddle(now: str, done: float) -> None:
        if now == "counting":
            client.update(lost)

    with pytest.raises(LoadFailed, match="Nothing was switched"):
        loader.publish(second, progress=meddle)
    store = opened(here)
    assert store.revision == 1
    store.close()
    assert loader.publish(second).switched
    client.close()


def test_readers_never_see_a_mixture_while_revisions_are_switched(here: Settings, loader: Loader) -> None:
    loader.publish(revision(here, "a0", "b0"))
    seen: list[set[str]] = []
    done = threading.Event()

    def read() -> None:
        store = opened(here)
        while not done.is_set():
            store = store.refresh()
            seen.append(names_in(store))
        store.close()

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 5):
        loader.publish(revision(here, f"a{number}", f"b{number}"), keep=3)
    done.set()
    reader.join()
    assert seen and all({f"a{n[1:]}" for n in names} == {f"a{n[1:]}" for n in names if n[0] == "b"} for names in seen)
    assert all(len(names) == 2 for names in seen)


def test_the_wrong_password_is_a_named_error(virtuoso_at: Address, settings: Settings) -> None:
    client = dataclasses.replace(virtuoso_at, password="wrong").client(settings)
    with pytest.raises(BadStoreAnswer, match="401"):
        pointer.held(client, settings.base_iri)
    client.close()


# --- the command ---


def run(here: Settings, *args: str, environ: Mapping[str, str] | None = None) -> Result:
    inherited = {name: None for name in os.environ if name.startswith("OPENPLAZA_")}
    return CliRunner().invoke(server.main, list(args), env={**inherited, **environment(here), **(environ or {})})


def environment(here: Settings) -> dict[str, str]:
    signed_in = {"OPENPLAZA_STORE_USER": here.store_user, "OPENPLAZA_STORE_PASSWORD": here.store_password}
    return {
        "OPENPLAZA_BASE_IRI": here.base_iri,
        "OPENPLAZA_REVISIONS_DIR": str(here.revisions_dir),
        **{name: value for name, value in signed_in.items() if value},
    }


def test_the_command_publishes_and_the_question_is_answered_from_there(here: Settings, tmp_path: Path) -> None:
    revision(here, "one", "two")
    told = run(here, "publish", "--to", here.store, "--update-url", here.store_update)
    assert (told.exit_code, told.output) == (0, "Revision 1 is current there: 6 quads loaded.\n")
    again = run(here, "publish", "--to", here.store, "--update-url", here.store_update)
    assert (again.exit_code, again.output) == (0, "Revision 1 is current there: nothing to load.\n")
    (tmp_path / "count.rq").write_text(COUNT, encoding="utf-8")
    reading = {"OPENPLAZA_STORE": here.store, "OPENPLAZA_REVISIONS_DIR": str(tmp_path / "nothing")}
    asked = run(here, "query", str(tmp_path / "count.rq"), "--format", "csv", environ=reading)
    assert (asked.exit_code, asked.output.split()) == (0, ["n", "4"])


def test_a_killed_publishing_leaves_the_old_revision(here: Settings, loader: Loader, address: Address) -> None:
    loader.publish(revision(here, "one"))
    second = revision(here, *(f"thing-{number}" for number in range(6000)))
    command = [
        sys.executable,
        str(ROOT / "server.py"),
        "publish",
        "--to",
        here.store,
        "--update-url",
        here.store_update,
    ]
    process = subprocess.Popen(command, env={**os.environ, **environment(here)}, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not any(name.startswith("2/") for name in graphs(here, address)):
        assert process.poll() is None and time.monotonic() < until
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store = opened(here)
    assert names_in(store) == {"one"}
    assert loader.publish(second).removed == (2,)
    new = store.refresh()
    assert len(names_in(new)) == 6000
    new.close()


def test_what_went_wrong_is_said_in_one_sentence_with_its_exit_code(here: Settings) -> None:
    nothing = run(here, "publish", "--to", "http://127.0.0.1:1/sparql")
    assert (nothing.exit_code, "Nothing has been built" in nothing.output) == (3, True)
    revision(here, "one")
    cases = {
        ("publish",): (2, "--to"),
        ("publish", "--to", "http://127.0.0.1:1/sparql"): (1, "cannot be reached"),
        ("publish", "--to", "http://user:secret@127.0.0.1/sparql"): (2, "without a password"),
        ("publish", "--to", here.store, "--revision", "9"): (2, "no revision 9"),
    }
    for arguments, (code, said) in cases.items():
        result = run(here, *arguments)
        assert (result.exit_code, said in result.output, "secret" in result.output) == (code, True, False), (
            result.output
        )
    with bad_store(answering(b"<html>", "text/html")) as store:
        result = run(here, "publish", "--to", store.url)
        assert (result.exit_code, "web page" in result.output) == (1, True)
