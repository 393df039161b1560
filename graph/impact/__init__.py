"""Impact: which practices, cities, organisations and actions a thing touches on a day, each with its path."""

from graph.impact.touching import BOUNDS, Bounds, impact, with_partners
from graph.impact.values import KINDS, Impact, Touched

__all__ = ["BOUNDS", "KINDS", "Bounds", "Impact", "Touched", "impact", "with_partners"]
