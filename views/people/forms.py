"""The forms of these pages: a field with its label, its help, what it holds and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, render_template, request

from graph.people.accounts import LONGEST_EMAIL, LONGEST_NAME, LONGEST_PASSPHRASE, SHORTEST_PASSPHRASE, Details
from graph.text.messages import N_
from views.languages.address import language
from views.people.signed_in import must_be_private
from views.web.negotiation import HTML

LABELS = {
    "name": N_("Your name"),
    "organisation": N_("Organisation"),
    "email": N_("E-mail"),
    "passphrase": N_("Passphrase"),
    "current": N_("Your passphrase now"),
    "label": N_("A name for it"),
}
HELP = {
    "organisation": N_("The city, authority or partner that you speak for. It is shown with what you contribute."),
    "email": N_("You sign in with it. It is never shown in public."),
    "passphrase": N_("At least %(least)s characters. A few words that do not belong together are good.",
                     least=SHORTEST_PASSPHRASE),
    "label": N_("For example the name of the program that will use it."),
}  # fmt: skip
# What lets a browser fill a field in by itself.
FILLED_IN = {"name": "name", "organisation": "organization", "email": "username", "current": "current-password"}
LONGEST = {"name": LONGEST_NAME, "organisation": LONGEST_NAME, "email": LONGEST_EMAIL, "label": 100}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form, as a template shows it."""

    name: str
    value: str = ""
    problem: str = ""
    help: str = ""
    filled_in: str = "off"

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def type(self) -> str:
        return {"email": "email", "passphrase": "password", "current": "password"}.get(self.name, "text")

    @property
    def longest(self) -> int:
        return LONGEST.get(self.name, LONGEST_PASSPHRASE)


def fields(*names: str, values: Mapping[str, str], wrong: Mapping[str, str], is_known: bool = False) -> list[FormField]:
    """These fields with their values and mistakes; a passphrase is never sent back. `is_known` is for signing in,
    where nothing needs to be explained."""
    return [
        FormField(
            name,
            "" if name in ("passphrase", "current") else values.get(name, ""),
            wrong.get(name, ""),
            "" if is_known else HELP.get(name, ""),
            ("current-password" if is_known else "new-password")
            if name == "passphrase"
            else FILLED_IN.get(name, "off"),
        )
        for name in names
    ]


def given_details(email: str = "") -> Details:
    """What the form of this request says of a person; `email` where it is known already. Without another word she gets
    mail in the language of the page."""
    form = request.form
    return Details(
        form.get("name", ""), form.get("organisation", ""), email or form.get("email", ""), form.get("agreed") == "yes",
        form.get("language") or language(),
    )  # fmt: skip


def values_of(details: Details) -> dict[str, str]:
    """The same as the texts of fields."""
    return {"name": details.name, "organisation": details.organisation, "email": details.email}


def shown(template: str, *, status: int = 200, **context: object) -> Response:
    """A page for its reader alone."""
    must_be_private()
    return Response(render_template(f"people/{template}", **context), status, mimetype=HTML)


def way_back(given: str) -> str:
    """The address of ours to go on to after signing in; the account for anything else."""
    here = f"{request.script_root}/account"
    is_ours = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable() and " " not in given
    return given if is_ours and "\\" not in given else here
