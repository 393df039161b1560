"""Cities: the list, the map, and one city."""
