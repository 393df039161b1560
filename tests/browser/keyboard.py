"""Hands that know no mouse: the Tab key reaches a place, and keys are pressed there."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_TABS = 600
# What is wrong with the place that has the focus: it must be called something, be seen, and lie on top.
FAULT = """each => {
  const called = each.getAttribute('aria-label') || each.labels?.[0]?.textContent || each.textContent || each.title;
  const [box] = [...each.getClientRects()].filter(each => each.width && each.height);
  const place = each.outerHTML.slice(0, 120);
  if (!called?.trim()) return `without a name: ${place}`;
  if (!box) return `not to be seen: ${place}`;
  const [x, y] = [box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2];
  const top = document.elementFromPoint(x, y);
  if (top === null) return `off the screen: ${place}`;
  if (!each.contains(top) && !top.contains(each)) return `below ${top.outerHTML.slice(0, 80)}: ${place}`;
  return '';
}"""
HAS_FOCUS = "each => each === document.activeElement"


class Keyboard:
    """Reaches places with Tab and presses keys there; `faults` holds what was wrong with a place on the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def reach(self, wanted: Locator | str) -> Locator:
        """Press Tab until the first of these has the focus; raises AssertionError when that never comes."""
        place = (self.page.locator(wanted) if isinstance(wanted, str) else wanted).first
        element = place.element_handle()
        for _ in range(MOST_TABS):
            if element.evaluate(HAS_FOCUS):
                return place
            self.page.keyboard.press("Tab")
            self._look()
        raise AssertionError(f"{wanted} is not reached by keyboard on {self.page.url}")

    def press(self, wanted: Locator | str, key: str = "Enter") -> None:
        """Press a key there which stays on the page."""
        self.reach(wanted)
        self.page.keyboard.press(key)

    def leave(self, wanted: Locator | str) -> None:
        """Press Enter there, which leads to another page."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, wanted: Locator | str, text: str) -> None:
        """Write into a field in the place of what it holds."""
        self.reach(wanted)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, wanted: Locator | str, label: str) -> None:
        """Choose from a list with the arrow keys."""
        place = self.reach(wanted)
        away = place.locator("option").all_inner_texts().index(label) - place.evaluate("each => each.selectedIndex")
        for _ in range(abs(away)):
            self.page.keyboard.press("ArrowDown" if away > 0 else "ArrowUp")
        assert place.evaluate("each => each.selectedOptions[0].label") == label.strip()

    def _look(self) -> None:
        fault = self.page.locator(":focus").evaluate_all(f"([each]) => each ? ({FAULT})(each) : ''")
        if fault:
            self.faults.append(f"{self.page.url}: {fault}")
