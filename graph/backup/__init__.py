"""One file with what cannot be built again: the database of working state, and the accepted contributions.

Rows are written as JSON by table, so that what was kept in SQLite can be restored into PostgreSQL, and back.
"""
