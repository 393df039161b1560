"""What can go wrong with facts, questions, stores and revisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Self

from graph.errors.base import OpenPlazaError
from graph.findings import Finding, report
from graph.text.messages import N_, joined


class BadFacts(OpenPlazaError):
    """`findings` are the faults one by one, where they are faults of cells, rows or files."""

    status = 422
    slug = "bad-facts"
    title = N_("The facts are wrong")
    advice = N_("The tables have a wrong row. The build names the file and the line.")
    findings: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Self:
        """The error that tells these faults, in the order of files and lines."""
        held = tuple(sorted(findings))
        error = cls(report(held))
        error.findings = held
        return error


class BadSheet(OpenPlazaError):
    status = 422
    slug = "bad-sheet"
    title = N_("The file cannot be read")
    advice = N_("The file that was sent is no table that can be read. The message says how to save it.")


class BadSetting(OpenPlazaError):
    slug = "bad-setting"
    title = N_("The server is set up wrongly")
    advice = N_("A setting of the server is unknown or out of range. The operator corrects it.")


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One value that a parameter takes: as it may be written, what it is called, and its identifier."""

    value: str
    label: str
    iri: str


class BadParameter(OpenPlazaError):
    """`field` names the parameter that is wrong; `values` are those that it takes, where these can be listed."""

    status = 400
    slug = "bad-parameter"
    title = N_("A value cannot be used")
    advice = N_("A value in the request has the wrong form. The member field names it.")

    def __init__(self, field: str, message: str, values: tuple[ParameterValue, ...] = ()) -> None:
        super().__init__(joined((field, message), ": "))
        self.field, self.values = field, values

    def members(self) -> dict[str, object]:
        return {"field": self.field, **({"values": [asdict(each) for each in self.values]} if self.values else {})}


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
        super().__init__(
            N_(
                "The query was stopped after %(seconds)s seconds. Ask for less, or add a LIMIT.",
                seconds=f"{limit_s:g}",
            )
        )
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
