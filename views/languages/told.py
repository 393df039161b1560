"""Messages, days and numbers in the language of the request."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_symbol
from flask import Flask, current_app, g
from jinja2 import pass_eval_context
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from markupsafe import Markup

from graph.derived.names import NamesInLanguage, TranslatedText
from graph.text.catalogues import found, found_counted, locale
from graph.text.languages import ENGLISH
from graph.text.messages import CapitalWords, DateWords, JoinedWords, Message, NameWords, WithinWords, capital, within
from views.languages.address import KEPT_FOR_LANGUAGE as NAMES
from views.languages.address import language, site_root
from views.languages.originals import OriginalText, between_signs, original
from views.languages.scripts import script_texts

# Set where a page shows words in English to a reader of another language.
LEFT = "english_left"
IN_LANGUAGES = (Message, NameWords, JoinedWords, CapitalWords, WithinWords, OriginalText, DateWords)
"""What is told in the reader's language. Every value of a page is asked about, and most are none of these."""
# Whose first word may be a noun, so that its letter stays.
CAPITAL_NOUNS = ("de",)
# Set where a page shows what a machine translated.
BY_MACHINE = "shown_by_machine"
# What is called the same in every language: the kinds and the collections of such things.
OWN_NAMES = frozenset(
    "city cities country countries organisation organisations act acts by moved_by cause eu measure own".split()
)


def register(app: Flask, names: Callable[[str], NamesInLanguage]) -> None:
    """Give templates `_`, `{% trans %}`, `counted` and `|number`, and tell in its language whatever they show.

    `names` has what things are called in a language, in the revision that a request reads.
    """
    app.extensions[NAMES] = names
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    environment.finalize = told
    environment.filters.update(
        capital=capital, english=english, join=joined, number=number_words, told=told, within=within
    )
    environment.globals.update(
        gettext=gettext, ngettext=ngettext, counted=counted, language=language, site_root=site_root,
        lang_of=lang_of, is_by_machine=is_by_machine, script_texts=script_texts,
    )  # fmt: skip


def told(value: Any) -> Any:
    """A message or a day in the reader's language; any other value as it is."""
    if not isinstance(value, IN_LANGUAGES) or language() == ENGLISH:
        return value
    if isinstance(value, Message):
        return _message(value)
    if isinstance(value, NameWords):
        return _name(value)
    if isinstance(value, JoinedWords):
        parts = [told(each) for each in value.parts]
        return value.divider.join(parts) if value.divider else format_list(parts, locale=locale(language()))
    if isinstance(value, CapitalWords | WithinWords) and isinstance(_unchanged(value), OriginalText):
        return between_signs(original(value, _unchanged(value).language))
    if isinstance(value, CapitalWords):
        inner = str(told(value.inner))
        return inner[:1].upper() + inner[1:]
    if isinstance(value, OriginalText):
        return between_signs(value)
    if isinstance(value, WithinWords):
        whole = str(told(value.whole)).rstrip(".")
        return whole if language() in CAPITAL_NOUNS else whole[:1].lower() + whole[1:]
    return day_words(value.iso) if isinstance(value, DateWords) else value


def _unchanged(value: CapitalWords | WithinWords) -> Any:
    return value.inner if isinstance(value, CapitalWords) else value.whole


def lang_of(value: Any, given: str | None = None) -> str | None:
    """The language to mark a value with: the one `given`, but for a name that of the words by which it is told.

    Empty or None where that is the language of the page, or where a name belongs to no language.
    """
    if language() == ENGLISH or not isinstance(value, NameWords) or _is_own_name(value):
        return given
    return None if translated(value) else ENGLISH


def is_by_machine(value: Any) -> bool:
    """Whether a machine translated what a reader is told for the value, and nobody reviewed it."""
    found = translated(value) if language() != ENGLISH and isinstance(value, NameWords) else None
    return found is not None and found.is_by_machine


def translated(words: NameWords) -> TranslatedText | None:
    """The words in the reader's language, with who translated them; None where they are not known."""
    if NAMES not in g:
        setattr(g, NAMES, current_app.extensions[NAMES](language()))
    names: NamesInLanguage = g.get(NAMES)
    return names.find(words)


