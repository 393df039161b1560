"""Documents that a text names by an official number: CELEX, ELI, ECLI, case, COM and Official Journal numbers.

Each leads to the keys of exactly that document and, where it is not held, to what it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph.law.celex import Celex, case_celex, celex_numbers

ELI: Final = re.compile(
    r"(?:(?<![\w/])|eli/)(?P<type>reg|dir|dec|reco|agree|treaty)(?P<variant>_[a-z]+)?/(?P<year>\d{4}|[a-z]+_\d{4})"
    r"(?:/(?P<number>\d+))?(?P<rest>(?:/[\w.-]+)*)"
)
ELI_LETTERS: Final = {"reg": "R", "dir": "L", "dec": "D", "dec_framw": "F", "reco": "H"}
TREATIES: Final = {"tfeu": "E", "teu": "M", "char": "P", "tfue": "E", "tue": "M"}
HELD_TREATIES: Final = "2012"
PLACE: Final = re.compile(r"(?:/(?:art|anx|par|pnt|rct)_[\w.-]+)+")
DAY: Final = re.compile(r"/(\d{4})-(\d{2})-(\d{2})(?=/|$)")
ECLI: Final = re.compile(r"(?<!\w)(?:ecli:)?((?:[a-z]{2}):[a-z][a-z0-9]{0,6}:\d{4}:[a-z0-9.]*[a-z0-9])")
CASE: Final = re.compile(r"(?<!\w)([ctf])\s?[\s‑–-]?\s?(\d{1,4})/((?:19|20)?\d{2})(?![\w/])")
PREPARATORY: Final = re.compile(r"(?<![a-z])(com|swd|sec|join|c)[\s:/_]*\(?(\d{4})\)?[\s:/_]*(\d{1,5})(?!\w)")
JOURNAL: Final = re.compile(
    r"(?:oj|jo|abl|gu|do|dou|pb|dz\.?\s?u|eut)\.?\s*(?:(?:19|20)\d\d\s)?(?P<series>[lc])\s?(?P<issue>\d{1,3})\D(?:.{0,30}?\b)?"
    r"(?P<year>(?:19|20)\d\d)[,;\s]*(?:p|pp|s|pag|blz|str|pg)\.?\s?(?P<page>\d{1,4})"
)
JOURNAL_SINCE_2023: Final = re.compile(
    r"(?<![a-z])(?P<series>[lc])(?:_|,?\s?(?:c/)?)(?P<year>20[23]\d)(?P<slash>/?)(?P<number>\d{1,5})(?!\w)"
)
JOURNAL_ADDRESS: Final = re.compile(
    r"(?:oj[.:]|jo)(?P<series>[lc])[_:.]+(?P<year>(?:19|20)\d\d)[._:](?P<issue>\d{3})"
    r"(?:[._:]\d{2}[._](?P<page>\d{4})|:(?P<page_old>\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class NamedDocument:
    """A document named by number: as it is told, the keys of exactly it, and keys of what it belongs to with what it is
    to that."""

    told: str
    keys: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()


def without_documents(whole: str) -> str:
    """Folded text without numbers whose last digits could be taken for an article: pages, cases, proposals."""
    for pattern in (JOURNAL, JOURNAL_ADDRESS, JOURNAL_SINCE_2023, ECLI, CASE, PREPARATORY):
        whole = pattern.sub(" ", whole)
    return whole


def documents(whole: str) -> list[NamedDocument]:
    """The documents that folded text names, in the order in which they are likelier meant."""
    found = [*_by_eli(whole), *map(_by_celex, celex_numbers(whole)), *_by_ecli(whole), *_by_case(whole),
             *_by_series(whole)]  # fmt: skip
    return list({each.told: each for each in reversed(found)}.values())[::-1]


def _by_celex(number: Celex) -> NamedDocument:
    treaty = _treaty_article(number)
    if treaty:
        return treaty
    base = number.base()
    near = [(_id(base), number.relation())] if base else []
    # The version of the treaties that is held is that of one year.
    if base and base.sector == "1":
        near.append((_id(Celex("1", HELD_TREATIES, base.kind, "/TXT")), "another version"))
    if number.sector == "1" and not base:
        near.append((_id(Celex("1", HELD_TREATIES, number.kind, number.number)), "another version"))
    return NamedDocument(str(number), (_id(number),), tuple(near))


def _treaty_article(number: Celex) -> NamedDocument | None:
    """12012E016 is article 16; the same article of another year is told as such."""
    if number.sector != "1" or not number.number.isdigit():
        return None
    place = f"art_{int(number.number)}"
    whole = [_id(Celex("1", year, number.kind, "/TXT")) for year in dict.fromkeys((number.year, HELD_TREATIES))]
    near = [(f"{whole[-1]}#{place}", "that article in another version")] if len(whole) > 1 else []
    return NamedDocument(str(number), (f"{whole[0]}#{place}",), (*near, (whole[-1], "an article")))


def _by_eli(whole: str) -> Iterator[NamedDocument]:
    for match in ELI.finditer(whole):
        kind, rest = match["type"] + (match["variant"] or ""), match["rest"]
        place = PLACE.search(rest)
        if match["type"] == "treaty":
            yield from _treaty(match["year"], place)
        elif match["number"]:
            yield from _of_an_act(kind, match["year"], str(int(match["number"])), rest, place)


def _of_an_act(kind: str, year: str, number: str, rest: str, place: re.Match[str] | None) -> Iterator[NamedDocument]:
    path = f"{kind}/{year}/{number}"
    act = (f"eli:{path}", *_letter_keys(kind, year, number))
    day, is_corrigendum = DAY.search(rest), "/corrigendum" in rest
    if place:
        yield NamedDocument(f"eli/{path}{place[0]}", (f"eli:{path}{place[0]}", f"eli:<{path}{place[0]}"),
                            tuple((key, "an article") for key in act))  # fmt: skip
    elif is_corrigendum:
        keys = tuple(f"corrigendum:{key[3:]}:{'-'.join(day.groups())}" for key in act[1:]) if day else ()
        yield NamedDocument(f"eli/{path}{rest}", keys, tuple((key, "a corrigendum") for key in act))
    elif day:
        keys = tuple(f"id:0{key[4:]}-{''.join(day.groups())}" for key in act[1:])
        yield NamedDocument(f"eli/{path}{day[0]}", keys, tuple((key, "the version of a day") for key in act))
    else:
        yield NamedDocument(f"eli/{path}", act)


def _letter_keys(kind: str, year: str, number: str) -> tuple[str, ...]:
    letter = ELI_LETTERS.get(kind) or ELI_LETTERS.get(kind.partition("_")[0])
    return (_id(Celex("3", year, letter, number.zfill(4))),) if letter else ()


def _treaty(name: str, place: re.Match[str] | None) -> Iterator[NamedDocument]:
    short, _, year = name.partition("_")
    if short not in TREATIES:
        return
    number = place[0].split("/")[1].removeprefix("art_") if place else ""
    if number.isdigit():
        yield _by_celex(Celex("1", year, TREATIES[short], number.zfill(3)))
    else:
        yield _by_celex(Celex("1", year, TREATIES[short], "/TXT"))


def _by_ecli(whole: str) -> Iterator[NamedDocument]:
    for match in ECLI.finditer(whole):
        yield NamedDocument(f"ECLI:{match[1].upper()}", (f"id:ecli:{match[1]}",))


def _by_case(whole: str) -> Iterator[NamedDocument]:
    for match in CASE.finditer(whole):
        name = f"{match[1]}-{int(match[2])}/{match[3][-2:]}"
        judgment = case_celex(match[1], str(int(match[2])), match[3])
        yield NamedDocument(f"case {name.upper()}", (f"case:{name}", _id(judgment)))


def _by_series(whole: str) -> Iterator[NamedDocument]:
    for match in PREPARATORY.finditer(whole):
        series, number = match[1], int(match[3])
        told = f"{series.upper()}({match[2]}) {number}"
        yield NamedDocument(told, (f"id:{series}({match[2]}) {number}", f"id:{series}({match[2]}) {match[3]}"))
    for match in JOURNAL.finditer(whole):
        yield _page(match["series"], match["year"], int(match["issue"]), int(match["page"]))
    for match in JOURNAL_ADDRESS.finditer(whole):
        page = match["page"] or match["page_old"]
        yield _page(match["series"], match["year"], int(match["issue"]), int(page) if page else 0)
    for match in JOURNAL_SINCE_2023.finditer(whole):
        if bool(match["slash"]) or len(match["number"]) == 5:
            number = int(match["number"])
            told = f"OJ {match['series'].upper()}, {match['year']}/{number}"
            yield NamedDocument(told, (f"oj:{match['series']}:{match['year']}/{number}",))


def _page(series: str, year: str, issue: int, page: int) -> NamedDocument:
    told = f"OJ {series.upper()} {issue}, {year}" + (f", p. {page}" if page else "")
    near = ((f"oj:{series}:{year}:{issue}", "in the same issue"),)
    return NamedDocument(told, (f"oj:{series}:{year}:{issue}:{page}" if page else near[0][0],), near if page else ())


def _id(number: Celex) -> str:
    return f"id:{str(number).lower()}"
