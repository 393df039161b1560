"""Practices and cities that are like one."""
