"""What the text index keeps of a thing: enough to find it, to show it and to say why it was found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

Role = Literal["name", "other", "title"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name: preferred, another one, or an official title; an empty `lang` is not known."""

    text: str
    lang: str
    role: Role


@dataclass(frozen=True, slots=True)
class ThingLink:
    """That a thing leads to another, whose label is kept for the reason; `others` are further names with languages."""

    role: str
    iri: str
    label: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class IndexedThing:
    """One thing. `narrower` are the IRIs of all that is below it, `leads` those of all that it leads to, broader ones
    and itself included; `part_of` is the label of its act."""

    iri: str
    kind: str
    id: str
    label: str
    lang: str
    names: tuple[Name, ...]
    texts: tuple[str, ...]
    links: tuple[ThingLink, ...] = ()
    keys: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    part_of: str = ""
    practice: str = ""
    languages: tuple[str, ...] = ()

    def languages_of(self, name: Name) -> tuple[str, ...]:
        """The languages by which the words of a name are stemmed: its own alone when it is a further name.

        Of other names the language is less sure: those of the thing's place and English count too.
        """
        if name.role == "other" and name.lang:
            return (name.lang,)
        return tuple(sorted({"en", *self.languages, *filter(None, (name.lang,))}))

    def languages_of_texts(self) -> tuple[str, ...]:
        """The languages by which the words of its texts are stemmed: its own and English, not those of its place."""
        return tuple(sorted({"en", self.lang or "en"}))

    def languages_of_place(self) -> tuple[str, ...]:
        """The languages of what is named after its act and its place."""
        return tuple(sorted({"en", *self.languages}))

    def written(self) -> str:
        """As JSON, without what is only indexed."""
        names = [(name.text, name.lang, name.role) for name in self.names]
        links = [(link.role, link.iri, link.label, link.others) for link in self.links]
        held = (self.iri, self.kind, self.id, self.label, self.lang, names, self.texts, links, self.keys, self.narrower,
                self.part_of, self.practice, self.languages)  # fmt: skip
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> IndexedThing:
    """A thing as `written` left it."""
    iri, kind, id_, label, lang, names, texts, links, keys, narrower, part_of, practice, languages = json.loads(text)
    return IndexedThing(
        iri, kind, id_, label, lang, tuple(Name(*each) for each in names), tuple(texts),
        tuple(map(_link, links)), tuple(keys), tuple(narrower), (), part_of, practice, tuple(languages),
    )  # fmt: skip


def _link(held: tuple[str, str, str, list[tuple[str, str]]]) -> ThingLink:
    role, iri, label, others = held
    return ThingLink(role, iri, label, tuple((name, lang) for name, lang in others))
