"""Traces: explained, dated paths between practices and law."""

from graph.trace.advice import Advice, TraceLimits, advice
from graph.trace.tracing import CLASSES, TraceBounds, trace
from graph.trace.values import Hop, Path, Place, Trace

__all__ = ["CLASSES", "Advice", "Hop", "Path", "Place", "Trace", "TraceBounds", "TraceLimits", "advice", "trace"]
