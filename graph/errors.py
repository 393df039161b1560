"""What can go wrong, in one place.

OpenPlazaError
├── BadFacts             a row of a table is wrong; carries every finding
├── BadSetting           a setting is unknown or out of range
├── BadParameter         a value given to a question has the wrong form
├── BadQuery             the query text does not parse; carries line and column
├── Refused              the request asks for something this service never does
├── TooLarge             the request is larger than this service reads
├── Truncated            the answer would be cut, and the client takes none that is
├── NotFound             nothing has this name
├── TimedOut             the evaluation passed its time limit
├── OutOfMemory          the evaluation passed its memory limit
├── Abandoned            the client went away, so the evaluation was ended
├── Busy                 every evaluation slot is taken
├── StoreUnreachable     the remote store gives no answer
├── BadStoreAnswer       the remote store gives an answer that cannot be used; carries the reason
├── NoRevision           nothing has been built yet
└── Damaged              a file of a revision is not what its manifest says
"""

from __future__ import annotations

from typing import ClassVar


class OpenPlazaError(Exception):
    """Base of every expected failure: `status` is the HTTP status, `slug` the RFC 9457 problem type.

    `title` is the same every time it occurs (RFC 9457, section 3.1.4), and `advice` says what the reader can do.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"
    advice: ClassVar[str] = "A fault of ours. Quote the number of the incident."

    def members(self) -> dict[str, object]:
        """Extra members of the RFC 9457 problem document."""
        return {}


class BadFacts(OpenPlazaError):
    status = 422
    slug = "bad-facts"
    title = "The facts are wrong"
    advice = "The tables have a wrong row. The build names the file and the line."


class BadSetting(OpenPlazaError):
    slug = "bad-setting"
    title = "The server is set up wrongly"
    advice = "A setting of the server is unknown or out of range. The operator corrects it."


class BadParameter(OpenPlazaError):
    """`field` names the parameter that is wrong."""

    status = 400
    slug = "bad-parameter"
    title = "A value cannot be used"
    advice = "A value in the request has the wrong form. The member field names it."

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field

    def members(self) -> dict[str, object]:
        return {"field": self.field}


class BadQuery(OpenPlazaError):
    """`line` and `column` count from 1; both are 0 when the parser gives no position. `hints` say what may be meant."""

    status = 400
    slug = "bad-query"
    title = "The query does not parse"
    advice = "The members line, column and near say where; hints say what may be meant."

    def __init__(self, message: str, line: int = 0, column: int = 0, near: str = "") -> None:
        super().__init__(message)
        self.line, self.column, self.near = line, column, near
        self.hints: tuple[str, ...] = ()

    def members(self) -> dict[str, object]:
        hints = {"hints": list(self.hints)} if self.hints else {}
        return {"line": self.line, "column": self.column, "near": self.near, **hints}


class Refused(OpenPlazaError):
    status = 400
    slug = "refused"
    title = "This service does not do that"
    advice = "The request asks for something this service never does: an update, another service, an unknown graph."


class TooLarge(OpenPlazaError):
    status = 413
    slug = "too-large"
    title = "The request is too large"
    advice = "The query or the body is longer than it may be."


class Truncated(OpenPlazaError):
    """`limit_applied` names the limit that would cut the answer."""

    status = 422
    slug = "truncated"
    title = "The answer would be cut"
    advice = "The answer is longer than a limit, and truncate=error takes none that is cut. Ask for less, or in parts."

    def __init__(self, limit_applied: str | None) -> None:
        named = f": the limit is {limit_applied}" if limit_applied else ""
        super().__init__(f"The whole answer is longer than can be given{named}. Ask for less, or in parts.")
        self.limit_applied = limit_applied

    def members(self) -> dict[str, object]:
        return {"limit_applied": self.limit_applied} if self.limit_applied else {}


class NotFound(OpenPlazaError):
    status = 404
    slug = "not-found"
    title = "Nothing here"
    advice = "Nothing has this address. Search for the name."


class TimedOut(OpenPlazaError):
    """`limit_s` is the wall-clock limit that was passed, in seconds."""

    status = 504
    slug = "timed-out"
    title = "The query took too long"
    advice = "The query ran longer than it may. Ask for less or add a LIMIT."

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"The query was stopped after {limit_s:g} seconds. Ask for less, or add a LIMIT.")
        self.limit_s = limit_s

    def members(self) -> dict[str, object]:
        return {"limit_s": self.limit_s}


class OutOfMemory(OpenPlazaError):
    status = 507
    slug = "out-of-memory"
    title = "The query needs too much memory"
    advice = "The query needed more memory than one query may use. Ask for less."


class Abandoned(OpenPlazaError):
    """Nobody reads this answer; 499 is what servers log for it."""

    status = 499
    slug = "abandoned"
    title = "Nobody waited for the answer"
    advice = "The client closed the connection, so the query was ended."

    def __init__(self) -> None:
        super().__init__("The client went away before its answer was ready.")


class Busy(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 503
    slug = "busy"
    title = "Every place for queries is taken"
    advice = "Try again after the seconds in Retry-After."

    def __init__(self, retry_after_s: int = 2) -> None:
        super().__init__("Every evaluation slot is taken. Try again shortly.")
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}


class StoreUnreachable(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 503
    slug = "store-unreachable"
    title = "The store gives no answer"
    advice = "The store behind this service cannot be reached. Try again after the seconds in Retry-After."

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}


class BadStoreAnswer(OpenPlazaError):
    """`reason` is one of: status, html, media-type, charset, truncated, too-large, redirect."""

    status = 502
    slug = "bad-store-answer"
    title = "The store answered in a way that cannot be used"
    advice = "The member reason says why. Try again; if it stays, the operator looks at the store."

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def members(self) -> dict[str, object]:
        return {"reason": self.reason}


class NoRevision(OpenPlazaError):
    status = 503
    slug = "no-revision"
    title = "Nothing has been built yet"
    advice = "The operator runs the build."


class Damaged(OpenPlazaError):
    slug = "damaged"
    title = "A revision is damaged"
    advice = "A file of a revision is not what was published. The operator rolls back or builds again."
