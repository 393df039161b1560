"""What goes beside a practice: where it can be read, who runs it, whom to call, what it cost, which law it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

import phonenumbers

from graph.build.rules.contacts import ADDRESS, NAME_LIKE
from graph.contribute.changes import RowChange
from graph.contribute.drafting import added
from graph.law.named_acts import acts_of
from graph.reconcile.amounts import WORDS_ALONE, cost_guess
from graph.reconcile.fields import SheetField
from graph.reconcile.guess import LEAVE, Guess, GuessChoice, Sureness
from graph.reconcile.ids import free, unique
from graph.reconcile.known import KnownFacts
from graph.sheets.cells import LEFT_OUT, RowReader, SheetCell
from graph.sheets.practice_draft import BASIS, PracticeDraft, cell_of
from graph.tables.cells import LEXICAL
from graph.text.folding import fold
from graph.text.messages import N_

CONFIDENCE: Final = "medium"
NOT_ASSESSED: Final = "not-assessed"
WEB: Final = LEXICAL["anyURI"]
BARE: Final = re.compile(r"www\.[^\s@]+")
LESSONS: Final = {
    "staff": "staff",
    "set_up_time": "set-up-time",
    "done": "done",
    "failed": "failed",
    "advice": "advice",
}
PERSON: Final = re.compile(
    r"(?:m|mme|mlle|mr|mrs|ms|dr|herr|frau|sr|sra|sig|sig\.ra|pan|pani|dhr|mevr)\.?\s", re.IGNORECASE
)


class SourceRows:
    """Rows of sources.csv, each address or title once; those that are known keep their ids."""

    def __init__(self, known: KnownFacts) -> None:
        self._known = known
        self._taken = known.ids("sources")
        self._held = {row.cells["url"]: row.cells["id"] for row in known.rows("sources") if row.cells["url"]}
        self.rows: list[RowChange] = []

    def id_of(self, text: str, title: str, language: str) -> str:
        """The id of the source that a text names by its address or, for one that is not on the web, by its title."""
        address = f"https://{text}" if BARE.fullmatch(text) else text if WEB.fullmatch(text) else ""
        key = address or f"title:{fold(text)}"
        if key not in self._held:
            name = f"{title} ({urlsplit(address).hostname})" if address else text
            id_ = unique(name, self._taken)
            told = {"id": id_, "url": address, "title": name, "title_language": language[:2], "kind": NOT_ASSESSED,
                    "trust": NOT_ASSESSED, "basis": BASIS}  # fmt: skip
            self.rows.append(added(self._known.schemas["sources"], told))
            self._held[key] = id_
        return self._held[key]


def sources_of(reader: RowReader, made: PracticeDraft, sources: SourceRows, file: str) -> list[str]:
    """Ids of the sources that a row names; where it names none, of the one that is told for all such rows."""
    language = made.cells.get("language_of_text", "")
    named = [part for cell in reader.cells("source") for part in _sources_in(reader, cell)]
    if not named:
        why = N_("These rows name no page. Write the address or the title of what they can be checked against.")
        above = reader.layout.above
        certainty = Sureness.LIKELY if above else Sureness.OPEN
        choices = (GuessChoice(above, above),) if above else ()
        guess = Guess("source", "", above, why, certainty, choices, is_text=True, context=file)
        named = [reader.asked.take(guess, reader.place("source"))]
    return list(dict.fromkeys(sources.id_of(each, made.title, language) for each in named if each))


def _sources_in(reader: RowReader, cell: SheetCell) -> Iterator[str]:
    pieces = cell.text.split()
    if any(WEB.fullmatch(piece.rstrip(",;")) or BARE.fullmatch(piece) for piece in pieces):
        yield from (piece.rstrip(",;") for piece in pieces if WEB.fullmatch(piece) or BARE.fullmatch(piece))
        return
    why = N_("It is no address of a page: is it the title of a document?")
    text = reader.whole(cell)
    if text:
        guess = Guess("source", text, text, why, Sureness.LIKELY, (GuessChoice(text, text), LEFT_OUT), is_text=True)
        yield reader.asked.take(guess, cell.address)


class BesideRows:
    """Makes the rows beside one practice, once it has its id and its sources."""

    def __init__(
        self, reader: RowReader, made: PracticeDraft, practice: str, sources: list[str], taken: set[str]
    ) -> None:
        self._reader, self._made, self._practice, self._taken = reader, made, practice, taken
        self._rests = {"basis": BASIS, "source_ids": ";".join(sources)}
        self._country = made.cells.get("country", "").split(";")[0]

    def rows(self) -> Iterator[RowChange]:
        """Who runs it, whom to call, its lessons and the law that it names."""
        for cell in self._reader.cells("runs"):
            yield from self._runs(cell)
        yield from self._contact()
        for cell in self._reader.cells("cost"):
            yield from self._cost(cell)
        for field, kind in LESSONS.items():
            for cell in self._reader.cells(field):
                yield from self._lesson(kind, cell, {})
        for cell in self._reader.cells("law"):
            yield from self._law(cell)

    def _row(self, table: str, kind: str, cells: Mapping[str, str]) -> RowChange:
        id_ = free(f"{self._practice}-{kind}", self._taken)
        return added(self._reader.known.schemas[table], {"id": id_, "practice": self._practice, **cells, **self._rests})

    def _runs(self, cell: SheetCell) -> Iterator[RowChange]:
        organisation = self._reader.whole(cell)
        actor = SheetField("runs", self._reader.known.fields["runs"].kind, "actor", False, {})
        values = self._reader.term(actor, cell)[:1]
        for value in values if organisation else ():
            told = {"actor": value, "role": "runs", "organisation": organisation, "confidence": CONFIDENCE}
            yield self._row("practice_actors", "runs", told)

    def _contact(self) -> Iterator[RowChange]:
        email, phone = self._email(), self._phone()
        office = self._office(bool(email or phone))
        if not office or not (email or phone):
            return
        runs = cell_of(self._reader, "runs")
        role = office if NAME_LIKE.fullmatch(email.partition("@")[0]) else ""
        told = {
            "office": office, "organisation": self._reader.whole(runs) if runs else "", "role": role, "email": email,
            "phone": phone, "last_checked": self._reader.known.today.isoformat(), "confidence": CONFIDENCE,
        }  # fmt: skip
        yield self._row("practice_contacts", "contact", told)

    def _office(self, is_reached: bool) -> str:
        cell = cell_of(self._reader, "office")
        if cell is None:
            runs = cell_of(self._reader, "runs") if is_reached else None
            why = N_("An address stands without its office.")
            written = self._reader.whole(runs) if runs else ""
            return (
                self._reader.missing("office", why, written, Sureness.LIKELY if written else Sureness.OPEN)
                if is_reached
                else ""
            )
        text = self._reader.whole(cell)
        if text and not is_reached:
            why = N_("No e-mail and no telephone stands beside it: nobody could reach this office.")
            return self._reader.asked.take(_left_out("office", text, why, self._made.title), cell.address)
        if PERSON.match(text):
            why = N_("It looks like the name of a person; offices are told, not people.")
            return self._reader.asked.take(_left_out("office", text, why), cell.address)
        return text

    def _email(self) -> str:
        cell = cell_of(self._reader, "email")
        if cell is None:
            return ""
        text = cell.text.removeprefix("mailto:").strip()
        if not ADDRESS.fullmatch(text):
            guess = Guess("email", text, "", N_("This is no e-mail address."), Sureness.OPEN, (LEFT_OUT,), is_text=True)
            return self._reader.asked.take(guess, cell.address)
        if NAME_LIKE.fullmatch(text.partition("@")[0]):
            why = N_("It looks like the address of a person; only those of offices are kept.")
            return self._reader.asked.take(_left_out("email", text, why), cell.address)
        return text

    def _phone(self) -> str:
        cell = cell_of(self._reader, "phone")
        return self._reader.asked.take(phone_guess(cell.text, self._country), cell.address) if cell else ""

    def _cost(self, cell: SheetCell) -> Iterator[RowChange]:
        written = self._reader.whole(cell)
        value = (
            self._reader.asked.take(cost_guess(written, cell.heading, self._country), cell.address) if written else ""
        )
        amount, _, currency = value.partition(" ")
        if value:
            told = {} if value == WORDS_ALONE else {"amount": amount, "currency": currency}
            yield from self._lesson("cost", cell, told)

    def _lesson(self, kind: str, cell: SheetCell, told: Mapping[str, str]) -> Iterator[RowChange]:
        text = self._reader.whole(cell)
        if text:
            quoted = f"{cell.heading}, in the words of the city: “{text}”"
            yield self._row("practice_lessons", kind, {"kind": kind, "text": quoted, "confidence": CONFIDENCE, **told})

    def _law(self, cell: SheetCell) -> Iterator[RowChange]:
        for part in filter(None, re.split(r"[;\n]\s*", cell.text)):
            act = self._reader.asked.take(law_guess(self._reader.known, part), cell.address)
            runs = cell_of(self._reader, "runs")
            says = self._reader.whole(runs) if runs else self._made.title
            named = "" if act and act != WORDS_ALONE else part
            if act:
                told = {"act": "" if named else act, "law_named": named, "who_says": says, "stance": "relied-on"}
                yield self._row("declared_basis", "law", told)


def phone_guess(written: str, country: str) -> Guess:
    """A telephone number with the code of its country, as +33 2 41 00 00 01."""
    try:
        number = phonenumbers.parse(written, country or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        why = N_("This is no telephone number of the country.")
        return Guess("phone", written, "", why, Sureness.OPEN, (LEFT_OUT,), is_text=True, context=country)
    told = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    value = re.sub(r"[^\d+]+", " ", told).strip()
    certainty = Sureness.SURE if phonenumbers.is_valid_number(number) else Sureness.LIKELY
    why = N_("The number with the code of its country.")
    return Guess(
        "phone",
        written,
        value,
        why,
        certainty,
        (GuessChoice(value, value), LEFT_OUT),
        is_text=True,
        context=country,
    )


def law_guess(known: KnownFacts, written: str) -> Guess:
    """The act that a citation names; its words alone where none of ours has the number or name."""
    ids = [known.acts[key] for key, _ in acts_of(fold(written)) if known.acts.get(key)]
    names = (
        {row.cells["id"]: row.cells["short_name"] or row.cells["title"] for row in known.rows("acts")} if ids else {}
    )
    found = [GuessChoice(id_, names[id_]) for id_ in dict.fromkeys(ids)]
    alone = GuessChoice(WORDS_ALONE, N_("These words, without a link to an act"))
    if not found:
        why = N_("No act of ours has this number or name; the words can be kept.")
        return Guess("law", written, WORDS_ALONE, why, Sureness.LIKELY, (alone, LEFT_OUT))
    why = N_("It is the number or a name of this act.")
    certainty = Sureness.SURE if len(found) == 1 else Sureness.LIKELY
    return Guess("law", written, found[0].value, why, certainty, (*found, alone, LEFT_OUT))


def _left_out(field: str, text: str, why: str, context: str = "") -> Guess:
    return Guess(
        field, text, LEAVE, why, Sureness.LIKELY, (LEFT_OUT, GuessChoice(text, text)), is_text=True, context=context
    )
