"""The forms that settings may have, and how their text is read."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadSetting

PREFIX = "OPENPLAZA_"
# Units whose values are told to nobody.
SECRET_UNITS = ("secret", "database")

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`#@/]+(?:/[^\s<>\"{}|\\^`#]*)?")
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`#?]+/")
_PUBLIC = re.compile(r"https?://[A-Za-z0-9.-]+(?::[1-9][0-9]{0,4})?(?:/[A-Za-z0-9._~-]+)*/?")
_CONTACT = re.compile(r"(?:mailto:[^\s<>@]+@|https://|tel:\+)[^\s<>]+")

# The forms that a text of some unit must have, and how they are called.
_FORMS = {
    "IRI": (_IRI, "an http or https address that ends with /"),
    "public address": (_PUBLIC, "an http or https address with at most a host, a port and a plain path"),
    "contact": (_CONTACT, "mailto:, https:// or tel:+ and the rest of an address"),
    "form": (re.compile("text|json"), "text or json"),
    "language": (re.compile("[a-z]{2}"), "a code of two letters, as pt"),
    "picture": (re.compile(r".*\.(?:svg|png)", re.IGNORECASE), "a file whose name ends with .svg or .png"),
    "line": (re.compile(r"[^\x00-\x1f\x7f]{1,300}"), "one line of at most 300 characters"),
    "who": (re.compile("off|reports|invited|oidc"), "off, reports, invited or oidc"),
    "keepers": (re.compile("off|accounts|anybody"), "off, accounts or anybody"),
    "room": (re.compile("refuse|oldest"), "refuse or oldest"),
    "database": (re.compile(r"postgres(?:ql)?://\S+|sqlite:///\S+"), "a postgresql:// or sqlite:/// address"),
    "security": (re.compile("starttls|tls|none"), "starttls, tls or none"),
    "e-mail": (re.compile(r"[^\s<>@\"(),]+@[^\s<>@\"(),]+"), "an e-mail address and nothing else"),
}

Value = str | int | float | Path


def about(help: str, unit: str = "", minimum: float | None = None, maximum: float | None = None) -> dict[str, object]:
    """What a field of `Settings` tells of its setting."""
    return {"help": help, "unit": unit, "minimum": minimum, "maximum": maximum}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an operator needs to know about one setting; `maximum` is None where there is no limit."""

    name: str
    type: type[Value]
    default: Value
    unit: str
    help: str
    maximum: float | None
    minimum: float | None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


def parse(setting: Setting, text: str, home: Path) -> Value:
    """The value that a text gives to a setting; relative paths start at `home`. Raises BadSetting."""
    if not text:
        raise BadSetting(f"{setting.variable} is empty. Leave it out to use {setting.default}.")
    if setting.type is Path:
        return home / Path(text).expanduser()
    if setting.type is str:
        return _checked_text(setting, text)
    return _checked_number(setting, text)


def _checked_text(setting: Setting, text: str) -> str:
    if setting.unit.startswith("address") and setting.name != "host":
        for part in text.split() if setting.unit == "addresses" else [text]:
            if not _URL.fullmatch(part):
                raise BadSetting(
                    f"{setting.variable} must be an http or https address, without a password, not {part!r}."
                )
    if setting.unit in _FORMS and not _FORMS[setting.unit][0].fullmatch(text):
        raise BadSetting(f"{setting.variable} must be {_FORMS[setting.unit][1]}, not {_shown(setting, text)}.")
    return text


def _shown(setting: Setting, text: str) -> str:
    return "what it is" if setting.unit in SECRET_UNITS else repr(text)


def _checked_number(setting: Setting, text: str) -> int | float:
    try:
        number = int(text) if setting.type is int else float(text)
    except ValueError:
        kind = "a whole number" if setting.type is int else "a number"
        raise BadSetting(f"{setting.variable} must be {kind} ({setting.unit}), not {text!r}.") from None
    low = setting.minimum if setting.minimum is not None else -math.inf
    high = setting.maximum if setting.maximum is not None else math.inf
    if not low <= number <= high:
        raise BadSetting(f"{setting.variable} must be from {low:,g} to {high:,.0f} ({setting.unit}), not {text}.")
    return number


def unknown(variable: str, known: Mapping[str, Setting]) -> str:
    """That no setting is called so, with the nearest that is."""
    names = [name.removeprefix(PREFIX) for name in known]
    nearest = difflib.get_close_matches(variable.removeprefix(PREFIX), names, n=1, cutoff=0.6)
    hint = f" Did you mean {PREFIX}{nearest[0]}?" if nearest else " `openplaza settings` lists the known ones."
    return f"{variable} is not a setting.{hint}"
