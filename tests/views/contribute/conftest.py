"""A city officer whose browser sends spreadsheets, with nobody at work in the background."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph.background import PREVIEWS, alone
from graph.people import Person
from graph.revision import Revision
from graph.settings import Settings
from tests.people.signing import browser_of, contributing, somebody


@pytest.fixture(scope="module")
def app(settings: Settings, revision: Revision, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = contributing(settings, tmp_path_factory.mktemp("uploads"))
    # Nobody works in the background: a draft that is looked at begins nothing that outlives the test.
    with alone(settings, PREVIEWS):
        yield made
    made.extensions["openplaza"].close()


@pytest.fixture
def officer(app: Flask) -> Person:
    return somebody(app, name=f"Ana {uuid.uuid4().hex}")


@pytest.fixture
def browser(app: Flask, officer: Person) -> FlaskClient:
    return browser_of(app, officer)
