"""The scope of a question about the law: everything, or one thing written as `technologies/cctv-fixed`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from graph.errors import BadParameter
from graph.text.messages import N_, within
from graph.things import BY_NAME
from views.web.addresses import page_href
from views.web.service import answer, grouped, text_of

GROUPS = {BY_NAME[kind].page: BY_NAME[kind].title for kind in ("technology", "city", "practice", "act")}
COLLECTIONS = tuple(GROUPS)
MAX_IDENTIFIER = 200


@dataclass(frozen=True)
class Scope:
    """What is asked about; an empty `iri` is everything."""

    written: str = ""
    iri: str = ""
    kind: str = ""
    label: str = N_("All law")

    @property
    def within_sentence(self) -> str:
        """The label as it stands within a sentence: a name keeps its capital."""
        return self.label if self.iri else within(self.label)

    @property
    def href(self) -> str:
        """The page of the thing on the law date of the request; an empty string for everything."""
        return self.on(None)

    def on(self, day: str | None) -> str:
        """The page of the thing on a day; an empty day leaves it out."""
        collection, _, identifier = self.written.partition("/")
        return page_href(collection, identifier, day) if self.iri else ""

    @property
    def values(self) -> dict[str, str]:
        """The value for the parameter `scope` of a question."""
        return {"scope": self.iri} if self.iri else {}


def find_scope(written: str) -> Scope | None:
    """The thing written as collection and identifier; None when there is no such thing."""
    collection, _, identifier = written.partition("/")
    if collection not in COLLECTIONS or not identifier or len(identifier) > MAX_IDENTIFIER:
        return None
    rows = [row for row in answer("law-scope", {"id": identifier}).rows if str(row["collection"]) == collection]
    return Scope(written, str(rows[0]["thing"]), str(rows[0]["kind"]), str(rows[0]["label"])) if rows else None


def choices(scope: Scope) -> list[dict[str, Any]]:
    """What can be chosen, in groups; a provision that was asked for stands with the acts, chosen."""
    rows = grouped(answer("law-scopes").rows, "collection")
    groups = [
        {"label": label, "options": [_option(collection, row, scope.written) for row in rows.get(collection, [])]}
        for collection, label in GROUPS.items()
    ]
    if scope.kind == "provision":
        chosen = {"value": scope.written, "label": f"{scope.label} ({scope.written})", "chosen": True}
        groups.insert(0, {"label": N_("Provision"), "options": [chosen]})
    return groups


def _option(collection: str, row: Mapping[str, object], written: str) -> dict[str, Any]:
    value = f"{collection}/{row['id']}"
    return {"value": value, "label": text_of(row, "label", "id"), "chosen": value == written}


def scope_asked() -> Scope:
    """The scope of the request. Raises BadParameter when it names nothing that is known."""
    written = request.args.get("scope", "").strip().strip("/")
    if not written:
        return Scope()
    found = find_scope(written)
    if found is None:
        raise BadParameter(
            "scope",
            N_(
                "Nothing is known as %(name)s. Write laws/, technologies/, practices/ or cities/ and the identifier "
                "that its page has in its address, such as laws/32016R0679 or technologies/cctv-fixed; leave it empty "
                "for all law.",
                name=repr(written[:80]),
            ),
        )
    return found
