"""The kinds of things in the graph: what each is called, its class, and where its identifiers and pages stand.

A reader of this table takes the kinds and the columns it needs; what is true in one room alone is said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.terms import FOAF, OP, ORG, SKOS
from graph.text.messages import N_, capital


@dataclass(frozen=True, slots=True)
class ThingKind:
    """One kind of thing.

    `name` and `plural` are its keys in code and addresses, `one` and `many` its words inside a sentence, `label` and
    `title` those over one thing and over a list. Identifiers of its things begin with `collection`, addresses of their
    pages with `page`; `page` is empty when they have none.
    """

    name: str
    plural: str
    iri: str
    one: str
    many: str
    label: str
    title: str
    collection: str
    page: str

    @property
    def has_own_page(self) -> bool:
        """Whether a page is made for it, more than the list of all that is stated about any thing."""
        return bool(self.page) and not self.page.startswith("data/")


def _kind(
    name: str,
    plural: str,
    iri: str,
    *,
    one: str,
    many: str,
    label: str = "",
    title: str = "",
    collection: str = "",
    page: str | None = None,
) -> ThingKind:
    """A row of the table; what is not given is as the other words say."""
    label, title, collection = label or capital(one), title or capital(many), collection or plural
    return ThingKind(name, plural, iri, one, many, label, title, collection, collection if page is None else page)


KINDS: Final[tuple[ThingKind, ...]] = (
    _kind("practice", "practices", OP + "Practice", one=N_("practice"), many=N_("practices")),
    _kind("city", "cities", OP + "City", one=N_("city"), many=N_("cities")),
    _kind("technology", "technologies", OP + "Technology", one=N_("technology"), many=N_("technologies")),
    _kind("act", "acts", OP + "Act", one=N_("act"), many=N_("acts"), collection="laws"),
    _kind("provision", "provisions", OP + "Provision", one=N_("provision"), many=N_("provisions"), collection="laws"),
    _kind("organisation", "organisations", ORG + "Organization", one=N_("organisation"), many=N_("organisations")),
    _kind("person", "people", FOAF + "Person", one=N_("person"), many=N_("people"), page="data/people"),
    _kind("action", "actions", OP + "Action", one=N_("Action"), many=N_("Actions")),
    _kind("event", "events", OP + "Event", one=N_("event"), many=N_("events"), page="partnership/events"),
    _kind("country", "countries", OP + "Country", one=N_("country"), many=N_("countries"), page=""),
    _kind(
        "decision",
        "decisions",
        OP + "LegalEvent",
        one=N_("decision"),
        many=N_("decisions"),
        title=N_("Decisions on practices"),
        collection="legal-events",
        page="data/legal-events",
    ),
    _kind("concept", "concepts", SKOS + "Concept", one=N_("subject"), many=N_("subjects"), page=""),
    _kind(
        "document",
        "documents",
        OP + "Source",
        one=N_("document"),
        many=N_("documents"),
        collection="sources",
        page="data/sources",
    ),
    _kind(
        "conflict",
        "conflicts",
        OP + "Conflict",
        one=N_("disagreement of sources"),
        many=N_("disagreements of sources"),
        page="",
    ),
)
"""In the order in which they are listed."""

BY_NAME: Final[Mapping[str, ThingKind]] = {kind.name: kind for kind in KINDS}
BY_PLURAL: Final[Mapping[str, ThingKind]] = {kind.plural: kind for kind in KINDS}
BY_CLASS: Final[Mapping[str, ThingKind]] = {kind.iri: kind for kind in KINDS}
