"""What was accepted becomes a fact: all of it or nothing, on the tables as they are now."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from graph.background import PUBLISHER, Tell, alone
from graph.contribute import ledger
from graph.contribute.changes import CellChange, ChangeKind, ChangeSet, RowChange
from graph.contribute.standing import standing
from graph.errors import BadFacts, ChangedMeanwhile, NotAllowed
from graph.findings import Finding
from graph.people import Person, Role, engine_of, transaction
from graph.people.records import StoredMail
from graph.review.decisions import accept, give_back
from graph.review.publishing import choose, publish_accepted, resume, try_again
from graph.review.records import Publishing, Submission
from graph.review.resolving import Settlement
from graph.review.undoing import undo
from graph.settings import Settings
from tests.review.killing import build_towns, check_towns, installation, lines
from tests.review.people import accepted, joined, renamed, submitted, town


@pytest.fixture
def here(tmp_path: Path, engine: Engine) -> Settings:
    """A small installation with one town, beside the database of the test."""
    return installation(tmp_path, engine.url.render_as_string(hide_password=False))


@pytest.fixture
def people(engine: Engine) -> tuple[Person, Person, Person]:
    return joined(engine, "Ana"), joined(engine, "Rui", Role.REVIEWER), joined(engine, "Eva", Role.REVIEWER)


def publish(here: Settings, engine: Engine) -> None:
    publish_accepted(here, engine, check_towns, build_towns)


def held(engine: Engine, submission_id: str) -> tuple[Submission, Publishing]:
    with transaction(engine) as session:
        return session.get_one(Submission, submission_id), session.get_one(Publishing, submission_id)


def note_of(here: Settings, key: str = "nice") -> str:
    return standing(Path(here.facts_dir), Path(here.contributions_dir)).rows("towns")[key]["note"]


def test_what_was_accepted_is_in_the_ledger_and_in_a_revision_and_its_author_is_told(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person]
) -> None:
    made = accepted(engine, people[0], people[1], town())
    publish(here, engine)
    submission, publishing = held(engine, made)
    assert (submission.status, submission.number, publishing.state, publishing.revision) == ("published", 1, "done", 1)
    entry = ledger.read(Path(here.contributions_dir)).entries[0]
    assert (entry.contributor.id, [each.id for each in entry.reviewers]) == (people[0].id, [people[1].id])
    assert any(b"braga" in line for line in lines(here))
    with transaction(engine) as session:
        mails = [each.subject for each in session.query(StoredMail) if each.recipient == people[0].email]
    assert mails[-1] == "Your contribution is published" and len(mails) == 3
    publish(here, engine)
    assert len(ledger.read(Path(here.contributions_dir)).entries) == 1


def test_cells_that_nobody_else_touched_are_published_however_old_the_submission_is(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person]
) -> None:
    other = ChangeSet(
        (RowChange("towns", "nice", ChangeKind.CHANGE, (CellChange("country", "FR", "MC"),)),), "Moved.", 1
    )
    both = [accepted(engine, people[0], people[1], each) for each in (renamed("", "By the sea", "nice"), other)]
    publish(here, engine)
    assert [held(engine, each)[0].number for each in both] == [1, 2]
    row = standing(Path(here.facts_dir), Path(here.contributions_dir)).rows("towns")["nice"]
    assert (row["note"], row["country"]) == ("By the sea", "MC")


@pytest.mark.parametrize(("choice", "stands"), [(Settlement.MINE, "Sunny"), (Settlement.THEIRS, "By the sea")])
def test_a_cell_that_both_changed_is_settled_by_a_reviewer_and_nothing_is_published_before(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person], choice: Settlement, stands: str
) -> None:
    accepted(engine, people[0], people[1], renamed("", "By the sea", "nice"))
    made = accepted(engine, people[0], people[1], renamed("", "Sunny", "nice"))
    publish(here, engine)
    submission, publishing = held(engine, made)
    assert (submission.status, publishing.state) == ("accepted", "conflict")
    assert "By the sea" in publishing.conflicts and "Sunny" in publishing.conflicts
    assert note_of(here) == "By the sea"
    with pytest.raises(NotAllowed), transaction(engine) as session:
        choose(session, made, people[0], {"towns/nice/note": choice})
    with transaction(engine) as session:
        choose(session, made, people[1], {"towns/nice/note": choice})
    publish(here, engine)
    assert note_of(here) == stands and held(engine, made)[0].status == "published"
    assert (held(engine, made)[0].number is None) == (choice is Settlement.THEIRS)


def test_what_cannot_be_published_changes_nothing_and_can_be_returned(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person]
) -> None:
    wrong = ChangeSet((RowChange("town", "x", ChangeKind.ADD, (CellChange("id", "", "x"),)),), "A slip.", 1)
    bad = accepted(engine, people[0], people[1], wrong)
    good = accepted(engine, people[0], people[1], town())
    publish(here, engine)
    assert held(engine, bad)[1].state == "failed" and "There is no such table." in held(engine, bad)[1].message
    assert held(engine, good)[0].status == "published"
    with transaction(engine) as session:
        try_again(session, bad, people[1])
    publish(here, engine)
    assert held(engine, bad)[1].state == "failed"
    with transaction(engine) as session:
        give_back(session, bad, people[1], "There is no table of that name.")
    with transaction(engine) as session:
        assert session.get_one(Submission, bad).status == "returned"
    with pytest.raises(ChangedMeanwhile), transaction(engine) as session:
        give_back(session, good, people[1], "Too late.")


class Counted:
    """The check of a build, which refuses towns of one country; it notes how many change sets it is given each time."""

    def __init__(self, folder: Path) -> None:
        # Checks run in children, whose memory is lost.
        self.asked = folder / "asked"

    def __call__(self, settings: Settings, changes: Sequence[ChangeSet], tell: Tell) -> str:
        with self.asked.open("a", encoding="ascii") as file:
            file.write(f"{len(changes)} ")
        if any(cell.now == "XX" for each in changes for row in each.rows for cell in row.cells):
            raise BadFacts.of([Finding("towns.csv", 2, "country", "XX", "There is no such country.", "Name another.")])
        return check_towns(settings, changes, tell)

    @property
    def sizes(self) -> list[int]:
        return [int(each) for each in self.asked.read_text(encoding="ascii").split()]


def test_what_waits_together_is_checked_together_and_is_one_revision_and_a_file_each(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person], tmp_path: Path
) -> None:
    made = [accepted(engine, people[0], people[1], town(f"town-{number}")) for number in range(6)]
    check = Counted(tmp_path)
    publish_accepted(here, engine, check, build_towns)
    assert check.sizes == [6]
    assert [held(engine, each)[0].number for each in made] == [1, 2, 3, 4, 5, 6]
    assert {held(engine, each)[1].revision for each in made} == {1}
    assert [each.changes.rows[0].key for each in ledger.read(Path(here.contributions_dir)).entries] == [
        f"town-{number}" for number in range(6)
    ]


@pytest.mark.parametrize("bad_place", [0, 3, 7])
def test_a_bad_one_among_many_is_told_apart_and_holds_no_other_back(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person], tmp_path: Path, bad_place: int
) -> None:
    towns = [town(f"town-{place}", country="XX" if place == bad_place else "PT") for place in range(8)]
    made = [accepted(engine, people[0], people[1], each) for each in towns]
    check = Counted(tmp_path)
    publish_accepted(here, engine, check, build_towns)
    states = [held(engine, each)[1].state for each in made]
    assert states == ["failed" if place == bad_place else "done" for place in range(8)]
    assert "There is no such country." in held(engine, made[bad_place])[1].message
    assert len(ledger.read(Path(here.contributions_dir)).entries) == 7
    assert len(check.sizes) <= 7, "each was checked by itself"


def test_who_meets_one_that_is_bad_is_not_asked_about_a_text_that_never_stood(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person], tmp_path: Path
) -> None:
    bad = accepted(engine, people[0], people[1], renamed("", "XX", "nice"))
    good = accepted(engine, people[0], people[1], renamed("", "By the sea", "nice"))
    publish_accepted(here, engine, Counted(tmp_path), build_towns)
    assert (held(engine, bad)[1].state, held(engine, good)[1].state) == ("failed", "done")
    assert note_of(here) == "By the sea"


def test_one_that_needs_a_row_of_another_is_published_with_it_and_never_without(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person], tmp_path: Path
) -> None:
    first = accepted(engine, people[0], people[1], town())
    second = accepted(engine, people[0], people[1], renamed("", "By the river"))

    class GivenBack(Counted):
        def __call__(self, settings: Settings, changes: Sequence[ChangeSet], tell: Tell) -> str:
            if len(changes) == 2:
                own = engine_of(settings.database_url)
                with transaction(own) as session:
                    give_back(session, first, people[1], "Which Braga?")
                own.dispose()
            return super().__call__(settings, changes, tell)

    publish_accepted(here, engine, GivenBack(tmp_path), build_towns)
    with transaction(engine) as session:
        assert session.get_one(Submission, first).status == "returned"
    assert held(engine, second)[1].state == "conflict"
    assert ledger.read(Path(here.contributions_dir)).entries == ()


def test_a_contribution_is_taken_back_through_the_same_door(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person]
) -> None:
    accepted(engine, people[0], people[1], renamed("", "By the sea", "nice"))
    publish(here, engine)
    with transaction(engine) as session:
        made = undo(session, here, 1, people[1], "It was another town.")
        digest = session.get_one(Submission, made).digest
    with pytest.raises(NotAllowed), transaction(engine) as session:
        accept(session, made, people[1], digest)
    with transaction(engine) as session:
        accept(session, made, people[2], digest)
    publish(here, engine)
    assert note_of(here) == "" and held(engine, made)[0].undoes == 1
    assert [each.number for each in ledger.read(Path(here.contributions_dir)).entries] == [1, 2]


def test_a_disk_that_refuses_is_told_in_words_and_tried_again(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person], tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_bytes(b"")
    made = accepted(engine, people[0], people[1], town())
    # No folder can be made where a file lies, whoever tries; a limit on a full disk would not stop an administrator.
    publish(dataclasses.replace(here, contributions_dir=tmp_path / "a-file" / "contributions"), engine)
    submission, publishing = held(engine, made)
    assert (submission.status, publishing.state) == ("accepted", "failed")
    assert publishing.message.startswith("The disk refused: ")
    with transaction(engine) as session:
        try_again(session, made, people[1])
    publish(here, engine)
    assert held(engine, made)[0].status == "published"


def test_what_is_in_the_ledger_and_could_not_be_built_is_built_when_a_server_starts(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person]
) -> None:
    def full(_settings: Settings, _tell: Tell) -> str:
        raise OSError(28, "No space left on device")

    made = accepted(engine, people[0], people[1], town())
    publish_accepted(here, engine, check_towns, full)
    submission, publishing = held(engine, made)
    assert (submission.status, submission.number, publishing.state) == ("accepted", 1, "failed")
    assert "No space left on device" in publishing.message
    with alone(here, PUBLISHER):
        resume(here, engine)
    assert held(engine, made)[1].state == "waiting"
    publish(here, engine)
    assert held(engine, made)[0].status == "published"
    assert len(ledger.read(Path(here.contributions_dir)).entries) == 1


def test_a_change_of_what_is_not_there_any_more_asks_and_publishes_nothing(
    here: Settings, engine: Engine, people: tuple[Person, Person, Person]
) -> None:
    gone = ChangeSet((RowChange("towers", "x", ChangeKind.CHANGE, (CellChange("height", "1", "2"),)),), "Measured.", 1)
    made = accepted(engine, people[0], people[1], gone)
    publish(here, engine)
    assert held(engine, made)[1].state == "conflict" and '"choices": ["theirs"]' in held(engine, made)[1].conflicts
    with transaction(engine) as session:
        choose(session, made, people[1], {"towers/x/height": Settlement.THEIRS})
    publish(here, engine)
    submission, publishing = held(engine, made)
    assert (submission.status, submission.number) == ("published", None) and "nothing was added" in publishing.message


def test_only_one_publishes_at_a_time(here: Settings, engine: Engine, people: tuple[Person, Person, Person]) -> None:
    made = accepted(engine, people[0], people[1], town())
    with alone(here, PUBLISHER) as is_alone:
        assert is_alone
        publish(here, engine)
        assert held(engine, made)[0].status == "accepted"
    publish(here, engine)
    assert held(engine, made)[0].status == "published"


def test_what_waits_is_never_published(here: Settings, engine: Engine, people: tuple[Person, Person, Person]) -> None:
    submitted(engine, people[0], town())
    publish(here, engine)
    assert ledger.read(Path(here.contributions_dir)).entries == () and note_of(here) == ""
