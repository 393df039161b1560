"""REGEX and REPLACE take the expressions of XPath (F&O, 5.6), which the engine reads as another dialect."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME_START = (
    r":A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}"
    r"\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
# What stands in a class for each escape (XML Schema 1.1, part 2, G.4.2.5); a capital letter is its complement.
_CLASSES = {
    "s": r"\x{20}\t\n\r",
    "d": r"\p{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "i": _NAME_START,
    "c": rf"\-.0-9\x{{B7}}{_NAME_START}\x{{300}}-\x{{36F}}\x{{203F}}-\x{{2040}}",
}
_SINGLE = {"n": r"\n", "r": r"\r", "t": r"\t"} | {sign: f"\\{sign}" for sign in r"\|.?*+(){}$-[]^"}
_CATEGORY = re.compile(r"[pP]\{(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)\}")
_BLOCK = re.compile(r"[pP]\{Is[^}]*\}")
_QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_LAYOUT = "\t\n\r "


class BadExpression(ValueError):
    """The text is no regular expression of XPath, or one that the engine has no way to say."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as the engine says it, and the number of groups that it catches."""

    text: str
    groups: int


def translated(pattern: str, flags: str = "") -> Expression:
    """`pattern`, an expression of XPath, as the engine says it; raises BadExpression with the reason."""
    return _Translator(pattern, "x" in flags).whole()


def replacement(text: str, groups: int) -> str:
    """What REPLACE puts in, as the engine says it, for an expression with `groups` groups.

    Raises BadExpression for `$` without a digit and for a backslash before anything but `$` and a backslash.
    """
    parts: list[str] = []
    for part in re.findall(r"\\.?|\$[0-9]*|[^\\$]+", text, flags=re.DOTALL):
        if part in ("\\", "$") or (part[0] == "\\" and part[1] not in "\\$"):
            raise BadExpression(f"what replaces has “{part}”; write \\\\$ for a dollar sign and $1 for a group")
        if part[0] == "\\":
            parts.append("$$" if part[1] == "$" else "\\")
        else:
            parts.append(_group(part[1:], groups) if part[0] == "$" else part)
    return "".join(parts)


def _group(digits: str, groups: int) -> str:
    """As many digits as make the number of a group; those that follow stand for themselves (F&O, 5.6.4)."""
    most = max((n for n in range(1, len(digits) + 1) if int(digits[:n]) <= groups), default=1)
    return f"${{{digits[:most]}}}{digits[most:]}"


class _Translator:
    """Reads the expression once, from left to right."""

    def __init__(self, pattern: str, without_layout: bool) -> None:
        self._pattern = pattern
        self._without_layout = without_layout
        self._at = 0
        self._groups = 0

    def whole(self) -> Expression:
        parts: list[str] = []
        depth = 0
        repeatable = False
        while self._at < len(self._pattern):
            quantifier = _QUANTIFIER.match(self._pattern, self._at)
            if quantifier:
                parts.append(self._quantifier(quantifier[0], repeatable))
                repeatable = False
                continue
            sign = self._take()
            if sign in _LAYOUT and self._without_layout:
                continue
            depth += (sign == "(") - (sign == ")")
            if depth < 0 or sign in "{}]":
                raise BadExpression(f"“{sign}” stands alone; write \\\\{sign}")
            parts.append(self._atom(sign))
            repeatable = sign not in "(|^$"
        if depth:
            raise BadExpression("a bracket “(” is not closed")
        return Expression("".join(parts), self._groups)

    def _atom(self, sign: str) -> str:
        if sign == "[":
            return self._class()
        if sign == "\\":
            return self._escape(inside=False)
        if sign == "(":
            return "(" + self._kind_of_group()
        return r"\#" if sign == "#" else sign

    def _quantifier(self, quantifier: str, repeatable: bool) -> str:
        if not repeatable:
            raise BadExpression(f"“{quantifier}” repeats nothing; write \\\\{quantifier[0]} for the sign itself")
        self._at += len(quantifier)
        return quantifier

    def _kind_of_group(self) -> str:
        if not self._pattern.startswith("?", self._at):
            self._groups += 1
            return ""
        if not self._pattern.startswith("?:", self._at):
            raise BadExpression("“(?” is not known to XPath; flags are the third argument of REGEX")
        self._at += 2
        return "?:"

    def _escape(self, inside: bool) -> str:
        """What follows a backslash; `inside` a class, a set of characters stands without brackets."""
        category = _CATEGORY.match(self._pattern, self._at)
        if category:
            self._at = category.end()
            return "\\" + category[0]
        if _BLOCK.match(self._pattern, self._at):
            raise BadExpression("blocks such as \\p{IsGreek} are not known here; write the characters from and to")
        sign = self._take()
        if sign.lower() in _CLASSES:
            members = _CLASSES[sign.lower()]
            return f"[^{members}]" if sign.isupper() else (members if inside else f"[{members}]")
        if sign not in _SINGLE:
            known = "back-references are not known here" if sign.isdigit() else "XPath has no such escape"
            raise BadExpression(f"“\\{sign}”: {known}")
        return _SINGLE[sign]

    def _class(self) -> str:
        """The rest of a class whose bracket was read, with what is subtracted from it."""
        negated = self._pattern.startswith("^", self._at)
        self._at += negated
        members: list[str] = []
        while not self._pattern.startswith(("]", "-["), self._at):
            members.append(self._member())
        if not members:
            raise BadExpression("a class “[]” is empty")
        this = f"[{'^' * negated}{''.join(members)}]"
        if self._take() == "]":
            return this
        self._at += 1
        without = self._class()
        if self._take() != "]":
            raise BadExpression("what is subtracted from a class must be its end")
        return f"[{this}--{without}]"

    def _member(self) -> str:
        start = self._character()
        if len(start) > 1 or not re.match(r"-[^\[\]]", self._pattern[self._at : self._at + 2]):
            return start if len(start) > 1 else _member(start)
        self._at += 1
        end = self._character()
        if len(end) > 1 or end < start:
            raise BadExpression(f"“{start}-{end}” is no range of characters")
        return f"{_member(start)}-{_member(end)}"

    def _character(self) -> str:
        """One character of a class, or more characters where an escape stands for a set."""
        sign = self._take()
        if sign == "[":
            raise BadExpression("“[” inside a class; write \\\\[")
        if sign != "\\":
            return sign
        escaped = self._escape(inside=True)
        return {r"\n": "\n", r"\r": "\r", r"\t": "\t"}.get(escaped, escaped[1:] if len(escaped) == 2 else escaped)

    def _take(self) -> str:
        if self._at >= len(self._pattern):
            raise BadExpression("the expression ends too early")
        self._at += 1
        return self._pattern[self._at - 1]


def _member(sign: str) -> str:
    """A character of a class; signs that join classes, and layout, are written by their number."""
    return f"\\x{{{ord(sign):X}}}" if sign in "&~-#^[]\\" or sign.isspace() else sign
