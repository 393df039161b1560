#+ summary: Adds statements to a graph of a store elsewhere.
#+ params:
#+   - {name: graph, type: iri}
#+   - {name: lines, type: ntriples}
INSERT DATA { GRAPH ?_graph_iri {
?_lines_ntriples
} }
