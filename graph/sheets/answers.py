"""Guesses as a file that a person edits and gives back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from graph.errors import BadParameter
from graph.reconcile.guess import Guess, Sureness
from graph.reconcile.known import KnownFacts

HELP: Final = (
    "Write into `answer` what is meant: a value of `choices`, a text where `any_text` is true, or - to leave it out. "
    "An empty answer takes `taken_for`. Where that is empty, an answer is needed."
)
ORDER: Final = {certainty: place for place, certainty in enumerate(Sureness)}


def to_json(file: str, guesses: Iterable[Guess], known: KnownFacts) -> str:
    """The guesses of a file, those that must be answered first."""
    ordered = sorted(guesses, key=lambda guess: (ORDER[guess.certainty], guess.field))
    document = {"file": file, "help": HELP, "guesses": [_plain(guess, known) for guess in ordered]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def of_json(text: str) -> dict[str, str]:
    """The answers of a file that `to_json` wrote. Raises BadParameter when it is none."""
    try:
        held = json.loads(text)
        found = {each["id"]: each["answer"] for each in held["guesses"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadParameter("answers", f"This is no file of answers: {error!r}.") from error
    wrong = [id_ for id_, answer in found.items() if not isinstance(id_, str) or not isinstance(answer, str)]
    if wrong:
        raise BadParameter("answers", f"The answer of {wrong[0]} is no text.")
    return {id_: answer.strip() for id_, answer in found.items() if answer.strip()}


def _plain(guess: Guess, known: KnownFacts) -> Mapping[str, Any]:
    listed = {choice.value: str(choice.label) for choice in guess.choices}
    if guess.scheme and guess.certainty in (Sureness.OPEN, Sureness.LIKELY):
        listed |= {choice.value: str(choice.label) for choice in known.names.choices(guess.scheme)}
    return {
        "id": guess.id,
        "field": guess.field,
        "cells": guess.cells,
        "written": guess.written,
        "taken_for": guess.value,
        "why": str(guess.why),
        "certainty": guess.certainty,
        "choices": listed,
        "any_text": guess.is_text,
        "answer": guess.value if guess.certainty is Sureness.CHOSEN else "",
    }
