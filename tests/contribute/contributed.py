"""The real facts with four contributions: a new practice, a correction, a lesson taken out, a judgment reworded."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

from graph.contribute.changes import ChangeSet, Party, RowChange
from graph.contribute.drafting import added, changed, retired
from graph.contribute.ledger import append
from graph.contribute.standing import Standing, standing
from graph.settings import ROOT, Settings, load_settings

BRAGA = Party("b5c1e2f0", "City of Braga")
NICE, EFUS = Party("0d9a77c3", "City of Nice"), Party("4e88f1ab", "Efus")
NEW, JUDGED = "braga-night-lights", "nice-frt-carnival-2019"
TITLE = "Iluminação noturna que responde às pessoas"
WHY_NEW, WHY_STOPPED = "A nossa prática desde 2025.", "The pilot ended in October 2026."
HOSTILE = '<script>alert(1)</script> & "quotes"'
OWN_WORD = "reported-by-city"


def settings_in(home: Path) -> Settings:
    """The settings of an installation in a folder."""
    return dataclasses.replace(
        load_settings({}),
        facts_dir=home / "data",
        contributions_dir=home / "contributions",
        revisions_dir=home / "revisions",
    )


def contribute(home: Path) -> Settings:
    """A copy of the real facts in `home`, and a ledger beside it; returns the settings that name both."""
    shutil.copytree(ROOT / "data", home / "data")
    settings = settings_in(home)
    made = ((_practice, BRAGA), (_stopped, BRAGA), (_without_lesson, NICE), (_said, NICE))
    for place, (make, who) in enumerate(made):
        held = standing(settings.facts_dir, settings.contributions_dir)
        sent, taken = f"2026-11-2{place}T08:00:00Z", f"2026-11-2{place + 1}T09:30:00Z"
        append(home / "contributions", make(held), who, (EFUS,), sent, taken)
    return settings


def lesson(held: Standing) -> tuple[str, dict[str, str]]:
    """The lesson that is taken out: the first one of the first practice that has one."""
    return next(iter(held.rows("practice_lessons").items()))


def judgment(held: Standing) -> tuple[str, dict[str, str]]:
    """The first legal event of the practice that was judged."""
    return next((key, row) for key, row in held.rows("legal_events").items() if row["practice"] == JUDGED)


def _practice(held: Standing) -> ChangeSet:
    source = {
        **{"id": "braga_luz", "url": "https://www.cm-braga.pt/luz", "title": "Luz na cidade", "publisher": "Braga"},
        **{"kind": "official-page", "language": "pt", "trust": "medium", "basis": OWN_WORD},
    }
    cells = {
        **{"id": NEW, "title": TITLE, "language_of_text": "pt", "cities": "braga", "country": "PT"},
        **{"start_year": "2025", "status": "pilot-running", "themes": "lighting"},
        **{"core_area": "urban planning and design"},
        **{"target_problem": "ruas escuras", "problems": "feeling unsafe", "lead_level": "municipal"},
        **{"evidence_level": "none-found", "evidence_result": "none", "legal_outcome": "none-known"},
        **{"basis": OWN_WORD, "source_ids": "braga_luz"},
        **{"description": "As luzes aumentam quando alguém passa.", "source": "https://www.cm-braga.pt/luz"},
    }
    told = {"practice": NEW, "language": "en", "title": "Night lights that answer people", "made_by": "city"}
    rows = (
        _row(held, "sources", source),
        added(held.schema("practices"), cells, {"title": ["braga_luz"], "status": ["braga_luz"]}),
        _row(held, "practice_texts", {**told, "description": "Lights grow brighter when somebody passes."}),
    )
    return ChangeSet(rows, WHY_NEW, 1)


def _stopped(held: Standing) -> ChangeSet:
    before = held.rows("practices")[NEW]
    after = {"status": "stopped", "end_year": "2026", "target_problem": "ruas escuras e vazias"}
    row = changed(held.schema("practices"), NEW, before, after, {"status": ["braga_luz"]})
    assert row
    return ChangeSet((row,), WHY_STOPPED, 1)


def _without_lesson(held: Standing) -> ChangeSet:
    return ChangeSet((retired(held.schema("practice_lessons"), *lesson(held)),), "It was told of another city.", 1)


def _said(held: Standing) -> ChangeSet:
    key, before = judgment(held)
    row = changed(held.schema("legal_events"), key, before, {"summary": f"{before['summary']} {HOSTILE}"})
    assert row
    return ChangeSet((row,), f"A clearer wording {HOSTILE}", 1)


def _row(held: Standing, table: str, cells: dict[str, str]) -> RowChange:
    return added(held.schema(table), cells)
