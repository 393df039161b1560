"""Every kind of page on paper: printed by the browser to PDF, and read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.accessibility import read
from tests.browser.kinds import missing

OpenPage = Callable[..., Page]

COMPARISON = "/compare?thing=practices/enschede-wifi-counting&thing=practices/leiria-ai-cctv"
PAGES = [
    "/",
    "/practices?country=FR",
    "/practices/map?country=FR",
    "/practices/nice-school-vsa",
    "/cities/nice",
    "/organisations/org-mechelen",
    "/partnership",
    "/actions/action-1",
    "/laws?q=data",
    "/laws/32024R1689/art_5/par_1/pnt_h",
    "/laws/compare?from=2025-10-09&to=2026-11-22",
    "/calendar?scope=laws/32024R1689",
    "/technologies/cctv-fixed",
    "/assess?technology=cctv-fixed&actor=municipality&country=FR&city=nice&on=2026-12-03",
    "/trace/network",
    "/gaps?city=nice",
    "/search?q=camera",
    "/queries/actions-by-pillar",
    COMPARISON,
    "/timeline?technology=facial-recognition",
    "/fr/practices?country=FR",
    "/about",
    "/actions",
    "/cities",
    "/cities/mechelen/peers",
    "/compare",
    "/compare/tray",
    "/contribute",
    "/contribute/report?row=practices.csv/nice-school-vsa&column=funding",
    "/contributions",
    "/contributions/T11",
    "/data/partnership",
    "/data?iri=https://w3id.org/openplaza/id/practices/nice-school-vsa",
    "/impact?of=52025PC0837",
    "/ontology",
    "/ontology/theme",
    "/ontology/terms/Practice",
    "/ontology/legal-outcome/contested",
    "/ontology/shapes/Practice-status",
    "/ontology/rules/legal-outcome",
    "/ontology/classes",
    "/ontology/changes",
    "/organisations?country=IT",
    "/partnership/events/ev-public-session",
    "/partnership/seed",
    "/peers/city",
    "/practices/nice-school-vsa/history",
    "/practices/nice-school-vsa/peers",
    "/queries",
    "/revisions",
    "/revisions/1",
    "/revisions/1/diff/1",
    "/sparql",
    "/technologies",
    "/trace?from=practices/nice-school-vsa",
    "/transposition?country=FR&act=32016L0680",
]
# Where the longer words of German matter most.
IN_GERMAN = [
    "/practices?country=FR",
    "/practices/map?country=FR",
    "/practices/nice-school-vsa",
    "/laws/32024R1689",
    COMPARISON,
    "/trace?from=practices/nice-school-vsa",
]
# The words of each part that is printed, without what is there for screen readers alone.
SEEN = """selector => {
  document.querySelectorAll('.visually-hidden').forEach(each => each.remove());
  return [...document.querySelectorAll(selector)].filter(each => each.checkVisibility()).map(each => each.innerText);
}"""
# The margin of a page of paper: its number.
MARGIN = re.compile(r"(\d+ / \d+)?")
A4 = (794, 1123)
# What is printed on between the margins, upright and across, as print.css has them.
PRINTED_WIDTH, PRINTED_ACROSS = 688, 1039
# The words that reach beyond the paper, or beyond the box that cuts them.
CUT = """width => {
  const cut = [], walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility() || parent.closest('svg, .visually-hidden, script')) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
    if (!boxes.length) continue;
    let edge = width;
    for (let each = parent; each; each = each.parentElement)
      if (getComputedStyle(each).overflowX !== 'visible') edge = Math.min(edge, each.getBoundingClientRect().right);
    if (Math.max(...boxes.map(box => box.right)) > edge + 1) cut.push(text.data.trim().slice(0, 60));
  }
  return cut;
}"""
# Conditions of rules are told in two lines on paper.
LEAST_LETTERS, LEAST_PRINTED = 4, 0.95


def joined(text: str) -> str:
    """The letters alone: lines of paper break words elsewhere than the page."""
    return re.sub(r"[\W_]+", "", text).casefold()


def test_every_kind_of_page_is_printed(client: FlaskClient) -> None:
    assert missing(client.application, PAGES) == set()


def test_the_map_and_the_list_beside_it_are_on_paper(read_page: OpenPage) -> None:
    page = read_page()
    read(page, "/practices/map?country=FR")
    page.emulate_media(media="print")
    drawn = page.locator("[data-map]").bounding_box()
    assert drawn and drawn["height"] > 100
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
    expect(page.locator(".results .result").first).to_be_visible()
    for hidden in ("#filters", ".search-box", ".results-tools", "button"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()


@pytest.mark.parametrize(
    ("path", "around"),
    [
        ("/trace?from=practices/nice-school-vsa", ".trace-drawing"),
        ("/timeline?technology=facial-recognition", ".time-drawing"),
        (COMPARISON, ".time-drawing"),
    ],
)
def test_a_drawing_is_whole_on_one_sheet(read_page: OpenPage, path: str, around: str) -> None:
    page = read_page(A4[0])
    read(page, path)
    page.emulate_media(media="print")
    drawings = page.locator(f"{around} > svg:visible").all()
    assert drawings
    for drawing in drawings:
        box = drawing.bounding_box()
        assert box and box["x"] + box["width"] <= A4[0] and box["height"] <= A4[1]
        within = drawing.evaluate("svg => svg.parentElement.scrollHeight <= svg.parentElement.clientHeight + 1")
        assert within and box["height"] > 40


@pytest.mark.parametrize("path", [*PAGES, *(f"/de{each}" for each in IN_GERMAN)])
def test_a_page_is_printed_whole_and_no_heading_stands_alone_at_the_foot(read_page: OpenPage, path: str) -> None:
    page = read_page()
    read(page, path)
    sheets = PdfReader(BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    whole = joined(" ".join(each.extract_text() for each in sheets))
    page.emulate_media(media="print")
    headings = [joined(each) for each in page.evaluate(SEEN, "main :is(h1, h2, h3)")]
    assert headings and [each for each in headings if each not in whole] == []
    told = {joined(word) for words in page.evaluate(SEEN, "main :is(p, li, dd, td)") for word in words.split()}
    words = {word for word in told if len(word) >= LEAST_LETTERS}
    missing = {word for word in words if word not in whole}
    assert words and len(missing) <= len(words) * (1 - LEAST_PRINTED), missing
    for sheet in sheets:
        lines = [line.strip() for line in sheet.extract_text(extraction_mode="layout").splitlines()]
        filled = [line for line in lines if not MARGIN.fullmatch(line)]
        assert filled, "a sheet is blank"
        assert sheet is sheets[-1] or joined(filled[-1]) not in headings, filled[-1]


@pytest.mark.parametrize("path", [*(f"/de{each}" for each in IN_GERMAN), "/pl/practices/nice-school-vsa", "/de/about"])
def test_no_word_is_cut_at_the_edge_of_the_paper(read_page: OpenPage, path: str) -> None:
    page = read_page()
    read(page, path)
    page.emulate_media(media="print")
    across = page.locator(".comparison").count() > 0
    width = PRINTED_ACROSS if across else PRINTED_WIDTH
    page.set_viewport_size({"width": width, "height": A4[1]})
    assert page.evaluate(CUT, width) == []
