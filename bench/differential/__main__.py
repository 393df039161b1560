"""Queries at random, asked of three engines: `python -m bench.differential [--queries 20000] [--seed 1]`.

Prints every query to which ours has an answer that neither of the others has. Needs `libapache-jena-java` (Debian).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from bench.differential import voices
from bench.differential.generate import GRAPHS, Maker, quads

PER_DATASET = 200
# XPath subtracts classes; Java and Python, whose expressions the others take, do not: they are asked in other signs.
SUBTRACTION, WITHOUT_SUBTRACTION = "[a-z-[x]]", "[a-wyz]"


def main() -> None:
    """Ends with status 1 if a difference is left."""
    parser = argparse.ArgumentParser(prog="python -m bench.differential", description=__doc__)
    parser.add_argument("--queries", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    verdicts: Counter[str] = Counter()
    with voices.Jena() as jena:
        for number in range(-(-given.queries // PER_DATASET)):
            verdicts += compare(given.seed * 1_000_000 + number, min(PER_DATASET, given.queries), jena)
    for verdict, times in verdicts.most_common():
        print(f"{times:>7,}  {verdict}")
    sys.exit(1 if verdicts["ours alone"] else 0)


def compare(seed: int, queries: int, jena: voices.Jena) -> Counter[str]:
    """How often who agreed with whom, on one dataset; prints where ours stands alone."""
    data = quads(seed)
    names = [name[1:-1] for name in GRAPHS]
    store, plain, maker = voices.ours(data), voices.dataset(data), Maker(seed)
    verdicts: Counter[str] = Counter()
    jena.load(data)
    for _ in range(queries):
        query = maker.query()
        try:
            mine = voices.answer_of_ours(store, query, names)
        except voices.TooManyRows:
            verdicts["too many rows to compare"] += 1
            continue
        if mine is None:
            verdicts["refused"] += 1
            continue
        for_others = query.replace(SUBTRACTION, WITHOUT_SUBTRACTION)
        third = jena.answer(for_others)
        second = voices.answer_of_rdflib(plain, for_others) if third != mine else third
        verdict = _verdict(query, mine, second, third)
        verdicts[verdict] += 1
        verdicts["(with rows)"] += bool(mine)
        if verdict == "ours alone":
            print(f"--- {seed}\n{query}\n  ours   {mine}\n  Jena   {third}\n  rdflib {second}")
    return verdicts


def _verdict(query: str, mine: voices.Answer, second: voices.Answer, third: voices.Answer) -> str:
    if third is None and second is None:
        return "no other answers"
    if third is None and "GROUP BY" in query and mine != second:
        # rdflib makes a group of nothing, against the W3C's own test agg-empty-group-count-01.
        return "Jena fails, rdflib may group nothing"
    return "as Jena" if mine == third else "as rdflib, not Jena" if mine == second else "ours alone"


if __name__ == "__main__":
    main()
