"""Which measure finds the practices that belong together: `python -m bench.peers`; how fast: `... speed 100000`.

Truth is of two kinds. Families are practices whose own facts name one programme, project, supplier or law, none of
which is a feature that likeness looks at, though a name may be a word. Judged pairs (`tests/peers/judged_pairs.csv`)
were graded by reading the facts: 2 call them first, 1 worth a look, 0 not. The tables go to `bench/results/peers.json`.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.links.days import day_number
from graph.peers.contributions import CONTRIBUTIONS, SIZE
from graph.peers.features import hold
from graph.peers.gather import gather
from graph.peers.index import Peers, load, write
from graph.peers.measures import MEASURES
from graph.peers.scoring import likeness
from graph.revision import current
from graph.settings import ROOT, load_settings
from graph.store import EmbeddedStore

ON = "2026-11-22"
TABLES = ROOT / "data"
JUDGED = ROOT / "tests" / "peers" / "judged_pairs.csv"
RESULTS = ROOT / "bench" / "results" / "peers.json"
FIRST = 5
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "PACTESUR sites": ("pactesur-network", "nice-promenade-protection", "liege-mobile-barriers"),
    "Cutting Crime Impact": ("lisbon-cci-tool", "estonia-building-safer-cities"),
    "UrbSecurity": ("urbsecurity-network", "mechelen-park-data", "longford-street-art"),
    "ToNite and 2Nite": ("turin-tonite", "2nite-network", "cluj-feroviarilor"),
    "Urban Innovative Actions": ("turin-tonite", "tampere-sure", "piraeus-bsfs"),
    "ISF-Police training and assessment": ("protect-five-cities", "secu4all-training", "pactesur-network"),
    "UN Women Safe Cities": ("madrid-safe-cities-women", "dublin-safe-cities"),
    "BriefCam": ("coeur-cote-fleurie-briefcam", "moirans-briefcam", "kortrijk-briefcam"),
    "Huawei": ("valenciennes-huawei", "belgrade-safe-society", "paceville-safe-city"),
    "Fraunhofer IOSB": ("mannheim-ai-video", "hamburg-hansaplatz-ivbeo"),
    "Portuguese Law 1/2005": ("leiria-ai-cctv", "portimao-ai-cctv", "porto-cctv"),
    "Czech prevention assistants": ("ostrava-prevention-assistants", "most-prevention-assistants"),
    "Living labs": ("eindhoven-stratumseind", "hague-scheveningen-lab"),
    "French sound sensors": ("saint-etienne-audio", "orleans-audio"),
    "Live faces under the ECHR": ("cardiff-afr-locate", "london-lfr-trials"),
}
Order = NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["measures", "speed"], default="measures")
    parser.add_argument("practices", nargs="?", type=int, default=10_000)
    arguments = parser.parse_args()
    if arguments.what == "speed":
        from bench import peers_speed

        peers_speed.main(arguments.practices)
        return
    peers = _real()
    found = {"on": ON, "practices": len(peers), "measures": measures(peers), "without": ablations(peers)}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found["measures"]), table(found["without"]), sep="\n")


def _real() -> Peers:
    settings = load_settings({})
    store = EmbeddedStore.open(current(settings.revisions_dir), settings)
    folder = Path(tempfile.mkdtemp(prefix="peers-"))
    write(gather(store), folder)
    return load(folder)


def measures(peers: Peers) -> dict[str, dict[str, float]]:
    """Every measure, each contribution on its own and all features in one pool, with equal and with our weights."""
    equal = {each.name: 1.0 for each in CONTRIBUTIONS}
    ours = {each.name: each.weight for each in CONTRIBUTIONS}
    found = {}
    for name in MEASURES:
        for said, weights in (("equal", equal), ("ours", ours)):
            found[f"{name}, by contribution, {said}"] = _scored(peers, _apart(peers, name, weights))
            found[f"{name}, one pool, {said}"] = _scored(peers, _pooled(peers, name, weights))
    return found


def ablations(peers: Peers) -> dict[str, dict[str, float]]:
    """The chosen measure with our weights, and without one contribution at a time."""
    found = {}
    for left_out in ("", *(each.name for each in CONTRIBUTIONS)):
        weights = {each.name: each.weight for each in CONTRIBUTIONS if each.name != left_out}
        found[f"without {left_out}" if left_out else "all"] = _scored(
            peers, lambda practice, weights=weights: _total(peers, practice, weights)
        )
    return found


def _total(peers: Peers, practice: int, weights: Mapping[str, float]) -> NDArray[np.float64]:
    return np.round(sum(likeness(peers, practice, ON, weights).values(), np.zeros(len(peers))), 9)


def _apart(peers: Peers, measure: str, weights: Mapping[str, float]) -> Callable[[int], NDArray[np.float64]]:
    return lambda practice: np.round(
        sum(likeness(peers, practice, ON, weights, measure).values(), np.zeros(len(peers))), 9
    )


def _pooled(peers: Peers, measure: str, weights: Mapping[str, float]) -> Callable[[int], NDArray[np.float64]]:
    """All features as one set: what is shared and what there is are added up before they are divided."""
    taken, day = MEASURES[measure], day_number(ON)
    held = {each.name: hold(peers.features[each.name], day, measure) for each in CONTRIBUTIONS if each.name != SIZE}

    def score(practice: int) -> NDArray[np.float64]:
        shared, own, other = np.zeros(len(peers)), 0.0, np.zeros(len(peers))
        for name, each in held.items():
            parts = each.parts(practice)
            shared += weights[name] * parts[0][each.features.set_of]
            own += weights[name] * parts[1]
            other += weights[name] * parts[2][each.features.set_of]
        return np.round(taken.likeness(shared, own, other, len(peers)), 9)

    return score


def _scored(peers: Peers, score: Callable[[int], NDArray[np.float64]]) -> dict[str, float]:
    """How well an order finds both kinds of truth; means over the practices that are asked about."""
    numbers = {peers.named(number)[0]: number for number in range(len(peers))}
    related, grades = defaultdict(set), defaultdict(dict)
    for members in FAMILIES.values():
        for one in members:
            related[numbers[one]] |= {numbers[each] for each in members} - {numbers[one]}
    with JUDGED.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            grades[numbers[row["practice"]]][numbers[row["other"]]] = int(row["grade"])
    family = [_family(_order(score, each), others) for each, others in sorted(related.items())]
    judged = [_judged(_order(score, each), given) for each, given in sorted(grades.items())]
    names = ("family MRR", "family recall@5"), ("precision@5", "NDCG@10", "pairs in order")
    return {
        name: round(float(np.mean([row[place] for row in rows])), 3)
        for group, rows in zip(names, (family, judged), strict=True)
        for place, name in enumerate(group)
    }


def _order(score: Callable[[int], NDArray[np.float64]], practice: int) -> list[int]:
    total = score(practice)
    total[practice] = -1.0
    return [int(each) for each in np.lexsort((np.arange(len(total)), -total))]


def _family(order: list[int], others: set[int]) -> tuple[float, float]:
    best = min(order.index(each) for each in others) + 1
    return 1 / best, len(others & set(order[:FIRST])) / min(len(others), FIRST)


def _judged(order: list[int], grades: Mapping[int, int]) -> tuple[float, float, float]:
    """Precision of the first five (of what there is to find), NDCG of the first ten, pairs of grades in order.

    What was not judged counts as 0, so the first two are low for every measure; their differences are what counts.
    """
    good = {each for each, grade in grades.items() if grade}
    precision = len(good & set(order[:FIRST])) / min(len(good), FIRST)
    gain = sum((2 ** grades.get(each, 0) - 1) / math.log2(place + 2) for place, each in enumerate(order[:10]))
    best = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(sorted(grades.values())[::-1][:10]))
    pairs = [(a, b) for a in grades for b in grades if grades[a] > grades[b]]
    right = sum(order.index(a) < order.index(b) for a, b in pairs)
    return precision, gain / best, right / len(pairs)


def table(found: Mapping[str, Mapping[str, float]]) -> str:
    """The figures as a Markdown table."""
    names = list(next(iter(found.values())))
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    lines += [f"| {row} | {' | '.join(f'{each[name]:.3f}' for name in names)} |" for row, each in found.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
