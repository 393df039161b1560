"""Impact: which practices, cities, organisations and actions a thing touches on a day, each with its path."""

from graph.impact.ends import BOUNDS, ImpactBounds
from graph.impact.touching import impact, with_partners
from graph.impact.values import KINDS, Impact, Touched

__all__ = ["BOUNDS", "KINDS", "Impact", "ImpactBounds", "Touched", "impact", "with_partners"]
