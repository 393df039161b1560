"""What was measured of one type of page, turn by turn."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Times:
    """Measurements of one page type, by what was measured: mostly milliseconds, one of each turn."""

    name: str
    measured: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, **found: float) -> None:
        """Keeps what one turn found."""
        for name, value in found.items():
            self.measured[name].append(value)

    def __getitem__(self, measure: str) -> list[float]:
        return self.measured[measure]

    def as_json(self) -> dict[str, str | list[float]]:
        """The name, and the measurements beside it."""
        return {"name": self.name, **self.measured}
