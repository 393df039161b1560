"""A page without work: as many bytes as `?size=` says, from Flask behind the same server as ours."""

from __future__ import annotations

from flask import Flask, Response, request

app = Flask(__name__)


@app.get("/", defaults={"path": ""})
@app.get("/<path:path>")
def page(path: str) -> Response:
    """The bytes, whatever the address."""
    return Response(b"x" * request.args.get("size", 1, int), mimetype="text/html")
