"""Kills the process that keeps and publishes contributions at random moments, and looks for what is lost or half.

`python -m tests.review.killing --points 200` kills 200 times. Each time a fresh process drafts, submits, accepts and
publishes as fast as it can, and says what it was told is done; then it is killed, another finishes, and all that was
said must be there: in the database, once in the ledger, whole in the revision.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from sqlalchemy import select

from graph.background import Tell
from graph.contribute import ledger
from graph.contribute.changes import ChangeSet
from graph.contribute.encoding import change_set
from graph.contribute.standing import standing
from graph.errors import BadFacts, NoRevision
from graph.people import Person, Role, engine_of, transaction
from graph.people.migrations import upgrade
from graph.review.decisions import accept
from graph.review.publishing import publish_accepted
from graph.review.records import Publishing, Status, Submission, Work
from graph.review.submissions import save_draft, submit
from graph.revision import current, publish
from graph.revision.reading import read_quads
from graph.settings import Settings
from tests.contribute.small import facts
from tests.review.people import joined, town

LONGEST_S = 0.5
TOWN = "https://w3id.org/openplaza/id/towns/"


def installation(folder: Path, database: str = "") -> Settings:
    """A small one: two tables, a ledger, revisions and a database."""
    facts(folder / "data", towns=[("nice", "Nice", "FR", "")])
    url = database or f"sqlite:///{folder / 'state.db'}"
    return dataclasses.replace(
        Settings(),
        facts_dir=folder / "data",
        contributions_dir=folder / "contributions",
        revisions_dir=folder / "revisions",
        database=url,
    )


def check_towns(settings: Settings, changes: Sequence[ChangeSet], _tell: Tell) -> str:
    """What the check of a build does first: the change sets fit the tables."""
    tried = standing(Path(settings.facts_dir), Path(settings.contributions_dir), changes).applied
    if tried.findings:
        raise BadFacts.of(tried.findings)
    return ""


def build_towns(settings: Settings, _tell: Tell) -> str:
    """A revision with a line for each town, published as every revision is."""
    here = standing(Path(settings.facts_dir), Path(settings.contributions_dir))
    rows = here.rows("towns").items()
    lines = [f'<{TOWN}{key}> <http://e.org/name> "{row["name"]}" .\n'.encode() for key, row in rows]
    return str(publish(lines, Path(settings.revisions_dir), software="test", sources={}).number)


def publish_towns(settings: Settings) -> None:
    """Publish what was accepted."""
    engine = engine_of(settings.database_url)
    publish_accepted(settings, engine, check_towns, build_towns)
    engine.dispose()


def work(settings: Settings, author: Person, reviewer: Person, out: int, start: int) -> None:
    """Contribute without end; each step that was acknowledged is a line of `out`."""
    engine = engine_of(settings.database_url)
    for number in count(start):
        why = f"reason {number}"
        with transaction(engine) as session:
            draft_id = save_draft(session, author, town(f"town-{number}", why))
        os.write(out, f"draft {draft_id} {why}\n".encode())
        with transaction(engine) as session:
            submit(session, draft_id, author)
        os.write(out, f"submitted {draft_id} {why}\n".encode())
        with transaction(engine) as session:
            accept(session, draft_id, reviewer, session.get_one(Submission, draft_id).digest)
        os.write(out, f"accepted {draft_id} {why}\n".encode())
        if number % 2:
            publish_accepted(settings, engine, check_towns, build_towns)
            os.write(out, f"published {draft_id} {why}\n".encode())


def killed(settings: Settings, people: tuple[Person, Person], after_s: float, start: int) -> list[list[str]]:
    """What a process said before it was killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(settings, *people, write, start)
        finally:
            os._exit(1)
    os.close(write)
    time.sleep(after_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(read, encoding="ascii") as said:
        return [line.split(" ", 2) for line in said.read().splitlines()]


def faults(settings: Settings, said: list[list[str]]) -> Iterator[str]:
    """What is lost or half, once another process has finished what the killed one began."""
    publish_towns(settings)
    engine = engine_of(settings.database_url)
    with transaction(engine) as session:
        found = {each.id: each for each in session.scalars(select(Submission))}
        working = [each.submission_id for each in session.scalars(select(Publishing)) if each.state != Work.DONE]
    engine.dispose()
    order = [Status.DRAFT, Status.SUBMITTED, Status.ACCEPTED, Status.PUBLISHED]
    for status, submission_id, why in said:
        kept = found.get(submission_id)
        if kept is None or change_set(kept.changes).why != why:
            yield f"{submission_id}, said to be {status}, is lost"
        elif order.index(Status(kept.status)) < order.index(Status(status)):
            yield f"{submission_id}, said to be {status}, is {kept.status}"
    if working:
        yield f"not finished: {working}"
    held = ledger.read(Path(settings.contributions_dir)).entries
    published = sorted(each.number for each in found.values() if each.status == Status.PUBLISHED and each.number)
    if published != [each.number for each in held]:
        yield f"the ledger holds {len(held)} contributions, and {published} are said to be published"
    towns = [row.key for each in held for row in each.changes.rows]
    if len(towns) != len(set(towns)):
        yield "a contribution stands twice in the ledger"
    if {line.split(b">")[0].rsplit(b"/", 1)[1].decode() for line in lines(settings)} != {"nice", *towns}:
        yield "the revision is not what the ledger says"


def lines(settings: Settings) -> list[bytes]:
    """The lines of the current revision; before the first, that of the town in the tables."""
    try:
        return list(read_quads(current(Path(settings.revisions_dir))))
    except NoRevision:
        return [f'<{TOWN}nice> "" .'.encode()]


def trial(folder: Path, points: int, seed: int, database: str = "") -> list[str]:
    """Kill so many times, and return all that was wrong; the same installation goes on."""
    settings, choose = installation(folder, database), random.Random(seed)
    engine = engine_of(settings.database_url)
    upgrade(engine)
    people = joined(engine, f"Ana{seed}"), joined(engine, f"Rui{seed}", Role.REVIEWER)
    engine.dispose()
    found = []
    for point in range(points):
        said = killed(settings, people, choose.uniform(0, LONGEST_S), 1_000 * (point + 1))
        found += [f"point {point}: {fault}" for fault in faults(settings, said)]
    return found


def main() -> None:
    """Says what was wrong; ends with 1 when anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = trial(Path(folder), given.points, given.seed)
    print("\n".join(found) or f"Killed {given.points} times: nothing is lost, nothing is half.")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
