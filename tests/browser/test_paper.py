"""Every kind of page on paper: printed by the browser to PDF, and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.accessibility import read

OpenPage = Callable[..., Page]

PAGES = [
    "/",
    "/practices?country=FR",
    "/practices/map?country=FR",
    "/practices/nice-school-vsa",
    "/practices/nice-school-vsa/peers",
    "/cities",
    "/cities/nice",
    "/organisations?kind=city",
    "/organisations/org-mechelen",
    "/partnership",
    "/actions",
    "/actions/action-1",
    "/laws?q=data",
    "/laws/32016R0679",
    "/laws/32024R1689/art_5/par_1/pnt_h",
    "/laws/compare?from=2025-10-09&to=2026-11-22",
    "/calendar?scope=laws/32024R1689",
    "/technologies/cctv-fixed",
    "/assess?technology=cctv-fixed&actor=municipality&country=FR&city=nice&on=2026-12-03",
    "/transposition?country=FR",
    "/trace?from=practices/nice-school-vsa",
    "/impact?of=52025PC0837",
    "/gaps?city=nice",
    "/search?q=camera",
    "/queries/whom-to-contact",
    "/compare?thing=practices/enschede-wifi-counting&thing=practices/leiria-ai-cctv",
    "/timeline?technology=facial-recognition",
    "/fr/practices?country=FR",
]
# What a reader of the page sees: the words of each heading, and of what is told below them.
SEEN = """selector => [...document.querySelectorAll(selector)]
  .filter(each => each.checkVisibility() && !each.closest('.visually-hidden')).map(each => each.innerText)"""
# The margins of a page of paper: whose it is, and its number.
MARGIN = re.compile(r"OpenPlaza|\d+ / \d+|")


def joined(text: str) -> str:
    """The letters alone, as lines of paper break words of the page elsewhere."""
    return re.sub(r"[\W_]+", "", text).casefold()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_printed_whole_and_no_heading_stands_alone_at_the_foot(read_page: OpenPage, path: str) -> None:
    page = read_page()
    read(page, path)
    paper = [each.extract_text() for each in PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages]
    page.emulate_media(media="print")
    headings = [joined(each) for each in page.evaluate(SEEN, "main :is(h1, h2, h3)")]
    told = [joined(each) for each in page.evaluate(SEEN, "main :is(p, li, dd, td, .result > p)")]
    whole = joined(" ".join(paper))
    assert headings and told
    assert [each for each in headings if each not in whole] == []
    missing = [each for each in told if each and each not in whole]
    assert len(missing) <= len(told) / 20, missing[:5]
    assert "OpenPlaza" in paper[0]
    for sheet in paper[:-1]:
        lines = [line.strip() for line in sheet.splitlines() if not MARGIN.fullmatch(line.strip())]
        assert joined(lines[-1]) not in headings, lines[-1]
