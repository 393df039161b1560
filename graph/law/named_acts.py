"""Acts that a text names: by number, `2016/679`, with its kind when that is written, by CELEX number, or by name."""

from __future__ import annotations

import re

from graph.law.documents import documents
from graph.text.folding import fold, plain, words

MOST_WORDS = 12
NUMBER = re.compile(
    r"(?<![\w/-])(\d{1,4}/\d{1,4})(?:/(?:eu|ec|eec|jha|ue|ce|cee|eg|ewg|jai))?(?![\w/]|\s?\([a-z]{3}\))"
)
LONG_NUMBER = re.compile(r"(?<![\w/])(\d{4,9}/\d{2}|\d{5,9})(?!\w)")

TYPES = {
    "r": "regulation|règlement|reglement|verordnung|regolamento|reglamento|verordening|regulamento|forordning",
    "l": "directive|richtlinie|direttiva|directiva|richtlijn|diretiva|direktiv",
    "d": "decision|beschluss|decisione|besluit|decisao",
}
TYPE_WORDS = {fold(word): letter for letter, listed in TYPES.items() for word in listed.split("|")}
FILLERS = frozenset("eu ec eec ue ce cee eg ewg jha jai no nr n of the de du des der das la le".split())


def acts_of(rest: str, alone: bool = False) -> list[tuple[str, str]]:
    """Keys of the acts that `rest` may name, and each as a reader would say it.

    A number (`2016/679`, with its kind when that is written), a CELEX number, or a name. `alone` leaves out names,
    which a search finds by itself.
    """
    found: list[tuple[str, str]] = []
    kinds = {TYPE_WORDS[word] for word in words(rest) if word in TYPE_WORDS}
    for match in NUMBER.finditer(rest):
        number = "/".join(str(int(part)) if len(part) != 2 else part for part in match[1].split("/"))
        found += [(f"num:{kind}:{number}", number) for kind in sorted(kinds)]
        if not kinds:
            found.append((f"num:{number}", number))
    for document in () if alone else documents(rest):
        keys = (*document.keys, *(key for key, _ in document.near))
        found += [(key, document.told) for key in keys if "#" not in key]
    if alone:
        return found
    listed = words(rest)[:MOST_WORDS]
    trimmed = [word for word in listed if word not in FILLERS]
    for run in (listed, trimmed):
        for size in range(len(run), 0, -1):
            found += [(f"act:{' '.join(part)}", " ".join(part)) for part in {tuple(run[:size]), tuple(run[-size:])}]
    return sorted(dict.fromkeys(found), key=lambda each: (each[0].startswith("act:"), -len(each[0]), each[0]))[:12]


def name_key(name: str) -> str:
    """The key of an act by one of its names."""
    return f"act:{plain(name)}"
