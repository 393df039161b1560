"""Articles, annexes and their parts as people cite them: `art. 5(1)(h)`, `Art. 5 Abs. 1 Buchst. h`, `L. 251-2`.

Pure functions from folded text to the identifiers of the tables; `graph.law.citation` goes the other way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from graph.law.citation import citation
from graph.text.folding import words

ARTICLE = r"(?:articles?|artikel|artikels|articolo|articoli|articulo|articulos|artigo|artigos|artykul|art|§)\s*\.?\s*"
ANNEX = r"(?:annexe?|anhang|allegato|anexo|bijlage|anx)\s*\.?\s*"
STEP_WORD = (
    r"(?:paragraph|para|par|abs(?:atz)?|lid|comma|alinea|apartado|numero|no|point|punkt|pnt|lit|letter|letra|lettera|"
    r"buchstabe|buchst|onder|sub)(?![a-z])\s*\.?\s*"
)
STEP = rf"\s*,?\s*(?:{STEP_WORD}\(?(?:\d{{1,3}}|[a-z]{{1,2}})\)?(?![\w])|\((?:\d{{1,3}}|[a-z]{{1,2}})\))"
STEPS = rf"(?P<steps>(?:{STEP})*)"
WHOLE_ARTICLE = re.compile(rf"(?<!\w){ARTICLE}(?P<number>\d+[a-z]{{0,2}}(?:-(?:\d+|bis|ter|quater))?){STEPS}")
WHOLE_PARAGRAPH = re.compile(rf"(?<!\w)§+\s*(?P<number>\d+[a-z]{{0,2}}(?:-(?:\d+|bis|ter|quater))?){STEPS}")
WHOLE_SECTION = re.compile(rf"(?<!\w)(?:sections?|sec)\s*\.?\s*(?P<number>\d+[a-z]{{0,2}}){STEPS}")
RECITAL = (
    r"(?:recitals?|considerants?|erwagungsgrunde?|erwgr?|ewg|considerando|overweging|motyw|skal|betragtning)\s*\.?\s*"
    r"(?:no|nr|n)?\.?\s*\(?"
)
WHOLE_RECITAL = re.compile(rf"(?<!\w){RECITAL}(?P<number>\d{{1,3}})\)?(?!\w)")
WHOLE_ANNEX = re.compile(rf"(?<!\w){ANNEX}(?P<number>[ivxl]+|\d+)(?!\w){STEPS}")
CODE_ARTICLE = re.compile(rf"(?<!\w)(?:{ARTICLE})?(?P<letter>[lrd])\s*\.?\s*(?P<number>\d{{2,4}}-\d{{1,3}}){STEPS}")
BARE_ARTICLE = re.compile(r"(?<![\w/(])(?P<number>\d{1,3}[a-z]?)(?P<steps>(?:\s?\((?:\d{1,3}|[a-z]{1,2})\))+)")
PLAIN_NUMBER = re.compile(r"(?<![\w/.-])(?P<number>\d{1,3}[a-z]?)$")
OPEN_STEP = re.compile(r"(?<=[\d)\s])\((\d{1,3}|[a-z]{1,2})?$")
COUNTED = frozenset(
    "action top phase level no nr pillar chapter kapitel chapitre capitolo capitulo hoofdstuk rozdzial title titel "
    "titre titolo titulo section sektion abschnitt sezione seccion part teil partie parte page p s seite pagina "
    "version".split()
)
"""Words before a number that is no article."""

ONE_STEP = re.compile(r"\(?(\d{1,3}|[a-z]{1,2})\)?\s*$")


@dataclass(frozen=True, slots=True)
class Article:
    """Part of an act as written: `refs` are the spellings of it in the tables, the exact ones first."""

    refs: tuple[str, ...]
    wider: tuple[str, ...]
    read_as: str
    start: int
    end: int
    is_bare: bool = False
    """Whether it is only a number after a name, which may count something else."""


def closed(whole: str) -> str:
    """Folded text with the last bracket closed, or left out when nothing stands in it yet: `5(1` is `5(1)`."""
    match = OPEN_STEP.search(whole)
    if match is None:
        return whole
    return f"{whole})" if match[1] else whole[: match.start()].rstrip()


def article_of(whole: str) -> Article | None:
    """The first article, annex or numbered section that folded text names; None when there is none."""
    for pattern, build in FORMS:
        match = pattern.search(whole)
        if match:
            return build(match)
    bare = PLAIN_NUMBER.search(whole)
    # `GDPR 35`: a number at the end of a name; a number alone is no article.
    if bare and words(whole[: bare.start()]) and not _measured(whole[: bare.start()]):
        return replace(_built(bare, "art_" + bare["number"], []), is_bare=True)
    return None


def _measured(before: str) -> bool:
    """Whether a number after these words counts something rather than naming an article."""
    last = words(before)[-1]
    return last in COUNTED or last.isdigit()


def _recital(match: re.Match[str]) -> Article:
    return _built(match, f"rct_{match['number']}", [])


def _section(match: re.Match[str]) -> Article:
    return _built(match, f"sec_{match['number']}", _steps(match["steps"]))


def _paragraph(match: re.Match[str]) -> Article:
    """A paragraph sign stands for articles of some acts and for paragraphs of others."""
    paragraph = _built(match, f"par_{match['number']}", _steps(match["steps"]))
    article = _article(match)
    return replace(paragraph, refs=paragraph.refs + article.refs, wider=paragraph.wider + article.wider)


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


FORMS = (
    (WHOLE_RECITAL, _recital),
    (CODE_ARTICLE, _code),
    (WHOLE_PARAGRAPH, _paragraph),
    (WHOLE_SECTION, _section),
    (WHOLE_ARTICLE, _article),
    (WHOLE_ANNEX, _annex),
    (BARE_ARTICLE, _article),
)
