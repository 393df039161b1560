"""How alike two sets of features are: the measures that were tried, and the one that is used.

Every measure gives each feature a value by how many practices have it, adds the values of what two practices share, and
divides by what they have together, or by nothing. `docs/decisions/0013-peer-measure.md` says which was taken and why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Measure:
    """`value` takes how many of `total` practices have a feature; `per` takes shared, own and other sums of values.

    `damping` is the part of the information of a feature that one practice has alone which is added below: what two
    practices have in common then counts for less when it is common among all.
    """

    value: Callable[[Counts, int], Floats]
    per: Callable[[Floats, float, Floats, float], Floats]
    damping: float = 0.0

    def likeness(self, shared: Floats, own: float, other: Floats, total: int) -> Floats:
        """How alike, from the values of what is shared, of what one has and of what the others have."""
        return self.per(shared, own, other, self.damping * math.log(max(total, 2)))


def information(having: Counts, total: int) -> Floats:
    """The information of a feature in nats: ln(total / having); 0 for what all have and for what nobody has."""
    return np.log(total / np.maximum(having, 1), out=np.zeros(len(having)), where=having > 0)


def _one(having: Counts, total: int) -> Floats:
    return np.ones(len(having))


def _squared(having: Counts, total: int) -> Floats:
    squared: Floats = information(having, total) ** 2
    return squared


def _adamic_adar(having: Counts, total: int) -> Floats:
    # A feature that one practice has alone is never shared; its value is not looked at.
    return 1 / np.log(np.maximum(having, 2))


def _allocation(having: Counts, total: int) -> Floats:
    return 1 / np.maximum(having, 1).astype(np.float64)


def _nothing(shared: Floats, own: float, other: Floats, damping: float) -> Floats:
    return shared


def _union(shared: Floats, own: float, other: Floats, damping: float) -> Floats:
    return _divided(shared, own + other - shared + damping)


def _cosine(shared: Floats, own: float, other: Floats, damping: float) -> Floats:
    return _divided(shared, np.sqrt(own * other))


def _divided(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 1e-12)


MEASURES: Final[Mapping[str, Measure]] = {
    "jaccard": Measure(_one, _union),
    "idf-jaccard": Measure(information, _union),
    "idf-jaccard-damped": Measure(information, _union, 0.5),
    "idf-cosine": Measure(_squared, _cosine),
    "adamic-adar": Measure(_adamic_adar, _nothing),
    "resource-allocation": Measure(_allocation, _nothing),
}
CHOSEN: Final = "idf-jaccard-damped"
