"""The drawing of the classes in a real browser: nothing overlaps, all fits, and it scrolls in its own region."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
MEASURE = """marks => marks.map(mark => {
  const r = mark.querySelector('rect').getBoundingClientRect();
  const within = w => w.left >= r.left && w.right <= r.right && w.top >= r.top - 1 && w.bottom <= r.bottom + 1;
  const words = [...mark.querySelectorAll('text')].map(t => t.getBoundingClientRect());
  return {left: r.left, right: r.right, top: r.top, bottom: r.bottom, name: mark.textContent,
          inside: words.every(within)};
})"""


@pytest.mark.parametrize("about", ["", "?about=Practice", "?about=Act", "?about=Row"])
def test_no_class_or_property_covers_another_and_no_word_leaves_its_box(read_page: OpenPage, about: str) -> None:
    page = read_page(1440)
    page.goto(f"/ontology/classes{about}")
    marks = page.locator("#drawing svg :is(a, .class-pill)").evaluate_all(MEASURE)
    assert len(marks) > 10 and [each["name"] for each in marks if not each["inside"]] == []
    for number, a in enumerate(marks):
        for b in marks[number + 1 :]:
            apart = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert apart or a["bottom"] <= b["top"] or b["bottom"] <= a["top"], (a, b)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_drawing_scrolls_in_its_region_and_a_box_opens_its_page(
    open_page: OpenPage, scheme: str
) -> None:
    page = open_page(390, scheme=scheme, javascript=False)
    page.goto("/ontology/classes")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    region = page.locator("#drawing [role=region]")
    region.focus()
    expect(region).to_be_focused()
    assert region.evaluate("each => each.scrollWidth > each.clientWidth")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ontology/terms/**")
