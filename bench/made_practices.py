"""Practices in any number, shaped like ours: `python -m bench.made_practices 10000 FOLDER` publishes a revision.

The revision holds all real facts, and beside the real practices as many made ones as are asked for. A made practice
takes each of its columns from one of two real ones, so that values are as frequent, as many together and as often
missing as in the facts. What is said about it by nodes of their own (who acts, legal events, links with law, what
governs it) is what is said about the first of the two. For each hundred practices beyond the real ones there is one
made city. The same seed gives the same quads.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.build import build
from graph.revision import Revision, read_quads
from graph.revision.publishing import publish
from graph.settings import Settings, load_settings

BASE = "https://w3id.org/openplaza/"
OP = f"{BASE}ontology#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
IDENTIFIER = "<http://purl.org/dc/terms/identifier>"
DESCRIPTION = "<http://purl.org/dc/terms/description>"
GEONAMES, WIKIDATA, NUTS = f"<{OP}geonames>", f"<{OP}wikidata>", f"<{OP}nuts3>"
LATITUDE, LONGITUDE = "<http://www.w3.org/2003/01/geo/wgs84_pos#lat>", "<http://www.w3.org/2003/01/geo/wgs84_pos#long>"
POPULATION = f"<{OP}population>"
COUNTRY, IN_CITY, ROW = f"<{OP}country>", f"<{OP}inCity>", f"<{OP}row>"
DECIMAL = "<http://www.w3.org/2001/XMLSchema#decimal>"
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
# Columns that depend on each other come from one practice.
TOGETHER = (
    (f"<{OP}theme>", f"<{OP}technology>", f"<{OP}technologyText>", f"<{OP}coreArea>"),
    (f"<{OP}problem>", f"<{OP}targetProblem>"),
    (f"<{OP}leadLevel>", f"<{OP}actor>"),
    (f"<{OP}evidenceLevel>", f"<{OP}evidenceResult>", f"<{OP}evaluation>"),
    (f"<{OP}startYear>", f"<{OP}endYear>"),
)
PRACTICES_A_CITY = 100
QUAD = re.compile(r"(<[^>]*>) (<[^>]*>) (.*) (<[^>]*>) \.\n")

OF_PRACTICE = frozenset(f"<{OP}{name}>" for name in ("practice", "governs", "concerns"))
"""What leads from a node of its own to the practice that it is about."""

Pair = tuple[str, str, str]
Columns = dict[str, list[Pair]]


@dataclass(frozen=True)
class Real:
    """The real facts: every line, what they say of practices and of cities, and the nodes about each practice."""

    lines: list[bytes]
    practices: list[Columns]
    cities: list[Columns]
    about: dict[str, dict[str, Columns]]


def real(revision: Revision) -> Real:
    """The facts of `revision`, which was built from the real tables."""
    lines = list(read_quads(revision))
    return Real(lines, list(_of(lines, "practices").values()), list(_of(lines, "cities").values()), _about(lines))


def _about(lines: list[bytes]) -> dict[str, dict[str, Columns]]:
    """By the identifier of a practice, the nodes that are about it."""
    found: dict[str, Columns] = {}
    practices: dict[str, str] = {}
    for line in lines:
        matched = QUAD.fullmatch(line.decode())
        if not matched:
            continue
        subject, predicate, value, graph = matched.groups()
        found.setdefault(subject, {}).setdefault(predicate, []).append((predicate, value, graph))
        if predicate in OF_PRACTICE:
            practices[subject] = value.strip("<>").rsplit("/", 1)[-1]
    nodes: dict[str, dict[str, Columns]] = {}
    for subject, practice in practices.items():
        nodes.setdefault(practice, {})[subject] = found[subject]
    return nodes


def _of(lines: list[bytes], collection: str) -> dict[str, Columns]:
    found: dict[str, Columns] = {}
    start = f"<{BASE}id/{collection}/".encode()
    for line in lines:
        if not line.startswith(start):
            continue
        matched = QUAD.fullmatch(line.decode())
        assert matched, line
        subject, predicate, value, graph = matched.groups()
        if "#" not in subject:
            found.setdefault(subject, {}).setdefault(predicate, []).append((predicate, value, graph))
    return found


def made(facts: Real, practices: int, seed: int = 1) -> Iterator[bytes]:
    """N-Quads of all real facts and of as many made practices as make up `practices` together."""
    rng = random.Random(seed)
    yield from facts.lines
    more = max(0, practices - len(facts.practices))
    towns = [_city(facts, rng, number) for number in range(more // PRACTICES_A_CITY)]
    for subject, columns in towns:
        yield from _lines(subject, columns)
    homes = [(values[IDENTIFIER][0], values) for values in facts.cities]
    homes = [(("", f"<{BASE}id/cities/{value.strip(chr(34))}>", ""), values) for (_, value, _), values in homes]
    homes += [(("", subject, ""), columns) for subject, columns in towns]
    for number in range(more):
        yield from _practice(facts, rng, number, homes)


def _city(facts: Real, rng: random.Random, number: int) -> tuple[str, Columns]:
    """A place near a real one, in its country, of up to twice its size."""
    columns = {name: list(pairs) for name, pairs in rng.choice(facts.cities).items()}
    for name in (GEONAMES, WIKIDATA, NUTS, ROW):
        columns.pop(name, None)
    graph = columns[IDENTIFIER][0][2]
    columns[IDENTIFIER] = [(IDENTIFIER, f'"town-{number}"', graph)]
    columns[LABEL] = [(LABEL, f'"Town {number}"@en', graph)]
    for name in (LATITUDE, LONGITUDE):
        degrees = float(columns[name][0][1].split('"')[1]) + rng.uniform(-1.5, 1.5)
        columns[name] = [(name, f'"{degrees:.2f}"^^{DECIMAL}', graph)]
    if POPULATION in columns:
        size = int(columns[POPULATION][0][1].split('"')[1])
        columns[POPULATION] = [(POPULATION, f'"{int(size * rng.uniform(0.1, 2))}"^^{INTEGER}', graph)]
    return f"<{BASE}id/cities/town-{number}>", columns


def _practice(facts: Real, rng: random.Random, number: int, homes: list[tuple[Pair, Columns]]) -> Iterator[bytes]:
    one, other = rng.choice(facts.practices), rng.choice(facts.practices)
    columns: Columns = {}
    names = sorted({*one, *other} - {name for group in TOGETHER for name in group})
    for group in (*TOGETHER, *((name,) for name in names)):
        origin = one if rng.random() < 0.6 else other
        columns |= {name: origin[name] for name in group if name in origin}
    graph = one[IDENTIFIER][0][2]
    towns = len(columns.get(IN_CITY, ()))
    places = rng.sample(homes, towns if rng.random() < 0.1 else min(towns, 1))
    title = columns[LABEL][0][1].rsplit('"', 1)[0].removeprefix('"')
    subject = f"<{BASE}id/practices/made-{number}>"
    if places:
        countries = sorted({home[COUNTRY][0][1] for _, home in places})
        columns[IN_CITY] = [(IN_CITY, city, graph) for (_, city, _), _ in places]
        columns[COUNTRY] = [(COUNTRY, country, graph) for country in countries]
    columns |= {
        IDENTIFIER: [(IDENTIFIER, f'"made-{number}"', graph)],
        LABEL: [(LABEL, f'"{title} ({number})"@en', graph)],
        ROW: [(ROW, f"<{BASE}row/practices.csv/made-{number}>", graph)],
    }
    yield from _lines(subject, columns)
    yield from _lines(f"<{BASE}row/practices.csv/made-{number}>", _row(graph, rng))
    yield from _nodes(facts, one[IDENTIFIER][0][1].strip('"'), number)


def _nodes(facts: Real, practice: str, number: int) -> Iterator[bytes]:
    """The nodes about a real practice once more, about the made one."""
    real_one, made_one = f"<{BASE}id/practices/{practice}>", f"<{BASE}id/practices/made-{number}>"
    for subject, columns in facts.about.get(practice, {}).items():
        head, hash_, name = subject.partition("#")
        node = f"{made_one[:-1]}#{name}" if hash_ else f"{head[:-1]}-made-{number}>"
        told = {name: [(name, made_one if value == real_one else value, graph) for _, value, graph in pairs]
                for name, pairs in columns.items()}  # fmt: skip
        yield from _lines(node, told)


def _row(graph: str, rng: random.Random) -> Columns:
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    basis, source = f"<{OP}basis>", "<http://www.w3.org/ns/prov#hadPrimarySource>"
    return {
        kind: [(kind, f"<{OP}Row>", graph)],
        basis: [(basis, f"<{BASE}concept/basis/{rng.choice(('stored-page', 'general-knowledge'))}>", graph)],
        source: [(source, f"<{BASE}id/sources/np_nice>", graph)],
    }


def _lines(subject: str, columns: Columns) -> Iterator[bytes]:
    for pairs in columns.values():
        for predicate, value, graph in pairs:
            yield f"{subject} {predicate} {value} {graph} .\n".encode()


def revision_of(practices: int, folder: Path, seed: int = 1) -> Settings:
    """Settings whose current revision, in `folder`, holds `practices` practices; one that is there already is kept."""
    defaults = load_settings({})
    settings = dataclasses.replace(defaults, revisions_dir=folder / f"practices-{practices}-{seed}")
    if (settings.revisions_dir / "current").exists():
        return settings
    facts = real(build(dataclasses.replace(defaults, revisions_dir=folder / "real")))
    publish(made(facts, practices, seed), settings.revisions_dir, software="bench", sources={})
    return settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("practices", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.stdout.write(f"{revision_of(given.practices, given.folder, given.seed).revisions_dir}\n")


if __name__ == "__main__":
    main()
