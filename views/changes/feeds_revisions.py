"""What changed between data revisions for one thing, as entries of its feed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import request, url_for

from graph.revision import Difference, Revision, revisions
from graph.revision.comparing import Change
from graph.text.messages import N_, NN_, counted, joined
from views.changes.scope import Scope
from views.site.revisions import difference
from views.web.service import answer, service

MOST_PAIRS = 3
MOST_WORDS = 8
MARK = "#governed-"
ADDED = NN_("%(number)s thing added", "%(number)s things added")
CHANGED = NN_("%(number)s thing changed", "%(number)s things changed")
REMOVED = NN_("%(number)s thing removed", "%(number)s things removed")


def revision_entries(scope: Scope) -> list[dict[str, str]]:
    """One entry for each of the last data revisions that changed what is stated about the thing, or about its parts;
    for everything, one for each revision that changed anything.

    Revisions that are too large to be held in memory are not compared, because it would hold up the feed; their entry
    says so. Parts that are in no revision any more are not told, the thing itself is.
    """
    pairs = _pairs()
    if not pairs:
        return []
    parts = _parts(scope) if scope.iri else {}
    found = [_entry(scope, old, new, parts) for old, new in pairs]
    return [entry for entry in found if entry is not None]


def _pairs() -> list[tuple[Revision, Revision]]:
    """Neighbouring revisions up to the current one that hold different facts, the newest last."""
    settings, now = service().settings, service().revision.number
    known = [] if settings.store else [each for each in revisions(Path(settings.revisions_dir)) if each.number <= now]
    pairs = [(old, new) for old, new in pairwise(known) if old.manifest.quads_sha256 != new.manifest.quads_sha256]
    return pairs[-MOST_PAIRS:]


def _parts(scope: Scope) -> dict[str, str]:
    return {str(row["part"]): str(row["class"]) for row in answer("feeds-parts", {"thing": scope.iri}).rows}


def _entry(scope: Scope, old: Revision, new: Revision, parts: Mapping[str, str]) -> dict[str, str] | None:
    text = _text(scope, old, new, parts)
    if not text:
        return None
    number, before = new.number, old.number
    revision = N_("Data revision %(revision)s", revision=str(number))
    return {
        "key": f"revision {old.manifest.quads_sha256} {new.manifest.quads_sha256} {scope.iri}",
        "title": joined((revision, scope.label if scope.iri else ""), ": "),
        "updated": f"{str(new.manifest.created)[:19]}Z",
        "href": request.host_url.rstrip("/") + url_for("revisions.compare", old=before, new=number),
        "text": text,
    }


def _text(scope: Scope, old: Revision, new: Revision, parts: Mapping[str, str]) -> str:
    """What an entry says; empty when nothing changed."""
    most = service().settings.max_memory_quads
    if max(old.manifest.quads, new.manifest.quads) > most:
        return N_(
            "Not compared with data revision %(revision)s here: a feed compares revisions of at most %(most)s "
            "statements. Whether anything changed for this is not known.",
            revision=str(old.number),
            most=most,
        )
    found = difference(str(new.path.parent), old.number, new.number)
    words = _of(scope.iri, found, parts) if scope.iri else _everything(found)
    if not words:
        return ""
    return N_(
        "Compared with data revision %(revision)s: %(changes)s. This is what the graph says, not what the law did.",
        revision=str(old.number),
        changes=words,
    )


def _everything(found: Difference) -> str:
    counts = ((ADDED, found.added), (CHANGED, found.changed), (REMOVED, found.removed))
    return joined((counted(len(changes), *forms) for forms, changes in counts if changes), ", ")


def _of(iri: str, found: Difference, parts: Mapping[str, str]) -> str:
    """In words, what a difference says of a thing and of its parts; empty when it says nothing."""
    told: list[str] = []
    added, changed, removed = N_("added"), N_("changed"), N_("removed")
    for word, changes in ((added, found.added), (removed, found.removed)):
        told += [word] if any(each.iri == iri for each in changes) else []
    told += [joined((changed, _properties(each)), ": ") for each in found.changed if each.iri == iri]
    for word, changes in ((added, found.added), (changed, found.changed), (removed, found.removed)):
        told += [joined((word, each), ": ") for each in _counted(iri, changes, parts)]
    return joined(told, "; ")


def _counted(iri: str, changes: Iterable[Change], parts: Mapping[str, str]) -> list[str]:
    kinds: Counter[str] = Counter()
    labels: dict[str, list[str]] = {}
    for each in changes:
        kind = N_("governing rule") if each.iri.startswith(iri + MARK) else parts.get(each.iri, "")
        if kind:
            kinds[kind] += 1
            labels.setdefault(kind, []).extend([each.label] if each.label else [])
    return [_one(kind, count, labels[kind]) for kind, count in sorted(kinds.items())]


def _one(kind: str, count: int, labels: list[str]) -> str:
    head, *tail = kind.split(" ", 1)
    plural = kind if count == 1 else " ".join([f"{head}s", *tail]) if head != "governing" else N_("governing rules")
    named = f" ({'; '.join(labels)})" if 0 < len(labels) <= 3 else ""
    return f"{count} {plural}{named}"


def _properties(change: Change) -> str:
    """`end year, legal outcome` for the properties of a change, in the words of their names."""
    names = [_words(each) for each in change.properties]
    more = len(names) - MOST_WORDS
    return ", ".join(names[:MOST_WORDS]) + (f" and {more} more" if more > 0 else "")


def _words(iri: str) -> str:
    local: str = re.split(r"[#/]", iri)[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", local).lower()


def shaped(entry: Mapping[str, Any], urn: str) -> dict[str, str]:
    """The entry with its permanent name."""
    return {**{name: str(value) for name, value in entry.items() if name != "key"}, "id": urn}
