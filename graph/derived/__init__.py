"""Indexes that are made from a revision and can be made again."""
