"""Previews are asked for once, kept, and told to have failed rather than waited for without end."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import Engine

from graph.contribute.changes import ChangeSet
from graph.people import transaction
from graph.preview.values import Preview
from graph.review.previewing import PreviewState, make_previews, preview
from graph.review.records import KeptPreview, Work
from graph.revision import Revision
from graph.settings import Settings
from tests.review.people import town

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def asked(engine: Engine, here: Settings, changes: ChangeSet, again: bool = False) -> PreviewState:
    with transaction(engine) as session:
        return preview(session, here, changes, again)


def test_a_preview_that_takes_too_long_is_ended_says_so_and_can_be_asked_for_again(
    settings: Settings, revision: Revision, engine: Engine
) -> None:
    here = dataclasses.replace(settings, preview_timeout_s=0.1)
    assert asked(engine, here, town()).is_pending
    make_previews(here, engine)
    found = asked(engine, here, town())
    assert (found.state, found.failure) == (Work.FAILED, "It took longer than 0.1 seconds.")
    assert asked(engine, here, town(), again=True).state is Work.WAITING


def test_a_preview_that_was_interrupted_is_not_waited_for(
    settings: Settings, revision: Revision, engine: Engine
) -> None:
    digest = asked(engine, settings, town()).digest
    with transaction(engine) as session:
        session.get_one(KeptPreview, digest).state = Work.RUNNING
    make_previews(settings, engine)
    found = asked(engine, settings, town())
    assert found.state is Work.FAILED and "interrupted" in found.failure


def test_the_same_change_set_is_looked_at_once_as_long_as_the_facts_are_the_same(
    settings: Settings, revision: Revision, engine: Engine
) -> None:
    first = asked(engine, settings, town())
    with transaction(engine) as session:
        kept = session.get_one(KeptPreview, first.digest)
        kept.state, kept.result = Work.DONE, Preview(7, is_whole=True).to_json()
    assert asked(engine, settings, town()).found == Preview(7, is_whole=True)
    assert asked(engine, settings, town(why="For another reason.")).is_pending
    elsewhere = dataclasses.replace(settings, contributions_dir=settings.facts_dir)
    assert asked(engine, elsewhere, town()).is_pending
