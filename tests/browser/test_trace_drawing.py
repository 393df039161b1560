"""The drawing of a trace in a real browser: without scripts, by keyboard, and larger when asked."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

OpenPage = Callable[..., Page]
TRACE = "/trace?from=technologies/rbi-realtime&to=acts&on=2025-02-02&actor=police"


def test_the_drawing_and_the_words_need_no_script(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto(TRACE)
    expect(page.locator("#drawing svg a").first).to_be_visible()
    expect(page.locator("#paths tbody tr").first).to_be_visible()
    expect(page.get_by_role("button", name="Larger")).to_have_count(0)
    page.get_by_role("link", name="AI Act, art. 5(1)(h)").first.click()
    page.wait_for_url("**/laws/32024R1689/art_5/par_1/pnt_h?on=2025-02-02")


def test_every_place_of_the_drawing_can_be_reached_and_opened_by_keyboard(page: Page) -> None:
    page.goto(TRACE)
    places = page.locator("#drawing svg a")
    page.locator("#drawing [role=region]").focus()
    for number in range(places.count()):
        page.keyboard.press("Tab")
        expect(places.nth(number)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/laws/**")


def width_of(picture: Locator) -> float:
    box = picture.bounding_box()
    assert box is not None, "The drawing is not shown."
    return box["width"]


def test_the_drawing_can_be_made_larger_and_as_it_was(page: Page) -> None:
    page.goto(TRACE)
    picture = page.locator("#drawing svg")
    width = width_of(picture)
    page.get_by_role("button", name="Larger").click()
    assert width_of(picture) > width * 1.2
    page.get_by_role("button", name="As at first").click()
    assert abs(width_of(picture) - width) < 2


def test_no_two_places_of_the_drawing_overlap_and_no_name_leaves_its_box(page: Page) -> None:
    page.goto(TRACE)
    boxes = page.locator("#drawing svg a").evaluate_all(
        "links => links.map(link => { const r = link.querySelector('rect').getBoundingClientRect();"
        " const inside = w => w.left >= r.left && w.right <= r.right && w.top >= r.top && w.bottom <= r.bottom;"
        " const words = [...link.querySelectorAll('text')].map(t => t.getBoundingClientRect());"
        " return {left: r.left, right: r.right, top: r.top, bottom: r.bottom, inside: words.every(inside)}; })"
    )
    assert len(boxes) > 8 and all(box["inside"] for box in boxes)
    for number, a in enumerate(boxes):
        for b in boxes[number + 1 :]:
            assert (
                a["right"] <= b["left"] or b["right"] <= a["left"] or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]
            )


def test_no_two_labels_of_the_drawing_stand_on_each_other(page: Page) -> None:
    for address in ("/trace?from=practices/paris-2024-vsa&to=fr-law-2023-380&on=2026-04-01", TRACE):
        page.goto(address)
        labels = page.locator("#drawing .trace-line text").evaluate_all(
            "texts => texts.map(t => { const r = t.getBoundingClientRect();"
            " return {text: t.textContent, left: r.left, right: r.right, top: r.top + 3, bottom: r.bottom - 3}; })"
        )
        assert labels
        for number, a in enumerate(labels):
            for b in labels[number + 1 :]:
                apart = a["right"] <= b["left"] or b["right"] <= a["left"]
                assert apart or a["bottom"] <= b["top"] or b["bottom"] <= a["top"], (a, b)
