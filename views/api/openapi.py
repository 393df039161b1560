"""The description of what programs can read and send: OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.1."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, Final

from flask import Flask

from graph.ask import Catalogue
from views.api import reading

PROBLEM: Final = "application/problem+json"
TOKEN: Final[list[dict[str, list[str]]]] = [{"token": []}]
FAULT: Final = ("pointer", "table", "key", "column", "value", "message", "mend")
PROBLEMS: Final = {
    "400": "The body is no change set; the member field is its place in the JSON (RFC 6901)",
    "401": "No token was sent, or it is over",
    "403": "The token, or its person, is not for this",
    "404": "There is no such change set, or it is not yours to see",
    "413": "The body is too long",
    "415": "The body is not JSON",
    "422": "The change set is faulty; the member faults names each cell with its mend",
    "429": "Too many were sent; the header Retry-After says when to try again",
    "503": "The database cannot be used now",
}


def document(app: Flask, catalogue: Catalogue, server: str) -> dict[str, Any]:
    """The description of the service at an address: every page and question as data, and change sets."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OpenPlaza",
            "version": version("openplaza"),
            "description": "Practices, law and the links between them as data, each answer with its revision. What a "
            "city practises is sent as a change set, which a reviewer reads before it is public.",
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": server}],
        "paths": {
            **reading.paths(app, catalogue),
            "/api/change-sets": {"post": {**_post(), "security": TOKEN}},
            "/api/change-sets/{id}": {"get": {**_get(), "security": TOKEN}},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "ChangeSet": _object(
                    {
                        "rows": {"type": "array", "items": _ref("RowChange")},
                        "why": {"type": "string", "description": "Why, in a sentence that readers will see"},
                        "against": {"type": "integer", "minimum": 0, "description": "The revision that was seen"},
                    }
                ),
                "RowChange": _object(
                    {
                        "table": {"type": "string", "description": "A table without .csv, such as practices"},
                        "key": {"type": "string", "description": "The values of its key columns, joined by /"},
                        "kind": {"enum": ["add", "change", "retire"]},
                        "cells": {"type": "array", "items": _ref("Cell")},
                    }
                ),
                "Cell": _object(
                    {
                        "column": {"type": "string"},
                        "was": {"type": "string", "description": "Empty in a row that is added"},
                        "now": {"type": "string", "description": "Empty in a row that is retired"},
                        "sources": {"type": "array", "items": {"type": "string"}, "description": "Ids of sources"},
                    },
                    optional=("sources",),
                ),
                "Submission": _submission(),
                "Problem": _problem(),
                "Answers": reading.answers(),
                "Questions": {"type": "object", "required": ["questions"]},
            },
        },
    }


def _post() -> dict[str, Any]:
    return {
        "operationId": "addChangeSet",
        "summary": "Send a change set to the reviewers, or keep it as a draft",
        "description": "The token needs the scope submit.",
        "parameters": [
            {
                "name": "state",
                "in": "query",
                "schema": {"enum": ["submitted", "draft"], "default": "submitted"},
                "description": "draft keeps it for you to look at and send",
            },
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "maxLength": 255, "pattern": "^[\\x21-\\x7e]*$"},
                "description": "The same key with the same body is taken once, for a week",
            },
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("ChangeSet")}}},
        "responses": {
            "201": {
                "description": "It was kept",
                "headers": {"Location": {"schema": {"type": "string"}, "description": "Where its state is told"}},
                "content": {"application/json": {"schema": _ref("Submission")}},
            },
            **_problems("400", "401", "403", "413", "415", "422", "429", "503"),
        },
    }


def _get() -> dict[str, Any]:
    return {
        "operationId": "showChangeSet",
        "summary": "What became of a change set",
        "description": "The token needs the scope read.",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}],
        "responses": {
            "200": {
                "description": "Its state, what was decided and said of it",
                "content": {"application/json": {"schema": _ref("Submission")}},
            },
            **_problems("400", "401", "403", "404", "503"),
        },
    }


def _problems(*codes: str) -> dict[str, Any]:
    content = {PROBLEM: {"schema": _ref("Problem")}}
    return {code: {"description": PROBLEMS[code], "content": content} for code in codes}


def _submission() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["id", "status", "changes"],
        "properties": {
            "id": {"type": "string"},
            "status": {"enum": ["draft", "submitted", "returned", "accepted", "published", "rejected"]},
            "changes": _ref("ChangeSet"),
            "decisions": {"type": "array", "items": {"type": "object"}},
            "comments": {"type": "array", "items": {"type": "object"}},
            "contribution": {"type": ["integer", "null"], "description": "Its number once it is public"},
            "revision": {"type": ["integer", "null"], "description": "The revision that has it"},
        },
    }


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "RFC 9457",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "field": {"type": "string"},
            "faults": {"type": "array", "items": _object({name: {"type": "string"} for name in FAULT})},
        },
    }


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
