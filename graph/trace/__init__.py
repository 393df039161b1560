"""Traces: explained, dated paths between practices and law."""

from graph.trace.tracing import CLASSES, Bounds, trace
from graph.trace.values import EFFECTS, Hop, Path, Place, Trace

__all__ = ["CLASSES", "EFFECTS", "Bounds", "Hop", "Path", "Place", "Trace", "trace"]
