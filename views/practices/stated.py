"""What sources state about a practice: who does what, what authorities found, which law others name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from graph.law.citation import citation_in_act
from graph.law.marks import Mark
from graph.law.period import Period, date_span
from graph.text.messages import N_, capital, joined
from views.shown.corrections import row_at
from views.shown.laws_named import law_note, laws_named
from views.shown.ruling_marks import doubts, statement_marks
from views.shown.values import Hyperlink
from views.web.addresses import law_href, page_href
from views.web.service import grouped, language_of, slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]
Sources = Mapping[str, Sequence[Row]]

REMARK: Final = "noted"
NO_FINDING: Final = ("contested", "under-inquiry")
"""Steps that bring a case before an authority and say nothing of what it finds."""
RELIED_ON: Final = ("relied-on", "declared-by-operator")
"""Stances of those who run or answer for a practice themselves."""
ROLES: Final = ("runs", "uses-images", "decides", "partner", "supplies", "funds", "evaluates")
OPERATING: Final = ("runs", "uses-images", "decides")
STANCES: Final = {
    "required": N_("Required, according to"),
    "yardstick": N_("A yardstick, according to"),
    "breached": N_("Breached, according to"),
    "said-to-be-missing": N_("Missing, according to"),
    "commentator": N_("Named in a comment, by"),
}


def sources_of(rows: Iterable[Row]) -> Sources:
    """The rows of the question practices-evidence by the statement that they stand behind."""
    return grouped(rows, "about")


def links_of(sources: Sources) -> dict[str, list[Hyperlink]]:
    """The sources of each statement as short links: by who published them, by their titles where that is not clear."""
    return {about: _short(_links(rows)) for about, rows in sources.items()}


def _short(found: Sequence[Mapping[str, str]]) -> list[Hyperlink]:
    named = Counter(each["publisher"] for each in found)
    return [
        Hyperlink(each["publisher"], each["href"])
        if each["publisher"] and named[each["publisher"]] == 1
        else Hyperlink(each["label"], each["href"], lang=each["lang"])
        for each in found
    ]


def participations(rows: Iterable[Row], sources: Sources) -> list[dict[str, Any]]:
    """Who does what as table rows, who runs it first."""
    ordered = sorted(rows, key=lambda row: (ROLES.index(slug_of(row["role"])), text_of(row, "start")))
    return [
        {
            "role": str(row["role_label"]),
            "row": row_at("practice_actors", row["part_id"]),
            "actor": capital(str(row["actor_label"])),
            "organisation": {"label": text_of(row, "organisation") or N_("Not named")},
            "when": _span(text_of(row, "start"), text_of(row, "end")),
            "source": _source(row, sources.get(str(row["part_id"]), ())),
        }
        for row in ordered
    ]


def organisations(rows: Iterable[Row]) -> dict[str, list[str]]:
    """For each actor `Runs: City of Nice` and the like, for those who run, decide or use images."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for row in rows:
        if slug_of(row["role"]) in OPERATING:
            names = found.setdefault(str(row["actor_id"]), {}).setdefault(str(row["role_label"]), {})
            names.update(dict.fromkeys(filter(None, [text_of(row, "organisation")])))
    return {
        actor: [joined((role, joined(names, "; ")), ": ") for role, names in roles.items()]
        for actor, roles in found.items()
    }


