"""A page without what needs a server: scripts, forms, and what belongs to them. What a form holds besides stays."""

from __future__ import annotations

from views.copied.markup import Rewriter, without

LD_JSON = "application/ld+json"
# A list stands inside the form of its filters.
AROUND_A_LIST = "finder"
CONTROLS = ("button", "input", "select", "textarea", "label")
OF_FORMS = {"facets", "search-box", "sort", "skip-inside", "facet-day"}


class Stripped(Rewriter):
    """A page for a copy; `instead` stands where a form stood. Afterwards `ids` are the places that links can name."""

    def __init__(self, instead: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self._instead = instead
        self._forms: list[str] = []

    def tag(self, name: str, given: dict[str, str], raw: str) -> str:
        """Nothing for what is left out."""
        classes = given.get("class", "").split()
        if name == "input":
            return ""
        if (name == "script" and given.get("type") != LD_JSON) or name in CONTROLS or OF_FORMS.intersection(classes):
            self.leave_out(name)
            return ""
        if name == "form" and AROUND_A_LIST not in classes:
            self.leave_out(name)
            return "" if given.get("method") == "post" else self._instead
        if name == "meta" and given.get("name") == "htmx-config":
            return ""
        if "id" in given:
            self.ids.add(given["id"])
        if name == "a" and "href" in given:
            self.links.append(given["href"])
        if name == "form":
            return f'<div class="{AROUND_A_LIST}">'
        return without(raw, *(each for each in given if each.startswith("hx-") or _is_of_scripts(each, given[each])))

    def end(self, name: str) -> str:
        """The end of a form around a list is that of what stands in its place."""
        return "</div>" if name == "form" else f"</{name}>"


def _is_of_scripts(name: str, value: str) -> bool:
    """Addresses that only scripts ask."""
    return name.startswith("data-") and value.startswith("/")
