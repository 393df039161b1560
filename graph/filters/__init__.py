"""Filters over practices: which practices have which value, and how many each choice would leave."""

from graph.filters.index import INDEX, ORDERS, table_of
from graph.filters.kinds import FACETS, NOT_RECORDED, Filter
from graph.filters.table import WORDS, Choice, FilterTable

__all__ = ["FACETS", "INDEX", "NOT_RECORDED", "ORDERS", "WORDS", "Choice", "Filter", "FilterTable", "table_of"]
