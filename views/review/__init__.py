"""Submissions: what waits, what it would do, what was said and decided of it, and what went live."""
