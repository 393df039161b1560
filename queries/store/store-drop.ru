#+ summary: Removes a graph of a store elsewhere, if it is there.
#+ params:
#+   - {name: graph, type: iri}
DROP SILENT GRAPH ?_graph_iri
