"""The catalogues of messages: each has every text of the pages and no other, and keeps what a text is made of."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from graph.ask.catalogue import Catalogue
from graph.settings import ROOT
from graph.text.languages import ENGLISH, LANGUAGES

OTHERS = [code for code in LANGUAGES if code != ENGLISH]
PLACEHOLDER = re.compile(r"%(?:\(\w+\)[a-z]|%)")
TAG = re.compile(r"</?[a-z]+[^>]*>")
BARE_PERCENT = re.compile(r"(?<!%)%(?!\(\w+\)s|%)")

Key = str | tuple[str, ...]


def options() -> list[str]:
    """How messages are gathered, as the Makefile says it."""
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    line = next(each for each in makefile.splitlines() if each.startswith("EXTRACTED := "))
    given = line.removeprefix("EXTRACTED := ").replace("$(TRANSLATIONS)", str(ROOT / "views" / "translations"))
    return [str(ROOT / each) if each in ("graph", "views", "data", "queries") else each for each in shlex.split(given)]


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """The messages that stand in the code and the templates now."""
    path = tmp_path_factory.mktemp("messages") / "messages.pot"
    CommandLineInterface().run(["pybabel", "--quiet", "extract", f"--output-file={path}", *options()])
    found = {each.id for each in read(path) if each.id}
    assert len(found) > 50
    return found


def read(path: Path) -> Catalog:
    with path.open("rb") as written:
        return read_po(written)


def catalogue(code: str) -> list[Message]:
    found = read(ROOT / "views" / "translations" / code / "LC_MESSAGES" / "messages.po")
    assert found.locale is None or str(found.locale) == code
    return [each for each in found if each.id]


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_has_every_text_of_the_pages_and_none_that_is_gone(code: str, gathered: set[Key]) -> None:
    known = {each.id for each in catalogue(code)}
    assert gathered - known == set(), "run `make messages`"
    assert known - gathered == set(), "run `make messages`"


def test_the_questions_behind_pages_and_those_that_people_ask_can_be_translated(gathered: set[Key]) -> None:
    questions = list(Catalogue.load(ROOT / "queries"))
    asked = [each for each in questions if each.group != "view"]
    assert asked and len(asked) < len(questions)
    assert {each.summary for each in questions} | {each.title for each in asked} <= gathered


def translated(code: str) -> list[tuple[str, str]]:
    """Each text that has a translation, with it; of one that counts, each form beside the English plural."""
    found = []
    for each in catalogue(code):
        one, many = each.id if isinstance(each.id, tuple) else (each.id, each.id)
        forms = each.string if isinstance(each.string, (tuple, list)) else (each.string,)
        found += [(one if number == 0 and len(forms) > 1 else many, form) for number, form in enumerate(forms) if form]
    return found


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_has_the_placeholders_and_tags_of_its_text(code: str) -> None:
    pairs = translated(code)
    assert pairs
    for text, other in pairs:
        # A form for one thing may leave out the number.
        wanted, given = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(other))
        assert given <= wanted | {"%(number)s"} and wanted - given <= {"%(number)s"}, (text, other)
        assert sorted(TAG.findall(text)) == sorted(TAG.findall(other)), (text, other)


@pytest.mark.parametrize("code", OTHERS)
def test_no_translation_can_end_an_attribute_or_break_a_pattern(code: str) -> None:
    pairs = translated(code)
    assert pairs
    for text, other in pairs:
        assert TAG.sub("", other).count('"') <= TAG.sub("", text).count('"'), other
        if PLACEHOLDER.search(text):
            assert not BARE_PERCENT.search(other), other


@pytest.mark.parametrize("code", OTHERS)
def test_a_message_that_counts_is_translated_in_all_its_forms_or_in_none(code: str) -> None:
    messages = catalogue(code)
    assert messages
    for each in messages:
        if isinstance(each.string, (tuple, list)):
            assert len({bool(form) for form in each.string}) == 1, each.id
        assert not each.fuzzy, each.id
