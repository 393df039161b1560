"""Filters: which things have which value, and how many each choice would leave; practices have a table that is kept."""

from graph.filters.facet import Facet, Filter, Option, facet_of
from graph.filters.index import INDEX, ORDERS, PracticeTable, table_of
from graph.filters.kinds import FACETS
from graph.filters.table import NOT_RECORDED, WORDS, Choice, FilterTable, FilterValue

__all__ = ["FACETS", "INDEX", "NOT_RECORDED", "ORDERS", "WORDS", "Choice", "Facet", "Filter", "FilterTable",
           "FilterValue", "Option", "PracticeTable", "facet_of", "table_of"]  # fmt: skip
