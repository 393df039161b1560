"""What roles, scopes and lines of the audit log are called."""

from __future__ import annotations

from graph.people import Role, TokenScope
from graph.text.messages import N_

ROLES = {
    Role.CONTRIBUTOR: N_("contributor"),
    Role.REVIEWER: N_("reviewer"),
    Role.ADMIN: N_("administrator"),
}
MAY = {
    Role.CONTRIBUTOR: N_(
        "You can add practices and correct what is wrong. Reviewers look at it before it is published."
    ),
    Role.REVIEWER: N_(
        "You can contribute, and decide what others contribute. Your own contributions are decided by others."
    ),
    Role.ADMIN: N_("You can do whatever reviewers can, say who may contribute, and read who did what."),
}
SCOPES = {
    TokenScope.READ: N_("Read what waits and what became of it"),
    TokenScope.SUBMIT: N_("Send contributions"),
    TokenScope.REVIEW: N_("Decide contributions of others"),
}
# Actions that are not named here are shown as they are written.
ACTIONS = {
    "joined": N_("made an account"),
    "invited": N_("made an invitation"),
    "passphrase-offered": N_("made a link for a new passphrase"),
    "passphrase-changed": N_("changed the passphrase"),
    "signed-in": N_("signed in"),
    "signed-out": N_("signed out"),
    "sign-in-failed": N_("could not sign in"),
    "bound-to-provider": N_("signed in at the provider for the first time"),
    "role-changed": N_("changed a role"),
    "blocked": N_("blocked an account"),
    "unblocked": N_("let an account in again"),
    "erased": N_("erased an account"),
    "token-made": N_("made a token"),
    "token-ended": N_("ended a token"),
    "submitted": N_("sent a submission"),
    "withdrawn": N_("took a submission back"),
    "commented": N_("commented on a submission"),
    "accepted": N_("accepted a submission"),
    "returned": N_("returned a submission"),
    "rejected": N_("did not accept a submission"),
    "settled": N_("chose between two texts of a cell"),
    "published": N_("published a submission"),
    "answered": N_("answered a report"),
    "mail-given-up": N_("gave up sending a message"),
}
