"""A page read as a person reads it: sections by heading, tables by the heads of their columns, lists, marks, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

HEADINGS = ("h1", "h2", "h3", "h4")


def matched(pattern: str, text: str) -> str:
    """The first group of a pattern that the text must have, or all that matches when the pattern has no group."""
    found = re.search(pattern, text, re.DOTALL)
    assert found, f"nothing on the page is like {pattern}"
    return found[found.re.groups and 1]


def words(tag: Tag) -> str:
    """The text of a part, with single spaces."""
    return re.sub(r"\s+", " ", tag.get_text(" ", strip=True)).strip()


@dataclass(frozen=True)
class Link:
    """What a link says and where it leads, without the day."""

    text: str
    href: str

    @property
    def path(self) -> str:
        return self.href.partition("?")[0]

    @property
    def query(self) -> dict[str, list[str]]:
        """What its address asks for, the day included."""
        return parse_qs(urlsplit(self.href).query)


@dataclass(frozen=True)
class Part:
    """A page, or a piece of it."""

    tag: Tag

    @property
    def text(self) -> str:
        return words(self.tag)

    @property
    def links(self) -> list[Link]:
        """What it links to, but for the ways to correct a statement, which `test_every_statement.py` follows."""
        return [Link(words(each), str(each["href"])) for each in self.tag.select("a[href]:not(.correct)")]

    @property
    def marks(self) -> list[str]:
        """Notes on how far a statement can be relied on."""
        return [words(each) for each in self.tag.select(".mark-note")]

    @property
    def badges(self) -> list[str]:
        return [words(each) for each in self.tag.select(".tag")]

    def all(self, selector: str) -> list[Part]:
        return [Part(each) for each in self.tag.select(selector)]

    def section(self, heading: str) -> Part:
        """The piece below the heading that begins with these words."""
        for each in self.tag.find_all(HEADINGS):
            if words(each).startswith(heading):
                return Part(each.find_parent(["section", "details", "article"]) or each.parent or each)
        raise AssertionError(f"no heading begins with {heading!r}")

    def table(self, caption: str) -> list[dict[str, Part]]:
        """The rows of the table whose caption begins with these words, each by the heads of its columns."""
        for each in self.tag.select("table"):
            if each.caption and words(each.caption).startswith(caption):
                heads = [words(head) for head in each.select("thead th")]
                rows = [row.find_all(["td", "th"], recursive=False) for row in each.select("tbody tr")]
                return [dict(zip(heads, map(Part, cells), strict=True)) for cells in rows]
        raise AssertionError(f"no table is called {caption!r}")

    def facts(self) -> dict[str, Part]:
        """What each term of the first description list says, in their order."""
        pairs = [(each.dt, each.dd) for each in self.tag.select("dl.facts")[0].select("div") if each.dt and each.dd]
        return {words(term): Part(value) for term, value in pairs}

    def choices(self, field: str) -> list[tuple[str, str]]:
        """The value and the words of each choice of a select field, in their order."""
        found = self.tag.select(f'select[name="{field}"] option')
        return [(str(each["value"]), words(each)) for each in found]

    def options(self, field: str) -> list[str]:
        """The words of the choices of a filter, in their order, without their counts."""
        return list(self._options(field))

    def _options(self, field: str) -> Iterator[str]:
        for each in self.tag.select(f'input[name="{field}"]'):
            label = self.tag.select_one(f'label[for="{each["id"]}"]')
            assert label is not None, "every choice has a label"
            yield re.sub(r" \( ?[\d,]+ ?\)$", "", words(label))


def page(client: FlaskClient, address: str) -> Part:
    """The main part of a page that answers."""
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, (address, response.status_code)
    main = BeautifulSoup(response.text, "html.parser").find("main")
    assert isinstance(main, Tag)
    return Part(main)


def citation_order(path: str) -> list[tuple[int, int, str]]:
    """The order in which a lawyer cites: by number, so that article 9 comes before article 10."""
    return [(0, int(each), "") if each.isdigit() else (1, 0, each) for each in re.findall(r"\d+|[a-z]+", path.lower())]
