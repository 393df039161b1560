"""Gaps as the plain values that their page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask import url_for

from graph.filters import Facet
from graph.terms import OP, ORG
from graph.text.messages import N_, NN_, capital, counted, joined
from graph.things import BY_CLASS, ThingKind
from views.gaps.found import SCOPES, Gap, Gaps, KnownThings
from views.gaps.kinds import KINDS, GapKind
from views.shown.corrections import row_in
from views.shown.statements import href as statement_href
from views.shown.values import Hyperlink, TableRow
from views.web.addresses import page_href
from views.web.service import service

COLUMNS: Final = ("kind", "missing", "about", "name", "address", "detail", "file", "line", "mend", "id", "iri")
GROUPS = (
    (N_("Practices"), ("Practice",)),
    (N_("Cities and countries"), ("City", "Country")),
    (N_("Law"), ("Act", "Provision")),
    (N_("Technologies"), ("Technology",)),
    (N_("The Partnership"), ("Organization", "Action")),
)
MOST = 8


def thing_href(gap: Gap) -> str:
    """The page of the thing; for a country, its practices."""
    kind = _thing(gap)
    if kind and kind.page:
        return page_href(kind.page, gap.id)
    return url_for("practices.list_", country=gap.id)


def row_href(row: str) -> str:
    """Where to see the row that would have to change."""
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
    kind = _thing(gap)
    return kind.one if kind else ""


def _thing(gap: Gap) -> ThingKind | None:
    return BY_CLASS.get(OP + gap.about) or BY_CLASS.get(ORG + gap.about)


def _column(gap: Gap) -> str:
    """Which column to fill; its table is told before it."""
    column, table = KINDS[gap.kind].column, f"{gap.file}: "
    return column.removeprefix(table) if column.startswith(table) else column


def rows(shown: Sequence[Gap]) -> list[TableRow]:
    """The gaps of one page."""
    return [
        {
            "thing": Hyperlink(gap.name, thing_href(gap), capital(_about(gap))),
            "missing": Hyperlink(KINDS[gap.kind].label, note=gap.detail, row=row_in(gap.row),
                                 column=KINDS[gap.kind].field, add=KINDS[gap.kind].adds),
            "where": Hyperlink(N_("%(file)s, line %(line)s", file=gap.file, line=gap.line), row_href(gap.row),
                          _column(gap)),
        }
        for gap in shown
    ]  # fmt: skip


def address(chosen: Mapping[str, str], **changes: str) -> str:
    """The page with other filters; an empty value takes one away."""
    values: dict[str, Any] = {name: value for name, value in {**chosen, **changes}.items() if value}
    return url_for("gaps.show", **values)


def lede(kept: Sequence[Gap], chosen: Mapping[str, str], found: Gaps) -> str:
    """How much is not known, in one sentence."""
    things = len({gap.iri for gap in kept})
    told = {
        "gaps": counted(len(kept), "%(number)s gap", "%(number)s gaps"),
        "things": counted(things, "%(number)s thing", "%(number)s things"),
    }
    places = [found.table.label(each.name, chosen[each.name]) for each in SCOPES if each.name in chosen]
    words = N_("%(gaps)s about %(things)s.", **told)
    if places:
        words = N_("%(gaps)s about %(things)s within %(places)s.", places=" and ".join(places), **told)
    unknown = N_("Unknown means that the tables do not say it; it does not mean that there is nothing.")
    return joined((words, unknown), " ")


OF: Final = {
    "": NN_("of %(number)s thing", "of %(number)s things"),
    "Practice": NN_("of %(number)s practice", "of %(number)s practices"),
    "City": NN_("of %(number)s city", "of %(number)s cities"),
    "Country": NN_("of %(number)s country", "of %(number)s countries"),
    "Act": NN_("of %(number)s act", "of %(number)s acts"),
    "Provision": NN_("of %(number)s provision", "of %(number)s provisions"),
    "Technology": NN_("of %(number)s technology", "of %(number)s technologies"),
    "Organization": NN_("of %(number)s partner", "of %(number)s partners"),
    "Action": NN_("of %(number)s Action", "of %(number)s Actions"),
}
EVERY: Final = {"city": N_("Every city"), "theme": N_("Every theme"), "act": N_("Every act")}
BY: Final = {"city": N_("By city"), "theme": N_("By theme"), "act": N_("By act")}


def kinds(found: Gaps, chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every kind with its count within the chosen city, theme and act, and of how many things; grouped by what it is
    about. A kind that cannot occur there is left out.
    """
    places = {name: value for name, value in chosen.items() if name != "kind"}
    things: dict[str, set[str]] = {}
    for gap in found.left(found.choice(places)):
        things.setdefault(gap.kind, set()).add(gap.iri)
    groups = []
    for label, about in GROUPS:
        own = [_kind(kind, len(things.get(kind.slug, ())), chosen, places, found.known)
               for kind in KINDS.values() if kind.about[0] in about]  # fmt: skip
        own = [each for each in own if each["of"]]
        if own:
            none = [each["missing"].label for each in own if each["count"] == "0"]
            groups.append({"label": label, "kinds": [each for each in own if each["count"] != "0"], "none": none})
    return groups


def _kind(
    kind: GapKind, count: int, chosen: Mapping[str, str], places: Mapping[str, str], known: KnownThings
) -> dict[str, Any]:
    of = known.count(kind.about, places)
    link = address(chosen, kind=kind.slug) if count else ""
    return {
        "missing": Hyperlink(kind.label, link, kind.meaning),
        "count": f"{count:,}",
        "of": of,
        "share": counted(of, *OF[kind.about[0] if len(kind.about) == 1 else ""]),
        "chosen": chosen.get("kind") == kind.slug,
    }


def most(facets: Iterable[Facet]) -> list[dict[str, Any]]:
    """The cities, themes and acts with the most gaps."""
    groups = []
    for each in facets:
        top = sorted(each.options, key=lambda option: (-option.count, option.label))[:MOST]
        groups.append({
            "label": BY[each.filter.name],
            "links": [{"label": option.label, "href": address({}, **{each.filter.name: option.value}),
                       "count": f"{option.count:,}"} for option in top],
            "more": len(each.options) - len(top),
        })  # fmt: skip
    return groups
