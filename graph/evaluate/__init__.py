"""Queries from outside, evaluated in processes that can be stopped."""
