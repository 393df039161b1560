"""What must hold before a revision is published: the shapes of `ontology/shapes.ttl`, held against a graph."""
