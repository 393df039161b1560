"""The kinds of gap: what is missing in plain words, what its being missing means, and which column would say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph.text.messages import N_


@dataclass(frozen=True, slots=True)
class GapKind:
    """`about` names the classes of thing that can have the gap, `column` where in `data/` it would be mended."""

    slug: str
    label: str
    meaning: str
    about: tuple[str, ...]
    column: str

    @property
    def field(self) -> str:
        """The column of the row that the gap names, where it would be mended there; empty when elsewhere."""
        file, _, columns = self.column.partition(": ")
        return columns.split(",")[0].strip() if file.endswith(".csv") else ""

    @property
    def adds(self) -> str:
        """The form of what is missing, where that is a row of its own; empty when a cell is."""
        return ADDED.get(self.slug, "")


ADDED: Final = {
    "no-legal-basis": "link", "no-contact": "contact", "no-supplier": "actor", "no-financing": "funding",
    "no-cost": "lesson", "no-lesson": "lesson",
    "no-partner": "organisation", "no-practice": "practice", "no-rule": "rule", "technology-no-rule": "rule",
    "technology-no-practice": "practice", "not-rechecked": "event",
}  # fmt: skip


def _kinds(*rows: tuple[str, str, str, str, str]) -> dict[str, GapKind]:
    return {row[0]: GapKind(row[0], row[1], row[4], tuple(row[2].split()), row[3]) for row in rows}


KINDS: Final[Mapping[str, GapKind]] = _kinds(
    ("no-evaluation", N_("No evaluation found"), "Practice", "practices.csv: evidence_level, evaluation",
     N_("We looked for an evaluation and found none. One may exist that is not public, or not where we looked.")),
    ("evaluation-not-read", N_("Evaluation not read"), "Practice", "practices.csv: evidence_result",
     N_("An evaluation is known to exist, but nobody here has read its result.")),
    ("no-legal-basis", N_("No legal basis or governing provision recorded"), "Practice",
     "practice_legislation.csv, or a rule in technology_rules.csv",
     N_("No act is linked with the practice and no rule fits its technology, actor and place. It does not mean that no "
     "law applies.")),
    ("not-rechecked", N_("Not re-checked since the law changed"), "Practice", "legal_events.csv: date, outcome",
     N_("A court or an authority judged it, and the act that it was judged under has changed since. Whether the "
     "judgement would be the same today is not known.")),
    ("undated-judgement", N_("Legal remark without a day or an authority"), "Practice",
     "practice_notes.csv: date, authority",
     N_("Something is told about law, but not when or by which authority, so it is no step of a case.")),
    ("no-provision", N_("Step before an authority without a provision"), "Practice",
     "legal_events.csv: provision, law_named",
     N_("A court or an authority acted, and no source read names the article. It does not mean that it named none.")),
    ("single-source", N_("Only one source"), "Practice", "practices.csv: source_ids",
     N_("Everything said about it rests on one source. Another may agree or not.")),
    ("doubtful", N_("Doubted by a second reader"), "Practice City Act Provision", N_("the column that the doubt names"),
     N_("A second reader found something that speaks against a value. It is shown, marked, and not settled.")),
    ("no-year", N_("Year of start not recorded"), "Practice", "practices.csv: start_year",
     N_("It ran or runs, but since when was not found.")),
    ("no-end", N_("Day of end not recorded"), "Practice", "practices.csv: end_year",
     N_("It ended or was stopped, but when was not found, so whether it ran on a day after its start is not known.")),
    ("no-fine", N_("Amount of a fine not recorded"), "Practice", "legal_events.csv: fine",
     N_("An authority imposed a fine, and no source read says how much.")),
    ("no-supplier", N_("Supplier not recorded"), "Practice", "practice_actors.csv: role supplies",
     N_("It uses a technology, and no source read names who supplied or built it.")),
    ("no-status", N_("Status not known"), "Practice", "practices.csv: status",
     N_("Whether it still runs was not found.")),
    ("no-lead", N_("Who runs it is not recorded"), "Practice", "practices.csv: lead_level",
     N_("Without it, rules for any actor that may run a practice are shown, and marked so.")),
    ("no-funding", N_("Who pays is not recorded"), "Practice", "practices.csv: funding",
     N_("No source says how it is paid for; most are simply silent.")),
    ("no-financing", N_("Who pays is told in words alone"), "Practice", "practice_funding.csv",
     N_("A source says who pays, but names no programme and no amount for it that could be read with certainty.")),
    ("no-contact", N_("No office to call"), "Practice", "practice_contacts.csv",
     N_("No office with a public address was found for it. Its page leads to the official page of the city.")),
    ("no-cost", N_("Cost not known"), "Practice", "practice_lessons.csv: kind cost",
     N_("No source read says what it or a part of it cost.")),
    ("no-lesson", N_("Nothing known of staff, time, doing or failing"), "Practice", "practice_lessons.csv",
     N_("No source read says who works for it, how long it took, how it was done, what failed, or what to do "
     "differently.")),
    ("no-partner", N_("No organisation recorded for the city"), "City", "organisations.csv: city",
     N_("No organisation here is recorded as the government of the city, so the graph names nobody to ask there.")),
    ("no-population", N_("Number of people not recorded"), "City", "cities.csv: population_approx",
     N_("The table of cities has no number for it.")),
    ("no-practice", N_("Country without a practice"), "Country", "practices.csv",
     N_("No practice was found there. It does not mean that there is none.")),
    ("no-rule", N_("Provision without a rule"), "Provision", "technology_rules.csv: provision",
     N_("No rule says for which technology and actor it counts, so it governs no practice. Many need none.")),
    ("no-application-date", N_("Provision without a day of application"), "Provision",
     "provisions.csv: application_date",
     N_("Since when it applies was not found.")),
    ("no-entry-into-force", N_("Day of entry into force not recorded"), "Act", "acts.csv: date_in_force",
     N_("Whether it is in force on a day cannot be computed.")),
    ("from-memory", N_("Known only from memory"), "Act Provision", "basis and source of its row",
     N_("Nobody here has checked the row against a page.")),
    ("dates-from-memory", N_("Dates only from memory"), "Act", "acts.csv: dates_basis",
     N_("The act was seen or not, but its dates were written from memory.")),
    ("technology-no-rule", N_("Technology without a rule"), "Technology", "technology_rules.csv: concept",
     N_("No rule is recorded for it by name. Rules for a broader technology may count.")),
    ("technology-no-practice", N_("Technology without a practice"), "Technology",
     "practices.csv: technologies_concepts",
     N_("No practice is recorded that uses it by name.")),
    ("partner-no-city", N_("Partner of no single city"), "Organization", "organisations.csv: city",
     N_("A region, a metropolis or a union of municipalities: no source read says for which cities it speaks.")),
    ("action-no-practice", N_("Action without a practice"), "Action", "actions.csv: practices",
     N_("No source read names a practice as part of the Action, as its test or as its example.")),
)  # fmt: skip
"""Every kind in the order it is shown."""
