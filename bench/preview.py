"""How long the preview of fifty new practices takes: `python -m bench.preview`, after `openplaza build`.

Practices of the tables that no court has looked at are added once more under other names, in a database of its own.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from graph.background import PREVIEWS, environment
from graph.contribute.changes import ChangeSet
from graph.contribute.drafting import added
from graph.contribute.standing import standing
from graph.people import engine_of, transaction
from graph.people.migrations import upgrade
from graph.review.previewing import preview
from graph.settings import CODE, Settings, load_settings

PRACTICES = 50


def fifty(settings: Settings) -> ChangeSet:
    """The practices once more."""
    held = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    schema, rows = held.schema("practices"), held.rows("practices").items()
    plain = [(key, row) for key, row in rows if row["legal_outcome"] == "none-known" and not row["legal_issue"]]
    again = [{**row, "id": f"{key}-again", "title": f"{row['title']} again"} for key, row in plain[:PRACTICES]]
    return ChangeSet(tuple(added(schema, cells) for cells in again), "Fifty practices.", 1)


def main() -> None:
    """Print the seconds of the look itself and of the process around it."""
    with tempfile.TemporaryDirectory() as folder:
        given = load_settings()
        settings = dataclasses.replace(given, contributions_dir=Path(folder), database=f"sqlite:///{folder}/work.db")
        engine, changes = engine_of(settings.database_url), fifty(given)
        upgrade(engine)
        with transaction(engine) as session:
            preview(session, settings, changes)
        started = time.perf_counter()
        command = [sys.executable, "-m", "graph.review.worker", PREVIEWS]
        subprocess.run(command, cwd=CODE, env=environment(settings), check=True)
        whole_s = time.perf_counter() - started
        with transaction(engine) as session:
            found = preview(session, settings, changes).found
    assert found is not None
    print(f"{len(changes.rows)} practices, {'sound' if found.is_sound else 'with faults'}: "
          f"{found.seconds:.1f} s to look, {whole_s:.1f} s with the start of the process")  # fmt: skip


if __name__ == "__main__":
    main()
