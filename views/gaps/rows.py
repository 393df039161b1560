"""Gaps as the plain values that their page shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask import url_for

from graph.terms import OP
from graph.things import BY_CLASS
from views.gaps.found import SCOPES, Gap, KnownThings, matching
from views.gaps.kinds import KINDS, GapKind
from views.web.addresses import page_href
from views.web.service import service
from views.web.statements import href as statement_href

COLUMNS: Final = ("kind", "missing", "about", "name", "address", "detail", "file", "line", "mend", "id", "iri")
LEGENDS = {"kind": "What is missing", "city": "City", "theme": "Theme", "act": "Act"}
ALL = {"kind": "Everything", "city": "Every city", "theme": "Every theme", "act": "Every act"}
GROUPS = (("Practices", ("Practice",)), ("Cities and countries", ("City", "Country")), ("Law", ("Act", "Provision")),
          ("Technologies", ("Technology",)))  # fmt: skip
MOST = 8


def thing_href(gap: Gap) -> str:
    """The page of the thing; for a country, its practices."""
    kind = BY_CLASS.get(OP + gap.about)
    if kind and kind.page:
        return page_href(kind.page, gap.id)
    return url_for("practices.list_", country=gap.id)


def correction_href(row: str) -> str:
    """Where to see the row that would have to change. There is no form for corrections yet; one would open here."""
    return statement_href(row, service().settings.base_iri)


def plain(gap: Gap, host_url: str) -> dict[str, str]:
    """One gap as a row of a table."""
    return {
        "kind": gap.kind,
        "missing": KINDS[gap.kind].label,
        "about": _about(gap),
        "name": gap.name,
        "address": host_url.rstrip("/") + thing_href(gap),
        "detail": gap.detail,
        "file": gap.file,
        "line": gap.line,
        "mend": KINDS[gap.kind].column,
        "id": gap.id,
        "iri": gap.iri,
    }


def _about(gap: Gap) -> str:
    kind = BY_CLASS.get(OP + gap.about)
    return kind.one if kind else ""


def rows(shown: Sequence[Gap]) -> list[dict[str, Any]]:
    """The gaps of one page."""
    return [
        {
            "thing": {"label": gap.name, "href": thing_href(gap), "note": _about(gap).capitalize()},
            "missing": {"label": KINDS[gap.kind].label, "note": gap.detail},
            "where": {"label": f"{gap.file}, line {gap.line}", "href": correction_href(gap.row),
                      "note": KINDS[gap.kind].column.removeprefix(f"{gap.file}: ")},
        }
        for gap in shown
    ]  # fmt: skip


def address(chosen: Mapping[str, str], **changes: str) -> str:
    """The page with other filters; an empty value takes one away."""
    values = {name: value for name, value in {**chosen, **changes}.items() if value}
    return url_for("gaps.show", **values)  # type: ignore[arg-type]


def lede(kept: Sequence[Gap], chosen: Mapping[str, str], known: KnownThings) -> str:
    """How much is not known, in one sentence."""
    things = len({gap.iri for gap in kept})
    words = f"{_counted(len(kept), 'gap')} about {_counted(things, 'thing')}"
    places = [known.labels[name, chosen[name]] for name in SCOPES if name in chosen]
    if places:
        words += f" within {' and '.join(places)}"
    return f"{words}. Unknown means that the tables do not say it; it does not mean that there is nothing."


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def kinds(found: Iterable[Gap], chosen: Mapping[str, str], known: KnownThings) -> list[dict[str, Any]]:
    """Every kind with its count within the chosen city, theme and act, and of how many things; grouped by what it is
    about. A kind that cannot occur there is left out.
    """
    places = {name: value for name, value in chosen.items() if name != "kind"}
    things: dict[str, set[str]] = {}
    for gap in matching(found, places):
        things.setdefault(gap.kind, set()).add(gap.iri)
    groups = []
    for label, about in GROUPS:
        own = [_kind(kind, len(things.get(kind.slug, ())), chosen, places, known)
               for kind in KINDS.values() if kind.about[0] in about]  # fmt: skip
        own = [each for each in own if each["of"]]
        if own:
            none = [each["missing"]["label"] for each in own if each["count"] == "0"]
            groups.append({"label": label, "kinds": [each for each in own if each["count"] != "0"], "none": none})
    return groups


def _kind(
    kind: GapKind, count: int, chosen: Mapping[str, str], places: Mapping[str, str], known: KnownThings
) -> dict[str, Any]:
    of = known.count(kind.about, places)
    thing = BY_CLASS[OP + kind.about[0]]
    one, many = (thing.one, thing.many) if len(kind.about) == 1 else ("thing", "things")
    link = address(chosen, kind=kind.slug) if count else ""
    return {
        "missing": {"label": kind.label, "href": link, "note": kind.meaning},
        "count": f"{count:,}",
        "of": of,
        "share": f"of {of:,} {one if of == 1 else many}",
        "chosen": chosen.get("kind") == kind.slug,
    }


def filters(found: Sequence[Gap], chosen: Mapping[str, str], known: KnownThings) -> list[dict[str, Any]]:
    """The boxes of the form: each with its options and their counts after the other choices."""
    boxes = []
    for name in ("kind", *SCOPES):
        rest = matching(found, {other: value for other, value in chosen.items() if other != name})
        counts = Counter(key for gap in rest for key in ([gap.kind] if name == "kind" else _keys(gap, name)))
        labels = {key: KINDS[key].label if name == "kind" else known.labels[name, key] for key in counts}
        order = sorted(counts, key=lambda key: labels[key].casefold()) if name != "kind" else list(KINDS)
        options = [
            {"value": key, "label": f"{labels[key]} ({counts[key]:,})", "chosen": chosen.get(name) == key}
            for key in order
            if counts[key]
        ]
        if (own := chosen.get(name)) and not counts[own]:
            label = KINDS[own].label if name == "kind" else known.labels[name, own]
            options.insert(0, {"value": own, "label": f"{label} (0)", "chosen": True})
        boxes.append({"name": name, "legend": LEGENDS[name], "all": ALL[name], "options": options})
    return boxes


def _keys(gap: Gap, name: str) -> list[str]:
    return [key for scope, key in gap.scopes if scope == name]


def most(found: Sequence[Gap], known: KnownThings) -> list[dict[str, Any]]:
    """The cities, themes and acts with the most gaps."""
    groups = []
    for name, label in (("city", "By city"), ("theme", "By theme"), ("act", "By act")):
        counts = Counter(key for gap in found for key in _keys(gap, name))
        top = sorted(counts, key=lambda key: (-counts[key], known.labels[name, key]))[:MOST]
        groups.append({
            "label": label,
            "links": [{"label": known.labels[name, key], "href": address({}, **{name: key}),
                       "count": f"{counts[key]:,}"} for key in top],
            "more": len(counts) - len(top),
        })  # fmt: skip
    return groups
