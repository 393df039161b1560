"""Every identifier a thing goes by, in each spelling that people use, as keys of the text index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.law.documents import ECLI, documents
from graph.law.named_acts import LONG_NUMBER, name_key
from graph.text.folding import fold

ACT_CELEX = re.compile(r"3(\d{4})([a-z])(\d{4})")
CORRIGENDUM = re.compile(r"(3\d{4}[a-z]\d{4})r\(\d{2}\)")
BY_NUMBER = ("case:", "id:6", "id:com(", "id:swd(", "id:sec(", "id:join(", "id:c(")


def identifier_keys(identifiers: Iterable[str]) -> list[str]:
    """Keys of identifiers as they stand in the tables, and of the last part of those that are addresses."""
    found: list[str] = []
    for identifier in identifiers:
        whole = fold(identifier).strip("/ ")
        found.append(f"id:{whole}")
        if "://" in whole:
            found.append(f"id:{whole.partition('://')[2]}")
            last = whole.rsplit("/", 1)[-1]
            found += [f"id:{last}"] if any(letter.isdigit() for letter in last) else []
        if "eli/" in whole:
            path = whole.partition("eli/")[2].removesuffix("/oj")
            found.append(f"eli:{path}")
            found += [f"eli:<{above}" for above in _above(path, path.find("/art_"))]
        else:
            found += [f"case:{number}" for number in re.split(r"[;,]\s*", whole) if LONG_NUMBER.fullmatch(number)]
    return found


def act_keys(identifier: str, names: Iterable[str]) -> list[str]:
    """Keys under which an act is named beside an article: its identifier, its number in each order, its names."""
    found = [f"id:{fold(identifier)}", *(name_key(name) for name in names)]
    match = ACT_CELEX.fullmatch(fold(identifier))
    if match:
        year, kind, number = match[1], match[2], str(int(match[3]))
        for written in dict.fromkeys((f"{year}/{number}", f"{number}/{year}", f"{year[2:]}/{number}")):
            found += [f"num:{written}", f"num:{kind}:{written}"]
    return found


def provision_keys(ref: str, of_act: Sequence[str]) -> list[str]:
    """Keys of a provision: its place alone, and beside every key of its act; the places above it too."""
    place = fold(ref)
    above = _above(place, len(place.partition("/")[0]))
    found = [f"#{place}"]
    for key in of_act:
        found.append(f"{key}#{place}")
        found += [f"{key}#<{each}" for each in above]
    return found


def case_keys(texts: Iterable[str]) -> list[str]:
    """Keys of case and document numbers that names and titles hold, such as C-311/18 or COM(2021) 206."""
    found: list[str] = []
    for text in map(fold, texts):
        found += [key for each in documents(text) for key in each.keys if key.startswith(BY_NUMBER)]
        found += [f"case:{match[1]}" for match in LONG_NUMBER.finditer(text)]
    return found


def published_keys(identifier: str, journals: Iterable[str], days: Iterable[str], notes: Iterable[str]) -> list[str]:
    """Keys of an act by its place in the Official Journal, by its ECLI in a note, and of a corrigendum by its day."""
    listed = [each for text in map(fold, journals) for each in documents(text)]
    found = [key for each in listed for key in (*each.keys, *(key for key, _ in each.near)) if key.startswith("oj:")]
    found += [f"id:ecli:{match[1]}" for text in map(fold, notes) if (match := ECLI.match(text))]
    corrected = CORRIGENDUM.fullmatch(fold(identifier))
    return found + [f"corrigendum:{corrected[1]}:{day}" for day in days if corrected]


def _above(path: str, first: int) -> list[str]:
    """The paths that lead to `path`, from the one that ends at `first` on."""
    if first < 0:
        return []
    start = path.find("/", first) if path[first : first + 1] != "/" else first
    places = [place for place in range(max(start, 0), len(path)) if path[place] == "/" and place >= first]
    found = [path[:place] for place in places]
    return [each for each in found if "art_" in each or "anx_" in each or each[:1] in "lrd"]
