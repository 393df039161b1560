"""Comparisons, the tray and timelines in a real browser: read by everyone, without a script, and on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import NO_FAULTS, headings_in_order, read, visited

OpenPage = Callable[..., Page]

TRIO = "/compare?thing=practices/nice-school-vsa&thing=practices/paca-lycee-frt&thing=practices/lecce-frt"
PAIR = "/compare?thing=practices/enschede-wifi-counting&thing=practices/leiria-ai-cctv"
CITIES = "/compare?thing=cities/nice&thing=cities/mechelen"
SIX = "/compare?" + "&".join(
    f"thing=practices/{name}"
    for name in (
        "nice-school-vsa",
        "paca-lycee-frt",
        "lecce-frt",
        "porto-cctv",
        "mannheim-ai-video",
        "prague-airport-frt",
    )
)
FOUR = "&".join(SIX.split("&")[:4])
SIX_CITIES = "/compare?" + "&".join(
    f"thing=cities/{name}" for name in ("nice", "lille", "mechelen", "turin", "eindhoven", "mannheim")
)
TIMELINE = "/timeline?technology=facial-recognition"
PAGES = ["/compare", "/compare/tray", TRIO, SIX, CITIES, "/timeline", TIMELINE]
MOST_PAGES, MOST_OF_A_PRACTICE = 4, 3
PAPER_PAGE = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize("path", PAGES)
def test_it_is_accessible_fits_each_screen_and_has_its_headings_in_order(read_page: OpenPage, path: str) -> None:
    page = read_page()
    assert visited(page, path) == NO_FAULTS
    assert headings_in_order(page)


@pytest.mark.parametrize("path", [TRIO, CITIES, TIMELINE])
def test_it_says_the_same_without_javascript(read_page: OpenPage, path: str) -> None:
    page = read_page(390, javascript=False)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".events li").locator("visible=true").first).to_be_visible()
    expect(page.locator(".permanent a")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_two_practices_are_collected_and_compared_without_javascript(open_page: OpenPage, width: int) -> None:
    page = open_page(width, javascript=False)
    for name in ("nice-school-vsa", "lecce-frt"):
        page.goto(f"/practices/{name}")
        page.get_by_role("button", name="Add to comparison").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Your comparison")
    page.get_by_role("link", name="Compare these 2 practices").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 practices side by side")
    page.goto("/compare/tray")
    page.get_by_role("button", name="Empty the comparison").click()
    expect(page.get_by_text("Nothing is collected yet.")).to_be_visible()
    assert page.context.cookies() == []


def test_with_javascript_the_page_stays_and_the_header_counts(page: Page) -> None:
    read(page, "/practices/nice-school-vsa")
    page.get_by_role("button", name="Add to comparison").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Added to the comparison")).to_be_visible()
    expect(page.locator(".tray-link")).to_have_text("Comparison (1)")
    expect(page).to_have_url(re.compile("/practices/nice-school-vsa$"))
    read(page, "/cities/nice")
    expect(page.locator(".tray-link")).to_have_text("Comparison (1)")
    page.get_by_role("button", name="Add to comparison").click()
    expect(page.locator(".tray-link")).to_have_text("Comparison (2)")
    read(page, "/practices/nice-school-vsa")
    page.get_by_role("button", name="Take out of comparison").click()
    expect(page.locator(".tray-link")).to_have_text("Comparison (1)")


def test_on_a_phone_the_columns_stand_below_each_other_and_each_value_names_its_column(open_page: OpenPage) -> None:
    page = open_page(390)
    read(page, TRIO)
    page.locator("#features .show-rest > summary").click()
    row = page.locator('tr:has(th:has-text("Technologies"))').first
    places = [cell.bounding_box() for cell in row.locator("td").all()]
    assert all(one and other and other["y"] > one["y"] for one, other in pairwise(places))
    assert [cell.inner_text() for cell in row.locator(".cell-name").all()] == ["A", "B", "C"]
    known_of_some = page.locator("#features tr.compare-unknown td").all()
    assert known_of_some
    for cell in known_of_some:
        expect(cell).to_be_visible()
    expect(page.locator(".time-drawing")).to_be_hidden()
    expect(page.locator(".events li").first).to_be_visible()


def test_every_point_of_a_drawing_is_reached_by_keyboard_and_leads_to_its_words(page: Page) -> None:
    read(page, TRIO)
    first = page.locator("a.time-point").first
    first.focus()
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    target = first.get_attribute("href")
    assert target and page.url.endswith(target)
    expect(page.locator(target)).to_be_in_viewport()


def test_labels_in_a_timeline_stay_beside_the_drawing(page: Page) -> None:
    read(page, "/timeline?technology=video-surveillance")
    wide = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.time-lane > a text')].map(t => t.getBBox().x + t.getBBox().width))"
    )
    assert wide <= 300
    boxes = page.evaluate(
        "[...document.querySelectorAll('.time-axis text')].map(t => t.getBBox()).map(b => [b.x, b.x + b.width])"
    )
    assert all(after[0] > before[1] for before, after in pairwise(boxes))


BRIEFINGS = [
    "/practices/nice-school-vsa/peers",
    "/cities/mechelen/peers",
    "/impact?of=laws/32024R1689/art_5/par_1/pnt_h",
    "/impact?of=GDPR",
    "/impact?of=52025PC0837",
    "/impact?of=technologies/cctv-fixed",
    PAIR,
    TRIO,
    FOUR,
    CITIES,
    f"{CITIES}&thing=cities/lille&thing=cities/leiria",
    SIX_CITIES,
    f"{FOUR}&thing=practices/lille-stop-on-demand&thing=practices/turin-tonite",
    TIMELINE,
    "/timeline?country=FR",
]


@pytest.mark.parametrize("path", BRIEFINGS)
def test_a_briefing_takes_few_pages_of_paper(read_page: OpenPage, path: str) -> None:
    page = read_page()
    read(page, path)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(PAPER_PAGE.findall(paper)) <= MOST_PAGES


@pytest.mark.parametrize("name", ["nice-school-vsa", "zaventem-airport-frt", "marseille-vsa"])
def test_a_practice_takes_three_pages_of_paper_with_what_holds_first_and_says_where_the_rest_is(
    read_page: OpenPage, name: str
) -> None:
    page = read_page()
    read(page, f"/practices/{name}?on=2026-11-22")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(PAPER_PAGE.findall(paper)) <= MOST_OF_A_PRACTICE
    page.emulate_media(media="print")
    expect(page.locator(".in-short")).to_contain_text(re.compile("Law that (holds|would hold if it ran)"))
    expect(page.locator("#governing .on-paper")).to_contain_text("at the permanent address below")
    expect(page.locator(".law-restricted .condition").first).to_be_visible()
    # What is not told in full is there by name.
    for each in page.locator(".law-obliged .law-rule-name, .law-open > summary").all():
        expect(each).to_be_visible()
    expect(page.locator(".law-open .condition").first).to_be_hidden()


def test_paper_has_sources_with_addresses_and_where_it_can_be_found_again_but_no_controls(page: Page) -> None:
    read(page, "/practices/nice-school-vsa?on=2026-11-22")
    page.emulate_media(media="print")
    expect(page.locator(".permanent")).to_contain_text("?on=2026-11-22&revision=1")
    expect(page.locator(".print-head")).to_contain_text("Data revision 1 of")
    expect(page.locator(".print-head")).to_contain_text("law as it stands on 22 November 2026")
    for hidden in ("nav", "form", "button", "details.query", ".formats"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    shown = page.evaluate("getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content")
    assert "attr(href)" in shown or "http" in shown


def test_a_long_answer_on_paper_names_everyone_and_says_where_the_paths_are(page: Page) -> None:
    read(page, "/impact?of=GDPR")
    names = page.locator("#practice td:first-child, #city td:first-child").count()
    page.emulate_media(media="print")
    expect(page.locator(".impact-rest")).to_contain_text("at the permanent address below")
    shown = page.locator("#practice td:first-child, #city td:first-child").all()
    assert len(shown) == names > 50
    for each in (shown[0], shown[-1]):
        expect(each).to_be_visible()
    weak = "getComputedStyle(document.querySelector('#practice .impact-weak td'), '::after').content"
    assert "weaker path" in page.evaluate(weak)


def test_the_print_button_is_there_with_a_script_only(open_page: OpenPage) -> None:
    for javascript, count in ((True, 1), (False, 0)):
        page = open_page(javascript=javascript)
        page.goto("/practices/nice-school-vsa")
        expect(page.get_by_role("button", name="Print")).to_have_count(count)
