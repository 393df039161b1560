"""Quads in the shape of our graph, at any size: `python -m bench generate --quads 3000000 FILE`.

Acts cite earlier acts by preferential attachment, so few are cited very often; provisions have dates of their own;
practices, technologies, actors and rules stand around them, each in the graph of its table, each row with its source.
The same seed gives the same bytes. Written act by act: memory holds only the numbers of cited acts.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

BASE = "https://w3id.org/openplaza/"
ELI = "http://data.europa.eu/eli/ontology#"
DCT = "http://purl.org/dc/terms/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"

QUADS_PER_ACT = 227
FIRST_DAY = date(1958, 1, 1).toordinal()
LAST_DAY = date(2026, 12, 31).toordinal()
TECHNOLOGIES = 60
COUNTRIES = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
ACTORS = "municipality local-police national-police transport-operator private-operator retailer school court".split()
LANGUAGES = "bg cs da de el es et fi fr hr hu it lt lv nl pl pt ro sk sl sv".split()
KINDS = {"cites": "cited_by", "amends": "amended_by", "based_on": "basis_for", "repeals": "repealed_by"}
KIND_WEIGHTS = (82, 8, 8, 2)
ACT_TYPES = "regulation directive decision recommendation guideline judgment".split()
EFFECTS = "prohibited permitted permitted-with-conditions obliged exempt defined".split()
EVIDENCE = "strong moderate weak none-found not-evaluated".split()
OUTCOMES = "found-lawful found-unlawful fined overturned pending none".split()
THEMES = [f"theme-{number:02}" for number in range(24)]
WORDS = (
    "public space security camera lighting square station night market crowd police data processing retention access "
    "notice sign residents women youth design prevention patrol sensor analysis impact assessment necessity balance"
).split()


def act(number: int) -> str:
    """The identifier of an act; acts are numbered from 0."""
    return f"http://data.europa.eu/eli/reg/{1958 + number % 69}/{number}/oj"


def practice(number: int) -> str:
    """The identifier of a practice; practices are numbered from 0."""
    return f"{BASE}id/practices/practice-{number}"


def technology(number: int) -> str:
    """The identifier of a technology; there are 60."""
    return f"{BASE}id/technologies/technology-{number:02}"


def counts(quads: int) -> tuple[int, int, int]:
    """How many acts, practices and rules data of about `quads` quads have."""
    acts = max(30, quads // QUADS_PER_ACT)
    return acts, acts // 3, acts // 2


def generate(quads: int, seed: int = 1) -> Iterator[str]:
    """N-Quads text, in the order of the tables' rows, some lines a piece; about `quads`, a few repeated."""
    acts, practices, rules = counts(quads)
    rng = random.Random(seed)
    yield from _vocabulary()
    cited = array("I", [0])
    for number in range(acts):
        yield from _act(rng, number, cited)
        if number % 3 == 0 and number // 3 < practices:
            yield from _practice(rng, number // 3, number, rules)
        if number % 2 == 0 and number // 2 < rules:
            yield from _rule(rng, number // 2, number)


def write(path: Path, quads: int, seed: int = 1) -> int:
    """Writes the file and returns the number of its lines; it has its name only when it is whole."""
    temporary, lines = path.with_suffix(".part"), 0
    with temporary.open("w", encoding="utf-8", buffering=1 << 20) as file:
        for piece in generate(quads, seed):
            file.write(piece)
            lines += piece.count("\n")
    temporary.rename(path)
    return lines


def _graph(name: str) -> str:
    return f" <{BASE}graph/{name}> .\n"


def _op(name: str) -> str:
    return f"<{BASE}ontology#{name}>"


def _concept(scheme: str, slug: str) -> str:
    return f"<{BASE}concept/{scheme}/{slug}>"


def _date(ordinal: int) -> str:
    return f'"{date.fromordinal(ordinal).isoformat()}"^^<{XSD}date>'


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


def _of(subject: str, pairs: Iterable[tuple[str, str]], graph: str) -> str:
    end = _graph(graph)
    return "".join(f"<{subject}> {predicate} {value}{end}" for predicate, value in pairs)


def _row(table: str, key: str, line: int) -> tuple[str, list[tuple[str, str]]]:
    source = f"<{BASE}id/sources/source-{line % 997}>"
    return f"{BASE}row/{table}.csv/{key}", [
        (f"<{RDF}type>", _op("Row")),
        (f"<{PROV}hadPrimarySource>", source),
        (_op("basis"), _concept("basis", "general-knowledge" if line % 3 else "page")),
        (_op("file"), f'"{table}.csv"'),
        (_op("line"), f'"{line}"^^<{XSD}integer>'),
    ]


def _vocabulary() -> Iterator[str]:
    for number in range(TECHNOLOGIES):
        pairs = [(f"<{RDF}type>", _op("Technology")), (f"<{RDFS}label>", f'"technology {number}"@en')]
        pairs += [(_op("broaderOrSelf"), f"<{technology(number)}>")]
        pairs += [(f"<{SKOS}broader>", f"<{technology(number // 4)}>")] if number > 3 else []
        yield _of(technology(number), pairs, "concepts")
    for name in ACTORS:
        pairs = [(f"<{RDF}type>", _op("Actor")), (f"<{RDFS}label>", f'"{name.replace("-", " ")}"@en')]
        yield _of(f"{BASE}id/actors/{name}", pairs, "actors")
    for code in COUNTRIES:
        pairs = [(f"<{RDF}type>", _op("Country")), (f"<{RDFS}label>", f'"country {code}"@en')]
        yield _of(f"{BASE}id/countries/{code}", pairs, "countries")
    schemes = {"effect": EFFECTS, "evidence-level": EVIDENCE, "legal-outcome": OUTCOMES, "theme": THEMES}
    for scheme, slugs in schemes.items():
        for slug in slugs:
            pairs = [(f"<{RDF}type>", f"<{SKOS}Concept>"), (f"<{SKOS}prefLabel>", f'"{slug.replace("-", " ")}"@en')]
            pairs += [(f"<{SKOS}inScheme>", f"<{BASE}concept/{scheme}>")]
            yield _of(f"{BASE}concept/{scheme}/{slug}", pairs, "vocabulary")


def _act(rng: random.Random, number: int, cited: array[int]) -> Iterator[str]:
    iri, day = act(number), rng.randint(FIRST_DAY, LAST_DAY)
    key = f"3{1958 + number % 69}R{number:05}"
    title = _words(rng, 9)
    row, row_pairs = _row("acts", key, number)
    pairs = [
        (f"<{RDF}type>", _op("Act")),
        (f"<{RDF}type>", f"<{ELI}LegalResource>"),
        (f"<{ELI}title>", f'"Regulation {number} on {title}"@en'),
        (f"<{ELI}title>", f'"Verordening {number}: \\"{title}\\""@{rng.choice(LANGUAGES)}'),
        (f"<{DCT}identifier>", f'"{key}"'),
        (f"<{ELI}date_document>", _date(day)),
        (f"<{ELI}first_date_entry_in_force>", _date(day + 20)),
        (_op("actType"), _concept("act-type", rng.choice(ACT_TYPES))),
        (_op("jurisdiction"), f'"{rng.choice(COUNTRIES) if number % 4 == 0 else "EU"}"'),
        (_op("policyArea"), _concept("policy-area", f"area-{rng.randint(0, 20):02}")),
        (_op("row"), f"<{row}>"),
    ]
    yield _of(iri, pairs, "acts")
    yield _of(row, row_pairs, "acts")
    yield _of(iri, [(f"<{ELI}is_about>", f"<http://eurovoc.europa.eu/{rng.randint(1, 900)}>") for _ in "abc"],
              "rule/subjects")  # fmt: skip
    yield _interval(rng, iri, day + 20, "in-force", "rule/act-intervals")
    yield from _citations(rng, number, iri, day, cited)
    for article in range(1, min(40, 1 + int(rng.paretovariate(0.9)) + 1) + 1):
        yield from _provision(rng, iri, key, article, day)


def _interval(rng: random.Random, iri: str, day: int, state: str, graph: str) -> str:
    """Half of what applies has an end; the rest is open."""
    pairs = [
        (f"<{RDF}type>", _op("Interval")),
        (_op("firstDay"), _date(day)),
        (_op("state"), _concept("interval-state", state)),
    ]
    if rng.random() < 0.5:
        pairs.append((_op("lastDay"), _date(min(day + rng.randint(400, 9000), LAST_DAY + 3000))))
    return _of(iri, [(_op("interval"), f"<{iri}#{state}>")], graph) + _of(f"{iri}#{state}", pairs, graph)


def _citations(rng: random.Random, number: int, iri: str, day: int, cited: array[int]) -> Iterator[str]:
    """Preferential attachment: three of four citations go to an act that was cited before, in proportion."""
    if number == 0:
        return
    targets = {
        cited[rng.randrange(len(cited))] if rng.random() < 0.75 else rng.randrange(number)
        for _ in range(min(40, int(rng.paretovariate(1.2)) + 3))
    }
    for place, target in enumerate(sorted(targets - {number})):
        cited.append(target)
        kind = rng.choices(list(KINDS), KIND_WEIGHTS)[0]
        yield _of(iri, [(f"<{ELI}{kind}>", f"<{act(target)}>")], "rule/direct-relations")
        yield _of(act(target), [(f"<{ELI}{KINDS[kind]}>", f"<{iri}>")], "rule/inverse-relations")
        if kind != "cites":
            yield _relation(f"r{number}-{place}", iri, act(target), kind, day)


def _relation(key: str, iri: str, target: str, kind: str, day: int) -> str:
    """Both tables say that the ends are acts, so these triples stand in two graphs, as in ours."""
    row, row_pairs = _row("act_relations", key, day)
    pairs = [
        (f"<{RDF}type>", _op("Relation")),
        (f"<{DCT}identifier>", f'"{key}"'),
        (_op("date"), _date(day)),
        (_op("from"), f"<{iri}>"),
        (_op("to"), f"<{target}>"),
        (_op("relationKind"), _concept("relation-kind", kind.replace("_", "-"))),
        (_op("row"), f"<{row}>"),
    ]
    table = "act_relations"
    return (
        _of(f"{BASE}id/relations/{key}", pairs, table)
        + _of(row, row_pairs, table)
        + _of(iri, [(f"<{RDF}type>", _op("Act"))], table)
        + _of(target, [(f"<{RDF}type>", _op("Act"))], table)
    )


def _provision(rng: random.Random, parent: str, key: str, article: int, day: int) -> Iterator[str]:
    """Staged application: later articles may apply months or years after the act."""
    iri = f"{parent.removesuffix('/oj')}/art_{article}/oj"
    applies = day + 20 + rng.choice((0, 0, 0, 180, 365, 730, 1095))
    row, row_pairs = _row("provisions", f"{key}/art_{article}", day + article)
    pairs = [
        (f"<{RDF}type>", _op("Provision")),
        (f"<{RDF}type>", f"<{ELI}LegalResourceSubdivision>"),
        (f"<{ELI}is_part_of>", f"<{parent}>"),
        (f"<{RDFS}label>", f'"Article {article}: {_words(rng, 4)}"@en'),
        (f"<{DCT}description>", f'"{_words(rng, 16)}."@en'),
        (f"<{DCT}identifier>", f'"{key}/art_{article}"'),
        (_op("applicableFrom"), _date(applies)),
        (_op("ruleType"), _concept("rule-type", rng.choice(EFFECTS))),
        (_op("topic"), _concept("topic", f"topic-{rng.randint(0, 40):02}")),
        (_op("addressee"), _concept("addressee", rng.choice(ACTORS))),
        (_op("row"), f"<{row}>"),
    ]
    touched = sorted(rng.sample(range(TECHNOLOGIES), 2))
    pairs += [(_op("appliesTo"), f"<{technology(number)}>") for number in touched]
    yield _of(iri, pairs, "provisions")
    yield _of(row, row_pairs, "provisions")
    yield _interval(rng, iri, applies, "applicable", "rule/provision-intervals")


def _rule(rng: random.Random, number: int, about: int) -> Iterator[str]:
    row, row_pairs = _row("technology_rules", f"t{number}", number)
    pairs = [
        (f"<{RDF}type>", _op("Rule")),
        (f"<{DCT}identifier>", f'"t{number}"'),
        (_op("technology"), f"<{technology(int(rng.paretovariate(0.6)) % TECHNOLOGIES)}>"),
        (_op("actor"), f"<{BASE}id/actors/{rng.choice(ACTORS)}>"),
        (_op("effect"), _concept("effect", rng.choice(EFFECTS))),
        (_op("byProvision"), f"<{act(about).removesuffix('/oj')}/art_1/oj>"),
        (_op("condition"), f'"{_words(rng, 8)}"@en'),
        (_op("row"), f"<{row}>"),
    ]
    yield _of(f"{BASE}id/rules/t{number}", pairs, "technology_rules")
    yield _of(row, row_pairs, "technology_rules")


def _practice(rng: random.Random, number: int, about: int, rules: int) -> Iterator[str]:
    iri, year = practice(number), rng.randint(1998, 2026)
    row, row_pairs = _row("practices", f"practice-{number}", number)
    label = _words(rng, 4)
    used = sorted({int(rng.paretovariate(0.6)) % TECHNOLOGIES for _ in range(rng.randint(1, 4))})
    pairs = [
        (f"<{RDF}type>", _op("Practice")),
        (f"<{RDFS}label>", f'"Practice {number}: {label}"@en'),
        (f"<{RDFS}label>", f'"Praktijk {number}: {label}"@{rng.choice(LANGUAGES)}'),
        (f"<{DCT}description>", f'"{_words(rng, 24)}."@en'),
        (f"<{DCT}identifier>", f'"practice-{number}"'),
        (_op("country"), f"<{BASE}id/countries/{COUNTRIES[int(rng.paretovariate(0.7)) % len(COUNTRIES)]}>"),
        (_op("evidenceLevel"), _concept("evidence-level", rng.choice(EVIDENCE))),
        (_op("legalOutcome"), _concept("legal-outcome", rng.choice(OUTCOMES))),
        (_op("startYear"), f'"{year}"^^<{XSD}gYear>'),
        (_op("row"), f"<{row}>"),
    ]
    pairs += [(_op("theme"), _concept("theme", slug)) for slug in sorted(set(rng.choices(THEMES, k=2)))]
    pairs += [(_op("technology"), f"<{technology(tech)}>") for tech in used]
    yield _of(iri, pairs, "practices")
    yield _of(row, row_pairs, "practices")
    for tech in used:
        rule = rng.randrange(rules)
        governance = [
            (f"<{RDF}type>", _op("Governance")),
            (_op("governs"), f"<{iri}>"),
            (_op("byRule"), f"<{BASE}id/rules/t{rule}>"),
            (_op("technology"), f"<{technology(tech)}>"),
            (_op("byProvision"), f"<{act(min(about, rule * 2)).removesuffix('/oj')}/art_1/oj>"),
            (_op("effect"), _concept("effect", rng.choice(EFFECTS))),
            (_op("applicableFrom"), _date(date(year, 1, 1).toordinal() + rng.randint(0, 900))),
        ]
        yield _of(f"{iri}#governed-t{rule}-{tech}", governance, "rule/governs")
