"""What can go wrong with who somebody is, and what she may do."""

from __future__ import annotations

from graph.errors.base import OpenPlazaError
from graph.text.messages import N_, counted


class NotSignedIn(OpenPlazaError):
    status = 401
    slug = "not-signed-in"
    title = N_("Please sign in")
    advice = N_("This is for people with an account. Programs send a token of an account.")

    def __init__(self) -> None:
        super().__init__(N_("This is for people who are signed in."))


class NotAllowed(OpenPlazaError):
    status = 403
    slug = "not-allowed"
    title = N_("You may not do this")
    advice = N_(
        "Your account, or the token that was sent, is not for this. An administrator can give you another role."
    )


class ForeignSite(OpenPlazaError):
    status = 403
    slug = "foreign-site"
    title = N_("Another site sent this")
    advice = N_("What changes something is taken from the pages of this site only. Open the page here and try again.")

    def __init__(self) -> None:
        super().__init__(N_("This was sent by a page of another site, and nothing was changed."))


class SignInFailed(OpenPlazaError):
    status = 403
    slug = "sign-in-failed"
    title = N_("You are not signed in")
    advice = N_("The e-mail address or the passphrase is wrong. An administrator can give you a new link.")

    def __init__(self) -> None:
        super().__init__(N_("The e-mail address or the passphrase is wrong."))


class TooManyTries(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 429
    slug = "too-many-tries"
    title = N_("Too many tries")
    advice = N_("Try again after the seconds in Retry-After.")

    def __init__(self, retry_after_s: int) -> None:
        minutes = -(-retry_after_s // 60)
        super().__init__(
            counted(
                minutes,
                "This was tried too often. Try again in %(number)s minute.",
                "This was tried too often. Try again in %(number)s minutes.",
            )
        )
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}


class ProviderFailed(OpenPlazaError):
    status = 502
    slug = "provider-failed"
    title = N_("Your organisation’s sign-in gave no answer")
    advice = N_("Begin to sign in again. If it stays so, the operator looks at the provider.")

    def __init__(self) -> None:
        super().__init__(N_("The provider of your account gave no answer that can be used. Begin to sign in again."))


class DatabaseUnavailable(OpenPlazaError):
    """`retry_after_s` is when to try again, in seconds."""

    status = 503
    slug = "database-unavailable"
    title = N_("What you sent could not be kept")
    advice = N_("The database of contributions is full, locked or away. Try again after the seconds in Retry-After.")

    def __init__(self, retry_after_s: int = 10) -> None:
        super().__init__(
            N_("The database of contributions cannot be used now, so nothing was changed. Try again shortly.")
        )
        self.retry_after_s = retry_after_s

    def members(self) -> dict[str, object]:
        return {"retry_after_s": self.retry_after_s}
