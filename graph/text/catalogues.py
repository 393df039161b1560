"""The catalogues of messages, one a language: what `make messages` gathers and people translate."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from babel import Locale
from babel.support import NullTranslations, Translations

from graph.settings import CODE
from graph.text.messages import Message, filled

FOLDER: Final = CODE / "views" / "translations"
# Days and numbers are written as in Europe.
LOCALES: Final = {"en": "en_GB", "pt": "pt_PT"}


@lru_cache
def locale(language: str) -> Locale:
    """How a language writes days and numbers."""
    return Locale.parse(LOCALES.get(language, language))


def found(pattern: str, language: str) -> str | None:
    """The message in that language; None when its catalogue lacks it."""
    known = _catalogue(language).gettext(pattern)
    return None if known is _Untranslated.NOTHING else known


def found_counted(one: str, many: str, number: int, language: str) -> str | None:
    """The same for a message that counts, in the plural form of the number."""
    known = _catalogue(language).ngettext(one, many, number)
    return None if known is _Untranslated.NOTHING else known


def told_in(message: str, language: str) -> str:
    """A message in that language, in English where its catalogue lacks it; for whoever reads no page of ours."""
    if not isinstance(message, Message):
        return message
    return filled(found(message.pattern, language) or message.pattern, message.values)


class _Untranslated(NullTranslations):
    """What stands behind a catalogue: it says that there is nothing."""

    NOTHING: Final = "\N{NULL}"

    def gettext(self, message: str) -> str:
        return self.NOTHING

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.NOTHING


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    catalogue = Translations.load(FOLDER, [language])
    if not isinstance(catalogue, Translations):
        return _Untranslated()
    catalogue.add_fallback(_Untranslated())
    return catalogue
