"""What every page owes to everyone: axe finds nothing, it fits the screen, stands still while it loads, is not too long
for a phone, and its headings are in order.
"""

from __future__ import annotations

from itertools import pairwise

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PHONE = 390
SCREENS = {PHONE: "dark", 1440: "light"}
# What each is made to be while the page is open: the narrowest phone, and a wide screen at twice the size of letters.
NARROWER = {PHONE: 320, 1440: 720}
OTHER = {"dark": "light", "light": "dark"}
MOST_SCREENS = 8
# A fifth of what counts as good (https://web.dev/articles/cls).
MOST_SHIFT = 0.02
NO_FAULTS: dict[int, list[str]] = {width: [] for width in SCREENS}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is right is not told node by node, and what is wrong by its HTML: to work out selectors takes a third more.
    "resultTypes": ["violations"],
    "selectors": False,
}
HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
# The contrast of colours takes axe longer than all else, and a table has thousands of cells in the same ones: the first
# visible text of each look is marked, and axe compares its colours alone.
LOADED = "axe.configure({rules: [{id: 'color-contrast', selector: '[data-first-of-its-look]'}]})"
MARK_LOOKS = """() => {
  const grounds = new Map(), seen = new Set();
  const plain = 'rgba(0, 0, 0, 0),none,1,static,none,normal';
  const ground = element => {
    if (!element) return '';
    if (!grounds.has(element)) {
      const style = getComputedStyle(element), above = ground(element.parentElement);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.filter,
                   style.mixBlendMode].join();
      grounds.set(element, own === plain ? above : `${above}/${own}`);
    }
    return grounds.get(element);
  };
  const speaks = element => element.matches('input, select, textarea')
    || [...element.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
  for (const each of document.querySelectorAll('body *')) {
    const style = getComputedStyle(each);
    const look = [style.color, style.fontSize, style.fontWeight, style.textShadow, ground(each)].join();
    const first = speaks(each) && each.checkVisibility() && !seen.has(look);
    if (first) seen.add(look);
    each.toggleAttribute('data-first-of-its-look', first);
  }
  return seen.size;
}"""
SHIFT = """() => new Promise(found => {
  const moved = [], told = ({value, sources}) => ({value, what: sources.map(({node}) => node?.outerHTML ?? '')});
  new PerformanceObserver(list => moved.push(...list.getEntries())).observe({type: 'layout-shift', buffered: true});
  // What was seen before comes before the next frame but one.
  const ready = () => found(moved.filter(each => !each.hadRecentInput).map(told));
  requestAnimationFrame(() => requestAnimationFrame(ready));
})"""
# What is pressed, but for places of a drawing, which a list beside it has too, and what the keyboard alone meets.
SMALL = """() => [...document.querySelectorAll('a[href], button, select, summary, textarea, input:not([type=hidden])')]
  .filter(each => each.checkVisibility() && !each.closest('svg, .skip-inside, .leaflet-container, .cm-editor'))
  .filter(each => Math.max(...[...each.getClientRects()].map(box => box.height)) < 23.95)
  .map(each => each.outerHTML.slice(0, 80))"""
RUN = "async options => (await axe.run(document, options)).violations"


def read(page: Page, path: str) -> None:
    """Open the path and wait for the scripts to settle."""
    answer = page.goto(path)
    assert answer is not None and answer.status == 200, f"{path} answered {answer and answer.status}"
    page.wait_for_load_state("networkidle")


def visited(page: Page, path: str) -> dict[int, list[str]]:
    """What is wrong with the page at the path, loaded on each screen and then made narrower in the other colours;
    compare with NO_FAULTS.
    """
    found = {}
    for width, scheme in SCREENS.items():
        _show(page, width, scheme)
        read(page, path)
        long = too_long(page) if width == PHONE else []
        found[width] = [*unsteady(page), *long, *too_wide(page), *too_small(page), *violations(page)]
        _show(page, NARROWER[width], OTHER[scheme])
        found[width] += [f"narrower: {each}" for each in (*too_wide(page), *too_small(page), *contrasts(page))]
    return found


def faults(page: Page) -> dict[int, list[str]]:
    """What is wrong with the open page on each screen, a dark phone and a wide bright one; compare with NO_FAULTS."""
    found = {}
    for width, scheme in SCREENS.items():
        _show(page, width, scheme)
        found[width] = [*too_wide(page), *violations(page)]
    return found


def _show(page: Page, width: int, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})


def unsteady(page: Page) -> list[str]:
    """Says so when what was drawn first moved while the page loaded, with what moved most."""
    moved = page.evaluate(SHIFT)
    shift = sum(each["value"] for each in moved)
    if shift <= MOST_SHIFT:
        return []
    most = max(moved, key=lambda each: float(each["value"]))
    return [f"moved by {shift:.3f}: {[part[:80] for part in most['what']]}"]


def too_long(page: Page) -> list[str]:
    """Says so when a page of a phone goes on for more than eight screens before what is folded or on a next page."""
    screens = page.evaluate("document.querySelector('main').offsetHeight / 844")
    return [f"{screens:.1f} screens long"] if screens > MOST_SCREENS else []


def too_wide(page: Page) -> list[str]:
    """Says so when a part of the page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return ["wider than the screen"] if wide else []


def too_small(page: Page) -> list[str]:
    """Names the first part of the page that is pressed and is less than 24 pixels high."""
    return [f"hard to press: {each}" for each in page.evaluate(SMALL)[:1]]


def violations(page: Page) -> list[str]:
    """What axe finds, one line a rule, with the first place it was seen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
        page.evaluate(LOADED)
    assert page.evaluate(MARK_LOOKS), "nothing on the page can be read"
    return [f"{rule['id']}: {rule['help']} at {rule['nodes'][0]['html']}" for rule in page.evaluate(RUN, AXE)]


def contrasts(page: Page) -> list[str]:
    """What axe finds of the colours of text, on a page that it has looked at before."""
    assert page.evaluate(MARK_LOOKS), "nothing on the page can be read"
    only = {**AXE, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
    return [f"contrast at {rule['nodes'][0]['html']}" for rule in page.evaluate(RUN, only)]


def headings_in_order(page: Page) -> bool:
    """Whether one heading of the first level comes first, and no level is left out on the way down."""
    levels = page.evaluate(HEADINGS)
    steps = all(after - before <= 1 for before, after in pairwise(levels))
    return bool(levels.count(1) == 1 and levels[0] == 1 and steps)
