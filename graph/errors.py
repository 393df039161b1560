"""What can go wrong, in one place.

OpenPlazaError
├── BadFacts             a row of a table is wrong; carries every finding
├── BadSetting           a setting is unknown or out of range
├── BadParameter         a value given to a question has the wrong form
├── BadQuestion          a query file of the catalogue is written wrongly
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
├── LoadFailed           the remote store does not hold what was sent to it
├── NoRevision           nothing has been built yet
└── Damaged              a file of a revision is not what its manifest says
"""

from __future__ import annotations

from typing import ClassVar

from graph.text.messages import N_, joined


class OpenPlazaError(Exception):
    """Base of every expected failure: `status` is the HTTP status, `slug` the RFC 9457 problem type.

    `title` is the same every time it occurs (RFC 9457, section 3.1.4), and `advice` says what the reader can do.
    """

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = N_("Something went wrong on our side")
    advice: ClassVar[str] = N_("A fault of ours. Quote the number of the incident.")

    @property
    def detail(self) -> str:
        """What went wrong, as the text that it was made with: a page can tell it in its language."""
        return next((each for each in self.args if isinstance(each, str)), str(self))

    def members(self) -> dict[str, object]:
        """Extra members of the RFC 9457 problem document."""
        return {}


class BadFacts(OpenPlazaError):
    status = 422
    slug = "bad-facts"
    title = N_("The facts are wrong")
    advice = N_("The tables have a wrong row. The build names the file and the line.")


class BadSetting(OpenPlazaError):
    slug = "bad-setting"
    title = N_("The server is set up wrongly")
    advice = N_("A setting of the server is unknown or out of range. The operator corrects it.")


class BadParameter(OpenPlazaError):
    """`field` names the parameter that is wrong."""

    status = 400
    slug = "bad-parameter"
    title = N_("A value cannot be used")
    advice = N_("A value in the request has the wrong form. The member field names it.")

    def __init__(self, field: str, message: str) -> None:
        super().__init__(joined((field, message), ": "))
        self.field = field

    def members(self) -> dict[str, object]:
        return {"field": self.field}


class BadQuestion(OpenPlazaError):
    """A query file is wrong: its header, or a placeholder that the header does not declare."""

    slug = "bad-question"
    title = N_("A question is written wrongly")
    advice = N_("A query file of the catalogue is wrong. The operator mends it.")


class BadQuery(OpenPlazaError):
    """`line` and `column` count from 1; both are 0 when the parser gives no position. `hints` say what may be meant."""

    status = 400
    slug = "bad-query"
    title = N_("The query does not parse")
    advice = N_("The members line, column and near say where; hints say what may be meant.")

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
    title = N_("This service does not do that")
    advice = N_("The request asks for something this service never does: an update, another service, an unknown graph.")


class TooLarge(OpenPlazaError):
    status = 413
    slug = "too-large"
    title = N_("The request is too large")
    advice = N_("The query or the body is longer than it may be.")


class Truncated(OpenPlazaError):
    """`limit_applied` names the limit that would cut the answer."""

    status = 422
    slug = "truncated"
    title = N_("The answer would be cut")
    advice = N_(
        "The answer is longer than a limit, and truncate=error takes none that is cut. Ask for less, or in parts."
    )

    def __init__(self, limit_applied: str | None) -> None:
        super().__init__(
            N_(
                "The whole answer is longer than can be given: the limit is %(limit)s. Ask for less, or in parts.",
                limit=limit_applied,
            )
            if limit_applied
            else N_("The whole answer is longer than can be given. Ask for less, or in parts.")
        )
        self.limit_applied = limit_applied

    def members(self) -> dict[str, object]:
        return {"limit_applied": self.limit_applied} if self.limit_applied else {}


class NotFound(OpenPlazaError):
    status = 404
    slug = "not-found"
    title = N_("Nothing here")
    advice = N_("Nothing has this address. Search for the name.")


class TimedOut(OpenPlazaError):
    """`limit_s` is the wall-clock limit that was passed, in seconds."""

    status = 504
    slug = "timed-out"
    title = N_("The query took too long")
    advice = N_("The query ran longer than it may. Ask for less or add a LIMIT.")

    def __init__(self, limit_s: float) -> None:
        super().__init__(f"The query was stopped after {limit_s:g} seconds. Ask for less, or add a LIMIT.")
        self.limit_s = limit_s

    def members(self) -> dict[str, object]:
        return {"limit_s": self.limit_s}


class OutOfMemory(OpenPlazaError):
    status = 507
    slug = "out-of-memory"
    title = N_("The query needs too much memory")
    advice = N_("The query needed more memory than one query may use. Ask for less.")


class Abandoned(OpenPlazaError):
    """Nobody reads this answer; 499 is what servers log for it."""

    status = 499
    slug = "abandoned"
    title = N_("Nobody waited for the answer")
    advice = N_("The client closed the connection, so the query was ended.")

    def __init__(self) -> None:
        super().__init__(N_("The client went away before its answer was ready."))


class Busy(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 503
    slug = "busy"
    title = N_("Every place for queries is taken")
    advice = N_("Try again after the seconds in Retry-After.")

    def __init__(self, retry_after_s: int = 2) -> None:
        super().__init__(N_("Every evaluation slot is taken. Try again shortly."))
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}


class StoreUnreachable(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 503
    slug = "store-unreachable"
    title = N_("The store gives no answer")
    advice = N_("The store behind this service cannot be reached. Try again after the seconds in Retry-After.")

    def __init__(self, message: str, retry_after_s: int = 5) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}


class BadStoreAnswer(OpenPlazaError):
    """`reason` is one of: status, html, media-type, charset, truncated, too-large, redirect."""

    status = 502
    slug = "bad-store-answer"
    title = N_("The store answered in a way that cannot be used")
    advice = N_("The member reason says why. Try again; if it stays, the operator looks at the store.")

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason

    def members(self) -> dict[str, object]:
        return {"reason": self.reason}


class LoadFailed(OpenPlazaError):
    """The store does not hold what was sent to it; the old revision is still current there."""

    slug = "load-failed"
    title = N_("A store did not take a revision")
    advice = N_("The store elsewhere does not hold what was sent to it. The old revision is still read; publish again.")


class NoRevision(OpenPlazaError):
    status = 503
    slug = "no-revision"
    title = N_("Nothing has been built yet")
    advice = N_("The operator runs the build.")


class Damaged(OpenPlazaError):
    slug = "damaged"
    title = N_("A revision is damaged")
    advice = N_("A file of a revision is not what was published. The operator rolls back or builds again.")
