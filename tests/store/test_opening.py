"""An opened revision holds every quad, and each triple once more in its default graph, however the text is cut."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import Damaged
from graph.revision import publish, reading
from graph.store.opening import open_native
from tests.budget import examples

IRIS = st.sampled_from([ox.NamedNode(f"urn:{name}") for name in "abc"])
BLANKS = st.sampled_from([ox.BlankNode("b"), ox.BlankNode("c")])
TEXTS = st.text(st.sampled_from('a "\\\n\t\r_:<>.)é'), max_size=6)
LITERALS = st.one_of(
    st.builds(ox.Literal, TEXTS),
    st.builds(lambda text: ox.Literal(text, language="en"), TEXTS),
    st.builds(lambda text: ox.Literal(text, datatype=ox.NamedNode("urn:type")), TEXTS),
)
TRIPLES = st.builds(ox.Triple, st.one_of(IRIS, BLANKS), IRIS, st.one_of(IRIS, BLANKS, LITERALS))
QUADS = st.builds(
    ox.Quad,
    st.one_of(IRIS, BLANKS),
    IRIS,
    st.one_of(IRIS, BLANKS, LITERALS, TRIPLES),
    st.one_of(st.just(ox.DefaultGraph()), IRIS, BLANKS),
)


@settings(max_examples=examples(150))
@given(st.lists(QUADS, max_size=12), st.integers(1, 60), st.booleans())
def test_every_quad_is_there_and_each_triple_once_in_the_union(quads: list[ox.Quad], size: int, disk: bool) -> None:
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "TEXT_BYTES", size)
        revision = publish(lines, Path(folder), software="test", sources={})
        store = open_native(revision, 0 if disk else 100)
        union = {ox.Quad(*quad.triple, ox.DefaultGraph()) for quad in quads}
        assert set(store) == union | {quad for quad in quads if quad.graph_name != ox.DefaultGraph()}
        graphs = Counter(str(quad.graph_name).removeprefix("<").removesuffix(">") for quad in set(quads))
        graphs[""] = graphs.pop("DEFAULT", 0)
        assert revision.manifest.graphs == +graphs


def test_a_revision_that_breaks_off_is_not_opened(tmp_path: Path) -> None:
    revision = publish((b'<urn:%d> <urn:p> "%d" <urn:g> .' % (n, n * n) for n in range(9_000)), tmp_path,
                       software="test", sources={})  # fmt: skip
    packed = revision.path / "quads.nq.zst"
    whole = packed.read_bytes()
    packed.write_bytes(whole[: len(whole) // 2] + bytes(100) + whole[len(whole) // 2 + 100 :])
    for most in (0, 100_000):
        with pytest.raises(Damaged, match=r"quads\.nq\.zst"):
            open_native(revision, most)
    assert not list((revision.path / "index").glob("*oxigraph*"))
