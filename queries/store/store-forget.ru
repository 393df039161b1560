#+ summary: Removes what is said about a revision in a store elsewhere.
#+ params:
#+   - {name: graph, type: iri}
#+   - {name: revision, type: iri}
DELETE WHERE { GRAPH ?_graph_iri { ?_revision_iri ?p ?o } }
