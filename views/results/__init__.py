"""Answers that somebody asked to keep, each at an address that gives the same bytes for ever."""
