"""An independent reading of the tables: which practices a law has to do with on a day, without the graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache

from graph.store import Store
from tests.law_tables import by_id, parts, table

Row = dict[str, str]
WHILE_VALID = {"regulated-by", "authorised-by"}


@cache
def broader(name: str, key: str) -> frozenset[str]:
    """The thing itself and everything broader."""
    rows, found = by_id(name), {key}
    while new := {up for each in found for up in parts(rows[each]["broader"])} - found:
        found |= new
    return frozenset(found)


@cache
def within(provision: str) -> frozenset[str]:
    """A provision, every larger part that holds it, and its act; an act itself."""
    rows = by_id("provisions")
    if provision not in rows:
        return frozenset((provision,))
    row = rows[provision]
    return frozenset((provision, row["act"])) | (within(row["part_of"]) if row["part_of"] else frozenset())


@dataclass(frozen=True)
class Ruled:
    """One governance of the graph: a provision governs a practice, and how."""

    practice: str
    provision: str
    effect: str
    standing: str
    match: str
    start: str
    end: str

    @property
    def first(self) -> str:
        """No link is older than its act."""
        return max(self.start, by_id("acts")[by_id("provisions")[self.provision]["act"]]["date_document"])

    @property
    def prohibits(self) -> bool:
        return self.effect == "prohibited" and self.standing == "holds" and self.match != "unknown"


GOVERNANCES = """
PREFIX op: <https://w3id.org/openplaza/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?practice ?provision ?effect ?standing ?match ?start ?end WHERE {
  ?node a op:Governance ; op:governs/dcterms:identifier ?practice ; op:byProvision/dcterms:identifier ?provision ;
    op:effect ?effect ; op:standing ?standing ; op:actorMatch ?match .
  OPTIONAL { ?node op:applicableFrom ?start }
  OPTIONAL { ?node op:applicableTo ?end }
}"""


@cache
def governances(store: Store) -> tuple[Ruled, ...]:
    """Every governance, as the store holds it; graph/governing decides them and has its own tests."""
    columns = [field.name for field in fields(Ruled)]
    return tuple(
        Ruled(*(str(row[name] or "").rpartition("/")[2] if name in ("effect", "standing", "match")
                else str(row[name] or "") for name in columns))
        for row in store.select(GOVERNANCES).rows
    )  # fmt: skip


def rules(store: Store, law: str, on: str) -> Iterator[Ruled]:
    """Every governance by a law, or by one of its parts, on the day."""
    for each in governances(store):
        if law in within(each.provision) and each.first <= on and not (each.end and each.end < on):
            yield each


def statements(law: str, on: str) -> Iterator[str]:
    """The practices that a source, an authority or a court links with a law, or with a part of it, on the day."""
    acts = by_id("acts")
    natures = {row["id"]: row["nature"] for row in table("practice_legislation")}

    def named(act: str, provisions: str) -> bool:
        there = acts.get(act, {"date_document": "9999"})["date_document"] <= on
        return there and any(law in within(each) for each in parts(provisions) or [act])

    for row in table("practice_legislation_join"):
        ended = row["act"] in acts and "" < acts[row["act"]]["date_end_of_validity"] < on
        if named(row["act"], row["provisions"]) and not (
            ended and natures[row["practice_legislation_id"]] in WHILE_VALID
        ):
            yield row["practice_id"]
    for row in table("legal_events"):
        for each in parts(row["act"]):
            own = ";".join(one for one in parts(row["provision"]) if each in within(one))
            if row["date"] and row["date"] <= on and named(each, own):
                yield row["practice"]
    for row in table("declared_basis"):
        if named(row["act"], row["provision"]):
            yield row["practice"]


def practices(store: Store, law: str, on: str) -> set[str]:
    """Every practice that is directly linked with an act or a provision on the day."""
    return {each.practice for each in rules(store, law, on)} | set(statements(law, on))


def objects(subject: str, *predicates: str) -> set[str]:
    """The acts to which an act has a relation."""
    return {
        row["object"] for row in table("act_relations") if row["subject"] == subject and row["predicate"] in predicates
    }


def cities(names: set[str]) -> set[str]:
    """The cities of some practices."""
    return {city for name in names for city in parts(by_id("practices")[name]["cities"])}


def users(technology: str) -> set[str]:
    """The practices that use a technology or a narrower one."""
    return {
        row["id"]
        for row in table("practices")
        if any(technology in broader("concepts", each) for each in parts(row["technologies_concepts"]))
    }