def regimes(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    """The default regime of each actor: its name, why, where that stands, and how sure it is."""
    return {
        str(row["actor_id"]): {
            "label": str(row["regime_label"]),
            "reason": text_of(row, "regime_reason"),
            "law": {
                "label": citation_in_act(
                    text_of(row, "regime_act_label"), text_of(row, "regime_provision_id"), text_of(row, "regime_act_id")
                ),
                "href": law_href(text_of(row, "regime_provision_id")),
            }
            if row["regime_provision_id"]
            else None,
            "marks": statement_marks({"basis": row["regime_basis"]}),
        }
        for row in rows
        if row["regime"]
    }


def finding(rows: Iterable[Row], on: str, sources: Sources, bodies: Sources) -> dict[str, Any] | None:
    """The latest step before an authority up to the day that decides something; None when there is none."""
    deciding = [
        row
        for row in rows
        if row["date"] and text_of(row, "date") <= on and not row["left_out"] and slug_of(row["outcome"]) != REMARK
    ]
    if not deciding:
        return None
    latest = max(deciding, key=lambda row: (text_of(row, "date"), int(text_of(row, "line"))))
    return _event(latest, sources, bodies) | {"kicker": latest_step(slug_of(latest["outcome"]))}


def latest_step(outcome: str) -> str:
    """How the latest step is headed: a complaint or an inquiry is no finding."""
    return N_("Latest step, no finding yet") if outcome in NO_FINDING else N_("Latest finding")


def story(rows: Iterable[Row], on: str, sources: Sources, bodies: Sources) -> list[dict[str, Any]]:
    """Legal events up to the day, as a dated story."""
    return [_event(row, sources, bodies) for row in rows if text_of(row, "date") <= on]


def _event(row: Row, sources: Sources, bodies: Sources) -> dict[str, Any]:
    who = joined((text_of(row, "authority"), text_of(row, "instance_label")), " – ")
    reference, marks = text_of(row, "reference"), statement_marks(row)
    laws, acted = laws_named(row), authorities(bodies.get(str(row["event_id"]), ()))
    return {
        "date": long_date(row["date"]) or N_("Date not stated"),
        "title": who or N_("Authority not named"),
        "row": row_at("legal_events", row["event_id"]),
        "authorities": acted,
        "text": f"{row['summary']}{f' ({reference})' if reference else ''}{_doubted(marks)}",
        "outcome": {"kind": f"outcome-{slug_of(row['outcome'])}", "label": str(row["outcome_label"])},
        "badges": [
            {"kind": f"outcome-{slug_of(row['outcome'])}", "label": str(row["outcome_label"])},
            *({"kind": "plain", **law} for law in laws),
        ],
        "law_note": law_note(row),
        "laws": laws,
        "law": text_of(row, "law"),
        "marks": marks,
        "sources": _links(sources.get(str(row["event_id"]), ())),
    }


def authorities(rows: Iterable[Row]) -> list[dict[str, str]]:
    """The organisations that acted in an event, each as a link with its country."""
    return [
        {
            "label": " ".join(
                filter(None, (str(row["authority_label"]), _in_brackets(text_of(row, "authority_country"))))
            ),
            "href": page_href("organisations", str(row["authority_id"])),
        }
        for row in rows
        if row["authority_id"]
    ]


def _in_brackets(text: str) -> str:
    return f"({text})" if text else ""


def notes(rows: Iterable[Row], sources: Sources) -> list[dict[str, Any]]:
    """Remarks on law without a date or an authority: no legal events."""
    return [
        {
            "text": str(row["summary"]),
            "row": row_at("practice_notes", row["note_id"]),
            "who": text_of(row, "authority"),
            "date": long_date(row["date"]),
            "laws": laws_named(row),
            "law": text_of(row, "law"),
            "marks": statement_marks(row),
            "doubts": doubts(statement_marks(row)),
            "sources": _links(sources.get(str(row["note_id"]), ())),
        }
        for row in rows
    ]


def declared(rows: Sequence[Row], sources: Sources, on: str) -> dict[str, list[dict[str, Any]]]:
    """Law that others name: what is relied on, and apart from it every other stance with who takes it."""
    shown = [_declared(row, sources, on) for row in rows]
    pairs = list(zip(rows, shown, strict=True))
    return {
        "relied": [each for row, each in pairs if slug_of(row["stance"]) in RELIED_ON],
        "others": [each for row, each in pairs if slug_of(row["stance"]) not in RELIED_ON],
    }


def _declared(row: Row, sources: Sources, on: str) -> dict[str, Any]:
    stance = slug_of(row["stance"])
    return {
        "laws": laws_named(row),
        "law": text_of(row, "law"),
        "who": str(row["who"]),
        "row": row_at("declared_basis", row["basis_id"]),
        "stance": STANCES.get(stance, str(row["stance_label"])),
        "reason": text_of(row, "reason"),
        "from": text_of(row, "in_force") if text_of(row, "in_force") > on else "",
        "marks": statement_marks(row),
        "doubts": doubts(statement_marks(row)),
        "sources": _links(sources.get(str(row["basis_id"]), ())),
    }


def _source(row: Row, found: Sequence[Row]) -> dict[str, Any]:
    marks = statement_marks(row)
    return {"links": _links(found), "marks": marks, "doubts": doubts(marks)}


def _links(found: Iterable[Row]) -> list[dict[str, str]]:
    """Sources as links; one without an address on the web leads to its place in the list of the page."""
    return [
        {
            "label": str(row["label"]),
            "lang": language_of(row, "label"),
            "href": _address(text_of(row, "address")),
            "publisher": text_of(row, "publisher"),
        }
        for row in found
    ]


def _address(address: str) -> str:
    return address if address.startswith(("http://", "https://")) else ""


def _doubted(marks: Iterable[Mark]) -> str:
    reasons = doubts(marks)
    return f" Doubtful: {'; '.join(reasons)}." if reasons else ""


def _span(start: str, end: str) -> str:
    if start and end:
        return date_span(start, end)
    return Period(start, end).words(unknown=N_("Not recorded"))
