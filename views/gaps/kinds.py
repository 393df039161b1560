"""The kinds of gap: what is missing in plain words, what its being missing means, and which column would say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class GapKind:
    """`about` names the classes of thing that can have the gap, `column` where in `data/` it would be mended."""

    slug: str
    label: str
    meaning: str
    about: tuple[str, ...]
    column: str


def _kinds(*rows: tuple[str, str, str, str, str]) -> dict[str, GapKind]:
    return {row[0]: GapKind(row[0], row[1], row[4], tuple(row[2].split()), row[3]) for row in rows}


KINDS: Final[Mapping[str, GapKind]] = _kinds(
    ("no-evaluation", "No evaluation found", "Practice", "practices.csv: evidence_level, evaluation",
     "We looked for an evaluation and found none. One may exist that is not public, or not where we looked."),
    ("evaluation-not-read", "Evaluation not read", "Practice", "practices.csv: evidence_result",
     "An evaluation is known to exist, but nobody here has read its result."),
    ("no-legal-basis", "No legal basis or governing provision recorded", "Practice",
     "practice_legislation.csv, or a rule in technology_rules.csv",
     "No act is linked with the practice and no rule fits its technology, actor and place. It does not mean that no "
     "law applies."),
    ("not-rechecked", "Not re-checked since the law changed", "Practice", "legal_events.csv: date, outcome",
     "A court or an authority judged it, and the act that it was judged under has changed since. Whether the judgement "
     "would be the same today is not known."),
    ("undated-judgement", "Legal remark without a day or an authority", "Practice",
     "practice_notes.csv: date, authority",
     "Something is told about law, but not when or by which authority, so it is no step of a case."),
    ("no-provision", "Step before an authority without a provision", "Practice",
     "legal_events.csv: provision, law_named",
     "A court or an authority acted, and no source read names the article. It does not mean that it named none."),
    ("single-source", "Only one source", "Practice", "practices.csv: source_ids",
     "Everything said about it rests on one source. Another may agree or not."),
    ("doubtful", "Doubted by a second reader", "Practice City Act Provision", "the column that the doubt names",
     "A second reader found something that speaks against a value. It is shown, marked, and not settled."),
    ("no-year", "Year of start not recorded", "Practice", "practices.csv: start_year",
     "It ran or runs, but since when was not found."),
    ("no-status", "Status not known", "Practice", "practices.csv: status",
     "Whether it still runs was not found."),
    ("no-lead", "Who runs it is not recorded", "Practice", "practices.csv: lead_level",
     "Without it, rules for any actor that may run a practice are shown, and marked so."),
    ("no-funding", "Who pays is not recorded", "Practice", "practices.csv: funding",
     "No source says how it is paid for; most are simply silent."),
    ("no-partner", "No organisation recorded for the city", "City", "organisations.csv: wikidata",
     "No organisation here carries the Wikidata identifier of the city, so the graph names nobody to ask there."),
    ("no-population", "Number of people not recorded", "City", "cities.csv: population_approx",
     "The table of cities has no number for it."),
    ("no-practice", "Country without a practice", "Country", "practices.csv",
     "No practice was found there. It does not mean that there is none."),
    ("no-rule", "Provision without a rule", "Provision", "technology_rules.csv: provision",
     "No rule says for which technology and actor it counts, so it governs no practice. Many need none."),
    ("no-application-date", "Provision without a day of application", "Provision", "provisions.csv: application_date",
     "Since when it applies was not found."),
    ("no-entry-into-force", "Day of entry into force not recorded", "Act", "acts.csv: date_in_force",
     "Whether it is in force on a day cannot be computed."),
    ("from-memory", "Known only from memory", "Act Provision", "basis and source of its row",
     "Nobody here has checked the row against a page."),
    ("dates-from-memory", "Dates only from memory", "Act", "acts.csv: dates_basis",
     "The act was seen or not, but its dates were written from memory."),
    ("technology-no-rule", "Technology without a rule", "Technology", "technology_rules.csv: concept",
     "No rule is recorded for it by name. Rules for a broader technology may count."),
    ("technology-no-practice", "Technology without a practice", "Technology", "practices.csv: technologies_concepts",
     "No practice is recorded that uses it by name."),
)  # fmt: skip
"""Every kind in the order it is shown."""
