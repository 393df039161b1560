"""What a person means who writes `AI Act 5(1)(h)`, `art. 35 GDPR`, `2016/680`, `32016R0679` or `L251-2`.

Pure functions from text to keys. A key is an identifier in one spelling; `graph.search.keys` gives every thing its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from graph.law.citation import citation
from graph.text.folding import fold, meant, plain, words

How = Literal["exact", "within", "wider", "act"]
"""The thing itself; a part of it; what contains it; the act that was named beside an article."""

MOST_WORDS = 12
MOST_KEYS = 120

ARTICLE = r"(?:articles?|artikel|artikels|articolo|articoli|articulo|articulos|artigo|artigos|artykul|art|§)\s*\.?\s*"
ANNEX = r"(?:annexe?|anhang|allegato|anexo|bijlage|anx)\s*\.?\s*"
STEP_WORD = (
    r"(?:paragraph|para|par|abs(?:atz)?|lid|comma|alinea|apartado|numero|no|point|punkt|pnt|lit|letter|letra|lettera|"
    r"buchstabe|buchst|onder|sub)(?![a-z])\s*\.?\s*"
)
STEP = rf"\s*,?\s*(?:{STEP_WORD}\(?(?:\d{{1,3}}|[a-z]{{1,2}})\)?(?![\w])|\((?:\d{{1,3}}|[a-z]{{1,2}})\))"
STEPS = rf"(?P<steps>(?:{STEP})*)"
WHOLE_ARTICLE = re.compile(rf"(?<!\w){ARTICLE}(?P<number>\d+[a-z]{{0,2}}(?:-(?:\d+|bis|ter|quater))?){STEPS}")
WHOLE_ANNEX = re.compile(rf"(?<!\w){ANNEX}(?P<number>[ivxl]+|\d+)(?!\w){STEPS}")
CODE_ARTICLE = re.compile(rf"(?<!\w)(?:{ARTICLE})?(?P<letter>[lrd])\s*\.?\s*(?P<number>\d{{2,4}}-\d{{1,3}}){STEPS}")
BARE_ARTICLE = re.compile(r"(?<![\w/(])(?P<number>\d{1,3}[a-z]?)(?P<steps>(?:\s?\((?:\d{1,3}|[a-z]{1,2})\))+)")
PLAIN_NUMBER = re.compile(r"(?<![\w/.-])(?P<number>\d{1,3}[a-z]?)$")
OPEN_STEP = re.compile(r"(?<=[\d)\s])\((\d{1,3}|[a-z]{1,2})?$")
ONE_STEP = re.compile(r"\(?(\d{1,3}|[a-z]{1,2})\)?\s*$")

CELEX = re.compile(r"(?<!\w)(?:celex\s*:?\s*)?([0-9]\d{4}[a-z]{1,2}\d{4}(?:-\d{8})?|12\d{3}[a-z](?:/txt)?)(?!\w)")
ELI = re.compile(r"eli/([a-z_]+/\d{4}/\d+(?:/(?:art|anx|par|pnt)_[\w.-]+)*)")
ECLI = re.compile(r"(?<!\w)(ecli:[\w.:]+)")
NUMBER = re.compile(r"(?<![\w/-])(\d{1,4}/\d{1,4})(?:/(?:eu|ec|eec|jha|ue|ce|cee|eg|ewg|jai))?(?![\w/])")
CASE = re.compile(r"(?<!\w)([ct])[\s‑–-]*(\d{1,4}/\d{2})(?!\w)")
LONG_NUMBER = re.compile(r"(?<![\w/])(\d{5,9}(?:/\d{2})?)(?!\w)")

TYPES = {
    "r": "regulation|règlement|reglement|verordnung|regolamento|reglamento|verordening|regulamento|forordning",
    "l": "directive|richtlinie|direttiva|directiva|richtlijn|diretiva|direktiv",
    "d": "decision|beschluss|decisione|besluit|decisao",
}
TYPE_WORDS = {fold(word): letter for letter, listed in TYPES.items() for word in listed.split("|")}
FILLERS = frozenset("eu ec eec ue ce cee eg ewg jha jai no nr n of the de du des der das la le".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """One key to look for, and what a thing that has it is to what was asked."""

    key: str
    how: How
    read_as: str


@dataclass(frozen=True, slots=True)
class ParsedSearch:
    """A search as understood: the text, its words, those that must match, and the keys it may name, best first."""

    text: str
    words: tuple[str, ...]
    meant: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    unfinished: bool
    """Whether the last word may still be being written."""


@dataclass(frozen=True, slots=True)
class Article:
    """Part of an act as written: `refs` are the spellings of it in the tables, the exact ones first."""

    refs: tuple[str, ...]
    wider: tuple[str, ...]
    read_as: str
    start: int
    end: int


def closed(whole: str) -> str:
    """Folded text with the last bracket closed, or left out when nothing stands in it yet: `5(1` is `5(1)`."""
    match = OPEN_STEP.search(whole)
    if match is None:
        return whole
    return f"{whole})" if match[1] else whole[: match.start()].rstrip()


def understand(text: str) -> ParsedSearch:
    """Read a search. Any text gives an answer; nothing in it is syntax."""
    whole = closed(fold(text))
    found = words(whole)[:MOST_WORDS]
    return ParsedSearch(
        text=" ".join(text.split()),
        words=tuple(found),
        meant=tuple(meant(found)),
        candidates=tuple(_candidates(whole)),
        unfinished=bool(found) and not text.endswith((" ", "\t")),
    )


def _candidates(whole: str) -> list[Candidate]:
    found = [Candidate(f"id:{whole.strip('/ ')}", "exact", text) for text in [whole] if whole]
    article = article_of(whole)
    if article is None:
        found += _identifiers(whole)
        found += [Candidate(key, "exact", name) for key, name in acts_of(whole, alone=True)]
        return list(dict.fromkeys(found))[:MOST_KEYS]
    rest = f"{whole[: article.start]} {whole[article.end :]}".strip(" ,")
    acts = acts_of(rest)
    for key, name in acts:
        found += [Candidate(f"{key}#{ref}", "exact", article.read_as) for ref in article.refs]
        found += [Candidate(f"{key}#<{ref}", "within", article.read_as) for ref in article.refs]
        found += [Candidate(f"{key}#{ref}", "wider", article.read_as) for ref in article.wider]
        found.append(Candidate(key, "act", name))
    if not rest or not acts:
        found += [Candidate(f"#{ref}", "exact", article.read_as) for ref in article.refs]
    # What stands beside an article says where it stands; the act itself comes after it.
    found += _identifiers(whole)
    return list(dict.fromkeys(found))[:MOST_KEYS]


def _identifiers(whole: str) -> list[Candidate]:
    found: list[Candidate] = []
    for match in ELI.finditer(whole):
        path = match[1].removesuffix("/oj")
        found.append(Candidate(f"eli:{path}", "exact", f"eli/{path}"))
        found.append(Candidate(f"eli:<{path}", "within", f"eli/{path}"))
    found += [Candidate(f"id:{match[1]}", "exact", match[1].upper()) for match in CELEX.finditer(whole)]
    found += [Candidate(f"id:{match[1]}", "exact", match[1].upper()) for match in ECLI.finditer(whole)]
    cases = [f"{match[1]}-{match[2]}" for match in CASE.finditer(whole)]
    found += [Candidate(f"case:{case}", "exact", f"case {case.upper()}") for case in cases]
    found += [Candidate(f"case:{match[1]}", "exact", f"number {match[1]}") for match in LONG_NUMBER.finditer(whole)]
    return found


def acts_of(rest: str, alone: bool = False) -> list[tuple[str, str]]:
    """Keys of the acts that `rest` may name, and each as a reader would say it.

    A number (`2016/679`, with its kind when that is written), a CELEX number, or a name. `alone` leaves out names,
    which a search finds by itself.
    """
    found: list[tuple[str, str]] = []
    kinds = {TYPE_WORDS[word] for word in words(rest) if word in TYPE_WORDS}
    for match in NUMBER.finditer(rest):
        number = match[1]
        found += [(f"num:{kind}:{number}", number) for kind in sorted(kinds)]
        if not kinds:
            found.append((f"num:{number}", number))
    found += [(f"id:{match[1]}", match[1].upper()) for match in CELEX.finditer(rest)]
    if alone:
        return found
    listed = words(rest)[:MOST_WORDS]
    trimmed = [word for word in listed if word not in FILLERS]
    for run in (listed, trimmed):
        for size in range(len(run), 0, -1):
            found += [(f"act:{' '.join(part)}", " ".join(part)) for part in {tuple(run[:size]), tuple(run[-size:])}]
    return sorted(dict.fromkeys(found), key=lambda each: (each[0].startswith("act:"), -len(each[0]), each[0]))[:12]


def article_of(whole: str) -> Article | None:
    """The first article, annex or numbered section that folded text names; None when there is none."""
    for pattern, build in FORMS:
        match = pattern.search(whole)
        if match:
            return build(match)
    bare = PLAIN_NUMBER.search(whole)
    # `GDPR 35`: a number at the end of a name; a number alone is no article.
    if bare and words(whole[: bare.start()]) and not _measured(whole[: bare.start()]):
        return _built(bare, "art_" + bare["number"], [])
    return None


def _measured(before: str) -> bool:
    """Whether a number after these words counts something rather than naming an article."""
    last = words(before)[-1]
    return last in {"action", "top", "phase", "level", "no", "nr", "pillar"} or last.isdigit()


def _code(match: re.Match[str]) -> Article:
    label = f"{match['letter']}{match['number']}"
    return _built(match, label, _steps(match["steps"]))


def _article(match: re.Match[str]) -> Article:
    return _built(match, f"art_{match['number']}", _steps(match["steps"]))


def _annex(match: re.Match[str]) -> Article:
    return _built(match, f"anx_{match['number']}", _steps(match["steps"]))


def _steps(text: str) -> list[str]:
    split = re.findall(rf"{STEP_WORD}\(?(?:\d{{1,3}}|[a-z]{{1,2}})\)?|\((?:\d{{1,3}}|[a-z]{{1,2}})\)", text or "")
    return [found[1] for part in split if (found := ONE_STEP.search(part))]


def _built(match: re.Match[str], root: str, steps: list[str]) -> Article:
    levels = [[root]]
    for number, step in enumerate(steps):
        before = levels[-1]
        forms = [f"/pnt_{step}"] if not step.isdigit() or number else [f"/par_{step}", f"/pnt_{step}"]
        found = [ref + form for ref in before for form in forms]
        # Annexes are written point and letter together: anx_III/pnt_1_a.
        found += [f"{ref}_{step}" for ref in before if "/pnt_" in ref]
        levels.append(found)
    wider = [ref for level in reversed(levels[:-1]) for ref in level]
    return Article(tuple(levels[-1]), tuple(wider), _read_as(levels[-1][-1]), match.start(), match.end())


def _read_as(ref: str) -> str:
    """How the place is cited; annexes and articles of codes have their numbers in capitals, as the tables have them."""
    root, slash, below = ref.partition("/")
    kind, mark, number = root.partition("_")
    large = f"{kind}_{number.upper()}" if kind == "anx" else root if mark else root.upper()
    return citation(f"{large}{slash}{below}")


FORMS = ((CODE_ARTICLE, _code), (WHOLE_ARTICLE, _article), (WHOLE_ANNEX, _annex), (BARE_ARTICLE, _article))


def name_key(name: str) -> str:
    """The key of an act by one of its names."""
    return f"act:{plain(name)}"
