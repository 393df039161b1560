"""HTML read and written again, tag by tag: what nobody changes stays byte for byte as it was."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser


class Rewriter(HTMLParser):
    """Writes a page as it stands; those that inherit from it say what becomes of its tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._left_out = ""
        self._depth = 0

    def written(self, html: str) -> str:
        """The page as it is now."""
        self.feed(html)
        self.close()
        return "".join(self.out)

    def leave_out(self, tag: str) -> None:
        """Leave out this element, to its end."""
        self._left_out, self._depth = tag, 1

    def tag(self, name: str, given: dict[str, str], raw: str) -> str:
        """What a start tag becomes: `given` are its attributes, `raw` is how it is written."""
        return raw

    def end(self, name: str) -> str:
        """What an end tag becomes."""
        return f"</{name}>"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._left_out:
            self._depth += tag == self._left_out
            return
        self.out.append(self.tag(tag, {name: value or "" for name, value in attrs}, self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._left_out:
            given = {name: value or "" for name, value in attrs}
            self.out.append(self.tag(tag, given, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if not self._left_out:
            self.out.append(self.end(tag))
        elif tag == self._left_out:
            self._depth -= 1
            if not self._depth:
                self._left_out = ""

    def handle_data(self, data: str) -> None:
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._keep(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._keep(f"<!{decl}>")

    def _keep(self, text: str) -> None:
        if not self._left_out:
            self.out.append(text)


def without(raw: str, *names: str) -> str:
    """A start tag without these attributes."""
    for name in names:
        raw = re.sub(rf"\s+{re.escape(name)}(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?(?=[\s/>])", "", raw, count=1)
    return raw


def with_value(raw: str, name: str, value: str) -> str:
    """A start tag whose attribute has another value."""
    text = f' {name}="{escape(value)}"'
    return re.sub(rf"\s+{re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", lambda _: text, raw, count=1)
