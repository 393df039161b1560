"""Practices: the list, the map, and one practice."""
