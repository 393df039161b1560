"""The relations of an act or provision with others: who reads it, what carries it out, and the rest by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.law.citation import provision_title
from graph.law.official_text import numbered
from graph.text.messages import N_, joined
from views.law import readers
from views.law.readers import Amendment
from views.shown.corrections import row_at
from views.web.addresses import law_href
from views.web.jurisdictions import place_name
from views.web.marks import marks_of
from views.web.service import slug_of, text_of
from views.web.words import long_date

Row = Mapping[str, Any]

INVERSES = {
    "amends": N_("Amended by"),
    "based-on": N_("Legal basis of"),
    "cites": N_("Cited by"),
    "comments-on": N_("Commented on by"),
    "consolidates": N_("Consolidated by"),
    "corrects": N_("Corrected by"),
    "extends-validity": N_("Validity extended by"),
    "implements": N_("Implemented by"),
    "interprets": N_("Interpreted by"),
    "invalidates": N_("Invalidated by"),
    "lex-specialis-of": N_("Special law beside it"),
    "parallel-to": N_("Parallel to"),
    "proposes": N_("Proposed by"),
    "proposes-amendment-of": N_("Amendment proposed by"),
    "proposes-repeal-of": N_("Repeal proposed by"),
    "repeals": N_("Repealed by"),
    "supersedes": N_("Superseded by"),
    "transposes": N_("Transposed by"),
    "withdraws": N_("Withdrawn by"),
}
WHOLE = N_("The whole act")
OWN = N_("This provision")
READERS = {"judgment": N_("Judgments"), "guideline": N_("Guidelines"), "opinion": N_("Opinions")}


def relations(
    rows: Sequence[Row], identifier: str, on: str, amended: Sequence[Amendment] = ()
) -> dict[str, list[dict[str, Any]]]:
    """Every relation once: those who read the act, national law that carries it out, and the rest by kind.

    What relates to the law and is dated after the day `on` is left out: it did not exist.
    """
    found: dict[str, dict[str, list[Row]]] = {"readers": {}, "national": {}, "others": {}}
    for row in rows:
        inward = str(row["direction"]) == "to"
        if inward and readers.is_later(row, on):
            continue
        place, words = _kind(row, inward)
        found[place].setdefault(words, []).append(row)
    return {place: _groups(groups, identifier, on, amended) for place, groups in found.items()}


def _kind(row: Row, inward: bool) -> tuple[str, str]:
    kind = slug_of(row["kind"])
    words = INVERSES.get(kind, f"{row['kind_label']} (by)") if inward else str(row["kind_label"])
    if readers.speaks(row):
        return "readers", READERS.get(slug_of(row["other_type"]), N_("Other documents"))
    if inward and (kind == "transposes" or (kind == "implements" and str(row["other_jurisdiction"]) != "EU")):
        return "national", words
    return "others", words


def _groups(
    found: Mapping[str, Sequence[Row]], identifier: str, on: str, amended: Sequence[Amendment]
) -> list[dict[str, Any]]:
    groups = [{"label": label, "rows": [_row(row, identifier, on, amended) for row in rows]}
              for label, rows in found.items()]  # fmt: skip
    return sorted(groups, key=lambda group: str(group["label"]))


def _row(row: Row, identifier: str, on: str, amended: Sequence[Amendment]) -> dict[str, Any]:
    """One relation as a table row: which part of this act, which part of the other, and since when."""
    own, part = text_of(row, "own_id"), text_of(row, "part_id")
    other = str(row["other_id"])
    here: dict[str, Any] | str = OWN if own == identifier else WHOLE
    if own and own != identifier:
        here = {"label": provision_title(own, text_of(row, "own_label")), "href": law_href(own, on)}
    there: dict[str, Any] | str = WHOLE
    if part:
        there = {"label": provision_title(part, text_of(row, "part_label"), other), "href": law_href(part, on)}
    older = readers.older(row, amended, on) if readers.speaks(row) else ""
    return {
        "here": here,
        "other": {
            "label": numbered(str(row["other_label"]), text_of(row, "other_title")),
            "href": law_href(other, on),
            "marks": [*marks_of(row), *([older] if older else [])],
            "note": _about(row),
            "row": row_at("act_relations", row["relation_id"]),
        },
        "there": there,
        "date": _day(row),
    }


def _day(row: Row) -> str:
    """The day of the relation; that of the document for a judgment or guidance, and for nothing else."""
    names = ("date", "other_date") if readers.speaks(row) else ("date",)
    return long_date(text_of(row, *names)) or N_("Not recorded")


def _about(row: Row) -> str:
    words = joined((text_of(row, "other_type_label"), _place(str(row["other_jurisdiction"]))), ", ")
    doubt = text_of(row, "doubt")
    return joined((words, N_("Doubtful: %(reason)s", reason=doubt)), ". ") if doubt else words


def _place(jurisdiction: str) -> str:
    """The code of a country as it is; a region by its name, since few know its code."""
    return place_name(jurisdiction) if "-" in jurisdiction else jurisdiction
