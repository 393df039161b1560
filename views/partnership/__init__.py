"""The Partnership: its way, its Actions, its organisations."""
