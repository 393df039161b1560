"""The official text of a law: its number, where it stands, and how it differs from a copy that was read."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

ELI: Final = "http://data.europa.eu/eli/"
PORTALS: Final = frozenset((
    "boe.es", "curia.europa.eu", "data.dre.pt", "data.europa.eu", "diariodarepublica.pt", "dre.pt", "ec.europa.eu",
    "edpb.europa.eu", "ejustice.just.fgov.be", "eur-lex.europa.eu", "fedlex.admin.ch", "finlex.fi",
    "gazzettaufficiale.it",
    "gesetze-im-internet.de", "hudoc.echr.coe.int", "irishstatutebook.ie", "isap.sejm.gov.pl", "legifrance.gouv.fr",
    "legilux.public.lu", "legislation.gov.uk", "lovdata.no", "narodne-novine.nn.hr", "normattiva.it",
    "overheid.nl", "recht.bund.de", "retsinformation.dk", "revisedacts.lawreform.ie", "ris.bka.gv.at",
))  # fmt: skip
"""Hosts on which states, the Union and courts publish law."""

STORED_FILE = re.compile(r"stored file ids? \d[\d, ]*\d")
NUMBER = re.compile(r".{0,60}?(?:\d+/\d+(?:/[A-Z]+)?|\bn[°.º]+ ?\d[\d/-]*)")


def number_of(title: str) -> str:
    """`Regulation (EU) 2016/679` for a title that begins with it, `Loi n° 2023-380`; empty when there is no number."""
    found = NUMBER.match(title)
    words = found[0] if found else ""
    return f"{words})" if words.count("(") > words.count(")") else words


def numbered(label: str, title: str) -> str:
    """`GDPR, Regulation (EU) 2016/679`; the label alone when it says the number, or when the title has none."""
    number = number_of(title)
    digits = re.findall(r"\d\d+", number)
    return label if not number or all(each in label for each in digits) else f"{label}, {number}"


def copy_words(label: str) -> str:
    """The words of a copy that was read: a number that only its keeper knows is no help to a reader."""
    return STORED_FILE.sub("a stored copy", label)


def official_address(*addresses: str) -> str:
    """The first of the addresses that leads to an official text; empty when none does."""
    return next((each for each in addresses if each.startswith(ELI) or is_official(each)), "")


def is_official(address: str) -> bool:
    """Whether a state, the Union or a court publishes law at the address."""
    host = urlsplit(address).hostname or ""
    return any(host == portal or host.endswith(f".{portal}") for portal in PORTALS)
