"""Traces: explained, dated paths between practices and law."""

from graph.trace.tracing import CLASSES, TraceBounds, trace
from graph.trace.values import Hop, Path, Place, Trace

__all__ = ["CLASSES", "Hop", "Path", "Place", "Trace", "TraceBounds", "trace"]
