"""The languages that readers can choose, and which text a reader gets where not every language has one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

ENGLISH: Final = "en"
# As each calls itself, in the order in which pages offer them.
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "English", "fr": "Français", "de": "Deutsch", "es": "Español", "it": "Italiano", "nl": "Nederlands",
    "pt": "Português", "pl": "Polski",
}  # fmt: skip


class TextInLanguage(NamedTuple):
    """A text and the tag of its language, as it was given."""

    text: str
    language: str


def best_text(texts: Mapping[str, str], language: str, original: str = "") -> TextInLanguage:
    """The one of `texts`, by language tag, for a reader of `language`.

    The reader's own language, also without its region (`pt` for `pt-BR`) or with another; then English; then the
    `original` language; then any, by the order of the tags. Empty texts count as none; without any, both parts are
    empty.
    """
    known = {tag: text for tag, text in texts.items() if text}
    for wanted in (language, ENGLISH, original):
        if (tag := _like(known, wanted)) is not None:
            return TextInLanguage(known[tag], tag)
    return next((TextInLanguage(known[tag], tag) for tag in sorted(known)), TextInLanguage("", ""))


def same_language(tag: str, other: str) -> bool:
    """Whether two tags name one language, whatever their regions."""
    return _primary(tag) == _primary(other)


def _like(known: Mapping[str, str], wanted: str) -> str | None:
    if not wanted:
        return None
    exact = [tag for tag in known if tag.lower() == wanted.lower()]
    plain = [tag for tag in known if tag.lower() == _primary(wanted)]
    others = sorted(tag for tag in known if same_language(tag, wanted))
    return next(iter((*exact, *plain, *others)), None)


def _primary(tag: str) -> str:
    return tag.lower().partition("-")[0]
