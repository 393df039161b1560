"""Whatever people do and in whatever order: nothing that was acknowledged is lost, and nobody decides on her own."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from graph.contribute.encoding import change_set
from graph.errors import OpenPlazaError
from graph.people import Person, Role, transaction
from graph.review.decisions import accept, accepted_by, give_back, reject
from graph.review.records import Status, Submission, Verdict
from graph.review.submissions import discard, save_draft, submit, withdraw
from tests.budget import examples
from tests.review.people import joined, town

ROLES = (Role.CONTRIBUTOR, Role.CONTRIBUTOR, Role.REVIEWER, Role.REVIEWER, Role.ADMIN)
STEPS = ("new", "save", "submit", "withdraw", "discard", "accept", "accept what I saw", "return", "reject")
ALLOWED = {
    "save": {Status.DRAFT, Status.RETURNED},
    "submit": {Status.DRAFT, Status.RETURNED},
    "withdraw": {Status.SUBMITTED},
    "discard": {Status.DRAFT},
    "accept": {Status.SUBMITTED},
    "accept what I saw": {Status.SUBMITTED},
    "return": {Status.SUBMITTED, Status.ACCEPTED},
    "reject": {Status.SUBMITTED},
}
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=40)


@dataclass
class World:
    """The people, what each draft was last acknowledged to say, and whose it is."""

    engine: Engine
    people: list[Person]
    needed: int
    said: dict[str, str] = field(default_factory=dict)
    authors: dict[str, Person] = field(default_factory=dict)
    count: int = 0

    def take(self, step: str, person: Person, which: int) -> bool:
        """Do a step as this person; whether it was acknowledged."""
        if step != "new" and not self.said:
            return False
        draft_id = sorted(self.said)[which % len(self.said)] if self.said else ""
        self.count += 1
        why = f"version {self.count}"
        try:
            with transaction(self.engine) as session:
                saved = self._do(session, step, person, draft_id, why)
        except OpenPlazaError:
            return False
        if step in ("new", "save"):
            self.said[saved] = why
            self.authors.setdefault(saved, person)
        if step == "discard":
            del self.said[draft_id]
        return True

    def _do(self, session: object, step: str, person: Person, draft_id: str, why: str) -> str:
        changes = town(why=why)
        match step:
            case "new":
                return save_draft(session, person, changes)  # type: ignore[arg-type]
            case "save":
                return save_draft(session, person, changes, draft_id)  # type: ignore[arg-type]
            case "accept" | "accept what I saw":
                stale = "0" * 64
                digest = session.get_one(Submission, draft_id).digest if step == "accept" else stale  # type: ignore[attr-defined]
                accept(session, draft_id, person, digest, self.needed)  # type: ignore[arg-type]
            case "return":
                give_back(session, draft_id, person, "Please say when.")  # type: ignore[arg-type]
            case "reject":
                reject(session, draft_id, person, "It is not a practice.")  # type: ignore[arg-type]
            case _:
                {"submit": submit, "withdraw": withdraw, "discard": discard}[step](session, draft_id, person)  # type: ignore[operator]
        return draft_id


@settings(max_examples=examples(100))
@given(taken=steps, needed=st.integers(1, 2))
def test_no_order_of_steps_loses_a_draft_or_lets_anybody_decide_on_her_own(
    engine: Engine, taken: list[tuple[str, int, int]], needed: int
) -> None:
    names = [f"P{number}{uuid.uuid4().hex}" for number, _ in enumerate(ROLES)]
    world = World(engine, [joined(engine, name, role) for name, role in zip(names, ROLES, strict=True)], needed)
    before: dict[str, Status] = {}
    assert taken
    for step, who, which in taken:
        person = world.people[who]
        done = world.take(step, person, which)
        after = look(world)
        changed = {each for each in after if before.get(each) != after[each]}
        assert len(changed) <= 1 and (done or not changed)
        for each in changed & before.keys():
            assert before[each] in ALLOWED[step]
            if step in ("accept", "return", "reject"):
                assert person.id != world.authors[each].id and person.role >= Role.REVIEWER
            else:
                assert person.id == world.authors[each].id
        assert not (done and step == "accept what I saw")
        before = after


def look(world: World) -> dict[str, Status]:
    """Every submission of this world with its state, each looked at as readers of the queue would."""
    with transaction(world.engine) as session:
        found = {each.id: each for each in session.scalars(select(Submission)) if each.id in world.said}
        assert found.keys() == world.said.keys()
        for each in found.values():
            assert change_set(each.changes).why == each.why == world.said[each.id]
            assert each.author_id == world.authors[each.id].id
            assert each.author_id not in [verdict.reviewer_id for verdict in each.verdicts]
            accepting = Counter(accepted_by(each))
            assert not accepting or max(accepting.values()) == 1
            assert (each.status == Status.ACCEPTED) == (each.publishing is not None)
            if each.status == Status.ACCEPTED:
                assert len(accepting) == world.needed
            if each.status in (Status.RETURNED, Status.REJECTED):
                assert each.verdicts[-1].verdict in (Verdict.RETURN, Verdict.REJECT) and each.verdicts[-1].reason
        return {each.id: Status(each.status) for each in found.values()}
