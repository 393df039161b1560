"""Traces: explained, dated paths between practices and law."""

from graph.trace.tracing import CLASSES, Bounds, trace
from graph.trace.values import Hop, Path, Place, Trace

__all__ = ["CLASSES", "Bounds", "Hop", "Path", "Place", "Trace", "trace"]
