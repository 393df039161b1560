"""What a person may do, and what a token of hers may be used for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Each role may do what the ones before it may. Nobody has no role: there, the person is None."""

    CONTRIBUTOR = "contributor"
    REVIEWER = "reviewer"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        """Its place in the order, from 0."""
        return list(Role).index(self)

    # A text would be compared by its letters, and an admin would be less than a contributor.
    def __lt__(self, other: str) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Role(other).rank


class TokenScope(StrEnum):
    """What a token may be used for; its person's role still holds."""

    READ = "read"
    SUBMIT = "submit"
    REVIEW = "review"


def scopes_of(role: Role) -> tuple[TokenScope, ...]:
    """What tokens of people with this role can be for."""
    return tuple(each for each in TokenScope if each != TokenScope.REVIEW or role >= Role.REVIEWER)
