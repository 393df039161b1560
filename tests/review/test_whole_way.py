"""The whole way of a contribution through the real processes: looked at, accepted, checked, built, live, taken back."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.background import PREVIEWS, PUBLISHER, environment
from graph.contribute.changes import ChangeSet
from graph.contribute.drafting import changed
from graph.contribute.standing import standing
from graph.people import Role, transaction
from graph.review.previewing import preview
from graph.review.records import Publishing, Submission
from graph.revision import Revision, current
from graph.settings import CODE, Settings
from graph.store.embedded import EmbeddedStore
from tests.review.people import accepted, joined


def worker(settings: Settings, kind: str) -> None:
    """The process that a server starts for work in the background, until it ends."""
    command = [sys.executable, "-m", "graph.review.worker", kind]
    done = subprocess.run(command, cwd=CODE, env=environment(settings), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_two_people_agree_on_is_live_in_the_next_revision(
    settings: Settings, revision: Revision, engine: Engine, tmp_path: Path
) -> None:
    shutil.copytree(revision.path, tmp_path / "revisions" / revision.path.name)
    shutil.copy(revision.path.parent / "current", tmp_path / "revisions" / "current")
    here = dataclasses.replace(
        settings,
        contributions_dir=tmp_path / "contributions",
        revisions_dir=tmp_path / "revisions",
        database=engine.url.render_as_string(hide_password=False),
    )
    before = standing(Path(here.facts_dir), Path(here.contributions_dir))
    key, row = next(iter(before.rows("practices").items()))
    edit = changed(before.schema("practices"), key, row, {"title": "A title that two people agree on"})
    assert edit is not None
    changes = ChangeSet((edit,), "The city calls it so.", revision.number)
    with transaction(engine) as session:
        assert preview(session, here, changes).is_pending
    worker(here, PREVIEWS)
    with transaction(engine) as session:
        looked = preview(session, here, changes)
    assert looked.found is not None and looked.found.is_sound
    assert "A title that two people agree on" in {each.label for each in looked.found.things}
    made = accepted(engine, joined(engine, "Ana"), joined(engine, "Rui", Role.REVIEWER), changes)
    worker(here, PUBLISHER)
    with transaction(engine) as session:
        submission, publishing = session.get_one(Submission, made), session.get_one(Publishing, made)
        assert (submission.status, submission.number, publishing.state) == ("published", 1, "done"), publishing.message
    live = current(Path(here.revisions_dir))
    assert live.number == publishing.revision == revision.number + 1
    text = 'SELECT ?s WHERE { ?s ?p "A title that two people agree on"@en }'
    assert EmbeddedStore.open(live, here).select(text).rows
    assert not EmbeddedStore.open(revision, here).select(text).rows
