"""Maps and lines of time, drawn on the server."""
