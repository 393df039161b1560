"""Filters with counts that are true."""
