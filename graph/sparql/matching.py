"""The calls of REGEX and REPLACE in a query, brought from XPath's expressions to those of the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.sparql.guard import bad_query
from graph.sparql.reading import Reading, unescaped
from graph.sparql.regular_expressions import BadExpression, Expression, replacement, translated
from graph.sparql.tokens import Edit, Token
from graph.text.messages import N_

CALLS = frozenset(("regex", "replace"))
_Argument = Sequence[Token]


def matching_edits(query: Reading) -> Iterator[Edit]:
    """What the calls of REGEX and REPLACE need; expressions that are worked out while evaluating stay as they are.

    Raises BadQuery, with the place, for an expression that XPath does not know or the engine cannot say.
    """
    if CALLS.isdisjoint(query.words):
        return
    for place in range(len(query.tokens)):
        if query.called(place) in CALLS:
            yield from _edits_of_call(query, place)


def _edits_of_call(query: Reading, place: int) -> Iterator[Edit]:
    end, arguments = _arguments(query.tokens, place + 1)
    regex = query.called(place) == "regex"
    if not end or len(arguments) not in ((2, 3) if regex else (3, 4)):
        return
    flags = arguments[2 if regex else 3 :]
    expression = _expression(query, arguments[1], _literal(flags[0]) if flags else "")
    if expression:
        yield _rewritten(arguments[1][0], expression.text)
    if regex:
        return
    yield from _replacement(query, arguments[2], expression.groups if expression else 0)
    if not _surely_long(arguments[1]):
        # An expression that matches nothing at all is an error of the row (F&O, 5.6.4, FORX0003).
        said = ", ".join(query.text[part[0].start : part[-1].end] for part in flags)
        pattern = _written(expression.text) if expression else query.text[arguments[1][0].start : arguments[1][-1].end]
        yield (end.end, end.end, ")")
        start = query.tokens[place].start
        yield (start, start, f'IF(REGEX("", {pattern}{", " + said if flags else ""}), 1/0, ')


def _expression(query: Reading, argument: _Argument, flags: str | None) -> Expression | None:
    pattern = _literal(argument)
    if pattern is None or flags is None or "q" in flags:
        return None
    try:
        return translated(pattern, flags)
    except BadExpression as error:
        why = N_("The regular expression is not one of XPath: %(error)s.", error=error)
        raise bad_query(query.text, argument[0].start, why) from error


def _replacement(query: Reading, argument: _Argument, groups: int) -> Iterator[Edit]:
    text = _literal(argument)
    if text is None or not {"$", "\\"} & set(text):
        return
    try:
        yield _rewritten(argument[0], replacement(text, groups))
    except BadExpression as error:
        why = N_("REPLACE cannot do this: %(error)s.", error=error)
        raise bad_query(query.text, argument[0].start, why) from error


def _surely_long(argument: _Argument) -> bool:
    """Whether the expression is plain text, which never matches nothing."""
    return (_literal(argument) or "*").isalnum()


def _literal(argument: _Argument) -> str | None:
    """The text of an argument that is one plain string; None for anything else."""
    if len(argument) != 1 or argument[0].kind != "string":
        return None
    text = argument[0].text
    quotes = 3 if text[:3] in ('"""', "'''") and len(text) > 5 else 1
    return unescaped(text[quotes:-quotes])


def _rewritten(token: Token, text: str) -> Edit:
    return (token.start, token.end, _written(text))


def _written(text: str) -> str:
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
    return '"' + "".join(signs.get(sign, sign) for sign in text) + '"'


def _arguments(tokens: Sequence[Token], opening: int) -> tuple[Token | None, list[list[Token]]]:
    """The bracket that closes the call, and its arguments; None where it is not closed or one of them is empty."""
    depth, arguments = 1, list[list[Token]]([[]])
    for token in tokens[opening + 1 :]:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        if depth == 0:
            return (token if all(arguments) else None), arguments
        if depth == 1 and token.text == ",":
            arguments.append([])
        else:
            arguments[-1].append(token)
    return None, arguments
