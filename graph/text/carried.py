"""A message on its way through JSON to another process, which can still tell it in another language."""

from __future__ import annotations

from collections.abc import Mapping

from graph.text.messages import N_, JoinedWords, Message, counted, joined, listed


def carried(text: object) -> object:
    """What stands for a text or a value of a message in JSON."""
    if isinstance(text, Message):
        values = {name: carried(value) for name, value in text.values.items()}
        return {"pattern": text.pattern, "many": text.many, "number": text.number, "values": values}
    if isinstance(text, JoinedWords):
        return {"parts": [carried(each) for each in text.parts], "divider": text.divider}
    return text if type(text) is int else str(text)


def received(given: object) -> str:
    """The text that `carried` made this of."""
    if not isinstance(given, Mapping):
        return str(given)
    if "parts" in given:
        parts = [received(each) for each in given["parts"]]
        return joined(parts, given["divider"]) if given["divider"] else listed(parts)
    values = {name: value if type(value) is int else received(value) for name, value in given["values"].items()}
    if not given["many"]:
        return N_(given["pattern"], **values)
    values.pop("number", None)
    return counted(given["number"], given["pattern"], given["many"], **values)