def number_words(number: int) -> str:
    """A whole number as the reader's language groups it: `1,200`."""
    return f"{number:,}" if language() == ENGLISH else str(format_decimal(number, locale=locale(language())))


def money_words(amount: Decimal, currency: str) -> str:
    """An amount in its own currency as the reader's language writes it: `€5,800,000`, `5 800 000 €`."""
    here = locale(language())
    pattern = here.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    if get_currency_symbol(currency, here)[-1:].isalpha():
        pattern = pattern.replace("¤#", "¤\N{NO-BREAK SPACE}#")
    return str(format_currency(amount, currency, pattern, locale=here, currency_digits=False))


def language_name(code: str) -> str:
    """The name of a language in the reader's own; its code where no name is known."""
    return str(locale(language()).languages.get(code, code))


def day_words(iso: str) -> str:
    """A day or a month, YYYY-MM-DD or YYYY-MM, as the reader's language writes it."""
    first = datetime.date.fromisoformat(iso if len(iso) == 10 else f"{iso}-01")
    here = locale(language())
    return format_date(first, "long", here) if len(iso) == 10 else format_skeleton("yMMMM", first, locale=here)


def gettext(pattern: str, /, **values: Any) -> Markup:
    """For templates: the message in the reader's language. It may hold HTML of ours, its values may not."""
    return Markup(_pattern(pattern)) % _shown(values)


def counted(number: int, one: str, many: str, /, **values: Any) -> Markup:
    """The same for a message that counts; %(number)s is the number."""
    return Markup(_counted(one, many, number)) % _shown({"number": number, **values})


@pass_eval_context
def joined(context: EvalContext, parts: Iterable[Any], divider: str = "") -> Any:
    """The filter `join`, each part told first."""
    return do_join(context, map(told, parts), divider)


def note_english() -> None:
    """Remember that this page shows English to a reader of another language."""
    setattr(g, LEFT, True)


def english(text: str) -> str:
    """A text as the catalogue has it; one that is there in English alone is marked as such. Told text stays."""
    if not text or isinstance(text, Markup) or language() == ENGLISH:
        return text
    if isinstance(text, Message) and found(text.pattern, language()):
        return str(told(text))
    if isinstance(text, JoinedWords):
        return text
    note_english()
    return Markup('<span lang="en">%s</span>') % text


def english_left() -> bool:
    """Whether this page shows English to a reader of another language."""
    return language() != ENGLISH and bool(g.get(LEFT))


def by_machine() -> bool:
    """Whether this page shows what a machine translated."""
    return bool(g.get(BY_MACHINE))


def ngettext(one: str, many: str, number: int, /, **values: Any) -> Markup:
    """What `{% trans %}` with `{% pluralize %}` calls."""
    return counted(number, one, many, **values)


def _message(message: Message) -> str:
    many = message.many
    pattern = _counted(message.pattern, many, message.number) if many else _pattern(message.pattern)
    return str(pattern % _shown(message.values)) if message.values else pattern


def _name(words: NameWords) -> str:
    found = translated(words)
    if found is None:
        if _is_own_name(words):
            return words
        note_english()
        return between_signs(original(words, ENGLISH))
    if found.is_by_machine:
        setattr(g, BY_MACHINE, True)
    return found.text


def _is_own_name(words: NameWords) -> bool:
    collection, _, rest = words.thing.partition("/id/")[2].partition("/")
    is_act = collection == "laws" and "/" not in rest
    return is_act or collection in OWN_NAMES or (not words.thing and words.kind in OWN_NAMES)


def _pattern(pattern: str) -> str:
    if language() == ENGLISH:
        return pattern
    known = found(pattern, language())
    if known is None:
        note_english()
    return pattern if known is None else known


def _counted(one: str, many: str, number: int) -> str:
    english = one if number == 1 else many
    if language() == ENGLISH:
        return english
    known = found_counted(one, many, number, language())
    if known is None:
        note_english()
    return english if known is None else known


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: number_words(value) if type(value) is int else told(value) for name, value in values.items()}
