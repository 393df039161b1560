"""Pages as a browser reads them, and a walk over every route that has one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

HTML = "text/html"
STARTS = ["/", "/index", "/search?q=a", "/revisions", "/revisions/1", "/revisions/diff", "/revisions/1/diff/1",
          "/data", "/organisations", "/actions", "/ontology", "/queries", "/sparql", "/partnership/seed"]  # fmt: skip
ADDRESSES = frozenset(
    "href src action formaction poster data xlink:href ping srcset cite background hx-get hx-post hx-put hx-patch "
    "hx-delete".split()
)


@dataclass
class Page(HTMLParser):
    """The elements of a page, each a name and its attributes."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def addresses(self) -> Iterator[str]:
        """Everything that a browser would follow, load or send to."""
        for _, attributes in self.elements:
            yield from (value for name, value in attributes.items() if name in ADDRESSES)


def page(text: str) -> Page:
    """The page that `text` is."""
    read = Page()
    read.feed(text)
    read.close()
    return read


def crawl(client: FlaskClient, each: int) -> dict[str, list[str]]:
    """Addresses of pages that answer 200 as HTML, at most `each` for one route, by the route."""
    found: dict[str, list[str]] = defaultdict(list)
    waiting, seen = deque(STARTS), set(STARTS)
    routes = client.application.url_map.bind("localhost")
    while waiting:
        address = waiting.popleft()
        try:
            endpoint, _ = routes.match(urlsplit(address).path)
        except HTTPException:
            continue
        if endpoint == "static" or len(found[endpoint]) >= each:
            continue
        response = client.get(address, headers={"Accept": HTML}, buffered=True)
        if response.status_code != 200 or response.mimetype != HTML:
            continue
        found[endpoint].append(address)
        for link in (each.partition("#")[0] for each in page(response.text).addresses()):
            if link.startswith("/") and link not in seen:
                seen.add(link)
                waiting.append(link)
    return {endpoint: addresses for endpoint, addresses in found.items() if addresses}
